"""Costs and budget that come in on the wire; with `proef` the answer says what they touch, and no more."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response

from app.features.costs import schemas as rows
from app.features.costs.core.rows import BudgetLineRow, CostEntryRow
from app.features.settlement.routes.changing import TRIAL, key, touches
from app.features.settlement.schemas import costs as shapes
from app.features.settlement.service.changing import costs
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Kosten"])

EntryKey = Annotated[UUID, key("regel", "de kostenregel")]
BudgetKey = Annotated[UUID, key("regel", "de begrotingsregel")]


@router.post(
    "/kostenregels",
    status_code=201,
    response_model=rows.EntryOut,
    responses=TRIAL,
    summary="Kosten vastleggen",
)
def add_entry(work: ApiWork, body: shapes.CostIn, response: Response) -> Any:
    """In een afgesloten maand alleen met een reden; die komt dan in een correctie op de afrekening."""
    row = CostEntryRow(
        pool=body.pool,
        booked_on=body.booked_on,
        category=rows.CATEGORIES_IN[body.category],
        amount_cents=body.amount_cents,
        vat_cents=body.vat_cents,
        document=body.document,
        supplier=body.supplier,
        description=body.description,
        reason=body.reason,
    )
    if body.is_trial:
        return touches(costs.preview_entry(work, row))
    made = costs.add_entry(work, row)
    response.headers["Location"] = f"/api/v1/kostenregels/{made.id}"
    return rows.entry_out(made)


@router.post(
    "/kostenregels/{regel}/stappen",
    status_code=201,
    response_model=rows.EntryOut,
    responses=TRIAL,
    summary="Een kostenregel terugboeken",
)
def reverse(work: ApiWork, entry: EntryKey, body: shapes.CostStepIn) -> Any:
    """Boekt het spiegelbeeld; de regel zelf blijft staan. Het antwoord is de terugboeking."""
    wanted = costs.Reversal(entry, body.reason)
    if body.is_trial:
        return touches(costs.preview_reversal(work, wanted))
    return rows.entry_out(costs.reverse(work, wanted))


@router.post(
    "/begrotingsregels",
    status_code=201,
    response_model=rows.BudgetOut,
    responses=TRIAL,
    summary="Een bedrag begroten",
)
def add_budget(work: ApiWork, body: shapes.BudgetLineIn, response: Response) -> Any:
    """Eén keer per jaar, kostenplaats en kostensoort; daarna met een begrotingswijziging."""
    row = BudgetLineRow(body.year, body.pool, rows.CATEGORIES_IN[body.category], body.amount_cents)
    if body.is_trial:
        return touches(costs.preview_budget(work, row))
    made = costs.add_budget(work, row)
    response.headers["Location"] = f"/api/v1/begrotingsregels/{made.id}"
    return rows.budget_out(made)


@router.post(
    "/begrotingsregels/{regel}/stappen",
    status_code=201,
    response_model=rows.BudgetOut,
    responses=TRIAL,
    summary="De begroting wijzigen",
)
def amend(work: ApiWork, line: BudgetKey, body: shapes.BudgetStepIn) -> Any:
    """Legt het verschil vast waartoe is besloten; het eerste bedrag blijft staan."""
    wanted = costs.Amendment(line, body.amount_cents, body.decided_on, body.reason)
    if body.is_trial:
        return touches(costs.preview_amendment(work, wanted))
    return rows.budget_out(costs.amend(work, wanted))
