"""The glossary is the only bridge: every name on the wire and every closed list passes it, in Dutch (data §9).

An enum that is not classified here fails, so that whoever adds one decides where its words stand.
"""

import enum
import importlib
import pkgutil
import re
import typing
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Annotated, Any, Literal, TypeVar

import pytest
from pydantic import BaseModel, Field

import app
from app.features.access.core import values as access_values
from app.features.assignments.core import completeness, lateness, life, periods, principals
from app.features.assignments.core import notices as assignment_notices
from app.features.assignments.core import views as assignment_views
from app.features.costs import core as costs
from app.features.hours.core import states as hour_states
from app.features.hours.core import subject
from app.features.invoices.core import billing, tables
from app.features.invoices.core import views as invoice_views
from app.features.partnership.core import views as partnership_views
from app.features.partnership.core import words
from app.features.reporting.core import backlog
from app.features.reporting.core import results as report_results
from app.features.settlement.core import (
    balances,
    baseline,
    baseline_rows,
    comparing,
    confirming,
    differing,
    late,
    leaving,
    result,
    what_if,
)
from app.features.settlement.core import run as settlement_run
from app.features.simulation.core import acts
from app.features.sla.core import reading, statutory, targets
from app.features.sla.core import words as sla_words
from app.kernel import actor, explain, glossary, roles
from app.main import create_api

Enum = type[enum.StrEnum]

ENTRIES: dict[Enum, tuple[Mapping[str, str], ...]] = {
    life.State: (glossary.STATES, glossary.STATE_LABELS),
    life.Step: (glossary.STEPS,),
    life.Party: (glossary.PARTY_LABELS,),
    life.Holder: (glossary.HOLDERS,),
    completeness.Kind: (glossary.KINDS, glossary.KIND_LABELS),
    completeness.Weight: (glossary.WEIGHTS,),
    completeness.PeriodUnit: (glossary.PERIOD_UNITS,),
    periods.PeriodChange: (glossary.PERIOD_CHANGES,),
    principals.ShareRule: (glossary.SHARE_RULES,),
    words.OrganisationKind: (glossary.ORGANISATION_KINDS,),
    words.PackageKind: (glossary.PACKAGE_KINDS,),
    words.DriverKind: (glossary.DRIVERS,),
    costs.CascadeMethod: (glossary.CASCADE_METHODS,),
    words.Reference: (glossary.REFERENCES,),
    words.Takes: (glossary.TAKES,),
    words.TariffKind: (glossary.TARIFF_KINDS,),
    words.TariffResult: (glossary.TARIFF_RESULTS,),
    words.VatCategory: (glossary.VAT_CATEGORIES, glossary.VAT_LABELS),
    costs.Category: (glossary.COST_CATEGORIES,),
    costs.PoolKind: (glossary.POOL_KINDS,),
    costs.OverheadDriver: (glossary.OVERHEAD_DRIVERS,),
    subject.Activity: (glossary.ACTIVITIES, glossary.ACTIVITY_LABELS),
    subject.Kind: (glossary.HOUR_KINDS,),
    hour_states.SheetState: (glossary.HOUR_STATES,),
    hour_states.PartState: (glossary.HOUR_STATES,),
    settlement_run.RunState: (glossary.RUN_STATES,),
    settlement_run.RunStep: (glossary.RUN_STEPS,),
    settlement_run.RunKind: (glossary.RUN_KINDS,),
    settlement_run.Answer: (glossary.ANSWERS,),
    confirming.Standing: (glossary.STANDINGS,),
    confirming.FigureKind: (glossary.DRIVER_FIGURES,),
    comparing.Base: (glossary.COMPARED_WITH,),
    result.LineKind: (glossary.LINE_KINDS,),
    what_if.ChangeKind: (glossary.CHANGE_KINDS,),
    leaving.ExitRule: (glossary.EXIT_RULES,),
    baseline_rows.PathKind: (glossary.PATH_KINDS,),
    baseline_rows.PriceLevel: (glossary.PRICE_LEVELS,),
    baseline_rows.PlanKey: (glossary.PLAN_KEYS,),
    baseline_rows.FactKind: (glossary.FACT_KINDS,),
    baseline.PathFigure: (glossary.PATH_FIGURES,),
    baseline.PathStanding: (glossary.PATH_STANDINGS, glossary.PATH_STANDING_LABELS),
    balances.MovementKind: (glossary.MOVEMENT_KINDS,),
    late.LateKind: (glossary.LATE_KINDS,),
    result.Weight: (glossary.FINDING_WEIGHTS,),
    invoice_views.InvoiceState: (glossary.INVOICE_STATES, glossary.INVOICE_STATE_LABELS),
}
"""Code in English → its tables: exactly the members, no more and no less."""

DUTCH: tuple[Enum, ...] = (
    access_values.FeedKind, actor.Via, roles.Role, roles.Reach, words.LegalForm, explain.Unit, explain.Operation,
    billing.VatGroup, billing.DocumentKind, reading.ClockState, statutory.LawUnit, targets.Unit, sla_words.Metric,
    sla_words.MarkKind, assignment_views.Tab,
    assignment_views.Order, backlog.Tab, assignment_notices.Rhythm, differing.Cause, report_results.GroupBy,
)  # fmt: skip
"""Lists whose values are the words of the wire themselves."""

INSIDE: tuple[Enum, ...] = (
    roles.Permission,  # asked by services, shown nowhere
    hour_states.SheetStep,  # both in HOUR_STEPS, half each
    hour_states.PartStep,
    lateness.Timing,  # becomes a sentence
    partnership_views.Closing,  # becomes a field of a month
    tables.Kind,  # how a column is drawn
    acts.SettleStep,  # of the play
)
"""Lists that nobody outside the code meets."""

SHARED_WORDS = {
    "bedragCenten": {"amount_cents", "ceiling_cents"},  # inside the ceiling: its amount
    "datum": {"on", "worked_on"},  # of a sheet of days; of hours
    "toelichting": {"explanation", "label"},
    "ingediendOp": {"handed_in_at", "submitted_at"},  # a week, an assignment
    "deel": {"part", "share"},  # of a year of phasing in; of joint hours
    "delen": {"parts", "shares"},
    "kengetal": {"statistic", "statistic_kind"},
}
"""A word for two things: only where no shape holds both."""

ALIKE = frozenset({
    "bbv", "cbs", "code", "contract", "controller", "cursor", "detail", "email", "fte", "iban", "ict", "id", "in",
    "index", "kvk", "maximum", "minimum", "norm", "oin", "open", "overhead", "pdf", "plan", "postcode", "product",
    "reserve", "rest", "scenarios", "via", "week",
})  # fmt: skip
"""Words that are Dutch as they are English, abbreviations included."""

OWN_WORDS = {
    "returned": "a week goes back to a colleague (teruggegeven), an assignment to another organisation",
    "return": "likewise",
    "withdraw": "a week is taken back and goes on (terughalen), an assignment or run is given up",
    "draft": "a step (opstellen) is no state (concept)",
    "fixed": "what a component takes is an amount (vast-bedrag); elsewhere a share",
    "close": "a month is closed off (afsluiten), an assignment ends (sluiten)",
    "other": "an organisation is something else (anders), costs are of the rest (overig)",
}
"""Codes for which rooms have words of their own, and why."""


def _modules() -> Iterator[Any]:
    for found in pkgutil.walk_packages(app.__path__, "app."):
        if found.name != "app.cli":
            yield importlib.import_module(found.name)


MODULES = tuple(_modules())


Found = TypeVar("Found")


def _defined(kind: type[Found]) -> list[type[Found]]:
    found = {
        one
        for module in MODULES
        for one in vars(module).values()
        if isinstance(one, type) and issubclass(one, kind) and one.__module__ == module.__name__
    }
    return sorted(found, key=lambda one: (one.__module__, one.__qualname__))


SHAPES = tuple(one for one in _defined(BaseModel) if ".schemas" in one.__module__)
WORDS_OF_WIRE = {
    name: table
    for name, table in vars(glossary).items()
    if name.isupper() and name not in {"WIRE", "SHEETS", "COLUMNS"} and not name.endswith("LABELS")
}
VALUES = {word for table in WORDS_OF_WIRE.values() for word in table.values()} | {
    one.value for kind in DUTCH for one in kind
}


def unnamed(shape: type[BaseModel]) -> list[str]:
    """Fields of a shape whose name on the wire is not the one of the glossary."""
    return [
        f"{shape.__name__}.{name}: {field.serialization_alias or field.alias}"
        for name, field in shape.model_fields.items()
        if glossary.WIRE.get(name) is None
        or {field.alias, field.serialization_alias, field.validation_alias} - {None} != {glossary.WIRE[name]}
    ]


def unknown_values(shape: type[BaseModel]) -> list[str]:
    """Words that a field of a shape may hold and that are in no table."""
    return [
        f"{shape.__name__}.{name}: {word}"
        for name, field in shape.model_fields.items()
        for word in _closed_list(field.annotation)
        if word not in VALUES
    ]


def _closed_list(annotation: Any) -> Iterator[str]:
    if typing.get_origin(annotation) is Literal:
        yield from typing.get_args(annotation)
    elif isinstance(annotation, type) and issubclass(annotation, enum.Enum):
        yield from (str(one.value) for one in annotation)
    else:
        for part in typing.get_args(annotation):
            yield from _closed_list(part)


def in_english(words_by_code: Mapping[str, str], english: Iterable[str]) -> list[str]:
    """Words of the wire of which a part is English: a part of some code, and no Dutch word."""
    forbidden = {part for code in english for part in code.split("_")} - ALIKE
    return [
        word
        for word in words_by_code.values()
        if {part.lower() for part in re.findall(r"[A-Z]?[^A-Z_-]+", word)} & forbidden
    ]


def test_there_are_shapes_and_lists_to_look_at() -> None:
    assert len(SHAPES) > 90
    assert len(_defined(enum.StrEnum)) > 40


@pytest.mark.parametrize("shape", SHAPES, ids=lambda one: one.__name__)
def test_every_field_on_the_wire_has_its_name_from_the_glossary(shape: type[BaseModel]) -> None:
    assert unnamed(shape) == []
    assert unknown_values(shape) == []


def test_a_field_or_value_with_a_name_of_its_own_is_found() -> None:
    class Wrong(BaseModel):
        state: Literal["ingediend", "submitted"] = Field(alias="toestand")
        version: Annotated[int, Field(alias="versie")]
        colour: str

    assert unnamed(Wrong) == ["Wrong.state: toestand", "Wrong.colour: None"]
    assert unknown_values(Wrong) == ["Wrong.state: submitted"]


def test_every_parameter_in_an_address_is_named_by_the_glossary() -> None:
    named = set(glossary.WIRE.values())
    strange = {
        f"{path} {parameter['name']}"
        for path, operations in create_api().openapi()["paths"].items()
        for operation in operations.values()
        for parameter in operation.get("parameters", ())
        if parameter["in"] == "query" and parameter["name"] not in named
    }
    assert strange == set()


def test_every_closed_list_has_its_place() -> None:
    placed = Counter([*ENTRIES, *DUTCH, *INSIDE])
    assert dict.fromkeys(_defined(enum.StrEnum), 1) == dict(placed)


@pytest.mark.parametrize("kind", ENTRIES, ids=lambda one: f"{one.__module__}.{one.__name__}")
def test_every_value_of_a_list_has_an_entry_and_no_entry_has_lost_its_value(kind: Enum) -> None:
    for table in ENTRIES[kind]:
        assert {one.value for one in kind} == set(table)


def test_steps_of_weeks_and_roles_are_all_there() -> None:
    steps = [one.value for kind in (hour_states.SheetStep, hour_states.PartStep) for one in kind]
    assert sorted(steps) == sorted(glossary.HOUR_STEPS)
    assert {one.value for one in roles.Role} == set(glossary.ROLES)


def test_nothing_on_the_wire_is_english() -> None:
    assert in_english(glossary.WIRE, glossary.WIRE) == []
    for table in WORDS_OF_WIRE.values():
        if table is not glossary.ROLES:
            assert in_english(table, [*glossary.WIRE, *table]) == []
    codes = [code for table in WORDS_OF_WIRE.values() if table is not glossary.ROLES for code in table]
    for kind in DUTCH:
        assert in_english({one.value: one.value for one in kind}, [*glossary.WIRE, *codes]) == []


def test_an_english_word_is_found() -> None:
    assert in_english({"state": "status", "due_on": "dueDatum"}, ["state", "due_on"]) == ["dueDatum"]
    assert in_english({"in_progress": "in-progress"}, ["in_progress"]) == ["in-progress"]


def test_names_and_words_have_one_form() -> None:
    for word in glossary.WIRE.values():
        assert re.fullmatch(r"[a-z][a-zA-Z0-9]*", word), word
    for name, table in WORDS_OF_WIRE.items():
        if name != "ROLES":
            for word in table.values():
                assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", word), (name, word)


def test_a_word_stands_for_one_thing() -> None:
    shared: dict[str, set[str]] = {}
    for field, word in glossary.WIRE.items():
        shared.setdefault(word, set()).add(field)
    assert {word: fields for word, fields in shared.items() if len(fields) > 1} == SHARED_WORDS
    for shape in SHAPES:
        for fields in SHARED_WORDS.values():
            assert len(fields & shape.model_fields.keys()) < 2, shape
    for name, table in WORDS_OF_WIRE.items():
        assert len(set(table.values())) == len(table), name


def test_one_thing_has_one_word_in_every_room() -> None:
    seen: dict[str, set[str]] = {}
    for name, table in WORDS_OF_WIRE.items():
        if name != "ROLES":
            for code, word in table.items():
                seen.setdefault(code, set()).add(word)
    assert {code for code, found in seen.items() if len(found) > 1} == OWN_WORDS.keys()
