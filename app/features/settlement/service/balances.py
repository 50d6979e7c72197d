"""Results of tariffs through the years, for a reader: each its own part of what was divided, of others nothing."""

from dataclasses import dataclass, replace

from app.features.settlement.core.balances import Account, Movement, accounts
from app.features.settlement.service.viewing import reader_of
from app.features.settlement.service.year import settled_runs
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
    """All accounts, reckoned from the frozen inputs of the final runs."""
    work.actor.require(Permission.READ_SETTLEMENTS)
    reader, runs = reader_of(work), settled_runs(work)
    names = {code: name for run in runs for code, name in run.settlement.organisations.items()}
    found = accounts(runs)
    if reader:
        found = tuple(
            replace(one, movements=tuple(_own(each, reader) for each in one.movements)) for one in found
        )
    return Balances(found, names)


def _own(movement: Movement, reader: str) -> Movement:
    mine = {code: cents for code, cents in movement.by_organisation.items() if code == reader}
    return replace(movement, by_organisation=mine)
