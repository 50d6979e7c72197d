"""Exact quantities in Dutch notation, for the steps of an explanation.

Where `kernel/dutch.py` rounds to what a table shows, these show what was reckoned with: as many decimals as
there are, at most six, and "…" behind a number that does not end.
"""

from fractions import Fraction

from app.kernel.dutch import MINUS, NBSP

DECIMALS = 6


def exact_euro(cents: int | Fraction) -> str:
    """An amount in cents as euros; parts of a cent are shown as far as they go.

    >>> exact_euro(11914138).replace(NBSP, " "), exact_euro(-5).replace(NBSP, " ")
    ('€ 119.141,38', '−€ 0,05')
    >>> exact_euro(Fraction(2648604524, 1000)).replace(NBSP, " ")
    '€ 26.486,04524'
    """
    exact = Fraction(cents, 100)
    sign = MINUS if exact < 0 else ""
    return f"{sign}€{NBSP}{exact_number(abs(exact), at_least=2)}"


def exact_number(value: int | Fraction, at_least: int = 0) -> str:
    """A number with points between thousands and a decimal comma; at most six decimals, then "…".

    >>> exact_number(11560), exact_number(Fraction(1, 3)), exact_number(Fraction(5, 2))
    ('11.560', '0,333333…', '2,5')
    >>> exact_number(Fraction(-5, 2), at_least=2)
    '−2,50'
    """
    exact = Fraction(value)
    size = abs(exact)
    scaled = size * 10**DECIMALS
    digits = scaled.numerator // scaled.denominator
    whole, part = divmod(digits, 10**DECIMALS)
    decimals = f"{part:0{DECIMALS}}"
    endless = "…" if scaled.denominator != 1 else ""
    if not endless:
        decimals = decimals.rstrip("0").ljust(at_least, "0")
    text = f"{whole:,}".replace(",", ".") + (f",{decimals}" if decimals else "")
    return (MINUS if exact < 0 else "") + text + endless


def exact_hours(minutes: int | Fraction) -> str:
    """A duration as hours and minutes, with "uur".

    >>> exact_hours(2250), exact_hours(-5), exact_hours(Fraction(100, 3))
    ('37:30 uur', '−0:05 uur', '0:33,333333… uur')
    """
    exact = abs(Fraction(minutes))
    whole_hours, rest = divmod(exact, 60)
    shown = exact_number(rest)
    if rest < 10:
        shown = "0" + shown
    return f"{MINUS if minutes < 0 else ''}{exact_number(whole_hours)}:{shown} uur"


def exact_percent(share: int | Fraction) -> str:
    """A part of one as a percentage.

    >>> exact_percent(Fraction(3, 10)).replace(NBSP, " "), exact_percent(1).replace(NBSP, " ")
    ('30 %', '100 %')
    """
    return f"{exact_number(Fraction(share) * 100)}{NBSP}%"


SMALL_NUMBERS = (
    "nul", "één", "twee", "drie", "vier", "vijf", "zes", "zeven", "acht", "negen", "tien", "elf", "twaalf",
)  # fmt: skip


def counted(size: int, one: str, more: str) -> str:
    """A number of things in a sentence, in words up to twelve.

    >>> counted(5, "deelnemer", "deelnemers"), counted(1, "deelnemer", "deelnemers")
    ('vijf deelnemers', 'één deelnemer')
    >>> counted(13, "jaar", "jaren")
    '13 jaren'
    """
    amount = SMALL_NUMBERS[size] if 0 <= size < len(SMALL_NUMBERS) else exact_number(size)
    return f"{amount} {one if size == 1 else more}"
