"""The colours of screens.md keep their contrast: read from the stylesheet, not from a copy."""

import re
from fractions import Fraction

import pytest

from app.infra.web.static import FOLDER

TOKENS = FOLDER / "css" / "tokens.css"
TEXT, CONTROL = Fraction(45, 10), Fraction(3)
GROUNDS = ("ground", "ground-2", "ground-3")

CASES = [
    *((ink, ground, Fraction(5)) for ink in ("ink", "ink-2", "ink-3") for ground in GROUNDS),
    *((mark, ground, CONTROL) for mark in ("line-2", "brand-mid") for ground in ("ground",)),
    *((mark, f"{mark}-soft", TEXT) for mark in ("late", "warn", "good", "still", "live")),
    *((mark, "ground", TEXT) for mark in ("late", "warn", "good", "still", "live", "brand", "brand-deep")),
    ("ground", "brand", TEXT),
    ("ground", "brand-deep", TEXT),
    ("brand", "ground-2", TEXT),
    ("brand-deep", "brand-soft", TEXT),
    ("brand", "brand-soft", TEXT),
    ("ink-3", "still-soft", TEXT),
]


def tokens() -> dict[str, str]:
    found = dict(re.findall(r"--ssc-([a-z0-9-]+):\s*#([0-9a-f]{3,6});", TOKENS.read_text(encoding="utf-8")))
    return {
        name: value if len(value) == 6 else "".join(c * 2 for c in value) for name, value in found.items()
    }


def luminance(colour: str) -> Fraction:
    """Relative luminance of WCAG 2.2, to a hundred-thousandth."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16)) for at in (0, 2, 4))
    return Fraction(2126, 10000) * red + Fraction(7152, 10000) * green + Fraction(722, 10000) * blue


def _linear(channel: int) -> Fraction:
    part = channel / 255
    straight = part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
    return Fraction(round(straight * 10**7), 10**7)


def contrast(one: str, other: str) -> Fraction:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + Fraction(5, 100)) / (low + Fraction(5, 100))


@pytest.mark.parametrize(("mark", "ground", "least"), CASES)
def test_what_must_be_read_stands_out_from_its_ground(mark: str, ground: str, least: Fraction) -> None:
    found = tokens()
    assert contrast(found[mark], found[ground]) >= least


def test_the_measure_knows_black_on_white() -> None:
    assert contrast("000000", "ffffff") == 21
    assert contrast("777777", "ffffff") < TEXT
