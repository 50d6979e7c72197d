"""Numbers, dates and time as screens.md wants them, where the doctests leave a case."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as some

from app.kernel import dutch
from app.kernel.hours_text import NotATime, parse_hours


def test_an_amount_never_breaks_between_sign_and_number() -> None:
    assert dutch.euro(123_456_789) == "€\u00a01.234.567,89"
    assert dutch.euro(-1) == "\u2212€\u00a00,01"
    assert dutch.percent(Fraction(1, 3), 1) == "33,3\u00a0%"


@given(some.integers(-(10**15), 10**15))
def test_cents_survive_their_notation(cents: int) -> None:
    digits = dutch.amount(cents).replace(".", "").replace(",", "").replace("\u2212", "-")
    assert int(digits) == cents


def test_what_rounds_to_nothing_has_no_sign() -> None:
    assert dutch.number(Fraction(-1, 1000), 2) == "0,00"
    assert dutch.signed_number(Decimal("0.004"), 2) == "0,00"


def test_a_half_is_rounded_away_from_zero() -> None:
    assert [dutch.number(Fraction(n, 2)) for n in (1, -1, 3, -3)] == ["1", "−1", "2", "−2"]


def test_every_day_of_a_year_has_a_short_and_a_long_form() -> None:
    for number in range(365):
        on = date(2026, 1, 1) + timedelta(days=number)
        assert dutch.long_day(on).startswith(dutch.day(on).split()[0])
    assert dutch.day(date(2026, 3, 2)) == "ma 2 mrt"


def test_a_period_of_one_day_is_that_day() -> None:
    assert dutch.period(date(2026, 5, 5), date(2026, 5, 5)) == "5 mei 2026"


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("’s-Hertogenbosch", "hertogenbosch"),
        ("'t Zandt", "zandt"),
        ("De Ronde Venen", "ronde venen"),
        ("Deventer", "deventer"),
        ("  Ouderkerk   aan den IJssel ", "ouderkerk aan den ijssel"),
        ("De", "de"),
    ],
)
def test_a_name_is_looked_up_without_its_article(name: str, key: str) -> None:
    assert dutch.sort_name(name) == key


@given(some.integers(0, 24 * 60))
def test_time_is_read_as_it_is_written(minutes: int) -> None:
    assert parse_hours(dutch.hours(minutes)) == minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1,5", 90),
        (",5", 30),
        ("90m", 90),
        ("90 min", 90),
        ("1u", 60),
        ("1u 5", 65),
        ("24:00", 1440),
        ("7.75", 465),
    ],
)
def test_people_write_time_in_many_ways(typed: str, minutes: int) -> None:
    assert parse_hours(typed) == minutes


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ("4:75", "“4:75” is geen tijd, want een uur heeft 60 minuten. Bedoelt u 4:45 of 5:15?"),
        ("7:5", "“7:5” is niet duidelijk: schrijf de minuten met twee cijfers. Bedoelt u 7:05 of 7:50?"),
        ("730", "“730” is niet duidelijk: zet een dubbele punt tussen uren en minuten. Bedoelt u 7:30?"),
        ("7,33", "“7,33” uur is geen heel aantal minuten. Bedoelt u 7:19 of 7:20?"),
        ("45", "“45” is meer dan een dag; een dag heeft 24 uur. Bedoelt u 0:45?"),
        ("-1", "“-1” is minder dan nul. Schrijf 0:00 als u niet werkte."),
        ("uur", "“uur” is geen tijd. Schrijf bijvoorbeeld 1:30, 1,5 of 90m."),
        ("", "Hier staat geen tijd. Schrijf bijvoorbeeld 1:30, 1,5 of 90m."),
    ],
)
def test_what_is_unclear_is_not_guessed_but_offered(typed: str, message: str) -> None:
    with pytest.raises(NotATime) as refusal:
        parse_hours(typed)
    assert refusal.value.message == message


@given(some.text(max_size=12))
def test_any_text_is_a_time_or_a_kind_refusal(typed: str) -> None:
    assert read(typed) in range(24 * 60 + 1)


def read(typed: str) -> int:
    """The minutes; of a refusal the first that was offered, after a look at its sentence."""
    refusal: NotATime
    try:
        return parse_hours(typed)
    except NotATime as raised:
        refusal = raised
    assert refusal.message.endswith((".", "?"))
    assert all(minutes in range(24 * 60 + 1) for minutes in refusal.meant)
    return refusal.meant[0] if refusal.meant else 0
