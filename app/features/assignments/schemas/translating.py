"""From the shapes of the wire to the values of the core and back, by the glossary.

Only translation. A field that is not named in a change stays; `null` empties it.
"""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.features.assignments.core.completeness import (
    Kind,
    PeriodUnit,
    Request,
    StatutoryPeriod,
    Weight,
    missing,
)
from app.features.assignments.core.events import Event
from app.features.assignments.core.life import EDITABLE, Holder, State, Step
from app.features.assignments.core.principals import Principal, ShareRule
from app.features.assignments.core.views import Detail, Filter, Listing, Named, Row, StepDetails, Taken
from app.features.assignments.schemas import shapes
from app.kernel.glossary import (
    HOLDERS,
    KINDS,
    PERIOD_UNITS,
    SHARE_RULES,
    STATES,
    STEPS,
    WEIGHTS,
    statistic_code,
    statistic_word,
)

_EMPTY = Request()
_PLAIN = (
    "title", "area", "product", "desired_result", "lead", "contact", "requested_on", "requested_why", "frame",
    "year_contract",
)  # fmt: skip


def change_of(body: shapes.AssignmentChange) -> dict[str, Any]:
    """The fields of the request that a change names, as values of the core."""
    given = body.model_fields_set
    found: dict[str, Any] = {name: _trimmed(getattr(body, name)) for name in _PLAIN if name in given}
    if "kind" in given:
        found["kind"] = Kind(shapes.KINDS_IN[body.kind]) if body.kind else _EMPTY.kind
    if "acceptance_criteria" in given:
        found["acceptance_criteria"] = criteria_of(body.acceptance_criteria or ())
    if "principals" in given:
        found["principals"] = tuple(_principal(one) for one in body.principals or ())
    if "share_rule" in given:
        rule = body.share_rule
        found["share_rule"] = ShareRule(shapes.RULES_IN[rule.rule]) if rule else _EMPTY.share_rule
        found["share_statistic"] = statistic_code(rule.statistic) if rule else None
    if "statutory" in given:
        found["statutory"] = _statutory(body.statutory)
    for name in ("urgency", "impact"):
        if name in given:
            value = getattr(body, name)
            found[name] = Weight(shapes.WEIGHTS_IN[value]) if value else Weight.NORMAL
    if "ceiling" in given:
        found["ceiling_minutes"] = body.ceiling.ceiling_minutes if body.ceiling else None
        found["ceiling_cents"] = body.ceiling.ceiling_cents if body.ceiling else None
    if "is_confidential" in given:
        found["is_confidential"] = bool(body.is_confidential)
    return found


def request_of(body: shapes.AssignmentDraft) -> Request:
    """The request of a new draft."""
    return Request(**change_of(body))


def criteria_of(lines: Sequence[str]) -> tuple[str, ...]:
    """Criteria without empty ones."""
    return tuple(line.strip() for line in lines if line.strip())


def filter_of(query: shapes.ListQuery) -> Filter:
    """Which assignments are asked for."""
    return Filter(
        tab=query.tab,
        state=State(shapes.STATES_IN[query.state]) if query.state else None,
        area=query.area,
        organisation=query.organisation,
        product=query.product,
        kind=shapes.KINDS_IN[query.kind] if query.kind else None,
        holder=Holder(shapes.HOLDERS_IN[query.holder]) if query.holder else None,
        query=query.query,
        is_late=query.is_late,
        is_own=query.is_own,
        order=query.order,
        cursor=query.cursor,
        limit=query.limit,
    )


def details_of(body: shapes.StepIn) -> tuple[Step, StepDetails]:
    """The step and what is said with it."""
    details = StepDetails(body.reason, body.estimate_minutes, body.agreed_on, body.place, body.handler)
    return Step(shapes.STEPS_IN[body.step]), details


def list_out(listing: Listing) -> dict[str, Any]:
    """A page of a list, as it goes out."""
    return {"opdrachten": [line_out(row) for row in listing.rows], "volgendeCursor": listing.next_cursor}


def line_out(row: Row) -> dict[str, Any]:
    """A line of a list, as it goes out."""
    return {
        "id": row.id,
        "nummer": row.number,
        "titel": row.title,
        "soort": KINDS[row.kind] if row.kind else None,
        "taakgebied": _reference(row.area),
        "product": _reference(row.product),
        "hoofdopdrachtgever": _reference(row.lead),
        "opdrachtgevers": [_reference(one) for one in row.principals],
        "status": STATES[row.state],
        "aanZet": HOLDERS[row.holder],
        "plek": row.place,
        "afgesprokenDatum": row.agreed_on,
        "gewensteDatum": row.requested_on,
        "ramingMinuten": row.estimate_minutes,
        "geboekteMinuten": row.used_minutes,
        "keerTeruggestuurd": None if row.is_outline else row.returns,
        "vertrouwelijk": row.is_confidential,
        "beknopt": row.is_outline,
    }


def assignment_out(found: Detail, allowed: Sequence[Step]) -> dict[str, Any]:
    """An assignment, as it goes out; of an outline everything else is empty."""
    row, request = found.row, found.request
    is_full = not row.is_outline
    gaps = missing(request) if is_full and found.state in EDITABLE else []
    return {
        **line_out(row),
        **_request_out(request, is_full),
        "bijstellingen": found.changes if is_full else None,
        "versie": found.version,
        "statusSinds": row.state_since if is_full else None,
        "ingediendOp": row.submitted_at if is_full else None,
        "vastgelegdOp": row.recorded_at if is_full else None,
        "ontbreekt": [{"veld": gap.field, "melding": gap.message} for gap in gaps],
        "mogelijkeStappen": [STEPS[step] for step in allowed],
    }


def event_out(event: Event) -> dict[str, Any]:
    """An event, as it goes out."""
    return {
        "volgnummer": event.seq,
        "stap": STEPS[event.step],
        "van": STATES[event.from_state] if event.from_state else None,
        "naar": STATES[event.to_state],
        "op": event.happened_at,
        "door": {"naam": event.actor_name},
        "reden": event.reason,
        "ramingMinuten": event.estimate_minutes,
        "afgesprokenDatum": event.agreed_on,
        "vervangt": event.replaces_seq,
    }


def taken_out(taken: Taken) -> dict[str, Any]:
    """The answer to a step."""
    steps = [STEPS[step] for step in taken.allowed]
    return {**event_out(taken.event), "nummer": taken.number, "mogelijkeStappen": steps}


def steps_out(found: Detail, allowed: Sequence[Step], later: Sequence[Step]) -> dict[str, Any]:
    """The steps of an assignment: taken, possible now, possible later."""
    return {
        "stappen": [event_out(event) for event in found.events],
        "mogelijkeStappen": [STEPS[step] for step in allowed],
        "latereStappen": [STEPS[step] for step in later],
    }


def _request_out(request: Request, is_full: bool) -> Mapping[str, Any]:
    ceiling = {"inzetMinuten": request.ceiling_minutes, "bedragCenten": request.ceiling_cents}
    has_ceiling = request.ceiling_minutes is not None or request.ceiling_cents is not None
    sharing = {"regel": SHARE_RULES[request.share_rule], "kengetal": statistic_word(request.share_statistic)}
    return {
        "gewenstResultaat": request.desired_result,
        "acceptatiecriteria": list(request.acceptance_criteria),
        "verdeling": sharing if is_full else None,
        "contactpersoon": request.contact,
        "gewensteDatumReden": request.requested_why,
        "wettelijkeTermijn": _statutory_out(request.statutory),
        "urgentie": WEIGHTS[request.urgency] if is_full else None,
        "gevolg": WEIGHTS[request.impact] if is_full else None,
        "kader": request.frame,
        "plafond": ceiling if has_ceiling else None,
        "jaarcontract": request.year_contract,
    }


def _reference(named: Named | None) -> dict[str, Any] | None:
    return None if named is None else {"id": named.id, "code": named.code, "naam": named.name}


def _principal(one: shapes.Principal) -> Principal:
    return Principal(one.organisation, Fraction(one.share.num, one.share.den) if one.share else None)


def _statutory(one: shapes.StatutoryPeriod | None) -> StatutoryPeriod | None:
    if one is None:
        return None
    return StatutoryPeriod(one.law, one.start_on, one.length, PeriodUnit(shapes.UNITS_IN[one.unit]))


def _statutory_out(one: StatutoryPeriod | None) -> dict[str, Any] | None:
    if one is None:
        return None
    unit = PERIOD_UNITS[one.unit]
    return {"wet": one.law, "beginDatum": one.start_on, "lengte": one.length, "eenheid": unit}


def _trimmed(value: Any) -> Any:
    return (value.strip() or None) if isinstance(value, str) else value
