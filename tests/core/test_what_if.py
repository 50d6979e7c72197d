"""What if: no change changes nothing, every change says what each partner would pay, and refusals name why."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from app.features.settlement.core.errors import Unsettled, WrongFacts
from app.features.settlement.core.inputs import (
    Component,
    Delivered,
    DriverKind,
    Gathered,
    Inputs,
    Takes,
    Term,
    VatCategory,
)
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import lines_body
from app.features.settlement.core.what_if import Change, ChangeKind, changed, readings, what_if
from app.kernel.period import Period
from tests.golden.settlement_reader import read_inputs


@pytest.fixture
def inputs() -> Inputs:
    """Three partners; X by inhabitants, Y by hours at a tariff that covers its costs."""
    return read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": "", "R": ""},
            "areas": {
                "X": {"policy": ["whole by inhabitants"]},
                "Y": {"policy": ["tariff hour"], "tariffs": {"t": {"price": "hour adviseur 60.00"}}},
            },
            "statistics": {
                "inhabitants": {"P": "1", "Q": "1", "R": "2"},
                "clients": {"P": "3", "Q": "1", "R": "0"},
            },
            "hours": ["Y P 1:00 at t", "Y P=1/2,Q=1/2 2:00 at t"],
            "costs": ["X staff 100.00", "X ict 0.01", "Y staff 180.00"],
        }
    )


def _cents(inputs: Inputs, *changes: Change) -> dict[str, int]:
    return {one.organisation: one.cents for one in what_if(inputs, changes).differences}


def test_no_change_changes_nothing(inputs: Inputs) -> None:
    outcome = what_if(inputs, [])
    assert lines_body(outcome.before) == lines_body(outcome.after)
    assert all(one.cents == 0 for one in outcome.differences)


def test_another_key(inputs: Inputs) -> None:
    by_clients = Change(ChangeKind.KEY, area="X", components=(Component(1, Takes.WHOLE, DriverKind.CLIENTS),))
    # 100.01 by 3 : 1 : 0 is 75.01, 25.00, 0.00; by 1 : 1 : 2 it is 25.00, 25.00, 50.01
    assert _cents(inputs, by_clients) == {"P": 5001, "Q": 0, "R": -5001}


@pytest.fixture
def phased() -> Inputs:
    """1,000.00 that goes a quarter by inhabitants (3 : 1) already, and three quarters in equal parts still."""
    return read_inputs(
        {
            "period": "2026-Q1",
            "partners": {"P": "", "Q": ""},
            "areas": {
                "X": {"phase": "1/4", "old": ["whole by equal"], "policy": ["whole by inhabitants"]},
                "Y": {"policy": ["whole by inhabitants"]},
            },
            "statistics": {"inhabitants": {"P": "3", "Q": "1"}, "clients": {"P": "1", "Q": "4"}},
            "costs": ["X staff 1000.00", "Y staff 100.00"],
        }
    )


def _by_clients(area: str, phase: Fraction | None = None) -> Change:
    parts = (Component(1, Takes.WHOLE, DriverKind.CLIENTS),)
    return Change(ChangeKind.KEY, area=area, components=parts, phase=phase)


def _paid(inputs: Inputs, *changes: Change) -> dict[str, tuple[int, int]]:
    return {one.organisation: one.by_area["X"] for one in what_if(inputs, changes).differences}


def test_another_key_takes_the_place_of_the_whole_division_also_where_one_was_phased_in(
    phased: Inputs,
) -> None:
    # now P ¾ × ½ + ¼ × ¾ = 56.25 %; by clients 1 : 4 it is 20 %, and nothing of the old key is left
    outcome = what_if(phased, [_by_clients("X")])
    assert {one.organisation: one.by_area["X"] for one in outcome.differences} == {
        "P": (562_50, 200_00),
        "Q": (437_50, 800_00),
    }
    assert [line.text for line in outcome.after.lines_of("X", "P")] == ["Deel naar cliënten"]
    (policy,) = (row for row in changed(phased, [_by_clients("X")]).policies if row.id == "policy-X-0")
    assert (policy.phase, policy.old_key) == (None, "")


def test_who_says_so_phases_the_new_key_in_beside_the_old_one(phased: Inputs) -> None:
    # P ¾ × ½ + ¼ × ⅕ = 42.5 %; Q ¾ × ½ + ¼ × ⅘ = 57.5 %
    assert _paid(phased, _by_clients("X", Fraction(1, 4))) == {"P": (562_50, 425_00), "Q": (437_50, 575_00)}
    # P ½ × ½ + ½ × ⅕ = 35 %
    assert _paid(phased, _by_clients("X", Fraction(1, 2)))["P"] == (562_50, 350_00)


def test_a_key_that_holds_wholly_becomes_the_old_one_of_a_key_that_is_phased_in(phased: Inputs) -> None:
    outcome = what_if(phased, [_by_clients("Y", Fraction(2, 5))])
    # P 3/5 × ¾ + 2/5 × ⅕ = 53 %
    assert {one.organisation: one.by_area["Y"] for one in outcome.differences} == {
        "P": (75_00, 53_00),
        "Q": (25_00, 47_00),
    }
    assert _paid(phased, _by_clients("Y", Fraction(2, 5)))["P"] == (562_50, 562_50)


def test_the_key_that_is_there_phased_in_as_it_is_changes_nothing(phased: Inputs) -> None:
    same = Change(
        ChangeKind.KEY,
        area="X",
        components=(Component(1, Takes.WHOLE, DriverKind.INHABITANTS),),
        phase=Fraction(1, 4),
    )
    outcome = what_if(phased, [same])
    assert lines_body(outcome.before) == lines_body(outcome.after)


def test_a_key_is_not_phased_in_for_nothing_for_all_or_beside_a_tariff(
    inputs: Inputs, phased: Inputs
) -> None:
    for phase in (Fraction(0), Fraction(1)):
        with pytest.raises(Unsettled, match="Het ligt tussen 0 en"):
            what_if(phased, [_by_clients("X", phase)])
    with pytest.raises(Unsettled, match="een van beide sleutels heeft een tarief"):
        what_if(inputs, [_by_clients("Y", Fraction(1, 2))])


def test_two_readings_of_one_clause_side_by_side(inputs: Inputs) -> None:
    mixed = Change(
        ChangeKind.KEY,
        area="X",
        components=(
            Component(1, Takes.PERCENT, DriverKind.CLIENTS, Fraction(50)),
            Component(2, Takes.PERCENT, DriverKind.EQUAL, Fraction(50)),
        ),
    )
    equal = Change(ChangeKind.KEY, area="X", components=(Component(1, Takes.WHOLE, DriverKind.EQUAL),))
    first, second = readings(inputs, [mixed], [equal])
    assert lines_body(first.before) == lines_body(second.before)
    assert [one.after_cents for one in first.differences] != [one.after_cents for one in second.differences]
    assert first.after.totals.divided_cents == second.after.totals.divided_cents


def test_another_tariff_moves_the_result_of_the_area(inputs: Inputs) -> None:
    dearer = Change(ChangeKind.TARIFF, of="t", value=Fraction(66_00))
    assert _cents(inputs, dearer) == {"P": 1200, "Q": 600, "R": 0}
    assert what_if(inputs, [dearer]).after.totals.result_cents == -1800


def test_another_figure(inputs: Inputs) -> None:
    grown = Change(ChangeKind.STATISTIC, organisation="P", of="inhabitants", value=Fraction(2))
    # 100.01 by 2 : 1 : 2 is 40.01 (the cent left over goes to P by code), 20.00, 40.00
    assert _cents(inputs, grown) == {"P": 1501, "Q": -500, "R": -1001}


def test_costs_so_many_per_cent_higher_to_the_cent_of_their_total(inputs: Inputs) -> None:
    higher = Change(ChangeKind.COSTS, area="X", value=Fraction(5))
    outcome = what_if(inputs, [higher])
    # 100.01 × 1.05 = 105.0105
    assert outcome.after.totals.costs_cents - outcome.before.totals.costs_cents == 500
    assert what_if(inputs, [Change(ChangeKind.COSTS, value=Fraction(-100))]).after.totals.costs_cents == 0


def test_a_partner_less_takes_its_work_along(inputs: Inputs) -> None:
    outcome = what_if(inputs, [Change(ChangeKind.LEAVES, organisation="P")])
    # Y: the joint two hours are Q's alone; X: 100.01 by 1 : 2
    assert outcome.after.totals.by_organisation == {"Q": 3334 + 12000, "R": 6667}
    assert (outcome.differences[0].organisation, outcome.differences[0].after_cents) == ("P", 0)


def test_a_partner_more_needs_its_figures(inputs: Inputs) -> None:
    joins = Change(ChangeKind.JOINS, organisation="S")
    with pytest.raises(Unsettled, match="Van S ontbreekt het aantal inwoners"):
        what_if(inputs, [joins])
    heads = Change(ChangeKind.STATISTIC, organisation="S", of="inhabitants", value=Fraction(4))
    outcome = what_if(inputs, [joins, heads])
    assert outcome.after.totals.by_organisation["S"] == 5001
    assert (outcome.differences[-1].organisation, outcome.differences[-1].before_cents) == ("S", 0)


def test_a_change_of_what_is_not_there_is_refused_by_name(inputs: Inputs) -> None:
    day = date(2026, 1, 5)
    draft = replace(inputs, gathered=(Gathered("Y", "P", "t", day, day, Fraction(60), 1),))
    for change, of, said in (
        (Change(ChangeKind.TARIFF, of="u"), inputs, "Tarief u bestaat niet in deze periode."),
        (Change(ChangeKind.TARIFF), inputs, "Tarief zonder kenmerk bestaat niet in deze periode."),
        (
            Change(ChangeKind.KEY, area="Z"),
            inputs,
            "Taakgebied Z heeft geen verdeelafspraak om te wijzigen.",
        ),
        (
            Change(ChangeKind.KEY),
            inputs,
            "Taakgebied zonder code heeft geen verdeelafspraak om te wijzigen.",
        ),
        (
            Change(ChangeKind.COSTS, value=Fraction(-201, 2)),
            inputs,
            "Kosten worden hoogstens 100 % lager, niet 100,5 %. Kies een kleiner percentage.",
        ),
        (
            Change(ChangeKind.LEAVES, organisation="P"),
            draft,
            (
                "In een concept staan uren opgeteld, zodat gezamenlijk werk niet opnieuw kan worden verdeeld. Kies "
                "een afrekening die is gecontroleerd of definitief is."
            ),
        ),
    ):
        with pytest.raises(WrongFacts) as refused:
            changed(of, [change])
        assert refused.value.message.replace("\N{NO-BREAK SPACE}", " ") == said


def test_changes_are_never_a_settlement_of_what_is(inputs: Inputs) -> None:
    before = lines_body(settle(inputs))
    what_if(inputs, [Change(ChangeKind.COSTS, value=Fraction(50))])
    assert lines_body(settle(inputs)) == before


def _of(inputs: Inputs, kind: ChangeKind, organisation: str, area: str = "") -> Inputs:
    return changed(inputs, [Change(kind, area=area, organisation=organisation)])


def test_costs_of_one_pool_rise_with_their_vat_and_no_others(inputs: Inputs) -> None:
    pool = replace(inputs.pools[0], code="O", name="Overhead")
    entry = replace(inputs.entries[0], id="o", pool="O", amount_cents=200, vat_cents=42)
    more = replace(inputs, pools=(*inputs.pools, pool), entries=(*inputs.entries, entry))
    dearer = changed(more, [Change(ChangeKind.COSTS, of="O", value=Fraction(50))])
    assert [(row.id, row.amount_cents, row.vat_cents) for row in dearer.entries] == [
        ("e0001", 100_00, 0),
        ("e0002", 1, 0),
        ("e0003", 180_00, 0),
        ("o", 300, 63),
    ]
    of_area = changed(inputs, [Change(ChangeKind.COSTS, area="Y", of="X", value=Fraction(50))])
    assert of_area.entries == inputs.entries


def test_a_new_figure_stands_for_the_first_of_january(inputs: Inputs) -> None:
    made = changed(inputs, [Change(ChangeKind.STATISTIC, organisation="P", of="woningen", value=Fraction(7))])
    (new,) = set(made.statistics) - set(inputs.statistics)
    assert (new.organisation, new.kind, new.value) == ("P", "woningen", Fraction(7))
    assert (new.reference_on, new.source) == (date(2026, 1, 1), "wat als")
    spring = replace(inputs, period=Period(date(2026, 5, 15), date(2026, 6, 30)))
    made = changed(spring, [Change(ChangeKind.STATISTIC, organisation="P", of="woningen", value=Fraction(7))])
    (new,) = set(made.statistics) - set(inputs.statistics)
    assert new.reference_on == date(2026, 1, 1)


def test_a_figure_that_is_changed_says_where_it_comes_from(inputs: Inputs) -> None:
    grown = Change(ChangeKind.STATISTIC, organisation="P", of="inhabitants", value=Fraction(2))
    (new,) = set(changed(inputs, [grown]).statistics) - set(inputs.statistics)
    assert (new.value, new.source) == (Fraction(2), "wat als")


def test_another_price_of_one_tariff_leaves_the_others(inputs: Inputs) -> None:
    more = replace(inputs, tariffs=(*inputs.tariffs, replace(inputs.tariffs[0], id="u", price_cents=90_00)))
    dearer = changed(more, [Change(ChangeKind.TARIFF, of="t", value=Fraction(66_00))])
    assert {row.id: row.price_cents for row in dearer.tariffs} == {"t": 66_00, "u": 90_00}


def test_who_joins_one_area_is_taxed_as_the_first_of_it(inputs: Inputs) -> None:
    taxed = tuple(
        replace(row, category=VatCategory.TAXED, rate=Fraction(21, 100))
        if (row.area, row.organisation) == ("X", "C")
        else row
        for row in inputs.vat_treatments
    )
    inputs = replace(inputs, vat_treatments=taxed)
    new = _of(inputs, ChangeKind.JOINS, organisation="S", area="X")
    assert [row.area for row in new.participations if row.organisation == "S"] == ["X"]
    assert [row.code for row in new.organisations if row.code == "S"] == ["S"]
    found = [(row.area, row.rate, row.term) for row in new.vat_treatments if row.organisation == "S"]
    assert found == [("X", Fraction(21, 100), Term(inputs.period.first_on))]
    known = _of(_of(inputs, ChangeKind.LEAVES, "P"), ChangeKind.JOINS, organisation="P")
    assert known.organisations == inputs.organisations
    assert [(row.area, row.rate) for row in known.vat_treatments if row.organisation == "P"] == [
        ("X", Fraction(21, 100)),
        ("Y", 0),
    ]
    only_y = replace(inputs, areas=tuple(replace(row, is_settled=row.code == "Y") for row in inputs.areas))
    joined = _of(only_y, ChangeKind.JOINS, organisation="S")
    assert [row.area for row in joined.participations if row.organisation == "S"] == ["Y"]


def test_who_leaves_one_area_stays_in_the_others(inputs: Inputs) -> None:
    left = _of(inputs, ChangeKind.LEAVES, organisation="P", area="Y")
    assert [row.area for row in left.participations if row.organisation == "P"] == ["X"]
    assert [(row.id, [share.of for share in row.shares]) for row in left.assignments] == [("a0002", ["Q"])]
    assert {row.assignment for row in left.worked} == {"a0002"}
    stays = _of(inputs, ChangeKind.LEAVES, organisation="P", area="X")
    assert (stays.assignments, stays.worked) == (inputs.assignments, inputs.worked)


def test_products_of_who_leaves_go_along(inputs: Inputs) -> None:
    day = date(2026, 1, 5)
    rows = tuple(
        Delivered(f"d{place}", area, "folder", who, day, day, 1, "leveringen")
        for place, (area, who) in enumerate([("X", "P"), ("Y", "P"), ("X", "Q")])
    )
    left = _of(replace(inputs, delivered=rows), ChangeKind.LEAVES, organisation="P", area="X")
    assert [(row.area, row.organisation) for row in left.delivered] == [("Y", "P"), ("X", "Q")]


def test_hours_that_stand_added_up_hold_only_their_own_organisation_and_area(inputs: Inputs) -> None:
    day = date(2026, 1, 5)
    draft = replace(inputs, gathered=(Gathered("Y", "P", "t", day, day, Fraction(60), 1),))
    with pytest.raises(WrongFacts):
        _of(draft, ChangeKind.LEAVES, organisation="P")
    _of(draft, ChangeKind.LEAVES, organisation="P", area="X")
    _of(draft, ChangeKind.LEAVES, organisation="Q", area="Y")


def test_who_provides_one_area_can_leave_another(inputs: Inputs) -> None:
    mine = tuple(replace(row, organisation="P") if row.area == "X" else row for row in inputs.provisions)
    provided = replace(inputs, provisions=mine)
    with pytest.raises(WrongFacts, match="P voert X zelf uit en kan daar niet uit"):
        _of(provided, ChangeKind.LEAVES, organisation="P", area="X")
    _of(provided, ChangeKind.LEAVES, organisation="P", area="Y")
    _of(provided, ChangeKind.LEAVES, organisation="Q", area="X")


def test_differences_are_told_per_area(inputs: Inputs) -> None:
    (p, q, r) = what_if(inputs, [Change(ChangeKind.TARIFF, of="t", value=Fraction(6650, 1))]).differences
    assert p.by_area == {"X": (25_00, 25_00), "Y": (120_00, 133_00)}
    assert q.by_area == {"X": (25_00, 25_00), "Y": (60_00, 66_50)}
    assert r.by_area == {"X": (50_01, 50_01), "Y": (0, 0)}
