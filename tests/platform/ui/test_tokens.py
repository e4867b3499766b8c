"""The colours that stand on one another have enough contrast in the light and the dark set."""

import math
import re
from itertools import combinations
from pathlib import Path

import pytest

import suixin.platform.ui

STATIC = Path(suixin.platform.ui.__file__).parent / "static" / "ui"
ON_PAGE = ["ink", "muted", "accent", "teal", "amber", "stop"]
TEXT_PAIRS = [(text, ground) for text in ON_PAGE for ground in ("paper", "wash")] + [
    ("on-accent", "accent-fill"),
    ("teal", "teal-wash"),
    ("ink", "teal-wash"),
    ("amber", "amber-wash"),
    ("ink", "amber-wash"),
    ("stop", "stop-wash"),
    ("ink", "stop-wash"),
    ("ink", "map-1"),
    ("ink", "map-2"),
    ("ink", "map-3"),
    ("map-4-ink", "map-4"),
    ("paper", "map-5"),
]
DRAWING_PAIRS = [("edge", "paper"), *((f"data-{n}", "paper") for n in range(1, 9))]


def tokens(theme: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ["tokens.css"] + (["dark.css"] if theme == "dark" else []):
        found |= dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", (STATIC / name).read_text("utf-8")))
    return found


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_has_contrast(theme):
    colours = tokens(theme)
    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in TEXT_PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_lines_and_data_colours_can_be_seen(theme):
    colours = tokens(theme)
    weak = {pair: contrast(*(colours[name] for name in pair)) for pair in DRAWING_PAIRS}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 3} == {}


def test_colours_are_named_only_in_the_tokens():
    for sheet in STATIC.glob("*.css"):
        if sheet.name not in {"tokens.css", "dark.css", "print.css"}:
            assert re.findall(r"#[0-9a-f]{3,8}\b(?=[^{]*})", sheet.read_text("utf-8")) == [], sheet.name


# Machado, Oliveira and Fernandes 2009, full severity; in linear light.
SIGHT = {
    "full": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.01182, 0.04294, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.3039),
    ),
}


def linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]


def lab(light: list[float]) -> tuple[float, float, float]:
    r, g, b = (min(1, max(0, part)) for part in light)
    xyz = (
        (0.4124 * r + 0.3576 * g + 0.1805 * b) / 0.95047,
        0.2126 * r + 0.7152 * g + 0.0722 * b,
        (0.0193 * r + 0.1192 * g + 0.9505 * b) / 1.08883,
    )
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("sight", SIGHT)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_data_colours_can_be_told_apart_by_everyone(theme, sight):
    colours = tokens(theme)
    seen = [
        lab(
            [
                sum(a * b for a, b in zip(row, linear(colours[f"data-{n}"]), strict=True))
                for row in SIGHT[sight]
            ]
        )
        for n in range(1, 9)
    ]
    assert min(math.dist(one, other) for one, other in combinations(seen, 2)) > 20
