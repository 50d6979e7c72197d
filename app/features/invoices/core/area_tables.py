"""Tables about one area, on invoices and in the report: what it cost, and the same rule for everyone."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from app.features.invoices.core.dossier import Dossier
from app.features.invoices.core.tables import Cell, Column, Kind, Row, Table
from app.features.settlement.core.balances import goes_to
from app.features.settlement.core.result import AreaResult, Line, LineKind
from app.features.settlement.core.wording import RESULT_GOES, category_name
from app.kernel.dutch import euro
from app.kernel.explain import Node, Unit
from app.kernel.money import allocate

CARRIED = "Resultaat van vorig jaar"
_HUNDREDTHS = 100


def costs_table(dossier: Dossier, area: AreaResult) -> Table:
    """What the area cost by category, beside its budget in the same categories when there is one."""
    name = area.area.name
    planned = dossier.budget_of(area.area.code)
    caption = f"Kosten van {name}, alle deelnemers samen"
    categories = list(area.by_category)
    if planned is None:
        columns = [Column("Soort"), Column("Deze periode", Kind.MONEY)]
        rows = [Row((category_name(code), area.by_category[code])) for code in categories]
        if area.carried_cents:
            rows.append(Row((CARRIED, area.carried_cents)))
        return Table.summed(caption, columns, rows)
    categories += [code for code in planned.by_category if code not in area.by_category]
    columns = [
        Column("Soort"),
        Column("Deze periode", Kind.MONEY),
        Column("Begroting", Kind.MONEY),
        Column("Verschil met begroting", Kind.CHANGE),
    ]
    rows = []
    for code in categories:
        spent, budget = area.by_category.get(code, 0), planned.by_category.get(code, 0)
        rows.append(Row((category_name(code), spent, budget, spent - budget)))
    if area.carried_cents or planned.carried_cents:
        spent, budget = area.carried_cents, planned.carried_cents
        rows.append(Row((CARRIED, spent, budget, spent - budget)))
    return Table.summed(caption, columns, rows)


def result_note(dossier: Dossier, area: AreaResult) -> str:
    """What tariffs brought in beside the costs; empty when everything was divided."""
    if not area.result_cents:
        return ""
    kind = "tekort" if area.result_cents > 0 else "overschot"
    return (
        f"De tarieven brachten {euro(area.divided_cents)} op en {area.area.name} kostte {euro(area.costs_cents)}. "
        f"Het {kind} van {euro(abs(area.result_cents))} gaat "
        f"{RESULT_GOES[goes_to(dossier.inputs, area)]}."
    )


def control_table(dossier: Dossier, area: AreaResult, reader: str = "") -> Table | None:
    """The same rule for every participant: the weights and what each pays, by component; None without lines.

    Weights that do not end (days of participation, shares of joint hours) are cut so that they total.
    """
    lines = [line for line in dossier.settlement.lines if line.area == area.area.code]
    charged = [line for line in lines if line.kind in (LineKind.SHARE, LineKind.TARIFF)]
    codes = sorted({line.organisation for line in charged}, key=lambda code: dossier.name(code))
    if not codes:
        return None
    columns = [Column("Deelnemer")]
    cells: dict[str, list[Cell]] = {code: [dossier.name(code)] for code in codes}
    components = list(dict.fromkeys(line.component for line in charged))
    for component in components:
        own = [line for line in charged if line.component == component]
        _add_component(own, columns, cells)
    vat = [line for line in lines if line.kind is LineKind.INPUT_VAT]
    if vat:
        columns.append(Column("Btw op kosten", Kind.MONEY))
        _add(cells, {code: _total(vat, code) for code in codes})
    if len(components) > 1 or vat:
        columns.append(Column("Samen", Kind.MONEY))
        _add(cells, {code: _total([*charged, *vat], code) for code in codes})
    rows = [Row(tuple(cells[code]), is_own=code == reader) for code in codes]
    return Table.summed("Controle: dezelfde regel voor alle deelnemers", columns, rows)


def _add_component(lines: Sequence[Line], columns: list[Column], cells: dict[str, list[Cell]]) -> None:
    """The columns of one component: weight (or quantity) and amount."""
    first = lines[0]
    if first.kind is LineKind.SHARE:
        total = first.derivation.operands[2]
        kind, weights = _weights(total)
        heading = total.what.split(" van ")[0]
        columns.append(Column(heading, kind))
        _add(cells, weights)
    elif all(line.unit == "minuut" for line in lines):
        exact: dict[str, Fraction] = {}
        for line in lines:
            exact[line.organisation] = exact.get(line.organisation, Fraction(0)) + line.quantity
        columns.append(Column("Uren", Kind.HOURS))
        _add(cells, _cut(exact, 1))
    text = first.text if first.kind is LineKind.SHARE else "Tegen tarief"
    columns.append(Column(text, Kind.MONEY))
    _add(cells, {code: _total(lines, code) for code in cells})


def _weights(total: Node) -> tuple[Kind, Mapping[str, int | Fraction]]:
    exact = {part.key: Fraction(part.value) for part in total.operands}
    match total.unit:
        case Unit.MINUTES:
            return Kind.HOURS, _cut(exact, 1)
        case Unit.CENTS:
            return Kind.MONEY, _cut(exact, 1)
        case Unit.SHARE:
            return Kind.SHARE, exact
        case _:
            is_whole = all(value.denominator == 1 for value in exact.values())
            return Kind.COUNT, _cut(exact, 1 if is_whole else _HUNDREDTHS)


def _cut(exact: Mapping[str, Fraction], scale: int) -> dict[str, int | Fraction]:
    """Printable weights that total: cut to whole parts of a scale by `allocate`."""
    if any(value < 0 for value in exact.values()) or not any(exact.values()):
        return {code: int(value) for code, value in exact.items()}
    whole = allocate(int(sum(exact.values(), Fraction(0)) * scale), dict(exact))
    return {code: value if scale == 1 else Fraction(value, scale) for code, value in whole.items()}


def _total(lines: Sequence[Line], organisation: str) -> int:
    return sum(line.amount_cents for line in lines if line.organisation == organisation)


def _add(cells: dict[str, list[Cell]], values: Mapping[str, Cell]) -> None:
    for code, row in cells.items():
        row.append(values.get(code))
