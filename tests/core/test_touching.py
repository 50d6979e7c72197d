"""Which settlements a figure would move, by the reference date of each policy; what is said of each run."""

from datetime import UTC, date, datetime
from fractions import Fraction
from uuid import UUID

import pytest

from app.features.partnership.core.rows import ComponentRow, PolicyRow, Term
from app.features.partnership.core.words import DriverKind, Reference, Takes, TariffKind
from app.features.settlement.core.inputs import Term as Days
from app.features.settlement.core.run import Run, RunKind, RunState
from app.features.settlement.core.touching import (
    agreed,
    area_sentence,
    assignment_sentences,
    looks_at,
    moved,
    run_sentences,
)
from app.kernel.period import Period
from tests.golden.settlement_reader import read_inputs

YEAR, EARLIER, Q2 = date(2026, 1, 1), date(2025, 1, 1), Period.quarter(2026, 2)


def _policy(
    reference: Reference,
    driver: DriverKind | None = DriverKind.INHABITANTS,
    average_years: int | None = None,
    kept_years: int | None = None,
) -> PolicyRow:
    part = ComponentRow(
        1, Takes.WHOLE, driver, reference=reference, average_years=average_years, kept_years=kept_years
    )
    return PolicyRow("SZ", 1, Term(EARLIER), 3, (part,))


@pytest.mark.parametrize(
    ("reference", "reference_on", "others", "expected"),
    [
        (Reference.YEAR_START, YEAR, [EARLIER], True),
        (Reference.YEAR_START, EARLIER, [], True),  # the last one, not older than a year
        (Reference.YEAR_START, EARLIER, [YEAR], False),  # a later figure is taken
        (Reference.YEAR_START, date(2024, 12, 31), [], False),  # older than a year
        (Reference.YEAR_START, date(2026, 1, 2), [], False),  # after the day that counts
        (Reference.YEAR_START, EARLIER, [EARLIER], True),
        (Reference.PREVIOUS_YEAR_START, EARLIER, [YEAR], True),
        (Reference.PREVIOUS_YEAR_START, YEAR, [], False),
        (Reference.PERIOD_START, date(2026, 4, 1), [YEAR], True),
        (Reference.PERIOD_START, date(2026, 4, 2), [YEAR], False),
        (Reference.PERIOD_AVERAGE, date(2026, 5, 15), [YEAR], True),
        (Reference.PERIOD_AVERAGE, date(2026, 7, 1), [YEAR], False),
    ],
)
def test_a_figure_counts_where_the_reference_date_takes_it(
    reference: Reference, reference_on: date, others: list[date], expected: bool
) -> None:
    assert looks_at(_policy(reference), "inhabitants", Q2, reference_on, others) is expected


def test_an_average_of_years_is_touched_by_any_figure_in_its_reach() -> None:
    policy = _policy(Reference.YEARS_AVERAGE, average_years=3, kept_years=2)
    assert looks_at(policy, "inhabitants", Q2, date(2022, 1, 1), [])
    assert not looks_at(policy, "inhabitants", Q2, date(2020, 1, 1), [])


def test_a_policy_by_something_else_is_not_touched() -> None:
    assert not looks_at(_policy(Reference.YEAR_START), "clients", Q2, YEAR, [])
    assert not looks_at(_policy(Reference.YEAR_START, DriverKind.HOURS), "inhabitants", Q2, YEAR, [])
    part = ComponentRow(1, Takes.TARIFF, None, tariff_kind=TariffKind.STATISTIC, statistic_kind="woz")
    by_tariff = PolicyRow("SZ", 1, Term(EARLIER), 3, (part,), phase=Fraction(1, 2))
    assert looks_at(by_tariff, "woz", Q2, YEAR, [])
    by_figure = ComponentRow(1, Takes.WHOLE, DriverKind.STATISTIC, statistic_kind="woz")
    assert looks_at(PolicyRow("SZ", 1, Term(EARLIER), 3, (by_figure,)), "woz", Q2, YEAR, [])


def _run(state: RunState, kind: RunKind = RunKind.SETTLEMENT) -> Run:
    at = datetime(2026, 7, 2, tzinfo=UTC)
    return Run(
        UUID(int=1), Q2.first_on, Q2.last_on, state, 1, at, "R. Rekenaar", None, None, 1, (), "", "", kind=kind
    )  # fmt: skip


SAID = """
settlement draft: De afrekening over het 2e kwartaal 2026 is een concept. Zij rekent hiermee zodra u haar opnieuw \
berekent.
settlement checked: De afrekening over het 2e kwartaal 2026 is al gecontroleerd en verandert niet vanzelf. \
Moet dit meetellen, stuur haar dan eerst terug.
settlement approved: De afrekening over het 2e kwartaal 2026 is al goedgekeurd en verandert niet vanzelf. \
Moet dit meetellen, stuur haar dan eerst terug.
settlement final: De afrekening over het 2e kwartaal 2026 is definitief en verandert niet. \
Een verschil komt in een correctie.
advance draft: Het voorschot over het 2e kwartaal 2026 is een concept. Het rekent hiermee zodra u het opnieuw berekent.
advance final: Het voorschot over het 2e kwartaal 2026 is definitief en verandert niet. \
Een verschil komt in de eindafrekening van het jaar.
correction checked: De correctie over het 2e kwartaal 2026 is al gecontroleerd en verandert niet vanzelf. \
Moet dit meetellen, stuur haar dan eerst terug.
correction final: De correctie over het 2e kwartaal 2026 is definitief en verandert niet. \
Een verschil komt in een volgende correctie.
"""
SAID_OF_DAYS = """
settlement checked: De afrekening over het 2e kwartaal 2026 is al gecontroleerd, maar wordt zo niet definitief. \
Stuur haar eerst terug.
settlement approved: De afrekening over het 2e kwartaal 2026 is al goedgekeurd, maar wordt zo niet definitief. \
Stuur haar eerst terug.
advance approved: Het voorschot over het 2e kwartaal 2026 is al goedgekeurd en verandert niet vanzelf. \
Moet dit meetellen, stuur het dan eerst terug.
"""
"""The same of a policy or a tariff: with another one than it was calculated with, no settlement is final."""


@pytest.mark.parametrize(("said", "keeps_days"), [(SAID, False), (SAID_OF_DAYS, True)])
def test_each_run_says_what_happens_to_it(said: str, keeps_days: bool) -> None:
    for row in said.strip().splitlines():
        run, sentence = row.split(": ", 1)
        kind, state = run.split()
        assert run_sentences([_run(RunState(state), RunKind(kind))], keeps_days=keeps_days) == [sentence]


def test_what_keeps_days_says_so_only_when_asked() -> None:
    checked = [_run(RunState.CHECKED)]
    assert run_sentences(checked) == run_sentences(checked, keeps_days=False)
    assert run_sentences(checked) != run_sentences(checked, keeps_days=True)


def test_a_version_is_agreed_for_the_days_of_all_its_prices_together() -> None:
    inputs = read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": ""},
            "areas": {
                "X": {
                    "policy": ["tariff hour"],
                    "tariffs": {
                        "a": {"price": "hour a 1.00", "holds": "2026-01-01..2026-01-31"},
                        "a/7": {"price": "hour a 2.00", "holds": "2026-02-01..2026-02-28"},
                        "b": {"price": "hour b 1.00", "holds": "2026-01-01..2026-01-31"},
                        "b/7": {"price": "hour b 2.00", "holds": "2026-02-01.."},
                    },
                }
            },
        }
    )
    (policy,) = inputs.policies
    first = date(2026, 1, 1)
    assert list(agreed(inputs)) == [
        ("X", policy.id, policy.term),
        ("X", "a", Days(first, date(2026, 2, 28))),
        ("X", "b", Days(first)),
    ]


def test_sentences_of_none_and_of_more() -> None:
    assert run_sentences([]) == ["Over deze dagen is nog geen afrekening gemaakt."]
    assert assignment_sentences(0) == []
    assert assignment_sentences(1) == ["Op deze dagen zijn er uren of leveringen van 1 opdracht."]


def test_the_reach_of_an_average_is_its_years_and_those_for_which_it_is_kept() -> None:
    for average_years, kept_years in ((3, None), (None, 3)):
        policy = _policy(Reference.YEARS_AVERAGE, average_years=average_years, kept_years=kept_years)
        assert looks_at(policy, "inhabitants", Q2, date(2023, 4, 1), [])
        assert not looks_at(policy, "inhabitants", Q2, date(2023, 3, 31), [])
        assert looks_at(policy, "inhabitants", Q2, date(2026, 6, 30), [])
        assert not looks_at(policy, "inhabitants", Q2, date(2026, 7, 1), [])


def test_the_first_of_january_is_no_day_or_month_later() -> None:
    for later in (date(2025, 1, 2), date(2025, 2, 1)):
        assert not looks_at(_policy(Reference.PREVIOUS_YEAR_START), "inhabitants", Q2, later, [])


def test_areas_are_named_with_what_divides_them() -> None:
    assert area_sentence([], "inwoners") == "Geen taakgebied rekent met inwoners."
    assert area_sentence(["Jeugd"], "inwoners") == "Jeugd rekent met inwoners."
    assert area_sentence(["Jeugd", "Zorg"], "inwoners") == "Jeugd en Zorg rekenen met inwoners."


def test_an_area_is_moved_by_a_last_day_within_the_period_of_its_policy_or_tariff() -> None:
    inputs = read_inputs(
        {
            "period": "2026-Q2",
            "partners": {"P": ""},
            "areas": {
                code: {
                    "name": name,
                    "settled": "no" if code == "W" else "yes",
                    "policy": ["tariff hour"],
                    "tariffs": {f"t{code}": {"price": "hour adviseur 60.00", "holds": "2026-01-01.."}},
                }
                for code, name in (("X", "Zorg"), ("Y", "Jeugd"), ("W", "Werk"))
            },
        }
    )
    within, after = date(2026, 5, 31), date(2026, 6, 30)
    assert moved(inputs, {}) == []
    assert moved(inputs, {"tX": within}) == moved(inputs, {"policy-X-0": within}) == ["Zorg"]
    assert moved(inputs, {"tX": within, "policy-X-0": within, "tY": within}) == ["Jeugd", "Zorg"]
    # what only changes after the period, or in an area that is not settled, moves nothing
    assert moved(inputs, {"tX": after, "policy-Y-0": None, "tW": within}) == []
