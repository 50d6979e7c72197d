"""Figures of statistics: which one counts on which day, as settlement.md 10 says, with its derivation."""

from datetime import date, timedelta

from app.features.settlement.core import errors
from app.features.settlement.core.facts import Facts, Participant
from app.features.settlement.core.history import first_year_of_block
from app.features.settlement.core.inputs import Component, Policy, Reference, Statistic
from app.features.settlement.core.wording import statistic_words
from app.kernel.dutch import begun, plain_day
from app.kernel.explain import Node, Source, Unit, leaf, product, quotient, summed
from app.kernel.period import Period, years_before


class Figures:
    """The statistics of the inputs by organisation and kind, in order of their day."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._rows: dict[tuple[str, str], list[Statistic]] = {}
        for row in sorted(facts.inputs.statistics, key=lambda row: row.reference_on):
            known = self._rows.setdefault((row.organisation, row.kind), [])
            if known and known[-1].reference_on == row.reference_on:
                raise errors.WrongFacts(
                    f"Van {facts.name(row.organisation)} staan twee cijfers voor "
                    f"{statistic_words(row.kind, facts)} op {plain_day(row.reference_on)}. Laat er één staan."
                )
            known.append(row)

    def on(self, organisation: str, kind: str, day: date) -> Statistic:
        """The last figure on or before the day, not older than a year; else `MissingStatistic`."""
        found = self._last(organisation, kind, day)
        if found is None or found.reference_on < years_before(day, 1):
            raise self._missing(organisation, kind, day)
        return found

    def _last(self, organisation: str, kind: str, day: date) -> Statistic | None:
        rows = self._rows.get((organisation, kind), [])
        return next((row for row in reversed(rows) if row.reference_on <= day), None)

    def _missing(self, organisation: str, kind: str, day: date) -> errors.MissingStatistic:
        return errors.MissingStatistic(
            f"Van {self._facts.name(organisation)} ontbreekt het aantal {statistic_words(kind, self._facts)} "
            f"op {plain_day(day)}; een cijfer van langer dan een jaar daarvoor telt niet. Vul het in, ook "
            "als het nul is."
        )

    def of(self, policy: Policy, component: Component, kind: str, who: Participant) -> Node:
        """The figure that the component asks for: at its reference date, as average of years or of the period.

        Only the average of the period has been weighed by days of participation.
        """
        year, organisation = self._facts.period.first_on.year, who.code
        match component.reference:
            case Reference.YEAR_START:
                return self._leaf(self.on(organisation, kind, date(year, 1, 1)))
            case Reference.PREVIOUS_YEAR_START:
                return self._leaf(self.on(organisation, kind, date(year - 1, 1, 1)))
            case Reference.PERIOD_START:
                return self._leaf(self.on(organisation, kind, self._facts.period.first_on))
            case Reference.YEARS_AVERAGE:
                return self._years_average(policy, component, kind, organisation)
            case Reference.PERIOD_AVERAGE:
                return self._average(kind, who)

    def _years_average(self, policy: Policy, component: Component, kind: str, organisation: str) -> Node:
        """The mean of 1 January of n years, kept for blocks of m years from the policy's start."""
        years = component.average_years
        block = first_year_of_block(policy, component.kept_years, self._facts.period.first_on.year)
        parts = []
        for year in range(block - years + 1, block + 1):
            day = date(year, 1, 1)
            found = self._last(organisation, kind, day)
            if found is None or found.reference_on <= date(year - 1, 1, 1):
                raise self._missing(organisation, kind, day)
            parts.append(self._leaf(found))
        words = statistic_words(kind, self._facts)
        whole = summed(f"{words.capitalize()} van {years} jaren samen", parts, Unit.COUNT)
        return quotient(
            f"Gemiddeld aantal {words} {block - years + 1} t/m {block} van {self._facts.name(organisation)}",
            whole,
            leaf("Aantal jaren", years, Unit.COUNT),
            Unit.COUNT,
        )

    def _average(self, kind: str, who: Participant) -> Node:
        """The sum over the days of participation of that day's figure, by the days of the period."""
        label = self._facts.period.label
        return quotient(
            f"Gemiddeld aantal {statistic_words(kind, self._facts)} van {who.name} in {label}",
            self.over_days(kind, who.code, who.stints),
            leaf(f"Dagen van {label}", self._facts.period.days, Unit.DAYS),
            Unit.COUNT,
            key=who.code,
        )

    def over_days(self, kind: str, organisation: str, stints: tuple[Period, ...]) -> Node:
        """The sum over the days of the stints of that day's figure: a figure holds until the next."""
        parts = []
        for stint in stints:
            first_on = stint.first_on
            figure = self.on(organisation, kind, first_on)
            for later in self._rows[(organisation, kind)]:
                if first_on < later.reference_on <= stint.last_on:
                    parts.append(self._days(figure, Period(first_on, later.reference_on - timedelta(days=1))))
                    first_on, figure = later.reference_on, later
            parts.append(self._days(figure, Period(first_on, stint.last_on)))
        words = statistic_words(kind, self._facts)
        return summed(f"{begun(words)} × dagen", parts, Unit.COUNT)

    def _days(self, figure: Statistic, days: Period) -> Node:
        return product(
            f"Van {days.in_full}", [self._leaf(figure), leaf("Dagen", days.days, Unit.DAYS)], Unit.COUNT
        )

    def _leaf(self, row: Statistic) -> Node:
        words = statistic_words(row.kind, self._facts)
        return leaf(
            f"{begun(words)} van {self._facts.name(row.organisation)} op {plain_day(row.reference_on)}",
            row.value,
            Unit.COUNT,
            Source("statistic", row.id, row.source),
            key=row.organisation,
        )
