"""Numbers, dates and words as a Dutch reader expects them (screens.md, “Numbers, dates, time”).

One place for screen, paper, API texts and messages of refusals, so that a figure looks the same
wherever it stands. Pure: it gets values and gives text. It knows no templates, no time zone (give it
local moments) and no glossary. Reading what people type as time is in `kernel/hours_text.py`.
"""

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Final

NBSP: Final = "\u00a0"
"""No-break space, between a sign or unit and its number."""
MINUS: Final = "\u2212"
"""The minus sign; a hyphen is too short beside figures."""
NOTHING: Final = "–"
"""What stands in a cell that has no value."""

DAYS: Final = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag")
MONTHS: Final = (
    "januari", "februari", "maart", "april", "mei", "juni",
    "juli", "augustus", "september", "oktober", "november", "december",
)  # fmt: skip
SHORT_MONTHS: Final = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")

Exact = int | Fraction | Decimal
"""An exact number; floats are kept out."""


def rounded(value: Exact, decimals: int = 0) -> Decimal:
    """The value rounded half up (away from zero) to so many decimals.

    >>> rounded(Fraction(5, 2)), rounded(Fraction(-5, 2)), rounded(Decimal("0.125"), 2)
    (Decimal('3'), Decimal('-3'), Decimal('0.13'))
    """
    scaled = abs(Fraction(value)) * 10**decimals
    whole = (scaled.numerator * 2 + scaled.denominator) // (scaled.denominator * 2)
    return Decimal(whole if value >= 0 else -whole).scaleb(-decimals)


def number(value: Exact, decimals: int = 0) -> str:
    """A number with dots between thousands and a comma before decimals.

    >>> number(11560), number(Fraction(158, 10), 1), number(-1234567)
    ('11.560', '15,8', '−1.234.567')
    """
    shown = rounded(value, decimals)
    text = f"{abs(shown):,.{decimals}f}"
    return (MINUS if shown < 0 else "") + text.translate(str.maketrans(",.", ".,"))


def signed_number(value: Exact, decimals: int = 0) -> str:
    """A difference: always with its sign; what rounds to nothing has none.

    >>> signed_number(3), signed_number(Fraction(-64, 10), 1), signed_number(0)
    ('+3', '−6,4', '0')
    """
    return ("+" if rounded(value, decimals) > 0 else "") + number(value, decimals)


def amount(cents: int) -> str:
    """Cents as an amount without the euro sign, for columns whose heading names the euro.

    >>> amount(123456), amount(-5), amount(0)
    ('1.234,56', '−0,05', '0,00')
    """
    return number(Decimal(cents).scaleb(-2), 2)


def signed_amount(cents: int) -> str:
    """A difference in a column: `+1.234,56` or `−1.234,56`.

    >>> signed_amount(57243), signed_amount(-57243), signed_amount(0)
    ('+572,43', '−572,43', '0,00')
    """
    return ("+" if cents > 0 else "") + amount(cents)


def euro(cents: int) -> str:
    """Cents as euros, with a no-break space: `€ 1.234,56`, and `−€ 1.234,56` below zero.

    >>> euro(123456) == "€" + NBSP + "1.234,56", euro(-5) == MINUS + "€" + NBSP + "0,05"
    (True, True)
    """
    return f"{MINUS if cents < 0 else ''}€{NBSP}{amount(abs(cents))}"


def whole_euro(cents: int) -> str:
    """Cents as whole euros, half up; only where a heading says that they are whole.

    >>> whole_euro(78221350).replace(NBSP, " "), whole_euro(-49).replace(NBSP, " ")
    ('€ 782.214', '€ 0')
    """
    shown = rounded(Fraction(cents, 100))
    return f"{MINUS if shown < 0 else ''}€{NBSP}{number(abs(shown))}"


def begun(words: str) -> str:
    """The words with a capital first, the rest as it is: names keep theirs.

    >>> begun("aandeel in ICT"), begun("ICT"), begun("")
    ('Aandeel in ICT', 'ICT', '')
    """
    return words[:1].upper() + words[1:]


def signed_euro(cents: int, more: str = "meer", less: str = "minder", same: str = "gelijk") -> str:
    """A difference in euros with sign and word, so that it needs neither colour nor context.

    >>> signed_euro(435954).replace(NBSP, " "), signed_euro(-100).replace(NBSP, " "), signed_euro(0)
    ('+€ 4.359,54 meer', '−€ 1,00 minder', 'gelijk')
    """
    if cents == 0:
        return same
    return f"+{euro(cents)} {more}" if cents > 0 else f"{euro(cents)} {less}"


def percent(share: Exact, decimals: int = 0) -> str:
    """A share of one as a percentage: 1 is 100 %, `Fraction(87, 100)` is 87 %.

    >>> percent(Fraction(87, 100)).replace(NBSP, " "), percent(Fraction(326, 1000), 1).replace(NBSP, " ")
    ('87 %', '32,6 %')
    """
    return f"{number(Fraction(share) * 100, decimals)}{NBSP}%"


def signed_percent(share: Exact, decimals: int = 1) -> str:
    """A change as a percentage with its sign.

    >>> signed_percent(Fraction(28, 1000)).replace(NBSP, " ")
    '+2,8 %'
    """
    return f"{signed_number(Fraction(share) * 100, decimals)}{NBSP}%"


def part_of(part: int, whole: int, decimals: int = 0) -> str:
    """`part` as a percentage of `whole`; a dash when there is no whole.

    >>> part_of(79, 100).replace(NBSP, " "), part_of(3, 0)
    ('79 %', '–')
    """
    return percent(Fraction(part, whole), decimals) if whole else NOTHING


def hours(minutes: int) -> str:
    """Minutes as `u:mm`.

    >>> hours(2250), hours(0), hours(-75)
    ('37:30', '0:00', '−1:15')
    """
    whole, rest = divmod(abs(minutes), 60)
    return f"{MINUS if minutes < 0 else ''}{number(whole)}:{rest:02d}"


def signed_hours(minutes: int) -> str:
    """A difference in time with its sign.

    >>> signed_hours(600), signed_hours(-15), signed_hours(0)
    ('+10:00', '−0:15', '0:00')
    """
    return ("+" if minutes > 0 else "") + hours(minutes)


def day(on: date, year: bool = False) -> str:
    """A date in a table: `do 22 okt`, with the year when asked.

    >>> day(date(2026, 10, 22)), day(date(2026, 11, 13), year=True)
    ('do 22 okt', 'vr 13 nov 2026')
    """
    text = f"{DAYS[on.weekday()][:2]} {on.day} {SHORT_MONTHS[on.month - 1]}"
    return f"{text} {on.year}" if year else text


def long_day(on: date) -> str:
    """A date in a sentence.

    >>> long_day(date(2026, 7, 1))
    'woensdag 1 juli 2026'
    """
    return f"{DAYS[on.weekday()]} {plain_day(on)}"


def plain_day(on: date) -> str:
    """A date without the day of the week.

    >>> plain_day(date(2026, 1, 1))
    '1 januari 2026'
    """
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def field_day(on: date) -> str:
    """A date as people type it in a field.

    >>> field_day(date(2027, 1, 15))
    '15-01-2027'
    """
    return f"{on.day:02d}-{on.month:02d}-{on.year}"


def clock_time(moment: datetime) -> str:
    """The time of a local moment, in 24 hours.

    >>> clock_time(datetime(2026, 10, 22, 9, 5))
    '09:05'
    """
    return f"{moment.hour:02d}:{moment.minute:02d}"


def moment(at: datetime) -> str:
    """A local moment in a table.

    >>> moment(datetime(2026, 10, 22, 9, 40))
    'do 22 okt, 09:40'
    """
    return f"{day(at.date())}, {clock_time(at)}"


def long_moment(at: datetime) -> str:
    """A local moment in a sentence.

    >>> long_moment(datetime(2026, 10, 22, 9, 40))
    'donderdag 22 oktober 2026, 09:40'
    """
    return f"{long_day(at.date())}, {clock_time(at)}"


def period(first: date, last: date) -> str:
    """A period with its last day included.

    >>> period(date(2026, 7, 1), date(2026, 9, 30))
    '1 juli t/m 30 september 2026'
    >>> period(date(2026, 10, 19), date(2026, 10, 25))
    '19 t/m 25 oktober 2026'
    >>> period(date(2025, 12, 29), date(2026, 1, 4))
    '29 december 2025 t/m 4 januari 2026'
    """
    if first == last:
        return plain_day(first)
    if first.year != last.year:
        start = plain_day(first)
    elif first.month != last.month:
        start = f"{first.day} {MONTHS[first.month - 1]}"
    else:
        start = str(first.day)
    return f"{start} t/m {plain_day(last)}"


def since(first: date, last: date | None) -> str:
    """How long something holds: from a day on, or a period.

    >>> since(date(2026, 1, 1), None)
    'vanaf 1 januari 2026'
    """
    return f"vanaf {plain_day(first)}" if last is None else period(first, last)


def month(on: date) -> str:
    """The month of a date.

    >>> month(date(2026, 3, 31))
    'maart 2026'
    """
    return f"{MONTHS[on.month - 1]} {on.year}"


def quarter(on: date) -> str:
    """The quarter of a date.

    >>> quarter(date(2026, 9, 30))
    '3e kwartaal 2026'
    """
    return f"{(on.month + 2) // 3}e kwartaal {on.year}"


def week(on: date) -> str:
    """The ISO week of a date.

    >>> week(date(2026, 10, 22))
    'week 43'
    """
    return f"week {on.isocalendar().week}"


def count(value: int, singular: str, plural: str) -> str:
    """A number with its noun.

    >>> count(1, "opdracht", "opdrachten"), count(1862, "opdracht", "opdrachten")
    ('1 opdracht', '1.862 opdrachten')
    """
    return f"{number(value)} {singular if abs(value) == 1 else plural}"


def listing(items: Sequence[str], last: str = "en") -> str:
    """Words in a row: `a, b en c`.

    >>> listing(["Bergambacht", "Ouderkerk", "Vlist"]), listing(["Vlist"]), listing([])
    ('Bergambacht, Ouderkerk en Vlist', 'Vlist', '')
    """
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {last} {items[-1]}"


def workdays_away(days: int) -> str:
    """How far a day is in working days; used within seven days, beside the date.

    >>> workdays_away(3), workdays_away(1), workdays_away(0), workdays_away(-2)
    ('over 3 werkdagen', 'over 1 werkdag', 'vandaag', '2 werkdagen geleden')
    """
    if days == 0:
        return "vandaag"
    distance = count(abs(days), "werkdag", "werkdagen")
    return f"over {distance}" if days > 0 else f"{distance} geleden"


def on_time(days_left: int) -> str:
    """What the clock says of something that is expected in time.

    >>> on_time(5), on_time(1), on_time(0)
    ('op tijd, 5 dagen over', 'op tijd, 1 dag over', 'op tijd, vandaag klaar')
    """
    return f"op tijd, {count(days_left, 'dag', 'dagen')} over" if days_left else "op tijd, vandaag klaar"


def is_late(days: int) -> str:
    """What the clock says of something that is late already.

    >>> is_late(4), is_late(0)
    ('4 dagen te laat', 'sinds vandaag te laat')
    """
    return f"{count(days, 'dag', 'dagen')} te laat" if days else "sinds vandaag te laat"


def will_be_late(days: int) -> str:
    """What the clock says of something that will be late at this pace.

    >>> will_be_late(2)
    'wordt 2 dagen te laat'
    """
    return f"wordt {is_late(days)}"


_LEADING: Final = ("'s-", "'s ", "'t ", "de ", "het ")


def sort_name(name: str) -> str:
    """The key by which a Dutch reader looks a name up: no case, no accents, no leading `'s-`, `de`, `het`.

    PostgreSQL has no Dutch collation here (findings.md), so the key is made and kept by us.

    >>> sort_name("'s-Gravenhage"), sort_name("De Fryske Marren"), sort_name("Súdwest-Fryslân")
    ('gravenhage', 'fryske marren', 'sudwest-fryslan')
    >>> sort_name("Het Hogeland"), sort_name("Den Haag"), sort_name("’s Heer Arendskerke")
    ('hogeland', 'den haag', 'heer arendskerke')
    """
    parts = unicodedata.normalize("NFKD", name.replace("’", "'").replace("‘", "'"))
    plain = "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()
    text = " ".join(plain.split())
    for article in _LEADING:
        if text.startswith(article) and len(text) > len(article):
            return text[len(article) :].strip()
    return text
