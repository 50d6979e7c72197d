"""Policies that come, end or are withdrawn on the wire; a trial answers in words and with a trial division."""

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Response
from fastapi.responses import JSONResponse

from app.features.partnership.schemas import shapes as rows
from app.features.settlement.routes.changing import IfMatch, end, key, version_out, withdraw
from app.features.settlement.schemas import changing as shapes
from app.features.settlement.schemas.policies import PolicyIn, PolicyTrialOut, policy_row, trial_out
from app.features.settlement.service.changing import trial
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Deelnemers en afspraken"])

TRIAL: dict[int | str, dict[str, Any]] = {
    200: {
        "model": PolicyTrialOut,
        "description": "Proef: in woorden, in cijfers, en wat het raakt; er is niets bewaard",
    }
}
PolicyKey = Annotated[UUID, key("afspraak", "de verdeelafspraak")]


@router.post(
    "/verdeelafspraken",
    status_code=201,
    response_model=rows.PolicyOut,
    responses=TRIAL,
    summary="Een verdeelafspraak toevoegen",
)
def add_policy(work: ApiWork, body: PolicyIn, response: Response) -> Any:
    """De vorige versie eindigt op de dag ervoor. Een proef geeft de afspraak in woorden, met een proefverdeling."""
    row = policy_row(body, trial.next_version(work, body.area))
    if body.is_trial:
        preview = trial.preview_policy(work, row)
        found = trial_out(preview.touches, trial.try_policy(work, row))
        return JSONResponse(found.model_dump(by_alias=True))
    identity = trial.add_policy(work, row)
    response.headers["Location"] = f"/api/v1/verdeelafspraken/{identity}"
    return version_out(work, response, "policies", identity)


@router.get(
    "/verdeelafspraken/{afspraak}", response_model=rows.PolicyOut, summary="Een verdeelafspraak lezen"
)
def get_policy(work: ApiWork, policy: PolicyKey, response: Response) -> Any:
    """Een versie van een verdeelafspraak met haar onderdelen."""
    return version_out(work, response, "policies", policy)


@router.patch(
    "/verdeelafspraken/{afspraak}",
    response_model=rows.PolicyOut | shapes.TouchesOut,
    summary="Een verdeelafspraak beëindigen",
)
def end_policy(
    work: ApiWork, policy: PolicyKey, body: shapes.EndIn, response: Response, if_match: IfMatch = None
) -> Any:
    """Wijzigt alleen de laatste dag, die van een afrekenperiode; niet vóór dagen die definitief zijn afgerekend."""
    return end(work, response, "policies", policy, body, if_match)


@router.post(
    "/verdeelafspraken/{afspraak}/stappen",
    response_model=shapes.TouchesOut,
    summary="Een verdeelafspraak intrekken",
)
def withdraw_policy(work: ApiWork, policy: PolicyKey, body: shapes.WithdrawalIn) -> Any:
    """Trekt een versie in waarmee niet definitief is afgerekend; de vorige geldt dan door."""
    return withdraw(work, "policies", policy, body)
