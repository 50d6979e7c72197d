"""Writing: drafts, events and the projection that follows from them.

Nothing is decided here. The row of an assignment is locked before a step, so that two steps at once
come one after the other (`reading.find_detail` with `lock`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import delete, insert, text, update
from sqlalchemy.orm import Session

from app.features.assignments.core.completeness import Request
from app.features.assignments.core.events import Event, Projection
from app.features.assignments.core.principals import Principal
from app.features.assignments.core.views import Directory
from app.features.assignments.models import Assignment, AssignmentEvent, AssignmentPrincipal
from app.infra.schema import Base
from app.kernel.actor import Actor

_NOT_YET = ("estimate_minutes", "agreed_on", "queue_rank", "handler")
_SHARED = {"collaboration_id": "a_collaboration_id", "assignment_id": "a_id", "recorded_at": "a_recorded_at"}


def _columns(table: type[Base], prefix: str, *left_out: str) -> tuple[str, str]:
    """The columns of a new draft and their parameters; what a draft cannot have yet stays NULL unsaid."""
    names = [column.name for column in table.__table__.columns if column.name not in (*left_out, *_NOT_YET)]
    return ", ".join(names), ", ".join(f":{_SHARED.get(name, f'{prefix}_{name}')}" for name in names)


_ASSIGNMENT, _ASSIGNMENT_VALUES = _columns(
    Assignment,
    "a",
    "search",
    "number",
    "submitted_at",
    "accepted_at",
    "started_at",
    "delivered_at",
    "ended_at",
)
_EVENT, _EVENT_VALUES = _columns(AssignmentEvent, "e", "from_state", "reason", "replaces_seq")
# Written out once, because building three inserts anew for every draft cost more than running them; and short,
# because the driver reads a statement anew each time when it has over 50 parameters or 4,096 characters.
_PARTS = (
    "WITH new_assignment AS (INSERT INTO assignment (", _ASSIGNMENT, ") VALUES (", _ASSIGNMENT_VALUES, ")),",
    "new_principals AS (INSERT INTO assignment_principal (collaboration_id, assignment_id,",
    "organisation_id, position, share_rule, share_statistic, share_num, share_den)",
    "SELECT :a_collaboration_id, :a_id, organisation_id, position, :p_rule, :p_statistic, num, den",
    "FROM unnest(CAST(:p_organisations AS uuid[]), CAST(:p_nums AS integer[]), CAST(:p_dens AS integer[]))",
    "WITH ORDINALITY AS principal (organisation_id, num, den, position))",
    "INSERT INTO assignment_event (", _EVENT, ") VALUES (", _EVENT_VALUES, ")",
)  # fmt: skip
_NEW_DRAFT = text(" ".join(_PARTS))


@dataclass(frozen=True, slots=True)
class Signature:
    """Who takes a step, for whom, and by what way."""

    actor_id: UUID | None
    organisation_id: UUID | None
    via: str
    address: str | None

    @classmethod
    def of(cls, actor: Actor) -> "Signature":
        """The signature of an actor."""
        return cls(
            actor.account_id or actor.application_id, actor.organisation_id, str(actor.via), actor.address
        )


def insert_draft(
    session: Session,
    collaboration_id: int,
    assignment_id: UUID,
    request: Request,
    projection: Projection,
    event: Event,
    signature: Signature,
    named: Directory,
) -> None:
    """A new assignment with its principals and its first event, in one statement and one round trip."""
    values = {
        "collaboration_id": collaboration_id,
        "id": assignment_id,
        "version": 1,
        "changes": 0,
        "recorded_at": projection.state_since,
        **request_values(request, named),
        **projection_values(projection),
    }
    rows = _principal_rows(collaboration_id, assignment_id, request, named)
    happened = {**event_values(collaboration_id, assignment_id, event), **signed(signature)}
    session.execute(
        _NEW_DRAFT,
        {
            **{f"a_{name}": value for name, value in values.items()},
            **{f"e_{name}": value for name, value in happened.items()},
            "p_rule": request.share_rule.value,
            "p_statistic": request.share_statistic,
            "p_organisations": [row["organisation_id"] for row in rows],
            "p_nums": [row["share_num"] for row in rows],
            "p_dens": [row["share_den"] for row in rows],
        },
    )


def update_request(
    session: Session, collaboration_id: int, assignment_id: UUID, request: Request, named: Directory
) -> None:
    """Write the request anew, principals included; the version goes up by one."""
    session.execute(
        update(Assignment)
        .where(Assignment.id == assignment_id)
        .values(version=Assignment.version + 1, **request_values(request, named))
    )
    session.execute(delete(AssignmentPrincipal).where(AssignmentPrincipal.assignment_id == assignment_id))
    _insert_principals(session, collaboration_id, assignment_id, request, named)


def insert_event(
    session: Session, collaboration_id: int, assignment_id: UUID, event: Event, signature: Signature
) -> None:
    """One event; there is no way to change it afterwards."""
    session.execute(
        insert(AssignmentEvent),
        [{**event_values(collaboration_id, assignment_id, event), **signed(signature)}],
    )


def update_projection(
    session: Session, assignment_id: UUID, projection: Projection, number: str | None = None
) -> None:
    """Where the assignment stands now; with its number at its first submission."""
    values: dict[str, Any] = projection_values(projection)
    if number is not None:
        values["number"] = number
    session.execute(
        update(Assignment)
        .where(Assignment.id == assignment_id)
        .values(version=Assignment.version + 1, **values)
    )


def projection_values(projection: Projection) -> dict[str, Any]:
    """The columns of the projection."""
    return {
        "seq": projection.seq,
        "state": projection.state.value,
        "state_since": projection.state_since,
        "holder": projection.holder.value,
        "returns": projection.returns,
        "submitted_at": projection.submitted_at,
        "accepted_at": projection.accepted_at,
        "started_at": projection.started_at,
        "delivered_at": projection.delivered_at,
        "ended_at": projection.ended_at,
        "estimate_minutes": projection.estimate_minutes,
        "agreed_on": projection.agreed_on,
        "queue_rank": projection.queue_rank,
        "handler": projection.handler,
    }


def request_values(request: Request, named: Directory) -> dict[str, Any]:
    """The columns of the request; codes must exist."""
    area = named.areas[request.area] if request.area else None
    product = named.products[area.id, request.product] if area and request.product else None
    statutory = request.statutory
    assert request.lead is not None
    return {
        "title": request.title,
        "kind": request.kind.value,
        "area_id": area.id if area else None,
        "product_id": product.id if product else None,
        "lead_organisation_id": named.organisations[request.lead].id,
        "principal_ids": [named.organisations[one.code].id for one in request.principals],
        "desired_result": request.desired_result,
        "acceptance_criteria": list(request.acceptance_criteria),
        "contact": request.contact,
        "requested_on": request.requested_on,
        "requested_why": request.requested_why,
        "statutory_law": statutory.law if statutory else None,
        "statutory_start_on": statutory.start_on if statutory else None,
        "statutory_length": statutory.length if statutory else None,
        "statutory_unit": statutory.unit.value if statutory else None,
        "urgency": request.urgency.value,
        "impact": request.impact.value,
        "frame": request.frame,
        "ceiling_minutes": request.ceiling_minutes,
        "ceiling_cents": request.ceiling_cents,
        "year_contract_id": named.contracts[request.year_contract].id if request.year_contract else None,
        "is_confidential": request.is_confidential,
    }


def event_values(collaboration_id: int, assignment_id: UUID, event: Event) -> dict[str, Any]:
    """The columns of an event, without its signature."""
    return {
        "collaboration_id": collaboration_id,
        "assignment_id": assignment_id,
        "seq": event.seq,
        "step": event.step.value,
        "from_state": event.from_state.value if event.from_state else None,
        "to_state": event.to_state.value,
        "happened_at": event.happened_at,
        "recorded_at": event.recorded_at,
        "actor_name": event.actor_name,
        "reason": event.reason,
        "estimate_minutes": event.estimate_minutes,
        "agreed_on": event.agreed_on,
        "queue_rank": event.queue_rank,
        "handler": event.handler,
        "replaces_seq": event.replaces_seq,
    }


def signed(signature: Signature) -> Mapping[str, object]:
    """The columns of a signature."""
    return {
        "actor_id": signature.actor_id,
        "organisation_id": signature.organisation_id,
        "via": signature.via,
        "address": signature.address,
    }


def _insert_principals(
    session: Session, collaboration_id: int, assignment_id: UUID, request: Request, named: Directory
) -> None:
    session.execute(
        insert(AssignmentPrincipal), _principal_rows(collaboration_id, assignment_id, request, named)
    )


def _principal_rows(
    collaboration_id: int, assignment_id: UUID, request: Request, named: Directory
) -> list[dict[str, Any]]:
    principals: Sequence[Principal] = request.principals
    return [
        {
            "collaboration_id": collaboration_id,
            "assignment_id": assignment_id,
            "organisation_id": named.organisations[one.code].id,
            "position": position,
            "share_rule": request.share_rule.value,
            "share_statistic": request.share_statistic,
            "share_num": one.share.numerator if one.share is not None else None,
            "share_den": one.share.denominator if one.share is not None else None,
        }
        for position, one in enumerate(principals, start=1)
    ]
