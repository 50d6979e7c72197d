"""A multi-year path as a workbook: the path, its partners year by year, where it began, and every amount explained.

The path takes its amounts from the partners, and they from their derivations, so that each total is a formula that
gives the same cents. Nothing is reckoned here that the path has not reckoned.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from app.features.settlement.core.baseline import PartnerYear, YearOnPath
from app.features.settlement.core.baseline_rows import BaselineRow
from app.features.settlement.core.tree_rows import EUROS, HEADS, WIDTHS, TreeRows
from app.kernel.explain import Node
from app.kernel.spreadsheet import Bold, Formula, Money, Sheet, place, total
from app.kernel.spreadsheet import Line as SheetRow

PARTNERS, EXPLAINED = "Deelnemers", "Uitleg"
_BEFORE, _PLANNED, _BUDGET, _PAID, _MORE, _GAIN, _SAVED = range(4, 11)
NOBODY = "Bij geen van deze deelnemers"


@dataclass(frozen=True, slots=True)
class PathFacts:
    """What stands around the amounts, in the words of the reader.

    `standings` by the name of a standing; `sources` is where the amount of each partner comes from, for whom the
    reader may know it.
    """

    facts: tuple[tuple[str, str], ...]
    names: Mapping[str, str]
    standings: Mapping[str, str]
    sources: Mapping[str, str]


def path_book(
    row: BaselineRow, path: Sequence[YearOnPath], facts: PathFacts, seen: Callable[[Node], Node]
) -> tuple[Sheet, ...]:
    """The sheets; `seen` gives a derivation as this reader may see it."""
    explained = _Explained(path, facts.names, seen)
    partners = _Partners(path, facts.names, explained)
    return (
        _path(row, path, facts, partners.together),
        partners.sheet(),
        _began(row, facts),
        Sheet(EXPLAINED, tuple(explained.tree.rows), WIDTHS, frozen=1),
    )


def _cents(node: Node | None) -> int:
    return 0 if node is None else int(node.value)


def _by_name(one: YearOnPath, names: Mapping[str, str]) -> list[PartnerYear]:
    return sorted(one.partners, key=lambda part: names[part.organisation])


class _Explained:
    """The sheet of derivations, and in which row each amount stands."""

    def __init__(
        self, path: Sequence[YearOnPath], names: Mapping[str, str], seen: Callable[[Node], Node]
    ) -> None:
        self.tree = TreeRows()
        self.tree.rows.append(HEADS)
        self._seen = seen
        self._at: dict[int, int] = {}
        for one in path:
            self._add(f"{one.year}: samen", (one.planned, one.budget))
            for part in _by_name(one, names):
                amounts = (part.before, part.planned, part.budget, part.paid)
                self._add(f"{one.year}: {names[part.organisation]}", amounts)

    def _add(self, head: str, nodes: Iterable[Node | None]) -> None:
        self.tree.rows += [(), (Bold(head),)]
        for node in nodes:
            if node is not None:
                self._at[id(node)] = self.tree.add(self._seen(node), 0)

    def cell(self, node: Node | None) -> Formula | None:
        """The amount, taken from where it is explained; None when it is not known."""
        if node is None:
            return None
        return Formula(f"={EXPLAINED}!{place(self._at[id(node)], EUROS)}", int(node.value))


class _Partners:
    """The sheet of partners: their rows year by year, and in which row each year stands together."""

    def __init__(self, path: Sequence[YearOnPath], names: Mapping[str, str], explained: _Explained) -> None:
        heads = ("Jaar", "Code", "Deelnemer", "Zonder samenwerking", "Gepland", "Begroot", "Betaald",
                 "Ander voordeel", "Voordeel", "Bespaard tot en met dit jaar")  # fmt: skip
        self.rows: list[SheetRow] = [tuple(Bold(head) for head in heads)]
        self.together: dict[int, int] = {}
        self._explained = explained
        self._saved: dict[str, int] = {}
        for one in path:
            self._year(one, names)

    def sheet(self) -> Sheet:
        """The sheet as it came out."""
        return Sheet(PARTNERS, tuple(self.rows), (7, 9, 32, *([18] * 7)), frozen=1)

    def _year(self, one: YearOnPath, names: Mapping[str, str]) -> None:
        first = len(self.rows) + 1
        for part in _by_name(one, names):
            self._partner(one, part, names[part.organisation])
        last = len(self.rows)
        if _cents(one.unshared):
            self.rows.append((one.year, "", NOBODY, None, None, Money(_cents(one.unshared))))

        def summed(at: int, cents: int, until: int = last) -> Formula:
            return total((place(row, at) for row in range(first, until + 1)), cents)

        row = len(self.rows) + 1
        self.together[one.year] = row
        is_cut = bool(one.partners) and all(part.planned is not None for part in one.partners)
        planned = summed(_PLANNED, _cents(one.planned)) if is_cut else self._explained.cell(one.planned)
        budget = self._explained.cell(one.budget)
        if one.budget is not None and one.unshared is not None:
            budget = summed(_BUDGET, _cents(one.budget), row - 1)
        more: Formula | None = None
        gain: Formula | None = None
        if one.gain is not None:
            more = summed(_MORE, sum(_more(part) for part in one.partners))
            gain = summed(_GAIN, _cents(one.gain))
        before = summed(_BEFORE, _cents(one.before))
        paid = summed(_PAID, _cents(one.paid)) if one.is_paid else None
        saved = self._saved_until("", row, one.saved)
        self.rows.append((one.year, "", Bold("Samen"), before, planned, budget, paid, more, gain, saved))

    def _partner(self, one: YearOnPath, part: PartnerYear, name: str) -> None:
        row = len(self.rows) + 1
        cell = self._explained.cell
        more: Money | None = None
        gain: Formula | None = None
        if part.gain is not None:
            lower = f"{place(row, _BEFORE)}-{place(row, _PAID)}"
            more = Money(_more(part))
            gain = Formula(f"=ROUND({lower}+{place(row, _MORE)},2)", int(part.gain.value))
        amounts = (cell(part.before), cell(part.planned), cell(part.budget))
        paid = cell(part.paid) if one.is_paid else None
        saved = self._saved_until(part.organisation, row, part.saved)
        self.rows.append((one.year, part.organisation, name, *amounts, paid, more, gain, saved))

    def _saved_until(self, key: str, row: int, saved: Node | None) -> Formula | None:
        """What was saved until the year before, with the gain of this one."""
        if saved is None:
            return None
        earlier = self._saved.get(key)
        self._saved[key] = row
        cells = [place(earlier, _SAVED)] if earlier else []
        return total([*cells, place(row, _GAIN)], int(saved.value))


def _more(part: PartnerYear) -> int:
    """What was gained beside lower costs."""
    return _cents(part.gain) - (_cents(part.before) - _cents(part.paid))


def _path(
    row: BaselineRow, path: Sequence[YearOnPath], facts: PathFacts, together: Mapping[int, int]
) -> Sheet:
    """The path year by year, from the sheet of partners."""
    rows: list[SheetRow] = [(Bold(f"Meerjarenpad: {row.title}"),)]
    rows += [(label, value) for label, value in facts.facts]
    heads = ("Jaar", "Zonder samenwerking", "Gepland", "Begroot", "Betaald",
             "Meer dan gepland (betaald, anders begroot)", "Voordeel",
             "Bespaard tot en met dit jaar", "Stand")  # fmt: skip
    rows += [(), (Bold("In euro’s zonder btw"),), tuple(Bold(head) for head in heads)]
    for one in path:
        at, there = len(rows) + 1, together[one.year]
        over: Formula | None = None
        if one.over_cents is not None:
            measured = place(at, 5 if one.is_whole else 4)
            over = Formula(f"=ROUND({measured}-{place(at, 3)},2)", one.over_cents)
        rows.append(
            (
                one.year, _taken(_BEFORE, there, one.before), _taken(_PLANNED, there, one.planned),
                _taken(_BUDGET, there, one.budget), _taken(_PAID, there, one.paid if one.is_paid else None), over,
                _taken(_GAIN, there, one.gain), _taken(_SAVED, there, one.saved),
                facts.standings[one.standing.value],
            )
        )  # fmt: skip
    return Sheet("Pad", tuple(rows), (24, *([20] * 7), 28))


def _taken(column: int, row: int, node: Node | None) -> Formula | None:
    """An amount of a year together, taken from the sheet of partners."""
    return None if node is None else Formula(f"={PARTNERS}!{place(row, column)}", int(node.value))


def _began(row: BaselineRow, facts: PathFacts) -> Sheet:
    """What each partner spent before, and how prices rose."""
    heads = ("Code", "Deelnemer", "Jaar", "Bedrag", "Telt mee vanaf", "Tot en met", row.weight_name or "Gewicht",
             "Bron")  # fmt: skip
    rows: list[SheetRow] = [tuple(Bold(head) for head in heads)]
    rows += [
        (
            one.organisation, facts.names[one.organisation], row.spent_in(one), Money(one.amount_cents),
            row.counts_from(one), one.until_year, one.weight, facts.sources.get(one.organisation),
        )
        for one in sorted(row.spent, key=lambda one: facts.names[one.organisation])
    ]  # fmt: skip
    spent = total(
        (place(at, 4) for at in range(2, len(rows) + 1)), sum(one.amount_cents for one in row.spent)
    )
    rows += [(Bold("Samen"), None, None, spent), ()]
    rows.append(tuple(Bold(head) for head in ("Jaar", "Prijsstijging in %", "Bron", "Afgesproken")))
    for year in row.years:
        agreed = None if year.planned_cents is None else Money(year.planned_cents)
        rows.append((year.year, year.index_percent, year.index_source, agreed))
    return Sheet("Nulmeting", tuple(rows), (9, 32, 40, 18, 15, 12, 26, 60), frozen=1)
