"""What an organisation confirms of a settlement, and what follows from its answer (domain §10, “Freeze”).

Its own figures: the statistics that weigh, the products it took, its part of the hours. An answer holds for the
figures that were answered; when they change afterwards it is asked anew. Silence after the stated date counts,
an objection does not fade. Pure: who may answer is the service's question.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from fractions import Fraction

from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.result import Finding, Settlement, Weight
from app.features.settlement.core.run import Answer, Confirmation
from app.kernel.dutch import day, listing
from app.kernel.explain import Node, Unit

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


def driver_figures(inputs: Inputs, settlement: Settlement) -> dict[str, tuple[Figure, ...]]:
    """The figures of each organisation that the settlement looked at, in order of kind, area and name."""
    found: dict[str, list[Figure]] = {code: [] for code in settlement.totals.by_organisation}
    for organisation, figure in (
        *_statistics(inputs, settlement),
        *_delivered(inputs, settlement),
        *_hours(inputs, settlement),
    ):
        if organisation in found:
            found[organisation].append(figure)
    order = list(FigureKind)
    return {
        code: tuple(sorted(rows, key=lambda row: (order.index(row.kind), row.area, row.name, str(row.on))))
        for code, rows in found.items()
    }


def _statistics(inputs: Inputs, settlement: Settlement) -> Iterable[tuple[str, Figure]]:
    used = _statistics_used(line.derivation for line in settlement.lines)
    names = {kind.code: kind.name for kind in inputs.statistic_kinds}
    for row in inputs.statistics:
        if row.id in used:
            name = names.get(row.kind, row.kind)
            figure = Figure(
                FigureKind.STATISTIC, "", row.kind, name, row.reference_on, Fraction(row.value), row.source
            )
            yield row.organisation, figure


def _statistics_used(derivations: Iterable[Node]) -> set[str]:
    """The identities of the statistics below these steps; below minutes there are none, and many rows."""
    used: set[str] = set()
    seen: set[int] = set()
    waiting = list(derivations)
    while waiting:
        node = waiting.pop()
        if id(node) in seen or node.unit is Unit.MINUTES:
            continue
        seen.add(id(node))
        if node.source is not None and node.source.kind == "statistic":
            used.add(node.source.id)
        waiting.extend(node.operands)
    return used


def _delivered(inputs: Inputs, settlement: Settlement) -> Iterable[tuple[str, Figure]]:
    names = {(row.area, row.code): row.name for row in inputs.products}
    settled = {area.area.code for area in settlement.areas}
    counts: dict[tuple[str, str, str], int] = {}
    for row in inputs.delivered:
        if row.area in settled:
            key = row.organisation, row.area, row.product
            counts[key] = counts.get(key, 0) + row.count
    for (organisation, area, product), count in counts.items():
        name = names.get((area, product), product)
        yield organisation, Figure(FigureKind.DELIVERY, area, product, name, None, Fraction(count))


def _hours(inputs: Inputs, settlement: Settlement) -> Iterable[tuple[str, Figure]]:
    settled = {area.area.code: area.area.name for area in settlement.areas}
    assignments = {row.id: row for row in inputs.assignments if row.area in settled}
    whole: dict[str, int] = {}
    for worked in inputs.worked:
        if worked.assignment in assignments:
            whole[worked.assignment] = whole.get(worked.assignment, 0) + worked.minutes
    minutes: dict[tuple[str, str], Fraction] = {}
    for key, total in whole.items():
        row = assignments[key]
        for share in row.shares:
            if share.value:
                place = share.of, row.area
                minutes[place] = minutes.get(place, Fraction(0)) + total * share.value
    for gathered in inputs.gathered:
        if gathered.area in settled:
            place = gathered.organisation, gathered.area
            minutes[place] = minutes.get(place, Fraction(0)) + gathered.minutes
    for (organisation, area), exact in minutes.items():
        yield organisation, Figure(FigureKind.HOURS, area, "", f"Uren {settled[area]}", None, exact)


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
    for code, name in names.items():
        given = answers.get(code, ())
        state = standing(given, figures.get(code, ()))
        made = _finding(code, name, state, given, figures.get(code, ()), until)
        if made is not None and made.code == OBJECTION and made.message in explained:
            made = Finding(Weight.NOTE, made.code, made.message, made.detail, made.subject)
        if made is not None:
            found.append(made)
    return found


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
    deadline = (
        f"Gevraagd tot en met {day(until)}. Zonder antwoord gelden ze vanaf {day(until + timedelta(days=1))} "
        "als bevestigd door stilte; dat staat dan op de factuur."
    )
    match state:
        case Standing.UNANSWERED:
            message = f"{name} heeft de gegevens nog niet bevestigd."
            return Finding(Weight.HOLDS_BACK, UNCONFIRMED, message, deadline, subject)
        case Standing.CHANGED:
            changed = listing(changed_names(given[-1], figures)) or "cijfers zijn vervallen"
            message = f"{name} antwoordde op andere cijfers dan er nu staan. Gewijzigd: {changed}."
            return Finding(Weight.HOLDS_BACK, UNCONFIRMED, message, deadline, subject)
        case Standing.OBJECTED:
            message = f"{name} maakt bezwaar tegen de gegevens: “{given[-1].remark}”"
            detail = "Verbeter de gegevens en bereken opnieuw, of licht toe waarom ze zo blijven."
            return Finding(Weight.HOLDS_BACK, OBJECTION, message, detail, subject)
        case Standing.SILENT:
            message = f"{name} heeft niet geantwoord. De gegevens gelden als bevestigd door stilte."
            detail = f"Gevraagd tot en met {day(until)}. Zo staat het op de factuur."
            return Finding(Weight.NOTE, BY_SILENCE, message, detail, subject)
        case Standing.CONFIRMED:
            return None
