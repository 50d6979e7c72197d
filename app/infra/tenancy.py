"""The collaborations of one installation, and the installation itself (data §1, §2).

The number of a collaboration never leaves the system; the wire says its code. Rows of these two
tables belong to the installation, not to a tenant; what one may see of them is narrow all the same.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import BigInteger, CheckConstraint, Integer, Text, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.infra.schema import Base


class Collaboration(Base):
    """A partnership of municipalities: the tenant."""

    __tablename__ = "collaboration"
    __table_args__ = (CheckConstraint("code ~ '^[a-z][a-z0-9-]{0,30}$'", name="code"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(Text(collation="C"), unique=True)
    name: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(Text)
    legal_form: Mapped[str] = mapped_column(Text)


class Installation(Base):
    """One row: how far the clock of this installation runs ahead of or behind real time."""

    __tablename__ = "installation"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    clock_offset_seconds: Mapped[int] = mapped_column(BigInteger)
    is_demo: Mapped[bool]


@dataclass(frozen=True, slots=True)
class CollaborationName:
    """What is known of a collaboration before anybody has logged in."""

    id: int
    code: str
    name: str
    place: str


def find_collaboration(session: Session, code: str) -> CollaborationName | None:
    """The collaboration with this code, seen from outside any tenant."""
    row = session.execute(text("SELECT * FROM find_collaboration(:code)"), {"code": code}).one_or_none()
    return None if row is None else CollaborationName(row.id, row.code, row.name, row.place)


def list_collaborations(session: Session) -> list[CollaborationName]:
    """All collaborations of the installation, for jobs and commands."""
    rows = session.execute(text("SELECT * FROM list_collaborations()"))
    return [CollaborationName(row.id, row.code, row.name, row.place) for row in rows]


def create_collaboration(session: Session, code: str, name: str, place: str, legal_form: str) -> int:
    """Make a new tenant; gives its number. The code must be free."""
    number: int = session.execute(
        text("SELECT create_collaboration(:code, :name, :place, :legal_form)"),
        {"code": code, "name": name, "place": place, "legal_form": legal_form},
    ).scalar_one()
    return number


def clock_offset(session: Session) -> timedelta:
    """How far the clock of this installation differs from real time; zero in production."""
    seconds = session.execute(text("SELECT clock_offset_seconds FROM installation")).scalar()
    return timedelta(seconds=seconds or 0)


def is_demo(session: Session) -> bool:
    """Whether this installation holds played, not real, data; every page then says so."""
    return bool(session.execute(text("SELECT is_demo FROM installation")).scalar())


def set_clock_offset(session: Session, offset: timedelta, *, demo: bool) -> None:
    """Let the clock of the installation run at an offset from real time."""
    session.execute(
        text("UPDATE installation SET clock_offset_seconds = :seconds, is_demo = :demo"),
        {"seconds": int(offset.total_seconds()), "demo": demo},
    )
