"""What hypothesis makes up: values inside the canonical profile, and anything at all."""

from hypothesis import strategies as st

from suixin.kernel.records.canonical import INTEGER_LIMIT

PRINTABLE_ASCII = st.characters(min_codepoint=0x20, max_codepoint=0x7E)
PLAIN = st.text(st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("\t\n\r"))
SCALARS = st.none() | st.booleans() | st.integers(-INTEGER_LIMIT, INTEGER_LIMIT) | PLAIN
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text(PRINTABLE_ASCII, max_size=20), inner),
    max_leaves=20,
)
ANYTHING = st.recursive(
    SCALARS | st.integers() | st.floats() | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text() | st.integers(), inner),
    max_leaves=20,
)
