"""Inputs that do not hold together: each contradiction by name, all of them at once, and nothing that does hold."""

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from app.features.costs.core import Category, PoolKind
from app.features.settlement.core.checks import check_facts
from app.features.settlement.core.errors import Unsettled
from app.features.settlement.core.inputs import (
    AreaFigure,
    Bound,
    BudgetLine,
    Gathered,
    Inputs,
    Pool,
    Product,
    Secondment,
    Share,
    Statistic,
    Takes,
    Tariff,
    TariffKind,
    Term,
    VatCategory,
    YearQuantity,
)
from tests.golden.settlement_reader import read_inputs

FIRST, LAST = date(2026, 1, 1), date(2026, 3, 31)
BASE = read_inputs(
    {
        "period": "2026-Q1",
        "partners": {"P": "", "Q": ""},
        "kinds": {"inhabitants": "Inwoners"},
        "areas": {
            "X": {
                "fte": "0",
                "policy": [
                    {"part": "whole by fixed", "shares": {"P": "60", "Q": "40"}, "minimum": {"P": "0.00"}}
                ],
                "products": {"folder": {"standard": "0:00"}},
                "tariffs": {"t": {"price": "hour adviseur 0.00"}},
            },
            "Y": {"policy": ["category overhead by equal", "rest by equal"], "vat": "S 21"},
        },
        "pools": {
            "O": {"by": "fixed", "shares": {"X": "50", "Y": "30"}, "pool_shares": {"L": "20"}, "fte": "0"},
            "L": {"by": "fixed", "shares": {"X": "100"}},
        },
        "statistics": {"inhabitants": {"P": "0", "Q": "1"}},
        "hours": ["X P 1:00", "X P=1/3,Q=2/3 1:00 on 2026-03-31"],
        "delivered": ["X folder P 1"],
        "earlier": ["X P 2025 1:00"],
        "costs": ["X staff 1.00"],
        "budget": ["X staff 1.00"],
        "secondments": ["P X 1 1.00 2026-01-01.."],
    }
)


def _said(inputs: Inputs) -> list[str]:
    try:
        check_facts(inputs)
    except Unsettled as refused:
        return [error.message for error in refused.errors]
    return []


def _with(name: str, *rows: Any) -> Inputs:
    """The inputs with these rows beside those of the list."""
    changes: Mapping[str, Any] = {name: (*getattr(BASE, name), *rows)}
    return replace(BASE, **changes)


def _first(name: str, **changes: Any) -> Inputs:
    """The inputs with the first row of a list changed."""
    row, *others = getattr(BASE, name)
    rows: Mapping[str, Any] = {name: (replace(row, **changes), *others)}
    return replace(BASE, **rows)


def test_what_holds_together_is_not_refused_also_at_zero() -> None:
    assert _said(BASE) == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("organisations", "P bij organisatie"),
        ("areas", "X bij taakgebied"),
        ("statistic_kinds", "inhabitants bij kengetal"),
        ("pools", "X bij kostenplaats"),
        ("products", "X folder bij product"),
        ("tariffs", "t bij tarief"),
        ("assignments", "a0001 bij opdracht"),
        ("entries", "e0001 bij kostenregel"),
        ("policies", "policy-X-0 bij verdeelafspraak"),
        ("secondments", "s1 bij detachering"),
        ("delivered", "d0001 bij levering"),
        ("year_quantities", "X P 2025  bij jaarcijfer"),
        ("area_figures", "X 2026-01-01 bij formatie"),
    ],
)
def test_two_rows_for_one_thing_are_refused(name: str, shown: str) -> None:
    assert name in {field.name for field in fields(Inputs)}
    again = getattr(BASE, name)[0]
    assert _said(_with(name, again)) == [f"Er staan 2 rijen {shown}. Laat er één staan."]
    assert _said(_with(name, again, again)) == [f"Er staan 3 rijen {shown}. Laat er één staan."]


@pytest.mark.parametrize(
    ("inputs", "what", "code"),
    [
        (_first("memberships", organisation="Z"), "Een deelnemer", "Z"),
        (_first("provisions", organisation="Z"), "Een uitvoerder", "Z"),
        (_first("provisions", area="Z"), "Een uitvoerder", "Z"),
        (_first("participations", area="Z"), "Een deelname", "Z"),
        (_first("vat_treatments", organisation="Z"), "Een btw-soort", "Z"),
        (_first("secondments", area="Z"), "Een detachering", "Z"),
        (_with("gathered", Gathered("Z", "P", "", FIRST, FIRST, Fraction(1), 1)), "Een som van uren", "Z"),
        (_first("year_quantities", organisation="Z"), "Een jaarcijfer", "Z"),
        (_first("delivered", organisation="Z"), "Een levering", "Z"),
        (_first("delivered", area=""), "Een levering", "niets"),
        (_first("statistics", organisation="Z"), "Een kengetal", "Z"),
        (_first("policies", area="Z"), "Een verdeelafspraak", "Z"),
        (_first("tariffs", area="Z"), "Een tarief", "Z"),
        (_first("area_figures", area="Z"), "Een formatie", "Z"),
        (_first("assignments", area="Z"), "Een opdracht", "Z"),
        (_first("assignments", shares=(Share("Z", Fraction(1)),)), "Opdracht 2026-X-0001", "Z"),
        (_first("worked", assignment="Z"), "Een rij uren", "Z"),
        (_first("entries", pool="Z"), "Een kostenregel", "Z"),
        (_with("budget", BudgetLine("Z", Category.STAFF, 1)), "Een begrotingsregel", "Z"),
        (_with("pools", Pool("N", "Nieuw", PoolKind.AREA, "Z")), "Kostenplaats Nieuw", "Z"),
        (_with("pools", Pool("N", "Nieuw", PoolKind.START_UP, "Z")), "Kostenplaats Nieuw", "Z"),
        (
            _with("pools", Pool("N", "Nieuw", PoolKind.OVERHEAD, shares=(Share("Z", Fraction(100)),))),
            "Kostenplaats Nieuw",
            "Z",
        ),
        (
            _with("pools", Pool("N", "Nieuw", PoolKind.OVERHEAD, pool_shares=(Share("X", Fraction(1)),))),
            "Het vaste deel van kostenplaats Nieuw",
            "X",
        ),
    ],
)
def test_what_refers_to_nothing_is_refused_by_name(inputs: Inputs, what: str, code: str) -> None:
    assert _said(inputs) == [f"{what} verwijst naar {code}, maar dat staat niet in de gegevens."]


def test_parts_of_a_policy_refer_to_organisations() -> None:
    policy = BASE.policies[0]
    part = policy.components[0]
    named = replace(part, shares=(Share("Z", Fraction(100)),), bounds=(Bound("W", 0, None),))
    inputs = replace(BASE, policies=(replace(policy, components=(named,)), *BASE.policies[1:]))
    assert _said(inputs) == [
        "Een deel verwijst naar Z, maar dat staat niet in de gegevens.",
        "Een grens verwijst naar W, maar dat staat niet in de gegevens.",
    ]


@pytest.mark.parametrize(
    ("inputs", "what"),
    [
        (
            _with("statistics", Statistic("s", "P", "clients", FIRST, Fraction(-1, 2), "CBS")),
            "Het kengetal clients van P",
        ),
        (
            _with("tariffs", Tariff("u", "X", TariffKind.HOUR, "a", "Advies", -1, Term(FIRST))),
            "Tarief Advies van X",
        ),
        (_with("area_figures", AreaFigure("Y", FIRST, Fraction(-1), "lijst")), "De formatie van Y"),
        (
            _with("pools", Pool("N", "Nieuw", PoolKind.OVERHEAD, fte=Fraction(-1))),
            "De formatie van kostenplaats Nieuw",
        ),
        (_with("products", Product("kaart", "X", "Kaart", -1)), "De standaarduren van product Kaart"),
    ],
)
def test_below_zero_is_refused(inputs: Inputs, what: str) -> None:
    assert _said(inputs) == [f"{what} is lager dan nul. Vul nul of meer in."]


@pytest.mark.parametrize(
    ("category", "rate", "fits"),
    [
        (VatCategory.TAXED, Fraction(21, 100), True),
        (VatCategory.TAXED, Fraction(0), False),
        (VatCategory.TAXED, Fraction(-1, 100), False),
        (VatCategory.EXEMPT, Fraction(0), True),
        (VatCategory.EXEMPT, Fraction(21, 100), False),
        (VatCategory.OUTSIDE, Fraction(-1, 100), False),
    ],
)
def test_a_rate_fits_its_kind_of_vat(category: VatCategory, rate: Fraction, fits: bool) -> None:
    row = BASE.vat_treatments[0]
    said = _said(_first("vat_treatments", category=category, rate=rate))
    wrong = f"De btw van {row.area} voor {row.organisation} heeft een tarief dat niet bij de soort past."
    assert said == ([] if fits else [wrong])


@pytest.mark.parametrize("name", ["worked", "delivered"])
@pytest.mark.parametrize(
    ("first_on", "last_on", "fits"),
    [
        (FIRST, LAST, True),
        (date(2025, 12, 31), LAST, False),
        (FIRST, date(2026, 4, 1), False),
        (date(2026, 2, 2), date(2026, 2, 1), False),
        (date(2026, 2, 2), date(2026, 2, 2), True),
    ],
)
def test_work_lies_within_the_period(name: str, first_on: date, last_on: date, fits: bool) -> None:
    said = _said(_first(name, first_on=first_on, last_on=last_on))
    wrong = f"Uren of leveringen van {first_on} t/m {last_on} vallen buiten 1e kwartaal 2026."
    assert said == ([] if fits else [wrong])
    gathered = Gathered("X", "P", "", first_on, last_on, Fraction(1), 1)
    assert _said(_with("gathered", gathered)) == ([] if fits else [wrong])


@pytest.mark.parametrize(
    ("shares", "said"),
    [
        ({"P": "1"}, []),
        ({"P": "1/2"}, ["zijn samen 1/2."]),
        ({"P": "3/2", "Q": "-1/2"}, ["zijn samen 1."]),
        ({"P": "1", "Q": "0"}, []),
    ],
)
def test_shares_of_a_joint_assignment_total_one(shares: dict[str, str], said: list[str]) -> None:
    found = _said(
        _first("assignments", shares=tuple(Share(code, Fraction(part)) for code, part in shares.items()))
    )
    assert found == [
        f"De delen van de opdrachtgevers van opdracht 2026-X-0001 {one} Samen moeten ze 1 zijn."
        for one in said
    ]


def test_nobody_is_named_twice() -> None:
    half = (Share("P", Fraction(1, 2)), Share("P", Fraction(1, 2)))
    assert _said(_first("assignments", shares=half)) == [
        "Opdracht 2026-X-0001 noemt een opdrachtgever twee keer."
    ]
    policy = BASE.policies[0]
    part = policy.components[0]
    wrong = "Onderdeel 1 van de verdeelafspraak van X noemt een deelnemer twee keer."
    for named in (replace(part, shares=half), replace(part, bounds=(Bound("P"), Bound("P")))):
        assert _said(replace(BASE, policies=(replace(policy, components=(named,)), *BASE.policies[1:]))) == [
            wrong
        ]
    areas = (Share("X", Fraction(50)), Share("X", Fraction(50)))
    assert _said(_with("pools", Pool("N", "Nieuw", PoolKind.OVERHEAD, shares=areas))) == [
        "Kostenplaats Nieuw noemt een taakgebied twee keer."
    ]
    pools = (Share("O", Fraction(50)), Share("O", Fraction(50)))
    assert _said(_with("pools", Pool("N", "Nieuw", PoolKind.OVERHEAD, pool_shares=pools))) == [
        "Kostenplaats Nieuw noemt een andere kostenplaats twee keer."
    ]


def test_a_category_exists() -> None:
    policy = BASE.policies[0]
    for code, shown in (("theepot", "theepot"), ("", "niets")):
        part = replace(policy.components[0], takes=Takes.CATEGORY, category=code)
        assert _said(replace(BASE, policies=(replace(policy, components=(part,)), *BASE.policies[1:]))) == [
            f"Onderdeel 1 van de verdeelafspraak van X noemt kostensoort {shown}, maar die bestaat niet."
        ]


def test_start_up_costs_have_an_area_of_their_own() -> None:
    (nowhere,) = _said(_with("pools", Pool("N", "Nieuw", PoolKind.START_UP)))
    assert nowhere.startswith("Aanloopkosten van kostenplaats Nieuw horen nog bij geen taakgebied.")
    (taken,) = _said(_with("pools", Pool("N", "Nieuw", PoolKind.START_UP, "X")))
    assert taken.startswith(
        "Aanloopkosten van kostenplaats Nieuw staan op hetzelfde taakgebied als de gewone kosten van X."
    )


def test_all_contradictions_are_told_together() -> None:
    secondment = Secondment("s2", "W", "X", Fraction(1), 1, Term(FIRST), VatCategory.EXEMPT, Fraction(0))
    quantity = YearQuantity("V", "P", 2025, Fraction(1), "jaarcijfers")
    inputs = replace(_with("secondments", secondment), year_quantities=(*BASE.year_quantities, quantity))
    assert _said(inputs) == [
        "Een detachering verwijst naar W, maar dat staat niet in de gegevens.",
        "Een jaarcijfer verwijst naar V, maar dat staat niet in de gegevens.",
    ]


@pytest.mark.parametrize(
    ("parts", "total"),
    [
        ((Share("P", Fraction(1)), Share("Q", Fraction(1, 2))), "3/2"),
        ((Share("P", Fraction(2)),), "2"),
        ((Share("P", Fraction(3, 2)), Share("Q", Fraction(-1, 2))), "1"),
    ],
)
def test_shares_that_are_not_one_together_are_named_behind_others_that_are(
    parts: tuple[Share, ...], total: str
) -> None:
    alone, joint = BASE.assignments
    assert alone.shares == (Share("P", Fraction(1)),)
    wrong = replace(joint, shares=parts)
    for rows in ((alone, wrong), (wrong, alone)):
        assert _said(replace(BASE, assignments=rows)) == [
            f"De delen van de opdrachtgevers van opdracht {joint.number} zijn samen {total}. Samen moeten ze 1 zijn."
        ]
