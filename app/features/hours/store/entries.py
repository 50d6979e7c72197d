"""Hour entries of one employee: reading, writing in one statement per kind of change, and their rates.

The trigger of migration 0006 guards every statement; the service has looked before under the same locks. A
rate is looked up by area, function of the employment and day; `refresh_rates` does so for open rows.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Row as SqlRow
from sqlalchemy import Select, bindparam, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session
from sqlalchemy.types import Date, Integer, Text, Uuid

from app.features.assignments.models import Assignment
from app.features.hours.core.subject import Activity, Kind, Subject
from app.features.hours.core.views import Entry
from app.features.hours.core.week import Week
from app.features.hours.models import HourEntry
from app.features.people.models import Employee
from app.kernel.actor import Actor
from app.kernel.glossary import ACTIVITY_LABELS

_COLUMNS = (
    HourEntry.id, HourEntry.employee_id, HourEntry.worked_on, HourEntry.minutes, HourEntry.kind,
    HourEntry.area_id, HourEntry.assignment_id, HourEntry.activity, HourEntry.note, HourEntry.reason,
    HourEntry.corrects_id, HourEntry.recorded_at, HourEntry.recorded_by, HourEntry.approved_at,
    HourEntry.function_code, HourEntry.rate_cents, Assignment.number, Assignment.title,
)  # fmt: skip

_REFRESH = """
UPDATE hour_entry h SET function_code = r.function_code, tariff_id = r.tariff_id, rate_cents = r.price_cents
FROM (
    SELECT o.id, e.function_code, t.id AS tariff_id,
        price_on(t.collaboration_id, t.id, o.worked_on, t.price_cents) AS price_cents
    FROM hour_entry o
    JOIN month m ON m.collaboration_id = o.collaboration_id AND m.first_on = date_trunc('month', o.worked_on)::date
    LEFT JOIN employment e ON e.collaboration_id = o.collaboration_id AND e.employee_id = o.employee_id
        AND o.worked_on >= e.valid_from AND (e.valid_until IS NULL OR o.worked_on <= e.valid_until)
    LEFT JOIN tariff t ON t.collaboration_id = o.collaboration_id AND t.area_id = o.area_id AND t.kind = 'hour'
        AND t.function_code = e.function_code
        AND o.worked_on >= t.valid_from AND (t.valid_until IS NULL OR o.worked_on <= t.valid_until)
    WHERE o.collaboration_id = app_collaboration() AND o.approved_at IS NULL
        AND (m.hours_closed_at IS NULL) AND o.worked_on BETWEEN :first_on AND :last_on
        AND (CAST(:employee_id AS uuid) IS NULL OR o.employee_id = :employee_id)
) r
WHERE h.collaboration_id = app_collaboration() AND h.id = r.id
    AND (h.function_code, h.tariff_id, h.rate_cents)
        IS DISTINCT FROM (r.function_code, r.tariff_id, r.price_cents)
"""

_RATE = """
SELECT e.function_code, t.id AS tariff_id,
    price_on(t.collaboration_id, t.id, :day, t.price_cents) AS price_cents
FROM employment e
LEFT JOIN tariff t ON t.collaboration_id = e.collaboration_id AND t.area_id = :area_id AND t.kind = 'hour'
    AND t.function_code = e.function_code
    AND :day >= t.valid_from AND (t.valid_until IS NULL OR :day <= t.valid_until)
WHERE e.collaboration_id = app_collaboration() AND e.employee_id = :employee_id
    AND :day >= e.valid_from AND (e.valid_until IS NULL OR :day <= e.valid_until)
"""

_CHANGE = """
UPDATE hour_entry h SET minutes = c.minutes, note = c.note, recorded_at = :now, recorded_by = :name
FROM unnest(CAST(:ids AS uuid[]), CAST(:minutes AS integer[]), CAST(:notes AS text[])) AS c (id, minutes, note)
WHERE h.collaboration_id = app_collaboration() AND h.id = c.id
"""


def find_week(session: Session, employee_id: UUID, week: Week) -> list[Entry]:
    """Everything of an employee in a week, corrections too, in order of day."""
    return find_between(session, employee_id, week.monday, week.sunday)


def find_between(session: Session, employee_id: UUID, first_on: date, last_on: date) -> list[Entry]:
    """Everything of an employee in these days."""
    statement = _select().where(
        HourEntry.employee_id == employee_id, HourEntry.worked_on.between(first_on, last_on)
    )
    return [_entry(row) for row in session.execute(statement.order_by(HourEntry.worked_on, HourEntry.id))]


def find_entry(session: Session, entry_id: UUID) -> Entry | None:
    """One entry."""
    row = session.execute(_select().where(HourEntry.id == entry_id)).one_or_none()
    return _entry(row) if row else None


def find_waiting_corrections(session: Session, limit: int = 200) -> list[tuple[str, Entry]]:
    """Corrections that nobody approved yet, each with the name of the employee, oldest first."""
    statement = (
        _select()
        .add_columns(Employee.name.label("employee"))
        .join(
            Employee,
            (Employee.collaboration_id == HourEntry.collaboration_id)
            & (Employee.id == HourEntry.employee_id),
        )
        .where(HourEntry.kind == Kind.CORRECTION.value, HourEntry.approved_at.is_(None))
        .order_by(HourEntry.recorded_at, HourEntry.id)
        .limit(limit)
    )
    return [(row._mapping["employee"], _entry(row)) for row in session.execute(statement)]


def find_page(
    session: Session,
    first_on: date,
    last_on: date,
    employee_id: UUID | None,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[Entry]:
    """A part of the entries in these days, in order of day and identity, after a cursor."""
    statement = _select().where(HourEntry.worked_on.between(first_on, last_on))
    if employee_id is not None:
        statement = statement.where(HourEntry.employee_id == employee_id)
    if after is not None:
        statement = statement.where(func.row(HourEntry.worked_on, HourEntry.id) > func.row(*after))
    statement = statement.order_by(HourEntry.worked_on, HourEntry.id).limit(limit)
    return [_entry(row) for row in session.execute(statement)]


def remove(session: Session, ids: Sequence[UUID]) -> None:
    """Take open entries away."""
    session.execute(delete(HourEntry).where(HourEntry.id.in_(list(ids))))


def change(
    session: Session, actor: Actor, now: datetime, changes: Sequence[tuple[UUID, int, str | None]]
) -> None:
    """Change minutes and notes of open entries, in one statement: its days are added up once."""
    ids, minutes, notes = zip(*changes, strict=True)
    statement = text(_CHANGE).bindparams(
        bindparam("ids", list(ids), ARRAY(Uuid)),
        bindparam("minutes", list(minutes), ARRAY(Integer)),
        bindparam("notes", list(notes), ARRAY(Text)),
    )
    session.execute(statement, {"now": now, "name": actor.name})


def add(session: Session, actor: Actor, now: datetime, rows: Sequence[dict[str, object]]) -> None:
    """Put entries in by one statement; each row names id, employee_id, worked_on, minutes, kind and its subject."""
    same = {
        "collaboration_id": actor.collaboration_id,
        "recorded_at": now,
        "recorded_by": actor.name,
    }
    optional = dict.fromkeys(
        ("assignment_id", "activity", "note", "reason", "corrects_id", "function_code", "tariff_id",
         "rate_cents", "approved_at", "approved_by")
    )  # fmt: skip
    session.execute(insert(HourEntry).values([{**optional, **same, **row} for row in rows]))


def subject_values(subject: Subject) -> dict[str, object]:
    """The columns of a subject."""
    return {
        "area_id": subject.area_id,
        "assignment_id": subject.assignment_id,
        "activity": None if subject.activity is None else subject.activity.value,
    }


def refresh_rates(session: Session, first_on: date, last_on: date, employee_id: UUID | None = None) -> int:
    """Look the rates of open entries in these days up again; gives how many changed."""
    statement = text(_REFRESH).bindparams(bindparam("employee_id", type_=Uuid))
    result = session.execute(
        statement, {"first_on": first_on, "last_on": last_on, "employee_id": employee_id}
    )
    return int(getattr(result, "rowcount", 0))


def rate_on(session: Session, employee_id: UUID, area_id: UUID, day: date) -> dict[str, object]:
    """Function, tariff and rate of an employee in an area on a day, as columns."""
    statement = text(_RATE).bindparams(
        bindparam("employee_id", type_=Uuid), bindparam("area_id", type_=Uuid), bindparam("day", type_=Date)
    )
    row = session.execute(
        statement, {"employee_id": employee_id, "area_id": area_id, "day": day}
    ).one_or_none()
    if row is None:
        return {"function_code": None, "tariff_id": None, "rate_cents": None}
    return {"function_code": row.function_code, "tariff_id": row.tariff_id, "rate_cents": row.price_cents}


def approve(
    session: Session,
    now: datetime,
    name: str,
    *,
    part: tuple[UUID, Week, UUID] | None = None,
    ids: Iterable[UUID] = (),
) -> int:
    """Approve the open ordinary entries of an employee, week and area, or these entries; gives how many."""
    statement = update(HourEntry).where(HourEntry.approved_at.is_(None))
    if part is not None:
        employee_id, week, area_id = part
        statement = statement.where(
            HourEntry.employee_id == employee_id,
            HourEntry.worked_on.between(week.monday, week.sunday),
            HourEntry.area_id == area_id,
            HourEntry.kind == Kind.NORMAL.value,
        )
    else:
        statement = statement.where(HourEntry.id.in_(list(ids)))
    result = session.execute(statement.values(approved_at=now, approved_by=name))
    return int(getattr(result, "rowcount", 0))


def _select() -> Select[*tuple[object, ...]]:
    return select(*_COLUMNS).outerjoin(
        Assignment,
        (Assignment.collaboration_id == HourEntry.collaboration_id)
        & (Assignment.id == HourEntry.assignment_id),
    )


def _entry(row: SqlRow[*tuple[object, ...]]) -> Entry:
    values = row._mapping
    activity = None if values["activity"] is None else Activity(values["activity"])
    return Entry(
        id=values["id"],
        employee_id=values["employee_id"],
        worked_on=values["worked_on"],
        minutes=values["minutes"],
        kind=Kind(values["kind"]),
        subject=Subject(values["area_id"], values["assignment_id"], activity),
        number=values["number"],
        title=values["title"] or (ACTIVITY_LABELS[activity] if activity else "Vertrouwelijke opdracht"),
        note=values["note"],
        reason=values["reason"],
        corrects_id=values["corrects_id"],
        recorded_at=values["recorded_at"],
        recorded_by=values["recorded_by"],
        approved_at=values["approved_at"],
        function_code=values["function_code"],
        rate_cents=values["rate_cents"],
    )
