"""Every statutory case of `statutory/*.yaml`: the last day, and that the steps lead to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.features.sla.core.extending import ALLOWANCES, allowance_of
from app.features.sla.core.statutory import (
    Extension,
    LawPeriod,
    LawUnit,
    Suspension,
    hours_end,
    statutory_end,
)
from app.kernel.errors import Refused

FOLDER = Path(__file__).parent / "statutory"
UNITS = {str(LawPeriod(amount, unit)).split()[1]: unit for unit in LawUnit for amount in (1, 2)}


@dataclass(frozen=True)
class Case:
    """One case as it stands in the file."""

    file: str
    facts: dict[str, Any]

    def __str__(self) -> str:
        return f"{self.file}: {self.facts['name']}"


def _cases() -> Iterator[Case]:
    for path in sorted(FOLDER.glob("*.yaml")):
        yield from (Case(path.stem, facts) for facts in yaml.safe_load(path.read_text(encoding="utf-8")))


CASES = list(_cases())


def _period(text: str, **more: bool) -> LawPeriod:
    amount, unit = text.split()
    return LawPeriod(int(amount), UNITS[unit], **more)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_statutory_case_ends_as_written(case: Case) -> None:
    facts = case.facts
    more = {key: facts[key] for key in ("counts_back", "is_exempt") if key in facts}
    extension = facts.get("extension")
    found = statutory_end(
        _period(facts["period"], **more),
        facts["event_on"],
        [Suspension(*dates) for dates in facts.get("suspensions", ())],
        Extension(_period(extension["period"]), extension["decided_on"]) if extension else None,
    )
    assert found.ends_on == facts["ends_on"], [step.why for step in found.steps]
    assert found.steps[-1].ends_on == found.ends_on
    assert found.is_provisional == facts.get("is_provisional", False)


def test_there_are_cases_enough_and_each_has_its_source() -> None:
    assert len(CASES) >= 40
    assert all(case.facts["source"] and case.facts["sum"] for case in CASES)
    assert len({str(case) for case in CASES}) == len(CASES)


def test_every_step_says_why_in_dutch() -> None:
    found = statutory_end(
        LawPeriod(8, LawUnit.WEEKS),
        date(2026, 3, 2),
        [Suspension(date(2026, 3, 3), date(2026, 3, 11), "aanvulling")],
    )
    assert [step.why for step in found.steps] == [
        "8 weken; de dag van de gebeurtenis telt niet mee",
        "aanvulling: 8 dagen tellen niet mee, woensdag 4 maart 2026 t/m woensdag 11 maart 2026 (Awb 4:15)",
        "dinsdag 5 mei 2026 is Bevrijdingsdag: loopt door (Algemene termijnenwet art. 1)",
    ]


def test_a_period_in_hours_ends_at_a_moment_and_nothing_prolongs_it() -> None:
    friday = datetime(2026, 4, 3, 16, tzinfo=UTC)
    assert hours_end(LawPeriod(24, LawUnit.HOURS), friday) == datetime(2026, 4, 4, 16, tzinfo=UTC)
    with pytest.raises(Refused, match="van moment tot moment"):
        statutory_end(LawPeriod(24, LawUnit.HOURS), friday.date())
    with pytest.raises(Refused, match="niet in uren"):
        hours_end(LawPeriod(2, LawUnit.DAYS), friday)


def test_what_cannot_be_is_refused() -> None:
    with pytest.raises(Refused, match="ten minste 1"):
        LawPeriod(0, LawUnit.WEEKS)
    with pytest.raises(Refused, match="Controleer de datums"):
        Suspension(date(2026, 3, 4), date(2026, 3, 3))
    back = LawPeriod(8, LawUnit.DAYS, counts_back=True)
    with pytest.raises(Refused, match="terugtelt"):
        statutory_end(back, date(2026, 3, 4), [Suspension(date(2026, 3, 3))])


EXTENSIONS = yaml.safe_load((Path(__file__).parent / "extensions.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("facts", EXTENSIONS, ids=lambda facts: str(facts["law"]))
def test_a_period_is_extended_as_far_as_its_law_says(facts: dict[str, Any]) -> None:
    """From the last of April 2026 on, so that a month is 31 days."""
    found = allowance_of(facts["law"])
    assert (found.article if found else None) == facts["article"], facts["source"]
    if found is None:
        return
    end_on = date(2026, 4, 30)
    assert found.holds(_period(facts["allowed"]), end_on)
    assert facts["too_long"] is None or not found.holds(_period(facts["too_long"]), end_on)


def test_every_law_of_the_list_has_a_case() -> None:
    assert {facts["article"] for facts in EXTENSIONS} == {None, *(one.article for one in ALLOWANCES)}
