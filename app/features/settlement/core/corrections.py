"""Closed periods settled anew with what is known now, less what was settled for them (settlement.md 28).

Where the VAT treatment is what it was, a line is the difference of then and now. Where it changed, each document
of then is taken back in full with exactly its own VAT, and its areas are charged anew. Every period has its
own documents: VAT is never reckoned over a sum of periods. Nothing that is closed is changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from app.features.settlement.core.assembling import (
    CHARGED,
    Frame,
    assembled,
    lump,
    lump_of_settled,
    settled_leaf,
)
from app.features.settlement.core.errors import SettlementError
from app.features.settlement.core.facts import in_order
from app.features.settlement.core.inputs import Corrected, Inputs, VatCategory
from app.features.settlement.core.one_period import Attempt, attempt_period
from app.features.settlement.core.result import (
    AreaResult,
    Document,
    Finding,
    Line,
    Moved,
    Settlement,
    Weight,
)
from app.features.settlement.core.settled import LineKind, SettledArea, SettledLine
from app.kernel.dutch import euro
from app.kernel.explain import Node, Source, Unit, leaf, less, product, summed
from app.kernel.period import Period

Cell = tuple[str, str]
Treatment = tuple[VatCategory | None, Fraction]


@dataclass(frozen=True, slots=True)
class _Again:
    """A closed period settled anew, beside what of its documents still stands."""

    period: Period
    now: Settlement
    standing: tuple[SettledLine, ...]
    row: Corrected

    @property
    def areas(self) -> set[str]:
        return {area.area.code for area in self.now.areas}


def attempt_correction(inputs: Inputs) -> Attempt:
    """What the closed periods of `inputs.corrected` differ; nothing at all is a finding that holds back."""
    errors: list[SettlementError] = []
    found: list[_Again] = []
    for row in in_order(inputs).corrected:
        attempt = attempt_period(row.inputs)
        errors.extend(attempt.errors)
        found.append(_Again(row.inputs.period, attempt.settlement, _standing(row.lines), row))
    lines = [line for again in found for line in _lines(again)]
    names = {code: name for again in found for code, name in again.now.organisations.items()}
    frame = Frame(inputs.collaboration, inputs.period, names)
    areas = _areas(found, lines)
    settlement = assembled(frame, lines, areas, [] if lines else [_nothing(inputs)])
    settlement = replace(
        settlement,
        documents=tuple(_referring(one, found) for one in settlement.documents),
        moved=tuple(_moved(found, settlement)),
        moved_areas=tuple(_moved_areas(found)),
    )
    return Attempt(settlement, tuple(errors))


def _nothing(inputs: Inputs) -> Finding:
    return Finding(
        Weight.HOLDS_BACK,
        "nothing-to-correct",
        f"Over {inputs.period.label} is niets te corrigeren.",
        "Wat er nu over deze periode bekend is, geeft dezelfde bedragen. Trek de correctie in.",
    )


def _standing(lines: Iterable[SettledLine]) -> tuple[SettledLine, ...]:
    """Lines of documents that have not been taken back, without the lines that took others back."""
    rows = tuple(lines)
    taken_back = {row.reverses for row in rows if row.reverses}
    return tuple(row for row in rows if not row.reverses and row.document not in taken_back)


def _lines(again: _Again) -> list[Line]:
    """The lines of one period, by organisation and provider."""
    standing = [row for row in again.standing if row.area in again.areas]
    pairs = sorted(
        {(row.organisation, row.provider) for row in standing}
        | {(line.organisation, line.provider) for line in again.now.lines}
    )
    result: list[Line] = []
    for pair in pairs:
        before = [row for row in standing if (row.organisation, row.provider) == pair]
        now = [line for line in again.now.lines if (line.organisation, line.provider) == pair]
        result.extend(_of_pair(before, now, again.period))
    return result


def _of_pair(before: Sequence[SettledLine], now: Sequence[Line], period: Period) -> list[Line]:
    documents, cells = _to_reverse(before, now)
    reversed_lines = [_reversal(row, period) for row in before if row.document in documents]
    anew = [replace(line, about=period) for line in now if line.cell in cells and line.amount_cents]
    differences = _differences(
        [row for row in before if row.document not in documents],
        [line for line in now if line.cell not in cells],
        period,
    )
    return [*reversed_lines, *anew, *differences]


def _to_reverse(before: Sequence[SettledLine], now: Sequence[Line]) -> tuple[set[str], set[Cell]]:
    """Documents to take back, and the cells to charge anew: where the VAT changed, and what stands with it."""
    then, today = _treatments(before), _treatments(now)
    cells = {cell for cell in then.keys() & today.keys() if then[cell] != today[cell]}
    while True:
        documents = {row.document for row in before if row.document and row.cell in cells}
        more = cells | {row.cell for row in before if row.document in documents}
        if more == cells:
            return documents, cells
        cells = more


def _treatments(lines: Iterable[SettledLine] | Iterable[Line]) -> Mapping[Cell, set[Treatment]]:
    found: dict[Cell, set[Treatment]] = {}
    for line in lines:
        if line.vat_category is not None and line.amount_cents:
            found.setdefault(line.cell, set()).add((line.vat_category, line.vat_rate))
    return found


def _reversal(row: SettledLine, period: Period) -> Line:
    minus = leaf("Min, want teruggenomen", -1, Unit.COUNT)
    node = product(f"{row.text}, teruggenomen", [minus, settled_leaf(row)], Unit.CENTS)
    text = f"{row.text}, teruggenomen"
    return replace(lump_of_settled(row, node, text, row.label), about=period, reverses=row.document)


def _differences(before: Sequence[SettledLine], now: Sequence[Line], period: Period) -> list[Line]:
    rows: dict[tuple[str, ...], list[SettledLine]] = {}
    for row in before:
        rows.setdefault(_taxed_key(row), []).append(row)
    lines: dict[tuple[str, ...], list[Line]] = {}
    for new in now:
        lines.setdefault(_taxed_key(new), []).append(new)
    result = []
    for key in sorted(rows.keys() | lines.keys()):
        found, then = lines.get(key, []), rows.get(key, [])
        line = found[0] if found else None
        text = line.text if line else then[0].text
        today = _today(text, found)
        node = less(f"{text}, verschil", today, [settled_leaf(row) for row in then], "nu − eerder afgerekend")
        if node.value:
            was = sum(row.amount_cents for row in then)
            detail = f"was {euro(was)}, wordt {euro(int(today.value))}"
            changed = lump(line, node, text, detail) if line else lump_of_settled(then[0], node, text, detail)
            result.append(replace(changed, about=period))
    return result


def _today(text: str, found: Sequence[Line]) -> Node:
    """What is charged now: nothing, one line, or a line for each price of a version."""
    if len(found) == 1:
        return found[0].derivation
    return summed(f"{text}, nu{'' if found else ' niets'}", [line.derivation for line in found], Unit.CENTS)


def _taxed_key(line: SettledLine | Line) -> tuple[str, ...]:
    return (*line.key, line.vat_category or "", str(line.vat_rate))


def _referring(document: Document, found: Sequence[_Again]) -> Document:
    """The document with those of then that it puts right: the one it takes back, or all of the same parties."""
    if document.refers:
        return document
    standing = [
        row
        for again in found
        if again.period == document.about
        for row in again.standing
        if row.document and (row.provider, row.organisation) == (document.provider, document.organisation)
    ]
    same = [row for row in standing if (row.vat_category is VatCategory.OUTSIDE) == document.is_outside_vat]
    return replace(document, refers=tuple(sorted({row.document for row in same or standing})))


def _areas(found: Sequence[_Again], lines: Sequence[Line]) -> list[AreaResult]:
    codes = sorted({code for again in found for code in again.areas})
    return [_area(code, [again for again in found if code in again.areas], lines) for code in codes]


def _area(code: str, found: Sequence[_Again], lines: Sequence[Line]) -> AreaResult:
    """What an area's costs, division and result differ over all periods together."""
    shown = next(area for area in found[-1].now.areas if area.area.code == code)
    costs = [_costs(code, again) for again in found]
    total = summed(f"Verschil in de kosten van {shown.area.name}", costs, Unit.CENTS)
    by_organisation: dict[str, int] = {}
    for line in lines:
        if line.area == code and line.kind in CHARGED and line.kind is not LineKind.ADVANCE:
            by_organisation[line.organisation] = by_organisation.get(line.organisation, 0) + line.amount_cents
    divided = sum(by_organisation.values())
    return replace(
        shown,
        own_cents=int(total.value),
        overhead_cents=0,
        costs_cents=int(total.value),
        divided_cents=divided,
        result_cents=int(total.value) - divided,
        input_vat_cents=0,
        by_category={},
        by_organisation=by_organisation,
        costs=total,
        carried_cents=0,
    )


def _costs(code: str, again: _Again) -> Node:
    now = next(area for area in again.now.areas if area.area.code == code)
    then = [
        leaf(f"Kosten, {row.label}", row.costs_cents, Unit.CENTS, Source("run", row.run, row.label))
        for row in again.row.areas
        if row.area == code
    ]
    return less(f"Verschil in {again.period.label}", now.costs, then, "nu − eerder afgerekend")


def _moved_areas(found: Sequence[_Again]) -> Iterable[SettledArea]:
    """What costs and results of areas differ, per closed period."""
    for again in found:
        for now in again.now.areas:
            then = [row for row in again.row.areas if row.area == now.area.code]
            costs = now.costs_cents - sum(row.costs_cents for row in then)
            result = now.result_cents - sum(row.result_cents for row in then)
            yield SettledArea("", "", again.period, now.area.code, costs, result)


def _moved(found: Sequence[_Again], settlement: Settlement) -> Iterable[Moved]:
    """Per period, area and organisation: what it paid, what it is now found to owe."""
    priced = (*CHARGED, LineKind.INPUT_VAT)
    for again in found:
        cells: dict[tuple[str, str], list[int]] = {}
        for row in again.standing:
            if row.area in again.areas and row.kind in priced:
                cells.setdefault((row.area, row.organisation), [0, 0, 0])[0] += row.amount_cents
        for line in again.now.lines:
            if line.kind in priced:
                cells.setdefault((line.area, line.organisation), [0, 0, 0])[1] += line.amount_cents
        for line in settlement.lines:
            if line.about == again.period and line.kind in priced:
                cells[line.area, line.organisation][2] += line.vat_cents
        for (area, organisation), (before, now, tax) in sorted(cells.items()):
            if before != now or tax:
                yield Moved(again.period, area, organisation, before, now, tax)
