"""Tasks of sla: look every five minutes which thresholds were passed."""

from app.features.sla.service import escalation
from app.infra.jobs import app, each_collaboration, workshop
from app.kernel.actor import Actor

ESCALATE = "sla.escalate"


@app.periodic(cron="*/5 * * * *")
@app.task(name="sla.escalate_all", queueing_lock="escalate_all")
def escalate_all(timestamp: int) -> None:
    """Defer one look for each collaboration."""
    del timestamp
    each_collaboration(ESCALATE)


@app.task(name=ESCALATE)
def escalate(collaboration_id: int, code: str) -> None:
    """Note and tell what was passed; the second time there is nothing to tell."""
    shop = workshop()
    with shop.database.unit_of_work(Actor.system(collaboration_id, code)) as work:
        escalation.escalate(work, shop.settings.base_url)
