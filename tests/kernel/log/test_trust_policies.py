"""Whom to trust, as C2SP tlog-policy has it."""

import pytest
import signed_log
from hypothesis import given, settings
from hypothesis import strategies as st
from memory_files import MemoryFiles
from signed_log import TIME, audit, log, notary, policy_text, university, witnessed

from suixin.kernel.log.checkpoint import Checkpoint
from suixin.kernel.log.cosignature import Ed25519Cosigner, cosignature
from suixin.kernel.log.keys import ED25519, Ed25519Signer, key_text
from suixin.kernel.log.notes import Signature, Unverified
from suixin.kernel.log.policy import LIMIT, MalformedPolicy, read_policy

CHECKPOINT = signed_log.checkpoint_of(signed_log.tree_of(signed_log.files_of(MemoryFiles())))
A, U, N = (f"witness {name} {each.text}" for name, each in (("a", audit), ("u", university), ("n", notary)))


def cosigner(number: int) -> Ed25519Cosigner:
    return Ed25519Cosigner(f"w{number}.example", number.to_bytes(32, "big"))


def judged(policy: bytes, *witnesses, checkpoint=CHECKPOINT):
    return read_policy(policy).judge(witnessed(checkpoint, *witnesses))


def test_the_example_of_the_specification(vectors):
    text = (vectors / "c2sp-examples" / "tlog-policy-x-and-y.txt").read_text()
    text = text.replace("<vkey>", str(log.text), 1)
    witnesses = [cosigner(number) for number in range(1, 7)]
    for each in witnesses:
        text = text.replace("<vkey>", str(each.text), 1)
    x1, x2, x3, y1, y2, y3 = witnesses
    enough = [(x1, x2, y1), (x1, x3, y3), (x3, x2, y2), (x1, x2, x3, y1, y2, y3)]
    too_few = [(), (x1, y1), (x1, x2), (x1, x2, x3), (y1, y2, y3), (x1, y1, y2, y3)]
    assert all(judged(text.encode(), *each).quorum for each in enough)
    assert not any(judged(text.encode(), *each).quorum for each in too_few)


def test_what_a_verdict_tells():
    verdict = judged(policy_text(A, U, N, "quorum a"), audit, notary)
    assert verdict.checkpoint == CHECKPOINT
    assert verdict.seen == {"a": TIME, "n": TIME}
    assert (verdict.witnesses, verdict.quorum) == (3, True)


@pytest.mark.parametrize(
    "lines, witnesses, quorum",
    [
        (["quorum none"], [], True),
        ([A, "quorum none"], [], True),
        ([A, "quorum a"], [], False),
        ([A, "quorum a"], [audit], True),
        ([A, "quorum a"], [university], False),
        ([A, U, "group g all a u", "quorum g"], [audit], False),
        ([A, U, "group g all a u", "quorum g"], [audit, university], True),
        ([A, U, "group g any a u", "quorum g"], [university], True),
        ([A, U, N, "group g 2 a u n", "quorum g"], [university], False),
        ([A, U, N, "group g 2 a u n", "quorum g"], [university, notary], True),
        ([A, U, N, "group g any a u", "quorum n"], [notary], True),
        ([A, U, N, "group g any a u", "group h all g n", "quorum h"], [notary], False),
        ([A, U, N, "group g any a u", "group h all g n", "quorum h"], [notary, audit], True),
        ([A, U, N, "group g any a u", "group h 1 g n", "quorum a"], [university, notary], False),
    ],
)
def test_how_many_are_enough(lines, witnesses, quorum):
    assert judged(policy_text(*lines), *witnesses).quorum is quorum


def test_who_is_not_named_does_not_count_and_signing_twice_counts_once():
    policy = read_policy(policy_text(A, U, "group g 2 a u", "quorum g"))
    note = witnessed(CHECKPOINT, audit, cosigner(9))
    note = note.with_signatures([cosignature(audit, CHECKPOINT.text, TIME + 1)])
    assert len(note.signatures) == 4
    verdict = policy.judge(note)
    assert (set(verdict.seen), verdict.quorum) == ({"a"}, False)


def test_a_cosignature_that_does_not_fit_spoils_the_note():
    policy = read_policy(policy_text(A, U, "group g any a u", "quorum g"))
    for bad in (bytes(72), bytes(71), b"\0", TIME.to_bytes(8, "big") + bytes(64)):
        wrong = Signature(university.name, university.key_id, bad)
        with pytest.raises(Unverified, match="of u does not fit"):
            policy.judge(witnessed(CHECKPOINT, audit).with_signatures([wrong]))


def test_the_log_must_be_known_by_its_origin_and_have_signed():
    other = Checkpoint("other.example/log", CHECKPOINT.size, CHECKPOINT.root)
    with pytest.raises(Unverified, match=r"does not know the log other\.example/log"):
        judged(policy_text("quorum none"), checkpoint=other)
    with pytest.raises(Unverified, match="no known key"):
        read_policy(policy_text("quorum none")).judge(CHECKPOINT.note)
    with pytest.raises(Unverified, match="does not know the log"):
        judged(b"quorum none\n")
    elsewhere = Ed25519Signer("other.example/log", b"9" * 32)
    policy = read_policy(policy_text(f"log {elsewhere.text}", "quorum none"))
    with pytest.raises(Unverified, match="no known key"):
        policy.judge(CHECKPOINT.note.signed(elsewhere))  # a known log, but of another origin
    assert policy.judge(other.note.signed(elsewhere)).quorum


def test_while_a_logs_key_changes_either_is_enough():
    new = Ed25519Signer(log.name, b"8" * 32)
    policy = read_policy(policy_text(f"log {new.text}", "quorum none"))
    assert all(policy.judge(CHECKPOINT.note.signed(each)).quorum for each in (log, new))
    assert policy.judge(CHECKPOINT.note.signed(log).signed(new)).quorum


def test_whitespace_is_space_and_tab_only_and_comments_are_whole_lines():
    text = f"""
 \t
# quorum none
\t # log nothing
  log\t{log.text}   https://suixin.example/log/2026/\t
\twitness  a {audit.text}
witness \u3000 {university.text} https://穗信.example/
group 审计 any a \u3000 \t
quorum 审计"""
    policy = read_policy(text.encode())
    assert (policy.logs[0].url, policy.witnesses["a"].url) == ("https://suixin.example/log/2026/", None)
    assert policy.groups["审计"].members == ("a", "\u3000")
    assert policy.witnesses["\u3000"].url == "https://穗信.example/"
    with pytest.raises(MalformedPolicy):
        read_policy(b"quorum none # nobody\n")


def test_names_are_bytes():
    """The letter K is not the sign for Kelvin, composed is not decomposed, and bytes that are no UTF-8 are names too."""
    names = [b"K", "\u212a".encode(), "\u00e9".encode(), "e\u0301".encode(), b"\xff", b"\xcb\xb0", b"\xfe"]
    keys = [str(cosigner(number).text).encode() for number in range(1, 8)]
    lines = [b"witness %b %b" % pair for pair in zip(names, keys, strict=True)]
    text = b"\n".join([*lines, b"group all 7 " + b" ".join(names), b"quorum all\n"])
    policy = read_policy(f"log {log.text}\n".encode() + text)
    assert len(policy.witnesses) == 7
    "".join(policy.witnesses).encode()
    witnesses = [cosigner(number) for number in range(1, 8)]
    assert policy.judge(witnessed(CHECKPOINT, *witnesses)).quorum
    assert not policy.judge(witnessed(CHECKPOINT, *witnesses[1:])).quorum


@pytest.mark.parametrize("byte", [*range(0x20), 0x7F])
def test_control_characters_are_refused_also_in_comments(byte):
    text = b"# a%bb\nquorum none\n" % bytes([byte])
    if byte in b"\t":
        assert read_policy(text).quorum == "none"
    else:
        with pytest.raises(MalformedPolicy):
            read_policy(text)


@pytest.mark.parametrize(
    "lines, why",
    [
        ([], "one line that begins with quorum"),
        (["quorum none", "quorum none"], "line 2"),
        ([A, "quorum none", "quorum a"], "line 3"),
        (["quorum"], "line 1"),
        (["quorum none none"], "line 1"),
        (["quorum a", A], "line 1: a is not defined above"),
        (["Quorum none"], "line 1"),
        (["hello"], "line 1"),
        (["log"], "line 1"),
        ([f"log {log.text} https://one/ https://two/"], "line 1"),
        (["witness a"], "line 1"),
        ([f"witness {audit.text}"], "line 1"),
        ([A + " https://one/ https://two/"], "line 1"),
        ([f"witness none {audit.text}"], "the name none is taken"),
        ([A, f"witness a {university.text}"], "line 2: the name a is taken"),
        ([A, f"witness b {audit.text}"], "line 2: the same key is there already"),
        ([A, "group a any a"], "line 2: the name a is taken"),
        ([A, "group none any a"], "the name none is taken"),
        ([A, "group g any"], "line 2"),
        ([A, "group g a"], "line 2"),
        ([A, "group g any none"], "none is not defined above"),
        ([A, "group g any g"], "g is not defined above"),
        ([A, "group g any b"], "b is not defined above"),
        ([A, "group g any a a"], "a is a member already"),
        ([A, U, "group g any a", "group h any a u"], "line 4: a is a member already"),
        ([A, "group g 0 a"], "line 2"),
        ([A, "group g 2 a"], "line 2: 2 of 1 members cannot be had"),
        ([A, "group g -1 a"], "line 2"),
        ([A, "group g +1 a"], "line 2"),
        ([A, "group g 1.0 a"], "line 2"),
        ([A, "group g ALL a"], "line 2"),
        ([A, "group g １ a"], "line 2"),
        ([A, "group g 1١ a"], "a group says all, any or how many"),
        ([f"log {audit.text}"], "line 1: no key of a log: kind 0x04"),
        ([f"witness a {log.text}"], "line 1: no key of a witness: kind 0x01"),
        ([f"log {log.text}", f"log {log.text}"], "line 2: the same key is there already"),
        ([f"log {log.text}", f"log {key_text('b', 1, log.text.material)}"], "the same key is there already"),
    ],
)
def test_what_is_no_policy(lines, why):
    with pytest.raises(MalformedPolicy, match=why):
        read_policy("".join(f"{line}\n" for line in lines).encode())


def test_a_log_and_a_witness_may_have_one_key_between_them():
    """C2SP forbids it among logs, and among witnesses."""
    same = key_text("same.example", ED25519, audit.text.material)
    assert read_policy(f"log {same}\n{A}\nquorum a\n".encode()).quorum == "a"


def test_as_many_as_the_specification_asks_for_and_not_without_end():
    witnesses = [f"witness w{n} {cosigner(n).text}" for n in range(1, 1002)]
    deep = [f"group g{n} any {'w1' if n == 0 else f'g{n - 1}'}" for n in range(1000)]
    assert judged(policy_text(*witnesses[:1000], *deep, "quorum g999"), cosigner(1)).quorum
    assert not judged(policy_text(*witnesses[:1000], *deep, "quorum g999"), cosigner(2)).quorum
    with pytest.raises(MalformedPolicy, match="more than 1000"):
        read_policy(policy_text(*witnesses, "quorum none"))
    with pytest.raises(MalformedPolicy, match="at most"):
        read_policy(b"#" * LIMIT + b"\nquorum none\n")


@settings(max_examples=40)
@given(data=st.data())
def test_any_tree_of_groups_is_counted_as_it_is_meant(data):
    """Against the definition, said once more by recursion."""
    free = [f"w{n}" for n in range(1, data.draw(st.integers(2, 8)))]
    lines = [f"witness {name} {cosigner(int(name[1:])).text}" for name in free]
    groups = {}
    while len(free) > 1:
        count = data.draw(st.integers(1, len(free)))
        members, free = free[:count], free[count:]
        least = data.draw(st.integers(1, count))
        name = f"g{len(groups)}"
        groups[name] = (least, members)
        lines.append(f"group {name} {least} {' '.join(members)}")
        free.append(name)
        if count == 1 and len(groups) > 5:
            break
    seen = data.draw(st.sets(st.integers(1, 7).map("w{}".format)))

    def witnessed_by(name):
        if name not in groups:
            return name in seen
        least, members = groups[name]
        return len([each for each in members if witnessed_by(each)]) >= least

    policy = read_policy("\n".join([*lines, f"quorum {free[-1]}"]).encode())
    seen &= set(policy.witnesses)
    assert policy.is_enough(dict.fromkeys(seen, TIME)) == witnessed_by(free[-1])
