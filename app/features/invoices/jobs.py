"""Tasks of invoices: draw one paper each. Tried again when it fails; the second time there is nothing to do."""

from uuid import UUID

from procrastinate import RetryStrategy

from app.features.invoices import service
from app.features.invoices.service.finalising import DRAW_INVOICE, DRAW_REPORT
from app.infra.jobs import TRIES, app, workshop
from app.kernel.actor import Actor

_AGAIN = RetryStrategy(max_attempts=TRIES, exponential_wait=2)


@app.task(name=DRAW_INVOICE, retry=_AGAIN)
def draw_invoice(collaboration_id: int, invoice_id: str) -> None:
    """Draw the PDF of an invoice."""
    shop = workshop()
    with shop.database.unit_of_work(Actor.system(collaboration_id)) as work:
        service.draw_invoice(work, shop.storage, UUID(invoice_id))


@app.task(name=DRAW_REPORT, retry=_AGAIN)
def draw_report(collaboration_id: int, run_id: str) -> None:
    """Draw the PDF of a settlement's report."""
    shop = workshop()
    with shop.database.unit_of_work(Actor.system(collaboration_id)) as work:
        service.draw_report(work, shop.storage, UUID(run_id))
