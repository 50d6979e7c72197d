"""Sealing of agreements that a final settlement used (data §3)."""

from collections.abc import Collection
from uuid import UUID

from app.features.partnership.store import changing, sealing
from app.infra.db import UnitOfWork
from app.kernel.roles import Permission


def hold_agreements(work: UnitOfWork, areas: Collection[str]) -> None:
    """Let who would change the agreements of these areas wait until the run that uses them is final, or is not."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    changing.hold(work.session, work.actor, areas)


def seal_policies(work: UnitOfWork, ids: Collection[UUID]) -> None:
    """Seal the policies that a run used, in the transaction in which it becomes final."""
    work.actor.require(Permission.RUN_SETTLEMENTS)
    sealing.seal_policies(work.session, work.actor, ids, work.now)
