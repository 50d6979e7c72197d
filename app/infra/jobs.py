"""Jobs: the application of procrastinate, and what a task stands on (data §7).

Tasks live in `jobs.py` of a room: they take identities, open their own unit of work as the system,
call a service, and do nothing the second time. Deferring goes by `UnitOfWork.defer`, in the
transaction of the change. A job whose worker died is found by its heartbeat and tried again.
"""

from dataclasses import dataclass

import procrastinate
from procrastinate import PsycopgConnector, RetryStrategy

from app.infra import idempotency, mail
from app.infra.db import Database
from app.infra.settings import Settings
from app.infra.storage import Storage
from app.infra.tenancy import list_collaborations
from app.kernel.actor import Actor

app = procrastinate.App(connector=PsycopgConnector(), import_paths=["app.jobs"])
"""Every task registers here. It must not live in the module that is run: names would change."""

STALLED_AFTER_SECONDS = 30
TRIES = 5
SWEEP = "infra.sweep"


@dataclass(frozen=True, slots=True)
class Workshop:
    """What a task needs; set once by the worker process."""

    settings: Settings
    database: Database
    storage: Storage


_workshop: list[Workshop] = []


def open_workshop(workshop: Workshop) -> None:
    """Set what tasks stand on, in the worker process or in a test."""
    _workshop[:] = [workshop]


def workshop() -> Workshop:
    """What the running task stands on."""
    if not _workshop:
        raise RuntimeError("no workshop: tasks run in the worker process only")
    return _workshop[0]


@app.periodic(cron="* * * * *")
@app.task(name="infra.retry_stalled", queueing_lock="retry_stalled", pass_context=True)
async def retry_stalled(context: procrastinate.JobContext, timestamp: int) -> None:
    """Put jobs of a dead worker back in the queue. When it should have run does not matter."""
    del timestamp
    manager = context.app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS):
        await manager.retry_job(job)


def each_collaboration(task: str) -> None:
    """Defer a task once for each collaboration; only inside one may its rows be touched (data §2)."""
    database = workshop().database
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        found = list_collaborations(work.session)
    for one in found:
        with database.unit_of_work(Actor.system(one.id, one.code)) as work:
            work.defer(task, lock=f"{task}:{one.id}", collaboration_id=one.id, code=one.code)


@app.periodic(cron="17 * * * *")
@app.task(name="infra.sweep_all", queueing_lock="sweep_all")
def sweep_all(timestamp: int) -> None:
    """Defer one sweep for each collaboration."""
    del timestamp
    each_collaboration(SWEEP)


@app.task(name=SWEEP)
def sweep(collaboration_id: int, code: str) -> None:
    """Forget what is kept for a day only: the keys of posts that were sent twice."""
    with workshop().database.unit_of_work(Actor.system(collaboration_id, code)) as work:
        idempotency.sweep(work)


@app.task(name=mail.DELIVER, retry=RetryStrategy(max_attempts=TRIES, exponential_wait=4))
def deliver_mail(collaboration_id: int) -> None:
    """Send what waits in the post, a transaction a message."""
    shop = workshop()
    waits = True
    while waits:
        with shop.database.unit_of_work(Actor.system(collaboration_id)) as work:
            waits = mail.deliver_one(work, shop.settings)
