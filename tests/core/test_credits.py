"""Credits in money: which percentage of which charge, per municipality, and why a charge is not known."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from app.features.reporting.core.credits import Credit, Promise, Reach, credit_of
from app.features.settlement.core.charged import Charged, Charges
from app.kernel import dutch
from app.kernel.period import Period

SZ, OW = UUID(int=1), UUID(int=2)
VLI, OUD = UUID(int=11), UUID(int=12)
ADVICE, LETTER = UUID(int=21), UUID(int=22)
QUARTER = Period.quarter(2026, 1)
CHARGES = Charges(
    QUARTER,
    (
        Charged(SZ, VLI, "Vlist", None, 100_01),
        Charged(SZ, VLI, "Vlist", ADVICE, 50_00),
        Charged(SZ, OUD, "Ouderkerk", None, 300_00),
        Charged(OW, VLI, "Vlist", None, 999_99),
    ),
    {SZ: (QUARTER,), OW: tuple(Period.month(2026, month) for month in (1, 2, 3))},
    frozenset({ADVICE}),
)
WHOLE = Promise(SZ, "Sociale zaken")
OF_ADVICE = Promise(SZ, "Sociale zaken", ADVICE, "Advies")
OF_LETTER = Promise(SZ, "Sociale zaken", LETTER, "Brief")
OF_VLIST = Promise(SZ, "Sociale zaken", organisation_id=VLI)


def told(found: Credit) -> tuple[int | None, int | None, str]:
    return found.base_cents, found.amount_cents, found.why.replace(dutch.NBSP, " ")


@pytest.mark.parametrize(
    ("promises", "reach", "base", "parts"),
    [
        ([WHOLE], Reach(), 450_01, {"Vlist": 7_50, "Ouderkerk": 15_00}),
        ([OF_ADVICE], Reach(), 50_00, {"Vlist": 2_50}),
        ([WHOLE], Reach((ADVICE,), "Advies"), 50_00, {"Vlist": 2_50}),
        ([OF_VLIST], Reach(), 150_01, {"Vlist": 7_50}),
        ([WHOLE, OF_VLIST], Reach(), 450_01, {"Vlist": 7_50, "Ouderkerk": 15_00}),
        ([WHOLE], Reach(None, "", (OUD,)), 300_00, {"Ouderkerk": 15_00}),
        ([Promise(OW, "Onderwijs")], Reach(), 999_99, {"Vlist": 50_00}),
    ],
)
def test_it_is_of_what_was_charged_within_reach_and_each_line_counts_once(
    promises: list[Promise], reach: Reach, base: int, parts: dict[str, int]
) -> None:
    found = credit_of(500, promises, reach, CHARGES)
    assert found.parts is not None
    assert {one.organisation: one.credit_cents for one in found.parts} == parts
    assert (found.base_cents, found.amount_cents) == (base, sum(parts.values()))


def test_it_says_which_percentage_of_what() -> None:
    found = credit_of(25, [WHOLE], Reach(), CHARGES)
    assert (found.base_cents, found.amount_cents) == (450_01, 1_13)
    assert found.why.replace(dutch.NBSP, " ") == (
        "0,25 % van € 450,01, in rekening gebracht voor Sociale zaken over 1e kwartaal 2026."
        " Per gemeente afgerond op centen."
    )


def test_a_negative_charge_is_the_mirror_and_nothing_charged_is_nothing() -> None:
    minus = Charges(QUARTER, (Charged(SZ, VLI, "Vlist", None, -10),), {SZ: (QUARTER,)})
    assert credit_of(500, [WHOLE], Reach(), minus).amount_cents == -1, "half a cent away from zero"
    assert credit_of(500, [WHOLE], Reach(None, "", (OUD,)), minus).amount_cents == 0


@pytest.mark.parametrize(
    ("promise", "reach", "charges", "why"),
    [
        (WHOLE, Reach(), None, "U ziet geen bedragen van afrekeningen."),
        (
            WHOLE,
            Reach(),
            Charges(QUARTER),
            "Nog niet bekend: Sociale zaken is over 1e kwartaal 2026 nog niet definitief afgerekend.",
        ),
        (
            WHOLE,
            Reach(),
            Charges(QUARTER, (), {SZ: (Period.month(2026, 1), Period.month(2026, 3))}),
            "Nog niet bekend: Sociale zaken is over 1e kwartaal 2026 nog niet definitief afgerekend.",
        ),
        (
            WHOLE,
            Reach(),
            Charges(QUARTER, (), {SZ: (Period.year(2026),)}),
            "Niet bekend: Sociale zaken is afgerekend over 2026. Kies die periode.",
        ),
        (
            OF_LETTER,
            Reach(),
            CHARGES,
            "Niet bekend: Brief heeft geen eigen tarief; het zit in het bedrag van Sociale zaken.",
        ),
        (
            WHOLE,
            Reach((LETTER,), "Brief"),
            CHARGES,
            "Niet bekend: Brief heeft geen eigen tarief; het zit in het bedrag van Sociale zaken.",
        ),
    ],
)
def test_where_the_charge_is_not_known_it_says_why(
    promise: Promise, reach: Reach, charges: Charges | None, why: str
) -> None:
    assert told(credit_of(500, [promise], reach, charges)) == (None, None, why)


@pytest.mark.parametrize(
    ("settled", "is_known"),
    [
        ([(3, 1, 31), (1, 1, 31), (2, 1, 28)], True),
        ([(1, 1, 31), (3, 1, 31)], False),
        ([(1, 1, 31), (2, 1, 28), (3, 1, 30)], False),
        ([(1, 2, 31), (2, 1, 28), (3, 1, 31)], False),
        ([], False),
    ],
)
def test_charges_are_known_when_every_day_is_settled(
    settled: list[tuple[int, int, int]], is_known: bool
) -> None:
    stretches = tuple(
        Period(date(2026, month, first), date(2026, month, last)) for month, first, last in settled
    )
    assert replace(CHARGES, settled={SZ: stretches}).is_known(SZ) is is_known
