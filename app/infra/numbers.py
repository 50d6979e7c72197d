"""Number series without gaps, per collaboration (domain §4, §11; data §7).

A number is given in the transaction that uses it and is lost with it, so there is never a gap.
"""

from typing import cast

from sqlalchemy import BigInteger, Text, text
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.infra.schema import Base, TenantOnly

_NEXT = text(
    "INSERT INTO number_series (collaboration_id, series, last_number) VALUES (:collaboration, :series, 1)"
    " ON CONFLICT (collaboration_id, series) DO UPDATE SET last_number = number_series.last_number + 1"
    " RETURNING last_number"
)


class NumberSeries(TenantOnly, Base):
    """The last number given in a series, such as `opdracht:2026:SZ`."""

    __tablename__ = "number_series"

    series: Mapped[str] = mapped_column(Text(collation="C"), primary_key=True)
    last_number: Mapped[int] = mapped_column(BigInteger)


def next_number(session: Session, collaboration_id: int, series: str) -> int:
    """The next number of the series; its row stays locked until the commit."""
    return cast(
        "int", session.execute(_NEXT, {"collaboration": collaboration_id, "series": series}).scalar_one()
    )
