"""Simplified to traditional Chinese (Hong Kong forms) for text that comes from data, not from a catalogue."""

import tomllib
from functools import cache, lru_cache
from pathlib import Path

OVERRIDES = Path(__file__).parent / "locale" / "zh_Hant.overrides.toml"


@lru_cache(maxsize=4096)
def traditional(text: str) -> str:
    converted = converter().convert(text)
    for wrong, right in reviewed_terms().items():
        converted = converted.replace(wrong, right)
    return converted


@cache
def converter():  # noqa: ANN201 - the library has no types
    import opencc

    return opencc.OpenCC("s2hk")


@cache
def reviewed_terms() -> dict[str, str]:
    """What a reader corrected in OpenCC's traditional text: wrong -> right."""
    return tomllib.loads(OVERRIDES.read_text("utf-8"))["terms"]
