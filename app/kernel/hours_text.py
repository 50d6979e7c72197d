"""What people type when they mean a length of time, as minutes; with help when it is unclear.

`7:30`, `7,5`, `7.5`, `90m`, `1u30` and `8` are understood. What could mean two things is not guessed:
the refusal says what is wrong and offers what was probably meant (screens.md §4, “wrong”).
How long a day or a week may be is not decided here; that is a limit of the hours room.
"""

import re
from fractions import Fraction

from app.kernel.dutch import hours, listing

_DAY = 24 * 60
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})")
_SHORT_CLOCK = re.compile(r"(\d{1,3}):(\d)")
_WORDS = re.compile(r"(?:(\d{1,3}) ?u(?:ur)?)? ?(?:(\d{1,4}) ?m?(?:in)?)?")
_MINUTES = re.compile(r"(\d{1,4}) ?m(?:in(?:uten)?)?")
_DECIMAL = re.compile(r"(\d{0,3})([.,])(\d{1,4})")
_DIGITS = re.compile(r"\d{1,4}")


class NotATime(ValueError):
    """What was typed is not a clear length of time. `message` is Dutch; `meant` are likely minutes."""

    def __init__(self, message: str, meant: tuple[int, ...] = ()) -> None:
        meant = tuple(minutes for minutes in meant if minutes <= _DAY)
        offers = [hours(minutes) for minutes in meant]
        self.message = f"{message} Bedoelt u {listing(offers, 'of')}?" if offers else message
        self.meant = meant
        super().__init__(self.message)


def parse_hours(text: str) -> int:
    """The minutes that were typed; raises `NotATime` with a helpful sentence.

    >>> [parse_hours(text) for text in ("7:30", "7,5", "7.5", "90m", "1u30", "8", " 0:00 ", "7,25", "2 uur")]
    [450, 450, 450, 90, 90, 480, 0, 435, 120]
    >>> parse_hours("4:75")
    Traceback (most recent call last):
    app.kernel.hours_text.NotATime: “4:75” is geen tijd, want een uur heeft 60 minuten. Bedoelt u 4:45 of 5:15?
    >>> parse_hours("7.30")
    Traceback (most recent call last):
    app.kernel.hours_text.NotATime: “7.30” is niet duidelijk: uren en minuten, of een deel van een uur? \
Bedoelt u 7:30 of 7:18?
    """
    typed = " ".join(text.strip().lower().split())
    minutes = _read(typed, text.strip())
    if minutes > _DAY:
        meant = (minutes // 60,) if re.fullmatch(r"\d{2,3}", typed) else ()
        raise NotATime(f"“{text.strip()}” is meer dan een dag; een dag heeft 24 uur.", meant)
    return minutes


def _read(typed: str, shown: str) -> int:
    if not typed:
        raise NotATime("Hier staat geen tijd. Schrijf bijvoorbeeld 1:30, 1,5 of 90m.")
    if typed[0] in "-−":
        raise NotATime(f"“{shown}” is minder dan nul. Schrijf 0:00 als u niet werkte.")
    if match := _CLOCK.fullmatch(typed):
        return _clock(int(match[1]), int(match[2]), shown)
    if match := _SHORT_CLOCK.fullmatch(typed):
        start, digit = int(match[1]) * 60, int(match[2])
        meant = (start + digit, start + digit * 10) if 0 < digit < 6 else (start + digit,)
        raise NotATime(f"“{shown}” is niet duidelijk: schrijf de minuten met twee cijfers.", meant)
    if match := _DECIMAL.fullmatch(typed):
        return _decimal(match[1] or "0", match[2], match[3], shown)
    if match := _MINUTES.fullmatch(typed):
        return int(match[1])
    if _DIGITS.fullmatch(typed):
        return _digits(typed, shown)
    if (match := _WORDS.fullmatch(typed)) and match[1]:
        return _clock(int(match[1]), int(match[2] or 0), shown)
    raise NotATime(f"“{shown}” is geen tijd. Schrijf bijvoorbeeld 1:30, 1,5 of 90m.")


def _clock(whole: int, rest: int, shown: str) -> int:
    if rest < 60:
        return whole * 60 + rest
    part = Fraction(rest, 100) * 60
    meant = [whole * 60 + int(part)] if rest < 100 and part.denominator == 1 else []
    raise NotATime(f"“{shown}” is geen tijd, want een uur heeft 60 minuten.", (*meant, whole * 60 + rest))


def _decimal(whole: str, mark: str, digits: str, shown: str) -> int:
    minutes = (int(whole) + Fraction(int(digits), 10 ** len(digits))) * 60
    if mark == "." and len(digits) == 2 and 0 < int(digits) < 60:
        meant = [int(whole) * 60 + int(digits)] + ([int(minutes)] if minutes.denominator == 1 else [])
        raise NotATime(
            f"“{shown}” is niet duidelijk: uren en minuten, of een deel van een uur?", tuple(meant)
        )
    if minutes.denominator != 1:
        raise NotATime(f"“{shown}” uur is geen heel aantal minuten.", (int(minutes), int(minutes) + 1))
    return int(minutes)


def _digits(typed: str, shown: str) -> int:
    if len(typed) < 3:
        return int(typed) * 60
    whole, rest = int(typed[:-2]), int(typed[-2:])
    meant = (whole * 60 + rest,) if rest < 60 and whole <= 24 else ()
    raise NotATime(f"“{shown}” is niet duidelijk: zet een dubbele punt tussen uren en minuten.", meant)
