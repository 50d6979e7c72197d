"""What an organisation confirms of a settlement, and what follows from its answer (domain §10, “Freeze”).

Its own figures: the statistics that weigh, the products it took, its part of the hours. An answer holds for the
figures that were answered; when they change afterwards it is asked anew. Silence after the stated date counts,
an objection does not fade. Pure: who may answer is the service's question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from app.features.settlement.core.gathering import Work
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.one_period import Attempt
from app.features.settlement.core.result import Finding, Settlement, Weight
from app.features.settlement.core.run import Answer, Confirmation
from app.kernel.dutch import day, listing
from app.kernel.explain import Later

DAYS_TO_ANSWER = 14
"""How many days a partner has when no other date is stated: two weeks, as in docs/mock/afrekening.html."""


class FigureKind(StrEnum):
    """What kind of figure an organisation confirms."""

    STATISTIC = "statistic"
    DELIVERY = "delivery"
    HOURS = "hours"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an organisation in a settlement; hours are exact minutes, `on` is a statistic's day."""

    kind: FigureKind
    area: str
    code: str
    name: str
    on: date | None
    value: Fraction
    source: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What names the same figure in another period."""
        return self.kind.value, self.area, self.code

    @property
    def kept(self) -> list[str]:
        """What of it is kept with an answer."""
        on = self.on.isoformat() if self.on else ""
        return [self.kind.value, self.area, self.code, on, f"{self.value.numerator}/{self.value.denominator}"]


def driver_figures(inputs: Inputs, attempt: Attempt) -> dict[str, tuple[Figure, ...]]:
    """The figures of each organisation that weigh in the settlement, in order of kind, area and name."""
    settlement = attempt.settlement
    found: dict[str, list[Figure]] = {code: [] for code in settlement.totals.by_organisation}
    used = _used(settlement)
    for organisation, figure in (
        *_statistics(inputs, used),
        *_delivered(inputs, used),
        *_hours(settlement, attempt.work or {}, used),
    ):
        if organisation in found:
            found[organisation].append(figure)
    order = list(FigureKind)
    return {
        code: tuple(sorted(rows, key=lambda row: (order.index(row.kind), row.area, row.name, str(row.on))))
        for code, rows in found.items()
    }


@dataclass(slots=True)
class _Used:
    """What the lines of a settlement rest on: rows by identity, and the areas whose hours weigh."""

    statistics: set[str] = field(default_factory=set)
    delivered: set[str] = field(default_factory=set)
    hours: set[str] = field(default_factory=set)


def _used(settlement: Settlement) -> _Used:
    """What is below the lines. Sums of minutes are not opened: there are tens of thousands of rows below them."""
    used = _Used()
    seen: set[int] = set()
    for line in settlement.lines:
        waiting = [line.derivation]
        while waiting:
            node = waiting.pop()
            if id(node) in seen:
                continue
            seen.add(id(node))
            if isinstance(node.operands, Later):
                used.hours.add(line.area)
                continue
            if node.source is not None and node.source.kind == "statistic":
                used.statistics.add(node.source.id)
            elif node.source is not None and node.source.kind == "delivered":
                used.delivered.add(node.source.id)
            waiting.extend(node.operands)
    return used


def _statistics(inputs: Inputs, used: _Used) -> Iterable[tuple[str, Figure]]:
    names = {kind.code: kind.name for kind in inputs.statistic_kinds}
    for row in inputs.statistics:
        if row.id in used.statistics:
            name, value = names.get(row.kind, row.kind), Fraction(row.value)
            figure = Figure(FigureKind.STATISTIC, "", row.kind, name, row.reference_on, value, row.source)
            yield row.organisation, figure


def _delivered(inputs: Inputs, used: _Used) -> Iterable[tuple[str, Figure]]:
    names = {(row.area, row.code): row.name for row in inputs.products}
    counts: dict[tuple[str, str, str], int] = {}
    for row in inputs.delivered:
        if row.id in used.delivered:
            key = row.organisation, row.area, row.product
            counts[key] = counts.get(key, 0) + row.count
    for (organisation, area, product), count in counts.items():
        name = names.get((area, product), product)
        yield organisation, Figure(FigureKind.DELIVERY, area, product, name, None, Fraction(count))


def _hours(settlement: Settlement, work: Work, used: _Used) -> Iterable[tuple[str, Figure]]:
    names = {area.area.code: area.area.name for area in settlement.areas if area.area.code in used.hours}
    for (area, organisation), parts in work.items():
        if area in names and parts:
            minutes = Fraction(sum(part.minutes for part in parts.values()))
            yield organisation, Figure(FigureKind.HOURS, area, "", f"Uren {names[area]}", None, minutes)


class Standing(StrEnum):
    """How an organisation stands towards its figures as they are now."""

    UNANSWERED = "unanswered"
    CONFIRMED = "confirmed"
    OBJECTED = "objected"
    SILENT = "silent"
    CHANGED = "changed"


_OF_ANSWER = {
    Answer.CONFIRMED: Standing.CONFIRMED,
    Answer.OBJECTED: Standing.OBJECTED,
    Answer.SILENT: Standing.SILENT,
}


def standing(answers: Sequence[Confirmation], figures: Sequence[Figure]) -> Standing:
    """From the answers of one organisation, oldest first, and its figures as they are now."""
    if not answers:
        return Standing.UNANSWERED
    last = answers[-1]
    return _OF_ANSWER[last.answer] if same_figures(last, figures) else Standing.CHANGED


def same_figures(answer: Confirmation, figures: Sequence[Figure]) -> bool:
    """Whether an answer was about these figures."""
    return sorted(answer.figures) == sorted(tuple(figure.kept) for figure in figures)


def has_passed(until: date | None, today: date) -> bool:
    """Whether the date until which an answer was asked lies behind; without a date nothing was asked."""
    return until is not None and today > until


def falls_silent(state: Standing, until: date | None, today: date) -> bool:
    """Whether silence now counts as a confirmation; an objection stands until it is answered.

    >>> falls_silent(Standing.UNANSWERED, date(2026, 10, 26), date(2026, 10, 27))
    True
    >>> falls_silent(Standing.UNANSWERED, date(2026, 10, 26), date(2026, 10, 26))
    False
    >>> falls_silent(Standing.OBJECTED, date(2026, 10, 26), date(2026, 10, 27))
    False
    """
    return state in (Standing.UNANSWERED, Standing.CHANGED) and has_passed(until, today)


def changed_names(answer: Confirmation, figures: Sequence[Figure]) -> list[str]:
    """The names of the figures that are not what was answered."""
    known = set(answer.figures)
    return list(dict.fromkeys(figure.name for figure in figures if tuple(figure.kept) not in known))


def findings(
    names: Mapping[str, str],
    answers: Mapping[str, Sequence[Confirmation]],
    figures: Mapping[str, Sequence[Figure]],
    until: date | None,
    explained: frozenset[str],
) -> list[Finding]:
    """What holds the run back or asks attention; `explained` are the sentences that got an explanation.

    `names` are the organisations that are asked. Without a date nobody is asked and nothing is found.
    """
    if until is None:
        return []
    found = []
    waiting = []
    for code, name in names.items():
        given = answers.get(code, ())
        state = standing(given, figures.get(code, ()))
        if state is Standing.UNANSWERED:
            waiting.append(code)
            continue
        made = _finding(code, name, state, given, figures.get(code, ()), until)
        if made is not None and made.code == OBJECTION and made.message in explained:
            made = Finding(Weight.NOTE, made.code, made.message, made.detail, made.subject)
        if made is not None:
            found.append(made)
    return [*_unanswered(waiting, names, until), *found]


def asks(finding: Finding, organisation: str | None) -> bool:
    """Whether a finding waits for the answer of this organisation."""
    return finding.code == UNCONFIRMED and organisation in finding.subject[1].split(",")


def _unanswered(codes: Sequence[str], names: Mapping[str, str], until: date) -> list[Finding]:
    """Who has not answered, in one finding: on the first day that is everybody."""
    if not codes:
        return []
    verb = "heeft" if len(codes) == 1 else "hebben"
    message = f"{listing([names[code] for code in codes])} {verb} de gegevens nog niet bevestigd."
    subject = ("confirmation", ",".join(codes))
    return [Finding(Weight.HOLDS_BACK, UNCONFIRMED, message, _deadline(until), subject)]


def _deadline(until: date) -> str:
    return (
        f"Gevraagd tot en met {day(until)}. Zonder antwoord gelden ze vanaf {day(until + timedelta(days=1))} "
        "als bevestigd door stilte; dat staat dan op de factuur."
    )


UNCONFIRMED = "unconfirmed"
OBJECTION = "objection"
BY_SILENCE = "silence"
CODES = frozenset({UNCONFIRMED, OBJECTION, BY_SILENCE})
"""The codes of these findings: they change with every answer, not only with a calculation."""


def _finding(
    code: str,
    name: str,
    state: Standing,
    given: Sequence[Confirmation],
    figures: Sequence[Figure],
    until: date,
) -> Finding | None:
    subject = ("confirmation", code)
    match state:
        case Standing.CHANGED:
            changed = listing(changed_names(given[-1], figures)) or "cijfers zijn vervallen"
            message = f"{name} antwoordde op andere cijfers dan er nu staan. Gewijzigd: {changed}."
            return Finding(Weight.HOLDS_BACK, UNCONFIRMED, message, _deadline(until), subject)
        case Standing.OBJECTED:
            message = f"{name} maakt bezwaar tegen de gegevens: “{given[-1].remark}”"
            detail = "Verbeter de gegevens en bereken opnieuw, of licht toe waarom ze zo blijven."
            return Finding(Weight.HOLDS_BACK, OBJECTION, message, detail, subject)
        case Standing.SILENT:
            message = f"{name} heeft niet geantwoord. De gegevens gelden als bevestigd door stilte."
            detail = f"Gevraagd tot en met {day(until)}. Zo staat het op de factuur."
            return Finding(Weight.NOTE, BY_SILENCE, message, detail, subject)
        case Standing.CONFIRMED | Standing.UNANSWERED:
            return None
