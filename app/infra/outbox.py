"""Jobs that exist if and only if the transaction commits (data §7).

A job is a row in the tables of procrastinate, written in our own transaction. Those tables have no
row-level security, so arguments hold identities only, the collaboration first. The lock of the queue is left
out: a second job under it is an error, and that error would undo the change it came with.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.kernel.canonical import canonical

_DEFER = text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', :task, 0, :lock, NULL,"
    " CAST(:args AS jsonb), NULL)::procrastinate_job_to_defer_v1])"
)


@dataclass(frozen=True, slots=True)
class Job:
    """A task by its name, with identities as arguments."""

    task: str
    ids: Mapping[str, str | int]
    lock: str | None = None


def send(session: Session, jobs: Sequence[Job]) -> None:
    """Write the jobs in this transaction."""
    for job in jobs:
        session.execute(
            _DEFER,
            {
                "task": job.task,
                "lock": job.lock,
                "args": canonical(job.ids).decode(),
            },
        )
