"""The words in which rooms describe their tables: tenant key, from–to, composite keys (data §1).

Models say columns and constraints, never rules. Row-level security, grants and triggers are
written in the migrations with `infra.ddl`.
"""

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, Computed, Date, ForeignKey, ForeignKeyConstraint, MetaData, Uuid, text
from sqlalchemy.dialects.postgresql import DATERANGE, ExcludeConstraint, Range
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

_NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}


class Base(DeclarativeBase):
    """All tables of the house."""

    metadata = MetaData(naming_convention=_NAMES)


class TenantOnly:
    """A row of one collaboration whose further key the table names itself."""

    collaboration_id: Mapped[int] = mapped_column(
        ForeignKey("collaboration.id"), primary_key=True, sort_order=-20
    )


class Tenant(TenantOnly):
    """A row of one collaboration with an identity: primary key (collaboration_id, id)."""

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, sort_order=-19)


class Dated:
    """From–to: when it holds. The last day is included; `valid_until` None is open."""

    valid_from: Mapped[date] = mapped_column(Date, sort_order=90)
    valid_until: Mapped[date | None] = mapped_column(Date, sort_order=91)

    @declared_attr
    @classmethod
    def validity(cls) -> Mapped[Range[date]]:
        """The same as a range, generated; exclusion constraints and look-ups use it."""
        return mapped_column(
            DATERANGE, Computed("daterange(valid_from, valid_until, '[]')", persisted=True), sort_order=92
        )


def tenant_key(column: str, target: str, *, deferrable: bool = False) -> ForeignKeyConstraint:
    """A foreign key within the collaboration: (collaboration_id, column) → (collaboration_id, id) of target."""
    return ForeignKeyConstraint(
        ["collaboration_id", column],
        [f"{target}.collaboration_id", f"{target}.id"],
        ondelete="RESTRICT",
        deferrable=deferrable or None,
        initially="DEFERRED" if deferrable else None,
    )


def no_overlap(name: str, *columns: str, where: str | None = None) -> ExcludeConstraint:
    """No two rows of one collaboration with the same uuid `columns` hold on the same day.

    `name` is the table's name. Without btree_gist: equality is that of one-element ranges.
    """
    same = [(text("int4range(collaboration_id, collaboration_id, '[]')"), "=")]
    same += [(text(f"uuid_range({column}, {column}, '[]')"), "=") for column in columns]
    return ExcludeConstraint(
        *same,
        (text("validity"), "&&"),
        name="_".join(("ex", name, *columns, "validity")),
        using="gist",
        where=None if where is None else text(where),
    )


def one_of(column: str, values: type[StrEnum]) -> CheckConstraint:
    """The column holds a value of the enum: text with a check, no native enum (data §1)."""
    listed = ", ".join(f"'{value.value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def not_negative(*columns: str) -> CheckConstraint:
    """None of the columns is below zero."""
    return CheckConstraint(
        " AND ".join(f"{column} >= 0" for column in columns), name=f"{columns[0]}_not_negative"
    )
