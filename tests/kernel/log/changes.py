"""What can happen to bytes on their way."""

from hypothesis import strategies as st


def single_changes(content: bytes):
    """Each byte altered in two ways, left out, doubled, and something put before it; and the end cut off."""
    for at in range(len(content)):
        before, byte, after = content[:at], content[at : at + 1], content[at + 1 :]
        yield before + bytes([byte[0] ^ 1]) + after
        yield before + bytes([byte[0] ^ 0x20]) + after
        yield before + after
        yield before + byte + byte + after
        yield before + b"\n" + byte + after
        yield before
    yield content + b"\n"
    yield content + content


@st.composite
def changed(draw, contents):
    """One of these with some pieces replaced, moved or doubled; sometimes anything at all."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.binary(max_size=200))
    content = draw(st.sampled_from(contents))
    for _change in range(draw(st.integers(1, 3))):
        start = draw(st.integers(0, len(content)))
        end = min(start + draw(st.sampled_from([0, 0, 1, 1, 2, 5, 40])), len(content))
        other = draw(st.integers(0, len(content)))
        piece = draw(
            st.sampled_from([b"", b"\n", b"\n\n", b" ", b"0", b"=", b"+", b"\xff", "— ".encode(), b"\0"])
            | st.binary(max_size=4)
            | st.just(content[other : other + 50])
        )
        content = content[:start] + piece + content[end:]
    return content
