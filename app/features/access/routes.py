"""Keys and log over the API. A key sees the keys of its own organisation; the log is for roles that have it."""

from typing import Annotated

from fastapi import APIRouter, Query

from app.features.access.core.values import LogFilter
from app.features.access.schemas import KeysOut, LogLineOut, LogOut, keys_out
from app.features.access.service import applications, log
from app.infra.http import ApiRoute, ApiWork
from app.kernel.log_words import subject_word, use_case_word

router = APIRouter(route_class=ApiRoute, tags=["Toegang"])


@router.get("/sleutels", summary="Sleutels van uw organisatie")
def list_keys(work: ApiWork) -> KeysOut:
    """De sleutels van uw eigen organisatie, zonder het geheime deel. Maken en intrekken kan op het scherm."""
    return keys_out(applications.list_own_applications(work))


@router.get("/logboek", summary="Logboek")
def read_log(
    work: ApiWork,
    onderwerp: Annotated[str, Query(description="Kenmerk of soort van het onderwerp", examples=["rol"])] = "",
    cursor: Annotated[int | None, Query(description="Waar het vorige deel ophield", examples=[942])] = None,
) -> LogOut:
    """Wie wat wanneer wijzigde, de nieuwste regel eerst, honderd per keer. Voor controller en financiën."""
    page = log.read_log(work, LogFilter(subject=onderwerp), cursor)
    lines = [
        LogLineOut(
            seq=line.seq,
            happened_at=line.at,
            by=line.actor,
            via=line.via,
            use_case=use_case_word(line.use_case),
            subject_kind=subject_word(line.subject_kind),
            subject_id=line.subject_id,
        )
        for line in page.lines
    ]
    return LogOut(lines=lines, next_cursor=None if page.next_seq is None else str(page.next_seq))
