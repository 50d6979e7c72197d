"""The inputs, sorted and looked up: who takes part in what, for how long, by whom, under which policy.

Sorting here is what makes the order of rows in the input change nothing. Only look-ups, and what settlement.md
8, 11 and 12 say about days; no money.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import timedelta
from itertools import pairwise, starmap, takewhile
from operator import attrgetter, eq, is_
from typing import Any, Protocol, TypeVar, get_origin
from weakref import WeakValueDictionary

from app.features.settlement.core import errors
from app.features.settlement.core.inputs import (
    Area,
    Assignment,
    Inputs,
    Policy,
    Product,
    Term,
    VatTreatment,
)
from app.kernel.dutch import plain_day
from app.kernel.period import Period, common, together

Row = TypeVar("Row")


class Coded(Protocol):
    """A row that is known by its code."""

    @property
    def code(self) -> str: ...


CodedRow = TypeVar("CodedRow", bound=Coded)


_IN_ORDER: WeakValueDictionary[int, Inputs] = WeakValueDictionary()
"""Inputs that are in order, by identity: they never change, and one settlement asks several times."""


def in_order(inputs: Inputs) -> Inputs:
    """The same inputs with every list in the order of its keys, components in listed order."""
    if _IN_ORDER.get(id(inputs)) is not inputs:
        inputs = _ordered(inputs)
        _IN_ORDER[id(inputs)] = inputs
    return inputs


def _ordered(inputs: Inputs) -> Inputs:
    ordered: dict[str, Any] = {
        name: _sorted(getattr(inputs, name)) for name in _shape(Inputs).lists if name != "corrected"
    }
    again = (replace(_inside(one), inputs=in_order(one.inputs)) for one in inputs.corrected)
    ordered["corrected"] = tuple(sorted(again, key=lambda one: one.inputs.period))
    return replace(inputs, **ordered)


@dataclass(frozen=True, slots=True)
class Shape:
    """What is known of a kind of row, looked up once: its fields, those that are lists of rows, and its lead.

    `lead` gives the fields up to the first that may be empty or holds rows: they compare as they stand, and
    nearly always tell two rows apart. `is_all` says that there are no others.
    """

    names: tuple[str, ...]
    lists: tuple[str, ...]
    lead: Callable[[Any], Any]
    is_all: bool


_SHAPES: dict[type, Shape] = {}


def _shape(kind: type) -> Shape:
    if kind not in _SHAPES:
        _SHAPES[kind] = _found_shape(kind)
    return _SHAPES[kind]


def _found_shape(kind: Any) -> Shape:
    found = fields(kind)
    names = tuple(field.name for field in found)
    plain = tuple(
        field.name
        for field in takewhile(
            lambda field: (
                isinstance(field.type, type)
                and get_origin(field.type) is None
                and not is_dataclass(field.type)
            ),
            found,
        )
    )
    lead: Callable[[Any], Any] = attrgetter(*plain) if plain else row_key
    lists = tuple(field.name for field in found if get_origin(field.type) is tuple)
    return Shape(names, lists, lead, len(plain) in (0, len(names)))


def _inside(row: Any) -> Any:
    """A row with the lists inside it in order as well; the row itself when they are."""
    changed = {}
    for name in _shape(type(row)).lists:
        rows = getattr(row, name)
        ordered = _sorted(rows)
        if ordered is not rows:
            changed[name] = ordered
    return replace(row, **changed) if changed else row


def _sorted(items: tuple[Any, ...]) -> tuple[Any, ...]:
    """Rows of one kind in order; the same tuple when they are."""
    if not items:
        return items
    shape = _shape(type(items[0]))
    if len(items) == 1 and not shape.lists:
        return items
    rows = [_inside(item) for item in items] if shape.lists else items
    found = sorted(rows, key=shape.lead)
    if not shape.is_all and any(starmap(eq, pairwise(map(shape.lead, found)))):
        found.sort(key=row_key)
    return items if all(map(is_, found, items)) else tuple(found)


def row_key(row: Any) -> tuple[Any, ...]:
    """What rows of one kind are ordered by: their fields in the order of declaration, nothing before something."""
    return tuple(_key(getattr(row, name)) for name in _shape(type(row)).names)


def _key(value: Any) -> Any:
    if value is None:
        return ()
    if isinstance(value, tuple):
        return (tuple(row_key(item) for item in value),)
    return (row_key(value),) if hasattr(value, "__dataclass_fields__") else (value,)


@dataclass(frozen=True, slots=True)
class Participant:
    """An organisation that takes part in an area in the period, and its days there."""

    code: str
    name: str
    stints: tuple[Period, ...]

    @property
    def days(self) -> int:
        """Its days of participation in the period."""
        return sum(stint.days for stint in self.stints)


@dataclass(frozen=True, slots=True)
class AreaFacts:
    """One area in the period: provider, policy and who takes part."""

    area: Area
    provider: str
    policy: Policy
    participants: tuple[Participant, ...]

    def find(self, organisation: str) -> Participant | None:
        """The participant of that code."""
        return next((found for found in self.participants if found.code == organisation), None)


class Facts:
    """Look-ups over inputs in order; raises the named errors for what is missing or contradicts itself."""

    def __init__(self, inputs: Inputs) -> None:
        self.inputs = in_order(inputs)
        self.period = inputs.period
        self.organisations = _by_code(self.inputs.organisations)
        self.areas = _by_code(self.inputs.areas)
        self.kinds = _by_code(self.inputs.statistic_kinds)
        self.pools = _by_code(self.inputs.pools)
        self.products: dict[tuple[str, str], Product] = {
            (product.area, product.code): product for product in self.inputs.products
        }
        self.assignments: dict[str, Assignment] = {
            assignment.id: assignment for assignment in self.inputs.assignments
        }
        self.tariffs = {tariff.id: tariff for tariff in self.inputs.tariffs}

    def name(self, organisation: str) -> str:
        """The name of an organisation."""
        return self.organisations[organisation].name

    def area(self, code: str) -> AreaFacts:
        """What holds for a settled area throughout the period."""
        area = self.areas[code]
        participants = self._participants(area)
        if not participants:
            raise errors.NoParticipants(
                f"Aan {area.name} deed in {self.period.label} niemand mee. Controleer de deelnames."
            )
        return AreaFacts(area, self._provider(area), self._policy(area), participants)

    def _participants(self, area: Area, package: str = "") -> tuple[Participant, ...]:
        result = []
        for code in sorted(self.organisations):
            stints = self.days_in(area.code, code, package)
            if stints:
                result.append(Participant(code, self.name(code), stints))
        return tuple(result)

    def days_in(self, area: str, organisation: str, package: str) -> tuple[Period, ...]:
        """Partnership, participation and period together, several stints added (settlement.md 11)."""
        member = self._stints(row.term for row in self.inputs.memberships if row.organisation == organisation)
        base = self._stints(
            row.term
            for row in self.inputs.participations
            if row.organisation == organisation and row.area == area and not row.package
        )
        days = common(member, base)
        if not package:
            return days
        taken = self._stints(
            row.term
            for row in self.inputs.participations
            if row.organisation == organisation and row.area == area and row.package == package
        )
        return common(days, taken)

    def _stints(self, terms: Iterable[Term]) -> tuple[Period, ...]:
        found = (term.within(self.period) for term in terms)
        return together(stint for stint in found if stint is not None)

    def with_package(self, facts: AreaFacts, package: str) -> tuple[Participant, ...]:
        """Who has weight in a component: all participants, or who takes its package (settlement.md 17)."""
        return self._participants(facts.area, package) if package else facts.participants

    def _provider(self, area: Area) -> str:
        rows = [row for row in self.inputs.provisions if row.area == area.code]
        row = self._throughout(rows, [row.term for row in rows], f"De uitvoerder van {area.name}")
        if row is None:
            raise errors.NoProvider(
                f"{area.name} heeft in {self.period.label} niet elke dag precies één uitvoerder. "
                "Leg vast wie het taakgebied uitvoert."
            )
        return row.organisation

    def _policy(self, area: Area) -> Policy:
        rows = [row for row in self.inputs.policies if row.area == area.code]
        policy = self._throughout(rows, [row.term for row in rows], f"De verdeelafspraak van {area.name}")
        if policy is None:
            raise errors.NoPolicy(
                f"{area.name} heeft in {self.period.label} niet elke dag precies één verdeelafspraak. "
                "Leg vast hoe de kosten worden verdeeld."
            )
        return policy

    def find_policy(self, policy_id: str) -> Policy | None:
        """The policy of that id, also one that no longer holds."""
        return next((row for row in self.inputs.policies if row.id == policy_id), None)

    def old_key(self, policy: Policy) -> Policy:
        """The policy whose key holds for the part that is not phased in yet (settlement.md 21)."""
        found = self.find_policy(policy.old_key)
        if found is None or found.area != policy.area or found.phase is not None:
            raise errors.WrongPolicy(
                f"De verdeelafspraak van {self.areas[policy.area].name} groeit in, maar noemt geen oude sleutel "
                "van dit taakgebied die zelf volledig gold. Kies de verdeelafspraak waarvan de sleutel nog voor "
                "een deel geldt."
            )
        return found

    def vat_treatment(self, area: Area, organisation: str) -> VatTreatment:
        """How the provider's charge to this organisation is taxed in the period."""
        rows = [
            row
            for row in self.inputs.vat_treatments
            if row.area == area.code and row.organisation == organisation
        ]
        what = f"De btw van {area.name} voor {self.name(organisation)}"
        found = self._throughout(rows, [row.term for row in rows], what)
        if found is None:
            raise errors.NoVatTreatment(
                f"Van {area.name} is voor {self.name(organisation)} in {self.period.label} niet vastgelegd "
                "hoe de btw is. Kies belast, vrijgesteld of buiten de btw."
            )
        return found

    def _throughout(self, rows: list[Row], terms: list[Term], what: str) -> Row | None:
        """The one row that holds on every day of the period; None when none or several do."""
        within = [
            (row, days) for row, term in zip(rows, terms, strict=True) if (days := term.within(self.period))
        ]
        for _, days in within:
            if days != self.period:
                day = (
                    days.first_on
                    if days.first_on != self.period.first_on
                    else days.last_on + timedelta(days=1)
                )
                raise errors.ChangesMidPeriod(
                    f"{what} wijzigt op {plain_day(day)}, midden in {self.period.label}. "
                    "Dat kan alleen op de eerste dag van een afrekenperiode."
                )
        return within[0][0] if len(within) == 1 else None


def _by_code(rows: Iterable[CodedRow]) -> dict[str, CodedRow]:
    return {row.code: row for row in rows}
