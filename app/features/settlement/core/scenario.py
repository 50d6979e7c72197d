"""A scenario that was kept: its changes and their outcome per partner, to be read again as it was then.

Changes are kept as plain data and in words; the outcome as amounts, because what it was reckoned from may
since have been recalculated. Nothing here ever becomes a run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any
from uuid import UUID

from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import Component, DriverKind, Inputs, Share, Takes
from app.features.settlement.core.what_if import Change, ChangeKind, Outcome
from app.features.settlement.core.wording import division_words
from app.features.settlement.core.words import key_in_words
from app.kernel.dutch import euro, listing
from app.kernel.period import Period
from app.kernel.quantities import exact_number, exact_percent


@dataclass(frozen=True, slots=True)
class Paying:
    """What one organisation pays and would pay, in all and per area, net."""

    organisation: str
    name: str
    before_cents: int
    after_cents: int
    by_area: tuple[tuple[str, int, int], ...]

    @property
    def cents(self) -> int:
        """What it would pay more."""
        return self.after_cents - self.before_cents


@dataclass(frozen=True, slots=True)
class Scenario:
    """A kept scenario: on which run it stands, what was changed and why, and what came out."""

    id: UUID
    run_id: UUID
    period: Period
    title: str
    reason: str
    by: str
    at: datetime
    changes: tuple[Change, ...]
    words: tuple[str, ...]
    rows: tuple[Paying, ...]


def paying(outcome: Outcome) -> tuple[Paying, ...]:
    """The outcome as rows to keep and to show."""
    names = {**outcome.before.organisations, **outcome.after.organisations}
    return tuple(
        Paying(
            one.organisation,
            names[one.organisation],
            one.before_cents,
            one.after_cents,
            tuple((area, before, after) for area, (before, after) in one.by_area.items()),
        )
        for one in outcome.differences
    )


def outcome_out(rows: Sequence[Paying]) -> list[dict[str, Any]]:
    """Rows as they are kept."""
    return [
        {
            "organisation": row.organisation,
            "name": row.name,
            "before_cents": row.before_cents,
            "after_cents": row.after_cents,
            "by_area": [list(cell) for cell in row.by_area],
        }
        for row in rows
    ]


def outcome_in(kept: Sequence[Mapping[str, Any]]) -> tuple[Paying, ...]:
    """Kept rows again."""
    return tuple(
        Paying(
            row["organisation"],
            row["name"],
            row["before_cents"],
            row["after_cents"],
            tuple((area, before, after) for area, before, after in row["by_area"]),
        )
        for row in kept
    )


def changes_out(changes: Sequence[Change]) -> list[dict[str, Any]]:
    """Changes as they are kept: fractions as "n/d"."""
    return [
        {
            "kind": one.kind.value,
            "area": one.area,
            "organisation": one.organisation,
            "of": one.of,
            "value": str(one.value),
            "phase": "" if one.phase is None else str(one.phase),
            "key": [
                {
                    "driver": part.driver.value if part.driver else "",
                    "percent": str(part.percent if part.percent is not None else 100),
                    "statistic": part.statistic,
                    "shares": [[share.of, str(share.value)] for share in part.shares],
                }
                for part in one.components
            ],
        }
        for one in changes
    ]


def read_changes(kept: Sequence[Mapping[str, Any]]) -> tuple[Change, ...]:
    """Kept changes again."""
    return tuple(
        Change(
            ChangeKind(one["kind"]),
            one["area"],
            one["organisation"],
            one["of"],
            Fraction(one["value"]),
            new_key(
                [
                    KeyPart(
                        DriverKind(part["driver"]),
                        Fraction(part["percent"]),
                        part["statistic"],
                        tuple(Share(of, Fraction(value)) for of, value in part["shares"]),
                    )
                    for part in one["key"]
                ]
            ),
            Fraction(one["phase"]) if one["phase"] else None,
        )
        for one in kept
    )


@dataclass(frozen=True, slots=True)
class KeyPart:
    """A part of a new key: what it divides by, which percentage of the costs, and what that driver asks.

    `shares` are the agreed percentages of each partner, of a fixed driver.
    """

    driver: DriverKind
    percent: Fraction = Fraction(100)
    statistic: str = ""
    shares: tuple[Share, ...] = ()


def new_key(parts: Sequence[KeyPart]) -> tuple[Component, ...]:
    """The components of a key of one driver, or of several with a percentage each.

    >>> [part.takes.value for part in new_key([KeyPart(DriverKind.EQUAL)])]
    ['whole']
    """
    is_whole = len(parts) == 1
    return tuple(
        Component(
            place,
            Takes.WHOLE if is_whole else Takes.PERCENT,
            part.driver,
            None if is_whole else part.percent,
            statistic=part.statistic,
            shares=part.shares,
        )
        for place, part in enumerate(parts, start=1)
    )


def in_words(changes: Sequence[Change], inputs: Inputs) -> tuple[str, ...]:
    """Each change as a Dutch sentence, with the names of the inputs and of who joins."""
    facts = Facts(inputs)
    names = {
        change.organisation: change.of for change in changes if change.kind is ChangeKind.JOINS and change.of
    }
    names |= {row.code: row.name for row in inputs.organisations}
    return tuple(_words(change, facts, names) for change in changes)


def _words(change: Change, facts: Facts, names: Mapping[str, str]) -> str:
    inputs = facts.inputs
    areas = {row.code: row.name for row in inputs.areas}
    kinds = {row.code: row.name for row in inputs.statistic_kinds}
    area = areas.get(change.area, change.area)
    who = names.get(change.organisation, change.organisation)
    match change.kind:
        case ChangeKind.KEY:
            return _key(change, facts, area, names)
        case ChangeKind.TARIFF:
            tariff = next((row.name for row in inputs.tariffs if row.version == change.of), change.of)
            return f"Tarief {tariff} wordt {euro(int(change.value))}."
        case ChangeKind.STATISTIC:
            kind = kinds.get(change.of, change.of)
            return f"{kind} van {who} wordt {exact_number(change.value)}."
        case ChangeKind.COSTS:
            more = "hoger" if change.value >= 0 else "lager"
            what = f"De kosten van {area}" if change.area else "Alle kosten"
            if change.of:
                pool = next((row.name for row in inputs.pools if row.code == change.of), change.of)
                what = f"De kosten van {pool}"
            return f"{what} worden {exact_percent(abs(change.value) / 100)} {more}."
        case ChangeKind.JOINS:
            return f"{who} gaat meedoen aan {area if change.area else 'alle taakgebieden'}."
        case ChangeKind.LEAVES:
            return f"{who} doet niet meer mee aan {area if change.area else 'alle taakgebieden'}."


def _key(change: Change, facts: Facts, area: str, names: Mapping[str, str]) -> str:
    """The new key, and what becomes of the one that is phased in or that it takes the place of."""
    key = listing(
        [
            (f"{exact_percent(part.part)} " if part.percent is not None else "")
            + division_words(part, facts, change.area)
            + _fixed(part, names)
            for part in change.components
        ]
    )
    period = facts.inputs.period
    now = next(
        (row for row in facts.inputs.policies if row.area == change.area and row.term.within(period)), None
    )
    if change.phase is not None:
        old = facts.find_policy(now.old_key) if now and now.old_key else now
        which = "oude sleutel" if now and now.old_key else "sleutel van nu"
        rest = f" ({' + '.join(key_in_words(old, facts))})" if old else ""
        return (
            f"{area} wordt voor {exact_percent(change.phase)} verdeeld volgens een nieuwe sleutel ({key}) en voor "
            f"{exact_percent(1 - change.phase)} volgens de {which}{rest}."
        )
    if now is not None and now.phase is not None:
        return (
            f"{area} wordt geheel verdeeld {key}; de oude sleutel, die nu nog voor {exact_percent(1 - now.phase)} "
            "geldt, vervalt."
        )
    return f"{area} wordt verdeeld {key}."


def _fixed(part: Component, names: Mapping[str, str]) -> str:
    """The agreed percentages behind a fixed key."""
    if not part.shares:
        return ""
    said = [
        f"{names.get(share.of, share.of)} {exact_percent(Fraction(share.value) / 100)}"
        for share in part.shares
    ]
    return f" ({listing(said)})"
