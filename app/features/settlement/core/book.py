"""A settlement as a workbook: summary, lines, and per area its derivation, with formulas that give the same cents.

The table partner × area adds up the sheet of lines. Nothing is reckoned here that the settlement has not reckoned.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.features.settlement.core.comparing import Base, Cell
from app.features.settlement.core.result import AreaResult, Line, LineKind, Settlement
from app.features.settlement.core.run import Comment, Confirmation
from app.features.settlement.core.totals import CHARGES
from app.features.settlement.core.tree_rows import EUROS, HEADS, WIDTHS, TreeRows
from app.kernel.dutch import listing
from app.kernel.explain import Node
from app.kernel.spreadsheet import Bold, Formula, Money, Sheet, column, place, total
from app.kernel.spreadsheet import Line as SheetRow

LINES = "Regels"
_AMOUNT, _VAT, _WITH_VAT = 10, 12, 13
_COUNTS = 9


@dataclass(frozen=True, slots=True)
class BookFacts:
    """What stands around the figures, in the words of the reader."""

    facts: tuple[tuple[str, str], ...]
    kinds: Mapping[str, str]
    vat: Mapping[str, str]
    answers: tuple[Confirmation, ...]
    answer_words: Mapping[str, str]
    comments: tuple[Comment, ...]
    reader: str = ""


def settlement_book(
    settlement: Settlement,
    cells: Sequence[Cell],
    facts: BookFacts,
    derivations: Mapping[int, Node],
    costs: Mapping[str, Node],
) -> tuple[Sheet, ...]:
    """The sheets; `derivations` by number of line and `costs` by area are the trees that this reader may see."""
    return (
        _summary(settlement, cells, facts),
        _lines(settlement, facts),
        *(_area(settlement, area, derivations, costs[area.area.code]) for area in settlement.areas),
    )


def _summary(settlement: Settlement, cells: Sequence[Cell], facts: BookFacts) -> Sheet:
    rows: list[SheetRow] = [(Bold(f"Afrekening {settlement.period.label}"),)]
    rows += [(label, value) for label, value in facts.facts]
    rows += [(), (Bold("Wie betaalt wat, in euro’s zonder btw"),)]
    _matrix(rows, settlement, cells)
    rows += [(), (Bold("Netto per deelnemer, met btw; plus is te betalen"),)]
    _positions(rows, settlement, facts.reader)
    if facts.answers:
        rows += [(), tuple(Bold(text) for text in ("Bevestigd", "Antwoord", "Door", "Op", "Opmerking"))]
        rows += [
            (
                settlement.organisations[one.organisation],
                facts.answer_words[one.answer.value],
                one.by,
                one.at.date(),
                one.remark or "",
            )
            for one in facts.answers
        ]
    if facts.comments:
        rows += [(), tuple(Bold(text) for text in ("Verschil", "Toelichting", "Door", "Op"))]
        rows += [(one.about, one.text, one.by, one.at.date()) for one in facts.comments]
    return Sheet("Samenvatting", tuple(rows), (28, *([16] * (len(settlement.areas) + 4))))


def _matrix(rows: list[SheetRow], settlement: Settlement, cells: Sequence[Cell]) -> None:
    """Partner × area from the sheet of lines, totals both ways, and what it is compared with."""
    areas, bases = (
        settlement.areas,
        [base for base in Base if any(cell.beside[base] is not None for cell in cells)],
    )
    heads = [*(area.area.name for area in areas), "Samen", *(BASE_WORDS[base] for base in bases)]
    rows.append((Bold("Deelnemer"), *(Bold(text) for text in heads)))
    first, together = len(rows) + 1, len(areas) + 2
    last_line = len(settlement.lines) + 1
    for code, cents in settlement.totals.by_organisation.items():
        row = len(rows) + 1
        amounts = [
            _picked(area.area.code, code, area.by_organisation.get(code, 0), last_line) for area in areas
        ]
        beside = [Money(_then(cells, base, code)) for base in bases]
        across = total((place(row, at) for at in range(2, together)), cents)
        rows.append((settlement.organisations[code], *amounts, across, *beside))
    last = len(rows)
    ends = [*(area.divided_cents for area in areas), settlement.totals.divided_cents]
    ends += [sum(_then(cells, base, code) for code in settlement.totals.by_organisation) for base in bases]
    sums = [
        total((place(row, at) for row in range(first, last + 1)), cents) for at, cents in enumerate(ends, 2)
    ]
    rows.append((Bold("Samen"), *sums))


BASE_WORDS = {Base.BUDGET: "Begroting", Base.EARLIER: "Vorige periode", Base.YEAR_AGO: "Vorig jaar"}


def _then(cells: Sequence[Cell], base: Base, organisation: str) -> int:
    return sum(cell.beside[base] or 0 for cell in cells if cell.organisation == organisation)


def _picked(area: str, organisation: str, cents: int, last: int) -> Formula:
    """What the sheet of lines holds for an area and an organisation, of what counts in the table."""

    def ranged(at: int) -> str:
        return f"{LINES}!${column(at)}$2:${column(at)}${last}"

    asked = ((2, area), (4, organisation), (_COUNTS, "ja"))
    criteria = ",".join(f'{ranged(at)},"{value}"' for at, value in asked)
    return Formula(f"=ROUND(SUMIFS({ranged(_AMOUNT)},{criteria}),2)", cents)


def _positions(rows: list[SheetRow], settlement: Settlement, reader: str) -> None:
    rows.append(tuple(Bold(text) for text in ("Deelnemer", "Betaalt", "Ontvangt", "Detachering", "Netto")))
    first = len(rows) + 1
    found = [one for one in settlement.netting.positions if reader in ("", one.organisation)]
    for one in found:
        row = len(rows) + 1
        net = Formula(f"=ROUND(B{row}-C{row}+D{row},2)", one.net_cents)
        amounts = (Money(one.pays_cents), Money(one.receives_cents), Money(one.secondment_cents))
        rows.append((settlement.organisations[one.organisation], *amounts, net))
    if reader:
        return
    last = len(rows)
    sums = (
        sum(one.pays_cents for one in found),
        sum(one.receives_cents for one in found),
        sum(one.secondment_cents for one in found),
        sum(one.net_cents for one in found),
    )
    made = [
        total((place(row, at) for row in range(first, last + 1)), cents) for at, cents in enumerate(sums, 2)
    ]
    rows.append((Bold("Samen"), *made))


_HEADS = (
    "Regel", "Taakgebied", "Naam", "Deelnemer", "Naam", "Uitvoerder", "Soort", "Omschrijving", "In de tabel",
    "Bedrag", "Btw", "Btw-bedrag", "Met btw", "Eigen deel", "Toelichting",
)  # fmt: skip


def _lines(settlement: Settlement, facts: BookFacts) -> Sheet:
    areas = {area.area.code: area.area.name for area in settlement.areas}
    rows: list[SheetRow] = [tuple(Bold(head) for head in _HEADS)]
    for number, line in enumerate(settlement.lines, 2):
        with_vat = Formula(
            f"=ROUND({place(number, _AMOUNT)}+{place(number, _VAT)},2)", line.amount_cents + line.vat_cents
        )
        rows.append(
            (
                line.number, line.area, areas[line.area], line.organisation,
                settlement.organisations[line.organisation], line.provider, facts.kinds[line.kind.value],
                line.text, "ja" if _counts(line) else "nee", Money(line.amount_cents),
                facts.vat[line.vat_category.value] if line.vat_category else "", Money(line.vat_cents), with_vat,
                "ja" if line.is_own_share else "nee", line.detail,
            )
        )  # fmt: skip
    last = len(rows)
    sums = {
        _AMOUNT: sum(line.amount_cents for line in settlement.lines),
        _VAT: sum(line.vat_cents for line in settlement.lines),
        _WITH_VAT: sum(line.amount_cents + line.vat_cents for line in settlement.lines),
    }
    made = {at: total((place(row, at) for row in range(2, last + 1)), cents) for at, cents in sums.items()}
    rows.append((Bold("Samen"), *(made.get(at) for at in range(2, len(_HEADS) + 1))))
    widths = (7, 11, 20, 11, 20, 11, 14, 30, 11, 14, 12, 13, 14, 11, 50)
    return Sheet(LINES, tuple(rows), widths, frozen=1)


def _counts(line: Line) -> bool:
    """Whether it is part of the table partner × area: a charge, or what an advance asks; not what is taken off."""
    return line.kind in CHARGES or (line.kind is LineKind.ADVANCE and not line.is_credit)


def _area(settlement: Settlement, area: AreaResult, derivations: Mapping[int, Node], costs: Node) -> Sheet:
    """The costs down to the entries, each line down to what this reader may see, and what they total."""
    tree = TreeRows()
    tree.rows.append((Bold(f"{area.area.name}: {listing(area.key)}"),))
    tree.rows.append(HEADS)
    spent = tree.add(costs, 0)
    amounts: dict[str, list[str]] = {}
    for line in settlement.lines:
        if line.area == area.area.code and line.number in derivations:
            tree.rows.append(())
            name = settlement.organisations[line.organisation]
            tree.rows.append((Bold(f"Regel {line.number}, {name}: {line.text}"),))
            row = tree.add(derivations[line.number], 0)
            if _counts(line):
                amounts.setdefault(line.organisation, []).append(place(row, EUROS))
    _control(tree.rows, settlement, area, amounts, spent)
    return Sheet(area.area.code, tuple(tree.rows), WIDTHS, frozen=2)


def _control(
    rows: list[SheetRow],
    settlement: Settlement,
    area: AreaResult,
    amounts: Mapping[str, list[str]],
    spent: int,
) -> None:
    rows += [(), (Bold("Verdeeld over de deelnemers"),)]
    first = len(rows) + 1
    for code, cents in area.by_organisation.items():
        of_rows = amounts.get(code)
        cell = total(of_rows, cents) if of_rows else Money(cents)
        rows.append((settlement.organisations[code], None, cell))
    shares = total((place(row, EUROS) for row in range(first, len(rows) + 1)), area.divided_cents)
    rows.append((Bold("Samen"), None, shares))
    divided = len(rows)
    if area.result_cents:
        rows.append(("Resultaat dat overblijft (plus is tekort)", None, Money(area.result_cents)))
    left = place(len(rows), EUROS) if area.result_cents else "0"
    words = "Kosten min verdeeld en resultaat: hoort nul te zijn"
    rows.append((words, None, Formula(f"=ROUND({place(spent, EUROS)}-{place(divided, EUROS)}-{left},2)", 0)))


def lines_of_reader(settlement: Settlement, reader: str) -> list[Line]:
    """The lines whose derivation a reader opens: all, or those of its own organisation."""
    return [
        line
        for line in settlement.lines
        if reader in ("", line.organisation) or (line.kind is LineKind.SECONDMENT and line.provider == reader)
    ]
