"""What an explanation answers, in a few words; and from where a difference asks one."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from app.features.settlement.core.charged import Charges
from app.features.settlement.core.question import answer, question
from app.features.settlement.core.result import Line, Settlement
from app.features.settlement.core.run import Answer, Confirmation, RunKind
from app.features.settlement.core.settle import settle
from app.features.settlement.core.threshold import Threshold
from app.kernel.period import Period
from tests.golden.settlement_reader import read_inputs


def _settled(policy: list[str], **area: Any) -> Settlement:
    world = {
        "period": "2026-Q1",
        "partners": {"P": "", "Q": ""},
        "areas": {"X": {"name": "Onderwijs", "policy": policy, **area}},
        "statistics": {"inhabitants": {"P": "2", "Q": "3"}},
        "hours": ["X P 1:00 at t"] if "tariffs" in area else [],
        "costs": ["X staff 100.00"],
    }
    return settle(read_inputs(world))


SHARED = _settled(["whole by inhabitants"])
TARIFF = _settled(["tariff hour"], tariffs={"t": {"name": "Adviseur", "price": "hour adviseur 60.00"}})


def _of(settlement: Settlement, who: str) -> list[Line]:
    return [line for line in settlement.lines if line.organisation == who]


def _asked(lines: list[Line], cents: int, *, is_line: bool = False) -> str:
    return question(SHARED.areas[0], lines, "Polderdam", cents, is_line=is_line).replace(
        "\N{NO-BREAK SPACE}", " "
    )


def test_the_question_is_that_of_who_asks() -> None:
    mine = _of(SHARED, "P")
    assert _asked([], 0) == "Wat kostte Onderwijs?"
    assert _asked(mine, 40_00, is_line=True) == "Hoe komt “Deel naar inwoners” op € 40,00?"
    assert _asked(mine, 40_00) == "Waarom betaalt Polderdam € 40,00?"
    assert _asked(mine, 0) == "Waarom betaalt Polderdam € 0,00?"
    assert _asked(mine, -1) == "Waarom krijgt Polderdam € 0,01 terug?"
    own = [replace(mine[0], is_own_share=True), mine[0]]
    assert _asked(own, 40_00) == "Waarom draagt Polderdam zelf € 40,00?"


def _told(kind: RunKind, settlement: Settlement, lines: list[Line]) -> str:
    return answer(kind, settlement.areas[0], lines, "Polderdam").replace("\N{NO-BREAK SPACE}", " ")


def test_the_answer_is_the_whole_in_a_few_words() -> None:
    assert _told(RunKind.SETTLEMENT, SHARED, _of(SHARED, "P")) == (
        "Onderwijs kostte € 100,00. De verdeling gaat naar inwoners. Polderdam heeft 2 van de 5 inwoners op 1 januari "
        "2026."
    )
    assert _told(RunKind.SETTLEMENT, TARIFF, _of(TARIFF, "P")) == (
        "Onderwijs kostte € 100,00. Afgerekend wordt uren × tarief. Polderdam betaalt 1:00 uur × € 60,00 per uur."
    )
    assert _told(RunKind.SETTLEMENT, SHARED, []) == "Onderwijs kostte € 100,00."
    assert _told(RunKind.ADVANCE, SHARED, []) == "Het voorschot voor Onderwijs is samen € 100,00."
    assert _told(RunKind.CORRECTION, SHARED, []) == (
        "Wat later bekend werd verandert de kosten van Onderwijs met € 100,00."
    )


def test_of_a_correction_the_answer_says_what_was_and_what_becomes() -> None:
    (line,) = _of(SHARED, "P")
    moved = replace(line, amount_cents=5_00, detail="was € 40,00, wordt € 45,00")
    back = replace(line, text="WOZ-deel", amount_cents=-7_00, detail="was € 7,00, wordt € 0,00")
    anew, cent = replace(line, amount_cents=2_00), replace(line, amount_cents=1)
    told = [
        _told(RunKind.CORRECTION, SHARED, lines)
        for lines in ([moved], [moved, back, anew], [moved, back], [anew], [cent])
    ]
    start, first = "Door wat later bekend werd betaalt Polderdam voor Onderwijs", "was € 40,00, wordt € 45,00"
    assert told == [
        f"{start} € 5,00 meer: deel naar inwoners {first}.",
        f"{start} evenveel als eerst: deel naar inwoners {first}; WOZ-deel was € 7,00, wordt € 0,00.",
        f"{start} € 2,00 minder: deel naar inwoners {first}; WOZ-deel was € 7,00, wordt € 0,00.",
        f"{start} € 2,00 meer.",
        f"{start} € 0,01 meer.",
    ]


def test_only_the_whole_is_called_the_one() -> None:
    world = {
        "period": "2026-Q1",
        "partners": {"P": "", "Q": ""},
        "areas": {"X": {"name": "Onderwijs", "policy": ["whole by statistic kinderen"]}},
        "kinds": {"kinderen": "Kinderen van 0 tot 4"},
        "statistics": {"kinderen": {"P": "2", "Q": "3"}},
        "costs": ["X staff 100.00"],
    }
    found = settle(read_inputs(world))
    assert _told(RunKind.SETTLEMENT, found, _of(found, "P")) == (
        "Onderwijs kostte € 100,00. De verdeling gaat naar kinderen van 0 tot 4. Polderdam heeft 2 van de 5 kinderen "
        "van 0 tot 4 op 1 januari 2026."
    )


def test_an_equal_part_needs_no_figures() -> None:
    equal = _settled(["whole by equal"])
    assert _told(RunKind.SETTLEMENT, equal, _of(equal, "P")) == (
        "Onderwijs kostte € 100,00. De verdeling gaat naar gelijke delen."
    )


@pytest.mark.parametrize(
    ("threshold", "now", "then", "passed"),
    [
        (Threshold(1_000, None), 110, 100, False),
        (Threshold(1_000, None), 111, 100, True),
        (Threshold(1_000, None), -111, -100, True),
        (Threshold(None, 10), 110, 100, False),
        (Threshold(None, 10), 89, 100, True),
        (Threshold(None, 0), 101, 100, True),
        (Threshold(0, None), 100_000_001, 100_000_000, True),
        (Threshold(0, None), 1, 1, False),
        (Threshold(1_000, 10), 11, 0, True),
    ],
)
def test_a_threshold_is_passed_by_what_is_over_it(
    threshold: Threshold, now: int, then: int, passed: bool
) -> None:
    assert threshold.is_passed(now, then) is passed


@pytest.mark.parametrize(("basis_points", "cents"), [(None, None), (-1, None), (None, -1), (1, -1)])
def test_a_threshold_states_something_of_nought_or_more(basis_points: int | None, cents: int | None) -> None:
    with pytest.raises(ValueError, match="a threshold has a percentage or an amount"):
        Threshold(basis_points, cents)


def test_silence_is_an_answer_of_its_own() -> None:
    for given, silent in ((Answer.SILENT, True), (Answer.CONFIRMED, False), (Answer.OBJECTED, False)):
        assert Confirmation("P", NOON, "", given, None).is_silent is silent


NOON = datetime(2026, 4, 2, 12, tzinfo=UTC)
AREA, OTHER = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize(
    ("settled", "known"),
    [
        ((Period.quarter(2026, 2), Period.quarter(2026, 1)), True),
        ((Period.quarter(2026, 1), Period(date(2026, 4, 1), date(2026, 6, 29))), False),
        ((Period.quarter(2026, 1),), False),
        ((Period.quarter(2026, 2),), False),
        ((Period.year(2026),), False),
        ((), False),
    ],
)
def test_charges_are_known_when_every_day_is_settled_within(settled: tuple[Period, ...], known: bool) -> None:
    half = Period(date(2026, 1, 1), date(2026, 6, 30))
    charges = Charges(half, settled={AREA: settled})
    assert charges.is_known(AREA) is known
    assert not charges.is_known(OTHER)
    assert charges.wider(AREA) == (Period.year(2026) if Period.year(2026) in settled else None)
