"""What a component may not say of itself: each refusal at its very edge, by name."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.features.settlement.core.errors import NoPlan, Unsettled
from app.features.settlement.core.inputs import Bound, Component, DriverKind, Inputs, Reference, Share, Takes
from app.features.settlement.core.settle import settle
from app.features.settlement.core.settled import Result
from app.kernel.explain import leaves
from app.kernel.period import Period
from tests.golden.settlement_reader import cases, read_inputs

BASE = next(case.inputs for case in cases() if "percentages die geen 100 zijn" in case.name)
ADVANCED = read_inputs(
    {
        "period": "2026",
        "partners": {"P": ""},
        "areas": {"X": {"every": "12", "advances": "yes", "policy": ["whole by equal"]}},
        "budget": ["X staff 100.00"],
    }
)
WHERE = "Onderdeel 1 van de verdeelafspraak van Onderwijs"


def _with(*parts: Component) -> Inputs:
    (policy,) = BASE.policies
    return replace(BASE, policies=(replace(policy, components=parts),))


def _rest(place: int = 2) -> Component:
    return Component(place, Takes.REST, DriverKind.EQUAL)


def _average(average_years: int, kept_years: int) -> Component:
    return Component(
        1, Takes.WHOLE, DriverKind.INHABITANTS, reference=Reference.YEARS_AVERAGE,
        average_years=average_years, kept_years=kept_years,
    )  # fmt: skip


def _bounded(low: int | None, high: int | None) -> Component:
    return Component(1, Takes.WHOLE, DriverKind.EQUAL, bounds=(Bound("P", low, high),))


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((Component(1, Takes.FIXED, DriverKind.EQUAL), _rest()), "heeft geen vast bedrag van nul of meer."),
        (
            (Component(1, Takes.FIXED, DriverKind.EQUAL, fixed_cents=-1), _rest()),
            "heeft geen vast bedrag van nul of meer.",
        ),
        (
            (
                Component(1, Takes.PERCENT, DriverKind.EQUAL, Fraction(-1)),
                Component(2, Takes.PERCENT, DriverKind.EQUAL, Fraction(101)),
            ),
            "heeft geen percentage van nul of meer.",
        ),
        (
            (
                Component(1, Takes.PERCENT, DriverKind.EQUAL),
                Component(2, Takes.PERCENT, DriverKind.EQUAL, Fraction(100)),
            ),
            "heeft geen percentage van nul of meer.",
        ),
        ((_average(0, 1),), "middelt over jaren, maar zegt niet over hoeveel en voor hoe lang."),
        ((_average(1, 0),), "middelt over jaren, maar zegt niet over hoeveel en voor hoe lang."),
        ((_bounded(-1, None),), "heeft voor P een minimum of maximum lager dan nul."),
        ((_bounded(None, -1),), "heeft voor P een minimum of maximum lager dan nul."),
        ((_bounded(2, 1),), "heeft voor P een minimum van"),
        (
            (Component(1, Takes.WHOLE, DriverKind.FIXED, shares=(Share("P", Fraction(99)),)),),
            "heeft vaste percentages van samen 99\N{NO-BREAK SPACE}%.",
        ),
        (
            (Component(1, Takes.WHOLE, DriverKind.BROUGHT_IN, shares=(Share("P", Fraction(-1)),)),),
            "heeft een deel lager dan nul voor P.",
        ),
    ],
)
def test_a_component_that_contradicts_itself_is_named(parts: tuple[Component, ...], said: str) -> None:
    with pytest.raises(Unsettled) as refused:
        settle(_with(*parts))
    assert [error.message.startswith(f"{WHERE} {said}") for error in refused.value.errors] == [True]


@pytest.mark.parametrize(
    "parts",
    [
        (Component(1, Takes.FIXED, DriverKind.EQUAL, fixed_cents=0), _rest()),
        (
            Component(1, Takes.PERCENT, DriverKind.EQUAL, Fraction(0)),
            Component(2, Takes.PERCENT, DriverKind.EQUAL, Fraction(100)),
        ),
        (Component(1, Takes.WHOLE, DriverKind.FIXED, shares=(Share("P", Fraction(100)),)),),
        (Component(1, Takes.WHOLE, DriverKind.BROUGHT_IN, shares=(Share("P", Fraction(1)),)),),
        (
            Component(
                1, Takes.WHOLE, DriverKind.FIXED, shares=(Share("C", Fraction(0)), Share("P", Fraction(100)))
            ),
        ),
        (_rest(1),),
        (_bounded(0, 40_000),),
        (_bounded(40_000, 40_000),),
    ],
)
def test_the_edge_itself_is_allowed(parts: tuple[Component, ...]) -> None:
    settlement = settle(_with(*parts))
    assert settlement.totals.divided_cents == settlement.totals.costs_cents == 10_000


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ((), "De verdeelafspraak van Onderwijs heeft geen onderdelen."),
        ((_rest(1), _rest(1)), "De verdeelafspraak van Onderwijs heeft twee onderdelen met dezelfde plaats."),
        (
            (Component(1, Takes.PERCENT, DriverKind.EQUAL, Fraction(100)), _rest()),
            "In de verdeelafspraak van Onderwijs moet “alles” of “de rest” het laatste onderdeel zijn",
        ),
    ],
)
def test_a_policy_that_contradicts_itself_is_named(parts: tuple[Component, ...], said: str) -> None:
    with pytest.raises(Unsettled) as refused:
        settle(_with(*parts))
    assert [error.message.startswith(said) for error in refused.value.errors] == [True]


@pytest.mark.parametrize(("agreement", "label"), [("artikel 7", "artikel 7"), ("", "verdeelafspraak")])
def test_the_clause_stands_with_what_it_asks_for(agreement: str, label: str) -> None:
    inputs = _with(
        Component(1, Takes.PERCENT, DriverKind.EQUAL, Fraction(60)),
        Component(2, Takes.PERCENT, DriverKind.EQUAL, Fraction(40)),
    )
    (policy,) = inputs.policies
    first, _ = settle(replace(inputs, policies=(replace(policy, agreement=agreement),))).lines
    amount = first.derivation.operands[0]
    assert [node.rule.label for node in (first.derivation, amount) if node.rule] == [label, label]


@pytest.mark.parametrize(
    ("months", "every"), [(1, "maand"), (12, "jaar"), (6, "6 maanden"), (2, "2 maanden"), (4, "4 maanden")]
)
def test_another_settlement_period_is_named(months: int, every: str) -> None:
    (policy,) = BASE.policies
    with pytest.raises(Unsettled) as refused:
        settle(replace(BASE, policies=(replace(policy, period_months=months),)))
    (error,) = refused.value.errors
    assert error.message.startswith(f"Onderwijs wordt afgerekend per {every}, niet over 1e kwartaal 2026.")


def test_a_quarter_is_named_when_a_month_is_asked() -> None:
    with pytest.raises(Unsettled) as refused:
        settle(replace(BASE, period=Period.month(2026, 1)))
    assert [error.message for error in refused.value.errors] == [
        (
            "Onderwijs wordt afgerekend per kwartaal, niet over januari 2026. Kies een run over de afrekenperiode van "
            "de verdeelafspraak."
        )
    ]


@pytest.mark.parametrize(
    ("part", "label"),
    [
        (Period(date(2026, 1, 1), date(2026, 1, 30)), "1 t/m 30 januari 2026"),
        (Period.months(2026, 2, 3), "1 februari t/m 30 april 2026"),
        (Period.months(2026, 1, 5), "1 januari t/m 31 mei 2026"),
        (Period.quarter(2027, 1), "1e kwartaal 2027"),
    ],
)
def test_an_advance_is_for_a_part_that_the_year_is_cut_in(part: Period, label: str) -> None:
    assert _refusal(replace(ADVANCED, advance=part)) == (
        f"Een voorschot is voor een gelijk deel van 2026 in hele maanden, zoals een kwartaal; {label} is dat niet. "
        "Kies een ander deel."
    )
    assert settle(replace(ADVANCED, advance=Period.months(2026, 3, 2))).totals.divided_cents == 16_67


def test_three_months_that_are_no_quarter_are_no_settlement_period() -> None:
    inputs = replace(BASE, period=Period.months(2026, 2, 3), entries=())
    assert _refusal(inputs).startswith(
        "Onderwijs wordt afgerekend per kwartaal, niet over 1 februari t/m 30 april 2026."
    )


def test_a_result_that_was_carried_and_that_no_part_takes_is_named_without_a_category() -> None:
    by_category = Component(1, Takes.CATEGORY, DriverKind.EQUAL, category="staff")
    opening = (Result("2025-Q4", "afrekening 2025-Q4", BASE.areas[0].code, 1_000),)
    with pytest.raises(Unsettled) as refused:
        settle(replace(_with(by_category), opening=opening))
    assert [error.message.replace("\N{NO-BREAK SPACE}", " ") for error in refused.value.errors] == [
        (
            "Van de kosten van Onderwijs in 1e kwartaal 2026 neemt geen onderdeel van de verdeelafspraak € 10,00. Voeg "
            "een onderdeel toe voor de rest."
        )
    ]


@pytest.mark.parametrize(("function", "said"), [("", ""), ("adviseur", " (adviseur)")])
def test_hours_without_a_price_are_named_with_what_was_worked_as(function: str, said: str) -> None:
    world = {
        "period": "2026-Q1",
        "partners": {"P": ""},
        "areas": {"X": {"name": "Onderwijs", "policy": ["tariff hour"]}},
        "hours": ["X P 1:00"],
    }
    inputs = read_inputs(world)
    worked = tuple(replace(row, function=function) for row in inputs.worked)
    with pytest.raises(Unsettled) as refused:
        settle(replace(inputs, worked=worked))
    (error,) = refused.value.errors
    assert error.message == (
        f"Voor uren op opdracht 2026-X-0001{said} op 1 januari 2026 geldt geen uurtarief van Onderwijs. "
        "Leg het tarief vast en bereken opnieuw."
    )


def _refusal(inputs: Inputs) -> str:
    with pytest.raises(Unsettled) as refused:
        settle(inputs)
    (error,) = refused.value.errors
    assert str(refused.value) == error.message
    return error.message.replace("\N{NO-BREAK SPACE}", " ")


def test_a_part_that_says_not_by_what_or_of_what_is_named() -> None:
    assert _refusal(_with(Component(1, Takes.WHOLE))) == (
        f"{WHERE} noemt geen verdeelmaatstaf. Kies waarnaar het wordt verdeeld."
    )
    assert _refusal(_with(Component(1, Takes.TARIFF), _rest())) == (
        f"{WHERE} is een tarief, maar zegt niet waarvan. Kies per uur, per product of per kengetal."
    )


def test_a_tariff_that_is_charged_twice_is_named() -> None:
    world = {
        "period": "2026-Q1",
        "partners": {"P": ""},
        "areas": {
            "X": {
                "name": "Onderwijs",
                "policy": ["tariff hour", "tariff hour"],
                "tariffs": {"t": {"name": "Adviseur", "price": "hour adviseur 60.00"}},
            }
        },
        "hours": ["X P 1:00 at t"],
    }
    assert _refusal(read_inputs(world)) == (
        "Twee onderdelen van de verdeelafspraak van Onderwijs rekenen beide tarief Adviseur. Laat er één over of "
        "noem per onderdeel een ander product of kengetal."
    )


def test_tax_that_nobody_can_bear_is_named() -> None:
    world = {
        "period": "2026-Q1",
        "partners": {"P": "", "Q": ""},
        "areas": {"X": {"name": "Onderwijs", "policy": ["whole by equal"]}},
        "costs": ["X staff 100.00", "X other -100.00"],
    }
    plain = read_inputs(world)
    taxed = tuple(replace(row, vat_cents=21_00 if row.amount_cents > 0 else 0) for row in plain.entries)
    assert _refusal(replace(plain, entries=taxed)) == (
        "Er is € 21,00 btw op de kosten van Onderwijs, maar geen deelnemer betaalt iets in 1e kwartaal 2026. "
        "Controleer de kosten of de verdeelafspraak."
    )
    tariffs = replace(
        read_inputs(
            world
            | {
                "areas": {
                    "X": {
                        "name": "Onderwijs",
                        "policy": ["tariff hour"],
                        "tariffs": {"t": {"price": "hour adviseur 60.00"}},
                    }
                },
                "hours": ["X P 2:00 at t", "X Q -1:00 at t"],
            }
        ),
        entries=taxed,
    )
    assert _refusal(tariffs) == (
        "De btw op de kosten van Onderwijs kan niet worden verdeeld: Q krijgt geld terug, anderen betalen. "
        "Controleer de kosten."
    )


def test_an_area_that_nobody_runs_is_named() -> None:
    assert _refusal(replace(BASE, provisions=())) == (
        "Onderwijs heeft in 1e kwartaal 2026 niet elke dag precies één uitvoerder. Leg vast wie het taakgebied "
        "uitvoert."
    )


def test_all_that_stands_in_the_way_is_said_in_one_breath() -> None:
    said = Unsettled([NoPlan("Eén."), NoPlan("Twee.")])
    assert str(said) == "Eén. Twee."


def test_of_no_costs_a_fixed_amount_takes_nothing_and_turns_nothing_around() -> None:
    fixed = Component(1, Takes.FIXED, DriverKind.EQUAL, fixed_cents=400)
    back = replace(BASE.entries[0], id="terug", amount_cents=-sum(row.amount_cents for row in BASE.entries))
    settlement = settle(replace(_with(fixed, _rest()), entries=(*BASE.entries, back)))
    assert {line.amount_cents for line in settlement.lines} == {0}
    assert "Min" not in {leaf.what for line in settlement.lines for leaf in leaves(line.derivation)}


def test_less_than_the_budget_is_said_too() -> None:
    world = {
        "period": "2026-Q1",
        "partners": {"P": ""},
        "areas": {"X": {"name": "Onderwijs", "policy": ["whole by equal"]}},
        "costs": ["X staff 75.00"],
        "budget": ["X staff 100.00"],
    }
    found = [one.message for one in settle(read_inputs(world)).findings if one.code == "budget"]
    assert found == ["Onderwijs kost 25,0 % minder dan begroot."]
