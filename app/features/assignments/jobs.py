"""Tasks of assignments: the digests of offices, looked at every hour."""

from app.features.assignments.service import digests
from app.infra.jobs import app, each_collaboration, workshop
from app.kernel.actor import Actor

DIGESTS = "assignments.send_digests"


@app.periodic(cron="5 * * * *")
@app.task(name="assignments.send_digests_all", queueing_lock="send_digests_all")
def send_digests_all(timestamp: int) -> None:
    """Defer one look for each collaboration."""
    del timestamp
    each_collaboration(DIGESTS)


@app.task(name=DIGESTS)
def send_digests(collaboration_id: int, code: str) -> None:
    """Send what is due; the second time that day there is nothing to send."""
    shop = workshop()
    with shop.database.unit_of_work(Actor.system(collaboration_id, code)) as work:
        digests.send_digests(work, shop.settings.base_url)
