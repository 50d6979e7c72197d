"""Why an amount differs from that of an earlier period: by its causes, in whole cents that total the difference.

Step by step from then to now: first the costs at the old key
(price), then the agreed percentage (key), then one's own figures (volume), then everybody else's. Tariffs: first
the quantity at the old price, then the price. What has no counterpart then is new as a whole.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from app.features.settlement.core.result import Line, LineKind, Settlement
from app.features.settlement.core.totals import CHARGES
from app.features.settlement.core.wording import in_sentence
from app.kernel.dutch import hours
from app.kernel.explain import Node, Operation, Unit
from app.kernel.money import round_half_up
from app.kernel.quantities import exact_number


class Cause(StrEnum):
    """What made an amount differ; the value is the word on the wire."""

    PRICE = "prijs"
    KEY = "sleutel"
    VOLUME = "volume"
    OTHERS = "anderen"
    RESULT = "resultaat"


@dataclass(frozen=True, slots=True)
class Change:
    """One cause of a difference, in words and in cents."""

    cause: Cause
    text: str
    cents: int


@dataclass(frozen=True, slots=True)
class Share:
    """A part of an amount: own weight of all weights; `percent` is the amount's part of the costs, if it is one."""

    amount: Fraction
    percent: Fraction | None
    own: Fraction
    total: Fraction
    unit: Unit


def causes(now: Settlement, then: Settlement, area: str, organisation: str) -> tuple[Change, ...]:
    """What made the amount of an organisation for an area differ; the changes total the difference exactly.

    Causes of nothing are left out. Lines are held against those of the same part of the policy, tariffs against
    the same tariff whatever its version.
    """
    mine, before = (
        [line for line in one.lines_of(area, organisation) if line.kind in CHARGES] for one in (now, then)
    )
    name = next((one.area.name for one in now.areas if one.area.code == area), area)
    found: list[Change] = []
    current, earlier = _by_part(mine), _by_part(before)
    for key in sorted({*current, *earlier}):
        found += _changes(current.get(key, []), earlier.get(key, []), name)
    return _together(found)


def _by_part(lines: Iterable[Line]) -> dict[tuple[str, int, str], list[Line]]:
    """Lines by what they can be held against: kind, part of the policy, and what it is called."""
    found: dict[tuple[str, int, str], list[Line]] = {}
    for line in lines:
        found.setdefault((line.kind.value, line.component, line.text), []).append(line)
    return found


def _changes(now: Sequence[Line], then: Sequence[Line], area: str) -> list[Change]:
    line = (now or then)[0]
    if line.kind is LineKind.TARIFF:
        return _tariff(now, then)
    if line.kind is LineKind.RESULT:
        return [Change(Cause.RESULT, "Meegenomen resultaat", _cents(now) - _cents(then))]
    if len(now) == 1 and len(then) == 1:
        shares = _share(now[0].derivation), _share(then[0].derivation)
        if shares[0] is not None and shares[1] is not None:
            return _shared(line, shares[0], shares[1], (_cents(now), _cents(then)), area)
    if now and then:
        return [Change(Cause.KEY, f"{line.text}: anders verdeeld", _cents(now) - _cents(then))]
    words = "nieuw in de sleutel" if now else "niet meer in de sleutel"
    return [Change(Cause.KEY, f"{line.text}: {words}", _cents(now) - _cents(then))]


def _cents(lines: Iterable[Line]) -> int:
    return sum(line.amount_cents for line in lines)


def _share(node: Node) -> Share | None:
    """The parts of a division; None for an amount that is none, or of nothing."""
    if node.operation is not Operation.ALLOCATE:
        return None
    amount, own, total = node.operands
    if not total.value or not own.value:
        return None
    percent = None
    if amount.operation is Operation.ALLOCATE and amount.operands[1].unit is Unit.SHARE:
        percent = Fraction(amount.operands[1].value)
    values = Fraction(amount.value), Fraction(own.value), Fraction(total.value)
    return Share(values[0], percent, values[1], values[2], own.unit)


def _shared(line: Line, now: Share, then: Share, cents: tuple[int, int], area: str) -> list[Change]:
    """The steps of a share: costs, percentage, own weight, the weights of the others."""
    percent = Fraction(1)
    if now.percent and then.percent:
        percent = now.percent / then.percent
    old_key = then.own / then.total
    without_me = then.total - then.own
    stages = (
        then.amount * old_key,
        now.amount / percent * old_key,
        now.amount * old_key,
        now.amount * now.own / (without_me + now.own),
        now.amount * now.own / now.total,
    )
    words = _what(line)
    dearer = "duurder" if now.amount / percent > then.amount else "goedkoper"
    others = (now.total - now.own) - without_me
    texts = (
        (Cause.PRICE, f"{area} werd {dearer}"),
        (Cause.KEY, f"{line.text}: ander percentage"),
        (Cause.VOLUME, f"Eigen {_counted(now.own - then.own, words, now.unit)}"),
        (Cause.OTHERS, f"Bij de anderen: {_counted(others, words, now.unit)}"),
    )
    steps = [after - before for before, after in pairwise(stages)]
    made = _cut(steps, cents[0] - cents[1])
    if not any(steps):
        return [Change(Cause.OTHERS, "Afronding op hele centen", cents[0] - cents[1])]
    return [Change(cause, text, part) for (cause, text), part in zip(texts, made, strict=True)]


def _cut(steps: Sequence[Fraction], total: int) -> list[int]:
    """The steps in whole cents that make the total; what rounding leaves goes to the largest, a cent or two.

    >>> _cut([Fraction(10, 3), Fraction(0), Fraction(-1, 3)], 4)
    [4, 0, 0]
    """
    parts = [round_half_up(step) for step in steps]
    largest = max(range(len(steps)), key=lambda at: abs(steps[at]))
    parts[largest] += total - sum(parts)
    return parts


def _what(line: Line) -> str:
    """What is counted, behind the number: "cliënten" of "Deel naar cliënten"."""
    return in_sentence(line.text.removeprefix("Deel naar ")) if line.text.startswith("Deel naar ") else ""


def _counted(difference: Fraction, words: str, unit: Unit) -> str:
    """A difference in figures.

    >>> _counted(Fraction(17), "cliënten", Unit.COUNT), _counted(Fraction(-90), "uren", Unit.MINUTES)
    ('cliënten, 17 meer', '1:30 uur minder')
    """
    more = "meer" if difference > 0 else "minder"
    size = abs(difference)
    if unit is Unit.MINUTES:
        return f"{hours(round_half_up(size))} uur {more}"
    if unit is Unit.COUNT:
        return f"{words}, {exact_number(size)} {more}" if words else f"{exact_number(size)} {more}"
    return f"groter deel{_of(words)}" if difference > 0 else f"kleiner deel{_of(words)}"


def _of(words: str) -> str:
    return f" van {words}" if words else ""


def _tariff(now: Sequence[Line], then: Sequence[Line]) -> list[Change]:
    """Quantity at the old price, then the price."""
    line = (now or then)[0]
    quantity, before = _quantity(now), _quantity(then)
    step = _cents(then)
    if before and now:
        at_old_price = round_half_up(quantity * Fraction(_cents(then)) / before)
        higher = "hoger" if _cents(now) > at_old_price else "lager"
        return [
            Change(Cause.VOLUME, f"{line.text}: {_of_tariff(quantity - before, line)}", at_old_price - step),
            Change(Cause.PRICE, f"{line.text}: tarief {higher}", _cents(now) - at_old_price),
        ]
    return [Change(Cause.VOLUME, f"{line.text}: {_of_tariff(quantity - before, line)}", _cents(now) - step)]


def _quantity(lines: Iterable[Line]) -> Fraction:
    return sum((line.quantity / line.base_quantity for line in lines), Fraction(0))


def _of_tariff(difference: Fraction, line: Line) -> str:
    is_time = line.base_quantity == 60
    return _counted(
        difference * 60 if is_time else difference, "stuks", Unit.MINUTES if is_time else Unit.COUNT
    )


def _together(found: Iterable[Change]) -> tuple[Change, ...]:
    """Changes of the same cause and words as one, those of nothing left out, in the order of causes."""
    sums: dict[tuple[Cause, str], int] = {}
    for one in found:
        sums[one.cause, one.text] = sums.get((one.cause, one.text), 0) + one.cents
    order = list(Cause)
    made = [Change(cause, text, cents) for (cause, text), cents in sums.items() if cents]
    return tuple(sorted(made, key=lambda one: order.index(one.cause)))
