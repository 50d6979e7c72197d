"""Tasks of settlement: note silence once the date until which partners were asked has passed.

Every night one task per collaboration, by the clock of the installation. Done twice, the second finds nothing.
"""

from app.features.settlement import service
from app.features.settlement.service.confirming import SILENCE
from app.infra.jobs import app, each_collaboration, workshop
from app.kernel.actor import Actor


@app.periodic(cron="10 0 * * *")
@app.task(name="settlement.silence_all", queueing_lock="settlement_silence_all")
def note_silence_everywhere(timestamp: int) -> None:
    """Defer one task for each collaboration; only inside one may its rows be touched (data §2)."""
    del timestamp
    each_collaboration(SILENCE)


@app.task(name=SILENCE)
def note_silence(collaboration_id: int, code: str) -> None:
    """Note the silence of partners whose date has passed, in the drafts of one collaboration."""
    with workshop().database.unit_of_work(Actor.system(collaboration_id, code)) as work:
        service.note_silence(work)
