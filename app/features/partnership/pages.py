"""The page “Deelnemers en afspraken”: who works together, on what, and how costs are divided; to read."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.partnership.core.keys import key_lines
from app.features.partnership.service.reading import overview
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel.glossary import VAT_LABELS
from app.kernel.roles import Permission

router = APIRouter(route_class=PageRoute, include_in_schema=False)

DONE = {
    "afspraak": "De verdeelafspraak is bewaard.",
    "beeindigd": "De laatste dag is bewaard.",
    "ingetrokken": "De versie is ingetrokken.",
}


@router.get("/{code}/deelnemers")
def partners_page(work: PageWork, request: Request, gedaan: str = "") -> Response:
    """Partners, areas and who takes part, keys, statistics and tariffs as they hold today."""
    shown = overview(work, work.today)
    keys = {
        area.area.code: key_lines(area.policy.row, shown.kinds)
        for area in shown.areas
        if area.policy is not None
    }
    return render(
        request,
        work,
        "partnership/partners.html",
        shown=shown,
        keys=keys,
        vat_words=VAT_LABELS,
        names=shown.names,
        area_names={one.area.code: one.area.name for one in shown.areas},
        done=DONE.get(gedaan),
        may_edit=work.actor.may(Permission.EDIT_PARTNERSHIP),
        here="partners",
    )
