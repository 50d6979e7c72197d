"""Results of tariffs through the years, for a reader: each its own part of what was divided, of others nothing."""

from dataclasses import dataclass, replace

from app.features.settlement.core.balances import Account, Movement, accounts
from app.features.settlement.service.viewing import reader_of
from app.features.settlement.store.runs import find_partners
from app.features.settlement.store.struck import find_struck
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission


@dataclass(frozen=True, slots=True)
class Balances:
    """The accounts as this reader may see them, and the names of who was charged."""

    accounts: tuple[Account, ...]
    names: dict[str, str]

    @property
    def total_cents(self) -> int:
        """What is left over all areas and places."""
        return sum(one.balance_cents for one in self.accounts)


def list_balances(work: UnitOfWork) -> Balances:
    """All accounts, from what was kept with the final runs."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    reader, rows = reader_of(work), find_struck(work.session, work.actor)
    names = dict(find_partners(work.session, work.actor))
    found = accounts(rows)
    if reader:
        found = tuple(
            replace(one, movements=tuple(_own(each, reader) for each in one.movements)) for one in found
        )
    return Balances(found, names)


def _own(movement: Movement, reader: str) -> Movement:
    mine = {code: cents for code, cents in movement.by_organisation.items() if code == reader}
    return replace(movement, by_organisation=mine)
