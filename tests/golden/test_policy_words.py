"""Policies of every kind in words as written in `words/policies.txt`: the key below a column, then sentences."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Component, DriverKind, Inputs, Takes
from app.features.settlement.core.words import key_in_words, policy_in_words
from tests.golden.settlement_reader import read_inputs

WRITTEN = Path(__file__).parent / "words" / "policies.txt"
AREAS: dict[str, dict[str, Any]] = {
    "A": {"name": "Heel", "policy": ["whole by inhabitants at period_start"], "vat": "S 21"},
    "B": {
        "name": "Onderdelen",
        "policy": [
            "fixed 400.00 by equal",
            "category ict by hours",
            "40 % by clients",
            "60 % by products folder",
        ],
        "products": {"folder": {"name": "Folder"}},
        "vat": {"C": "E", "P": "E", "Q": "O transparent"},
    },
    "D": {
        "name": "Grenzen",
        "policy": [
            {
                "part": "whole by statistic woningen at years_average 3 2",
                "minimum": {"P": "100.00"},
                "maximum": {"P": "900.00", "Q": "500.00"},
            }
        ],
    },
    "E": {
        "name": "Tarieven",
        "policy": [
            "tariff hour package plus",
            "tariff product",
            "tariff statistic woningen at period_average",
        ],
        "packages": {"plus": {"P": ""}},
        "tariffs": {
            "h": {"name": "Adviseur", "price": "hour adviseur 60.00"},
            "w": {"name": "Woning", "price": "statistic woningen 2.50"},
        },
        "result": "reserve",
        "every": "12",
    },
    "F": {
        "name": "Ingroei",
        "phase": "1/4",
        "old": [{"part": "whole by fixed", "shares": {"P": "60", "Q": "40"}}],
        "policy": [{"part": "whole by brought_in", "shares": {"P": "600.00", "Q": "400.00"}}],
    },
    "G": {
        "name": "Flows",
        "policy": ["whole by hours at years_average 1 1"],
        "every": "1",
        "result": "divided",
    },
    "H": {"name": "Producten", "policy": ["100 % by products package plus"], "packages": {"plus": {"P": ""}}},
    "I": {
        "name": "Inwoners",
        "policy": ["tariff statistic inhabitants package plus", "rest by equal"],
        "packages": {"plus": {"P": ""}},
        "every": "6",
    },
    "J": {"name": "Vorig jaar", "policy": ["whole by clients at previous_year_start"]},
    "K": {
        "name": "Producttarief",
        "policy": ["tariff product package plus"],
        "packages": {"plus": {"P": ""}},
        "result": "divided",
    },
    "L": {"name": "Eén jaar", "policy": ["whole by inhabitants at years_average 1 1"]},
    "M": {"name": "Elke dag", "policy": ["whole by clients at period_average"]},
    "N": {
        "name": "Van inwoners naar uren",
        "phase": "1/2",
        "old": ["whole by inhabitants"],
        "policy": ["whole by hours"],
    },
}


def _inputs() -> Inputs:
    world = {
        "period": "2026-Q1",
        "partners": {"P": "", "Q": ""},
        "names": {"P": "Polderdam", "Q": "Quadijk", "C": "Centrum"},
        "kinds": {"woningen": "Woningen"},
        "areas": AREAS,
    }
    return read_inputs(world)


def test_a_fixed_amount_that_is_not_filled_in_is_nothing() -> None:
    facts = Facts(_inputs())
    policy = next(row for row in facts.inputs.policies if row.area == "J")
    open_ended = replace(policy, components=(Component(1, Takes.FIXED, DriverKind.EQUAL),))
    assert (
        "Eerst een vast bedrag van €\N{NO-BREAK SPACE}0,00 per jaar" in policy_in_words(open_ended, facts)[2]
    )


def _text(inputs: Inputs) -> str:
    facts, rows = Facts(inputs), []
    for policy in facts.inputs.policies:
        if policy.id.endswith("old"):
            continue
        treatments = [
            row for row in facts.inputs.vat_treatments if row.area == policy.area and row.organisation != "C"
        ]
        rows.append(f"== {facts.areas[policy.area].name}: {' | '.join(key_in_words(policy, facts))}")
        rows += policy_in_words(policy, facts, treatments, has_secondments=policy.area == "A")
    return "\n".join(rows).replace("\N{NO-BREAK SPACE}", " ") + "\n"


def test_every_kind_of_policy_reads_as_written() -> None:
    assert _text(_inputs()) == WRITTEN.read_text(encoding="utf-8")


def test_what_is_not_known_by_name_is_called_by_its_code() -> None:
    inputs = _inputs()
    facts = Facts(
        replace(inputs, organisations=tuple(row for row in inputs.organisations if row.code == "C"))
    )
    said = {
        policy.area: " ".join(policy_in_words(policy, facts)).replace("\N{NO-BREAK SPACE}", " ")
        for policy in inputs.policies
    }
    assert "P minstens € 100,00 en hoogstens € 900,00 en Q hoogstens € 500,00." in said["D"]
    assert "De delen zijn P 60 % en Q 40 %." in said["F"]
