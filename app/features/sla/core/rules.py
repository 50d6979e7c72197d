"""Everything that decides about clocks beside their marks: norms, agreements, providers, calendars.

A snapshot of the agreed rules of one or more areas, as values. Two snapshots, before and after a change, give what
moves (`projecting.moves`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from uuid import UUID

from app.features.sla.core.calendar import WorkCalendar
from app.features.sla.core.marks import Mark
from app.features.sla.core.norms import Choice, Norm, choose, holds
from app.features.sla.core.statutory import Extension, LawPeriod, Suspension
from app.features.sla.core.words import Metric


@dataclass(frozen=True, slots=True)
class OwnPeriod:
    """The statutory period of a subject itself: which law, from which day, how long."""

    law: str
    start_on: date
    period: LawPeriod


@dataclass(frozen=True, slots=True)
class Subject:
    """What a clock is of, as far as rules need to know it. `label` is how a reader names it.

    `suspensions` and `extension` are of its statutory period, its own or that of a norm.
    """

    id: UUID
    kind: str
    label: str
    area_id: UUID
    product_id: UUID | None
    organisation_id: UUID
    agreed_on: date | None = None
    own_period: OwnPeriod | None = None
    suspensions: tuple[Suspension, ...] = ()
    extension: Extension | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """A subject with all its marks."""

    subject: Subject
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Bond:
    """A dated tie of an area and an organisation: an agreement (`id`), or who provides the area."""

    area_id: UUID
    organisation_id: UUID
    valid_from: date
    valid_until: date | None
    id: UUID | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it holds on that day."""
        return holds(self.valid_from, self.valid_until, day)


@dataclass(frozen=True)
class Rules:
    """The snapshot. `of_provider` is the calendar of each organisation that has one."""

    norms: tuple[Norm, ...] = ()
    agreements: tuple[Bond, ...] = ()
    provisions: tuple[Bond, ...] = ()
    calendars: Mapping[UUID, WorkCalendar] = field(default_factory=dict)
    of_provider: Mapping[UUID, UUID] = field(default_factory=dict)

    @cached_property
    def _norms_of(self) -> Mapping[tuple[UUID, Metric], list[Norm]]:
        """The norms of each area and metric: a rebuild asks for them some hundred thousand times."""
        found: dict[tuple[UUID, Metric], list[Norm]] = {}
        for norm in self.norms:
            found.setdefault((norm.area_id, norm.metric), []).append(norm)
        return found

    @cached_property
    def _agreements_of(self) -> Mapping[tuple[UUID, UUID], list[Bond]]:
        """The agreements of each area and partner."""
        found: dict[tuple[UUID, UUID], list[Bond]] = {}
        for one in self.agreements:
            found.setdefault((one.area_id, one.organisation_id), []).append(one)
        return found

    def choice(self, subject: Subject, metric: Metric, on: date) -> Choice | None:
        """The norm of a subject for a metric on a day, with why."""
        agreed = self._agreements_of.get((subject.area_id, subject.organisation_id), ())
        agreement_id = next((one.id for one in agreed if one.holds_on(on)), None)
        norms = self._norms_of.get((subject.area_id, metric), ())
        return choose(norms, metric, subject.product_id, agreement_id, on)

    def calendar_of(self, norm: Norm, on: date) -> UUID | None:
        """The calendar of a norm: the one that it names, else that of who provides the area on that day."""
        if norm.calendar_id is not None:
            return norm.calendar_id
        provider = next(
            (
                one.organisation_id
                for one in self.provisions
                if one.area_id == norm.area_id and one.holds_on(on)
            ),
            None,
        )
        return None if provider is None else self.of_provider.get(provider)
