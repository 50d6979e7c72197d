"""Cells to values and back: each kind of column says in Dutch what it wants when it gets something else.

A cell is what a sheet holds: text, a whole number, a decimal number, a day, yes or no, or nothing.
Numbers are exact; a comma is the decimal sign in text, as people type it.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Any

Cell = str | int | bool | Decimal | date | None

_NUMBER = re.compile(r"[-−]?(\d{1,3}(\.\d{3})+|\d+)(,\d+)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_DUTCH = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})")


class WrongCell(ValueError):
    """The cell does not hold what its column asks for. `message` is Dutch."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of column: how a cell becomes a value, and a value a cell."""

    read: Callable[[Cell], Any]
    write: Callable[[Any], Cell]


def shown(cell: Cell) -> str:
    """The cell as the reader sees it.

    >>> shown(Decimal("12.50")), shown(date(2026, 1, 2)), shown(True)
    ('12,50', '2026-01-02', 'ja')
    """
    match cell:
        case None:
            return ""
        case bool():
            return "ja" if cell else "nee"
        case Decimal():
            return format(cell, "f").replace(".", ",")
        case date():
            return cell.isoformat()[:10]
        case _:
            return str(cell).strip()


def number_of(cell: Cell) -> Decimal:
    """A number, exact; text with points between thousands and a decimal comma.

    >>> number_of("1.234,50"), number_of("-3"), number_of(7)
    (Decimal('1234.50'), Decimal('-3'), Decimal('7'))
    >>> number_of("12.5")
    Traceback (most recent call last):
    app.features.workbook.core.cells.WrongCell: “12.5” is geen getal. Schrijf een getal als 1234,50.
    """
    if isinstance(cell, bool | date):
        raise WrongCell(f"“{shown(cell)}” is geen getal. Schrijf een getal als 1234,50.")
    if isinstance(cell, int | Decimal):
        return Decimal(cell)
    text = shown(cell)
    if not _NUMBER.fullmatch(text):
        raise WrongCell(f"“{text}” is geen getal. Schrijf een getal als 1234,50.")
    return Decimal(text.replace("−", "-").replace(".", "").replace(",", "."))


def whole_of(cell: Cell) -> int:
    """A whole number."""
    number = number_of(cell)
    if number != int(number):
        raise WrongCell(f"“{shown(cell)}” is geen heel getal.")
    return int(number)


def cents_of(cell: Cell) -> int:
    """An amount in euros as whole cents.

    >>> cents_of("82,50"), cents_of(Decimal("1234.5"))
    (8250, 123450)
    """
    cents = number_of(_without_sign(cell)) * 100
    if cents != int(cents):
        raise WrongCell(f"“{shown(cell)}” heeft meer dan twee cijfers achter de komma. Rond af op centen.")
    return int(cents)


def _without_sign(cell: Cell) -> Cell:
    return cell.replace("€", "").replace("\u00a0", " ").strip() if isinstance(cell, str) else cell


def minutes_of(cell: Cell) -> int:
    """A number of hours as whole minutes: `36`, `7,5` or `7:30`.

    >>> minutes_of("36"), minutes_of("7,5"), minutes_of("32:30")
    (2160, 450, 1950)
    """
    text = shown(cell)
    if match := re.fullmatch(r"(\d+):([0-5]\d)", text):
        return int(match[1]) * 60 + int(match[2])
    minutes = number_of(cell) * 60
    if minutes != int(minutes):
        raise WrongCell(f"“{text}” uur is geen heel aantal minuten. Schrijf uren als 7,5 of 7:30.")
    return int(minutes)


def day_of(cell: Cell) -> date:
    """A day: `2026-01-31` or `31-1-2026`.

    >>> day_of("31-1-2026"), day_of("2026-01-31")
    (datetime.date(2026, 1, 31), datetime.date(2026, 1, 31))
    """
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = shown(cell)
    try:
        if match := _ISO.fullmatch(text):
            return date(int(match[1]), int(match[2]), int(match[3]))
        if match := _DUTCH.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError as error:
        raise WrongCell(f"“{text}” bestaat niet in de kalender.") from error
    raise WrongCell(f"“{text}” is geen datum. Schrijf een datum als 2026-01-31.")


def yes_of(cell: Cell) -> bool:
    """Yes or no, as `ja` or `nee`."""
    if isinstance(cell, bool):
        return cell
    text = shown(cell).lower()
    if text not in ("ja", "nee"):
        raise WrongCell(f"“{shown(cell)}” is geen ja of nee. Schrijf ja of nee.")
    return text == "ja"


def part_of(cell: Cell) -> Fraction:
    """A part of one: a percentage (`30`, `33,33 %`) or a fraction (`1/3`).

    >>> part_of("30"), part_of("12,5 %"), part_of("1/3")
    (Fraction(3, 10), Fraction(1, 8), Fraction(1, 3))
    """
    text = shown(cell)
    if match := re.fullmatch(r"(\d+)/([1-9]\d*)", text):
        return Fraction(int(match[1]), int(match[2]))
    if isinstance(cell, Decimal) and 0 < abs(cell) < 1:
        # A spreadsheet keeps a cell shown as 30 % as 0.3; what is meant cannot be told from the value.
        raise WrongCell(
            f"“{text}” is niet duidelijk: een percentage of een deel van één? Schrijf 30 % als tekst."
        )
    number = cell if isinstance(cell, int | Decimal) else text.removesuffix("%").strip()
    return Fraction(number_of(number)) / 100


def part_cell(part: Fraction) -> str:
    """A part of one as a percentage, or as a fraction when that has no end.

    >>> part_cell(Fraction(3, 10)), part_cell(Fraction(1, 8)), part_cell(Fraction(1, 3))
    ('30 %', '12,5 %', '1/3')
    """
    hundred = part * 10_000
    if hundred.denominator != 1:
        return f"{part.numerator}/{part.denominator}"
    return f"{shown(_plain(Decimal(hundred.numerator) / 100))} %"


def basis_points_of(cell: Cell) -> int:
    """A percentage as hundredths of a per cent: 21 is 2100."""
    points = part_of(cell) * 10_000
    if points.denominator != 1:
        raise WrongCell(f"“{shown(cell)}” heeft meer dan twee cijfers achter de komma.")
    return points.numerator


def _plain(number: Decimal) -> Decimal:
    """The number without zeros behind the comma."""
    return number.quantize(Decimal(1)) if number == int(number) else number.normalize()


def _hours_cell(minutes: int) -> Cell:
    return minutes // 60 if minutes % 60 == 0 else f"{minutes // 60}:{minutes % 60:02}"


def words(enum: type[StrEnum], glossary: Mapping[str, str] | None = None) -> Kind:
    """A kind of column that takes one word of a closed list."""
    return _listed({(glossary or {}).get(value.value, value.value): value for value in enum})


def codes(glossary: Mapping[str, str]) -> Kind:
    """A kind of column that takes one word of a glossary and gives its code."""
    return _listed({word: code for code, word in glossary.items()})


def _listed(by_word: Mapping[str, str]) -> Kind:
    by_value = {value: word for word, value in by_word.items()}

    def read(cell: Cell) -> str:
        text = shown(cell).lower()
        if text not in by_word:
            raise WrongCell(f"“{shown(cell)}” kan hier niet. Kies uit: {', '.join(by_word)}.")
        return by_word[text]

    return Kind(read, lambda value: by_value[value])


def named(glossary: Mapping[str, str]) -> Kind:
    """A kind of column with codes of an open list, of which some have a word of their own."""
    by_word = {word: code for code, word in glossary.items()}
    return Kind(lambda cell: by_word.get(shown(cell), shown(cell)), lambda value: glossary.get(value, value))


def shares_of(cell: Cell) -> tuple[tuple[str, Fraction], ...]:
    """Parts by code: `SZ 40 %; OW 60 %`.

    >>> shares_of("SZ 40 %; OW 60")
    (('SZ', Fraction(2, 5)), ('OW', Fraction(3, 5)))
    """
    found = []
    for part in shown(cell).split(";"):
        code, _, share = part.strip().partition(" ")
        if not code or not share:
            raise WrongCell(f"“{part.strip()}” is geen code met een deel. Schrijf het als SZ 40 %; OW 60 %.")
        found.append((code, part_of(share)))
    return tuple(found)


TEXT = Kind(shown, lambda value: str(value))
WHOLE = Kind(whole_of, lambda value: int(value))
NUMBER = Kind(lambda cell: _plain(number_of(cell)), lambda value: _plain(Decimal(value)))
CENTS = Kind(cents_of, lambda value: (Decimal(value) / 100).quantize(Decimal("0.01")))
MINUTES = Kind(minutes_of, _hours_cell)
DAY = Kind(day_of, lambda value: date(value.year, value.month, value.day))
YES = Kind(yes_of, lambda value: "ja" if value else "nee")
PART = Kind(part_of, part_cell)
PERCENT = Kind(basis_points_of, lambda value: _plain(Decimal(value) / 100))
SHARES = Kind(shares_of, lambda value: "; ".join(f"{code} {part_cell(part)}" for code, part in value) or None)
