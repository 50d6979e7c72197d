"""What became known after final settlements, as the list of runs and the page of one say it."""

from collections.abc import Sequence
from typing import Any

from app.features.settlement.core.late import LateOfRun, next_sentence, told_together
from app.infra.clock import local_day
from app.infra.db import UnitOfWork
from app.kernel import dutch
from app.kernel.roles import Permission


def shown_late(work: UnitOfWork, found: Sequence[LateOfRun]) -> dict[str, Any] | None:
    """The sentence, a row for each run, and the way to a correction; None when nothing came later."""
    if not found:
        return None
    base = f"/{work.actor.collaboration_code}/afrekeningen"
    may_correct, correction = work.actor.may(Permission.RUN_SETTLEMENTS), found[0].correction
    return {
        "text": told_together(found),
        "next": next_sentence(is_under_way=correction is not None, may_correct=may_correct),
        "under_way": f"{base}/{correction}" if correction else "",
        "periods": _periods(found) if may_correct and correction is None else [],
        "rows": [
            {
                "name": one.period.label,
                "days": one.period.in_full,
                "url": f"{base}/{one.run_id}",
                "facts": [fact.words for fact in one.facts],
                "since": dutch.day(local_day(one.since_at), year=True),
            }
            for one in found
        ],
    }


def _periods(found: Sequence[LateOfRun]) -> list[str]:
    """What a correction is asked for: each period once."""
    return list(dict.fromkeys(one.period.code for one in found))
