"""A derivation: what each step gives, that a step that is wrong is found, and what who may see of it."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import pytest

from app.kernel.explain import (
    DoesNotAddUp,
    Later,
    Node,
    Operation,
    Source,
    Unit,
    at_least,
    at_most,
    check,
    divided,
    for_reader,
    leaf,
    leaves,
    less,
    limited,
    part_of,
    product,
    quotient,
    reading,
    reciprocal_part,
    rounded,
    shown,
    summed,
    summed_later,
)

SOURCE = Source("entry", "e1", "kostenregel 1")


def _euros(cents: int | Fraction, key: str = "") -> Node:
    return leaf("Kosten", cents, Unit.CENTS, SOURCE, key=key)


def _weight(key: str, value: int | Fraction) -> Node:
    return leaf(f"Gewicht van {key}", value, Unit.COUNT, key=key)


WEIGHTS = summed("Gewichten", [_weight("P", 1), _weight("Q", 2)], Unit.COUNT)
ROWS = (
    summed("A", [_weight("X", 50), _weight("Y", 30), _weight("B", 20)], Unit.COUNT, key="A"),
    summed("B", [_weight("X", 40), _weight("Y", 50), _weight("A", 10)], Unit.COUNT, key="B"),
)
STEPS: dict[Operation, Node] = {
    Operation.SUM: summed("Som", [_euros(3), _euros(4)], Unit.CENTS),
    Operation.DIFFERENCE: less("Verschil", _euros(9), [_euros(3), _euros(4)]),
    Operation.PRODUCT: product("Product", [_euros(3), _weight("P", 4)], Unit.CENTS),
    Operation.QUOTIENT: quotient("Deel", _weight("P", 3), _weight("Q", 4), Unit.SHARE),
    Operation.ROUND: rounded("Afgerond", _euros(Fraction(5, 2))),
    Operation.AT_MOST: at_most("Hoogstens", _euros(5), _euros(3)),
    Operation.AT_LEAST: at_least("Minstens", _euros(5), _euros(8)),
    Operation.ALLOCATE: part_of("Deel", _euros(100), WEIGHTS, divided(_euros(100), WEIGHTS)["Q"], "Q", ""),
    Operation.RECIPROCAL: reciprocal_part("Post", _euros(6000000), ROWS, 3551020, "X"),
}
VALUES = {
    Operation.SUM: 7,
    Operation.DIFFERENCE: 2,
    Operation.PRODUCT: 12,
    Operation.QUOTIENT: Fraction(3, 4),
    Operation.ROUND: 3,
    Operation.AT_MOST: 3,
    Operation.AT_LEAST: 8,
    Operation.ALLOCATE: 67,
    Operation.RECIPROCAL: 3551020,  # (50 + 20 × 40 %) ÷ (100 − 20 × 10 %) = 58/98
}
SIGNS = {
    Operation.SUM: ("", "+"),
    Operation.DIFFERENCE: ("", "−", "−"),
    Operation.PRODUCT: ("", "×"),
    Operation.QUOTIENT: ("", "÷"),
    Operation.ROUND: ("",),
    Operation.AT_MOST: ("", "≤"),
    Operation.AT_LEAST: ("", "≥"),
    Operation.ALLOCATE: ("", "×", "÷"),
    Operation.RECIPROCAL: ("", "", ""),
}


@pytest.mark.parametrize("operation", STEPS)
def test_a_step_gives_its_value_and_holds(operation: Operation) -> None:
    step = STEPS[operation]
    assert (step.operation, step.value) == (operation, VALUES[operation])
    assert step.signs == SIGNS[operation]
    check(step)


@pytest.mark.parametrize("operation", STEPS)
def test_a_step_that_does_not_follow_is_found(operation: Operation) -> None:
    wrong = replace(STEPS[operation], value=STEPS[operation].value + 1)
    with pytest.raises(DoesNotAddUp, match=wrong.what) as found:
        check(wrong)
    assert found.value.what == wrong.what
    with pytest.raises(DoesNotAddUp, match=wrong.what):
        check(summed("Alles", [_euros(1), wrong], Unit.CENTS))


def test_an_amount_has_a_source_and_a_count_needs_none() -> None:
    check(_weight("P", 1))
    with pytest.raises(DoesNotAddUp, match="an amount without source"):
        check(leaf("Kosten", 1, Unit.CENTS))


ALLOCATED = STEPS[Operation.ALLOCATE]


@pytest.mark.parametrize(
    "changed",
    [
        lambda amount, own, total: (replace(amount, value=Fraction(1, 2)), own, total),
        lambda amount, own, total: (amount, replace(own, value=1), total),
        lambda amount, own, total: (amount, own, leaf("Gewichten", 3, Unit.COUNT)),
        lambda amount, own, total: (
            amount,
            own,
            summed("Gewichten", [*total.operands, _weight("Q", 2)], Unit.COUNT),
        ),
    ],
    ids=["parts of a cent", "another weight", "no sum", "a key twice"],
)
def test_a_division_that_is_none_is_found(changed: Callable[[Node, Node, Node], tuple[Node, ...]]) -> None:
    amount, own, total = ALLOCATED.operands
    with pytest.raises(DoesNotAddUp):
        check(replace(ALLOCATED, operands=changed(amount, own, total)))


def test_a_reciprocal_posting_is_of_whole_cents_over_sums() -> None:
    posting = STEPS[Operation.RECIPROCAL]
    with pytest.raises(DoesNotAddUp, match="a division of whole cents over sums"):
        check(replace(posting, operands=(_euros(Fraction(1, 2)), *ROWS)))
    single = leaf("B", 100, Unit.COUNT, key="B")
    with pytest.raises(DoesNotAddUp, match="a division of whole cents over sums"):
        check(replace(posting, operands=(posting.operands[0], ROWS[0], single)))


def test_what_was_reckoned_is_not_reckoned_again() -> None:
    wrong = replace(STEPS[Operation.SUM], value=8)
    check(wrong, {id(wrong): 8})


def test_nothing_is_zero_and_a_limit_keeps_the_sign() -> None:
    assert summed("Niets", [], Unit.CENTS).value == 0
    assert [limited(5, 0), limited(-5, 0), limited(5, -3), limited(-1, -3), limited(0, 3)] == [0, 0, 0, -1, 0]
    assert limited(5, Fraction(1, 2)) == Fraction(1, 2)


def test_a_step_says_its_formula_or_none() -> None:
    parts = _euros(5), _euros(3)
    for made in (at_most, at_least):
        assert made("Begrensd", *parts).formula == ""
        assert made("Begrensd", *parts, "hoogstens € 3,00").formula == "hoogstens € 3,00"
    assert reciprocal_part("Deel", _euros(100), ROWS, 59, "X").formula == ""
    assert quotient("Deel", *parts, Unit.SHARE).formula == rounded("Afgerond", parts[0]).formula == ""
    assert summed_later("Som", 7, Later(2, lambda: 7, lambda: parts), Unit.CENTS).owner == ""


def _later(total: int) -> tuple[Node, list[int]]:
    made: list[int] = []

    def make() -> list[Node]:
        made.append(1)
        return [_euros(3), _euros(4)]

    return summed_later("Som", 7, Later(2, lambda: total, make), Unit.CENTS, owner="P"), made


def test_a_sum_that_is_made_later_is_held_against_its_facts_without_opening_it() -> None:
    node, made = _later(7)
    check(node)
    assert (len(node.operands), made) == (2, [])
    first = node.operands[0]
    assert first is node.operands[0]
    assert made == [1]
    assert [part.value for part in node.operands[0:2]] == [3, 4]
    assert node.operands == (_euros(3), _euros(4))
    assert node.operands == _later(7)[0].operands
    assert list(node.operands) != [_euros(3)]
    assert (
        node.operands != summed_later("Som", 3, Later(1, lambda: 3, lambda: [_euros(3)]), Unit.CENTS).operands
    )
    assert hash(node.operands) == hash(_later(7)[0].operands)
    with pytest.raises(DoesNotAddUp):
        check(_later(8)[0])


def test_facts_are_read_once_each_in_order() -> None:
    shared = _euros(3)
    other = _euros(4)
    node = summed("Alles", [product("Eerst", [shared, other], Unit.CENTS), shared], Unit.CENTS)
    found = list(leaves(node))
    assert [part.value for part in found] == [3, 4]
    assert found[0] is shared


def test_others_see_of_somebodys_facts_the_total_only() -> None:
    below = leaf("2026-X-0001", 60, Unit.MINUTES, Source("assignment", "a", "2026-X-0001"), owner="P")
    hours = summed("Uren voor P", [below], Unit.MINUTES, "1:00", owner="P")
    price = leaf("Tarief", 100, Unit.CENTS_PER_MINUTE, SOURCE)
    node = product("Bedrag", [hours, price, hours], Unit.CENTS)
    assert for_reader(node, "P") == node
    seen = for_reader(node, "Q")
    own = seen.operands[0]
    assert (own.operation, own.operands, own.formula, own.source, own.value) == (
        Operation.LEAF,
        (),
        "",
        None,
        60,
    )
    assert own is seen.operands[2]
    assert for_reader(below, "Q") == leaf("2026-X-0001", 60, Unit.MINUTES, owner="P")
    assert seen.operands[1] is price
    assert seen.operation is Operation.PRODUCT


def test_many_trees_share_what_they_have_in_common() -> None:
    costs = summed("Kosten", [_euros(3)], Unit.CENTS)
    seen = reading("Q")
    first = seen(product("Eerste", [costs], Unit.CENTS))
    assert first.operands[0] is seen(product("Tweede", [costs], Unit.CENTS)).operands[0]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (1, Unit.DAYS, "1 dag"),
        (2, Unit.DAYS, "2 dagen"),
        (100, Unit.CENTS_PER_MINUTE, "€ 60,00 per uur"),
        (100, Unit.CENTS, "€ 1,00"),
        (1000, Unit.COUNT, "1.000"),
    ],
)
def test_a_value_is_shown_with_its_unit(value: int, unit: Unit, text: str) -> None:
    assert shown(value, unit).replace("\N{NO-BREAK SPACE}", " ") == text
    assert leaf("Iets", value, unit).shown == shown(value, unit)
