"""What can be done with a version, whatever it is a version of: the module that knows its table."""

from types import MappingProxyType
from typing import Any, Protocol
from uuid import UUID

from app.features.partnership.core.succession import etag
from app.features.settlement.core.touching import Preview
from app.features.settlement.service.changing import kinds, pools, versions
from app.features.settlement.service.changing.versions import Ending, Shown
from app.infra.db import UnitOfWork


class Versions(Protocol):
    """Versions that come, end or are withdrawn, each with what that touches said first."""

    def show(self, work: UnitOfWork, table: str, identity: UUID) -> Shown:
        """A version with the others of its subject."""
        ...

    def preview_new(self, work: UnitOfWork, table: str, row: Any) -> Preview:
        """What a new one says, ends and touches."""
        ...

    def add_new(self, work: UnitOfWork, table: str, row: Any) -> UUID:
        """A new one; gives its identity."""
        ...

    def preview_end(self, work: UnitOfWork, ending: Ending) -> Preview:
        """What another last day touches."""
        ...

    def change_end(self, work: UnitOfWork, ending: Ending) -> None:
        """Another last day."""
        ...

    def preview_withdrawal(self, work: UnitOfWork, table: str, identity: UUID) -> Preview:
        """What taking it back touches."""
        ...

    def withdraw(self, work: UnitOfWork, table: str, identity: UUID) -> None:
        """One taken back that nothing used."""
        ...


OF: MappingProxyType[str, Versions] = MappingProxyType(
    {
        "tariffs": versions,
        "participations": versions,
        "policies": versions,
        "pools": pools,
        "cascades": pools,
        "statistic_kinds": kinds,
    }
)
"""Table → the module that knows its versions."""


def version_of(row: Any) -> str:
    """The version of a row, for who wants to change it."""
    return etag(row.term)
