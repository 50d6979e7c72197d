"""Kinds of statistic on the wire: read, added, ended, withdrawn; with `proef` only what it touches."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.features.partnership.core.rows import StatisticKindRow, Term
from app.features.partnership.service.changing import get_row
from app.features.partnership.service.kinds import list_kinds
from app.features.settlement.routes.changing import TRIAL, IfMatch, end, key, touches, withdraw
from app.features.settlement.schemas import changing as shapes
from app.features.settlement.service.changing import dated, kinds
from app.infra.http import ApiRoute, ApiWork
from app.kernel.glossary import statistic_code

router = APIRouter(route_class=ApiRoute, tags=["Deelnemers en afspraken"])
TABLE = "statistic_kinds"
KindKey = Annotated[UUID, key("soort", "de soort kengetal")]


@router.get(
    "/soorten-kengetallen", response_model=shapes.StatisticKindList, summary="Soorten kengetallen opvragen"
)
def list_statistic_kinds(work: ApiWork) -> Any:
    """Waarvan cijfers worden vastgelegd, elk met de dagen waarop dat kan."""
    return shapes.StatisticKindList(statistic_kinds=[shapes.kind_out(one) for one in list_kinds(work)])


@router.post(
    "/soorten-kengetallen",
    status_code=201,
    response_model=shapes.StatisticKindOut,
    responses=TRIAL,
    summary="Een soort kengetal toevoegen",
)
def add_kind(work: ApiWork, body: shapes.StatisticKindIn, response: Response) -> Any:
    """Daarna kunnen er cijfers van worden vastgelegd, en kan een afspraak of tarief ermee rekenen."""
    term = Term(body.valid_from, body.valid_until)
    row = StatisticKindRow(statistic_code(body.code) or "", body.name.strip(), term)
    if body.is_trial:
        return touches(kinds.preview_new(work, TABLE, row))
    identity = kinds.add_new(work, TABLE, row)
    response.headers["Location"] = f"/api/v1/soorten-kengetallen/{identity}"
    return _out(work, response, TABLE, identity)


@router.get(
    "/soorten-kengetallen/{soort}",
    response_model=shapes.StatisticKindOut,
    summary="Een soort kengetal lezen",
)
def get_kind(work: ApiWork, kind: KindKey, response: Response) -> Any:
    """Een soort kengetal met haar dagen."""
    return _out(work, response, TABLE, kind)


@router.patch(
    "/soorten-kengetallen/{soort}",
    response_model=shapes.StatisticKindOut | shapes.TouchesOut,
    summary="Een soort kengetal beëindigen",
)
def end_kind(
    work: ApiWork, kind: KindKey, body: shapes.EndIn, response: Response, if_match: IfMatch = None
) -> Any:
    """Wijzigt alleen de laatste dag; niet vóór cijfers, tarieven of verdeelafspraken die haar nog gebruiken."""
    return end(work, response, TABLE, kind, body, if_match, _out)


@router.post(
    "/soorten-kengetallen/{soort}/stappen",
    response_model=shapes.TouchesOut,
    summary="Een soort kengetal intrekken",
)
def withdraw_kind(work: ApiWork, kind: KindKey, body: shapes.WithdrawalIn) -> Any:
    """Trekt een soort in waarvan geen cijfers zijn en waarmee niets rekent."""
    return withdraw(work, TABLE, kind, body)


def _out(work: ApiWork, response: Response, table: str, identity: UUID) -> Any:
    found = get_row(work, table, identity)[0]
    response.headers["ETag"] = f'"{dated.version_of(found.row)}"'
    return shapes.kind_out(found)
