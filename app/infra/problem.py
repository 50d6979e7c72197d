"""Refusals become answers: the one table from error to HTTP (architecture §3.7, §5).

For the API `application/problem+json`; for pages the room `web` draws a page. What a stranger may not
see is not found, not forbidden. Invalid input is 400 with every finding, never 422.
"""

from collections.abc import Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from sqlalchemy.exc import DBAPIError
from starlette.exceptions import HTTPException

from app.infra.http import NotLoggedIn
from app.kernel.errors import Finding, Invalid, NotAllowed, NotFound, Refused, SscError, Stale

MEDIA_TYPE = "application/problem+json"

_FAMILIES: tuple[tuple[type[SscError], int, str, str], ...] = (
    (NotLoggedIn, 401, "niet-ingelogd", "U bent niet ingelogd"),
    (NotFound, 404, "niet-gevonden", "Niet gevonden"),
    (NotAllowed, 403, "niet-toegestaan", "Dit mag niet met uw rol"),
    (Refused, 409, "nu-niet-mogelijk", "Dit kan nu niet"),
    (Invalid, 400, "ongeldig", "De gegevens kloppen niet"),
    (Stale, 412, "intussen-gewijzigd", "Iemand anders heeft dit intussen gewijzigd"),
)
_TITLES = {"stap-niet-mogelijk": "Deze stap kan nu niet"}
"""Kinds of refusal that say in their title what was refused."""
_PYDANTIC_WORDS = {
    "missing": "Dit veld ontbreekt. Vul het in.",
    "extra_forbidden": "Dit veld bestaat niet. Haal het weg of kijk in de documentatie hoe het heet.",
    "json_invalid": "Dit is geen geldige JSON. Kijk naar aanhalingstekens en komma's.",
    "string_too_long": "Deze tekst is te lang.",
    "string_too_short": "Deze tekst is te kort.",
    "date_from_datetime_parsing": "Dit is geen datum. Schrijf een datum als 2026-06-01.",
    "date_parsing": "Dit is geen datum. Schrijf een datum als 2026-06-01.",
    "datetime_parsing": "Dit is geen moment. Schrijf een moment als 2026-06-01T09:00:00Z.",
    "timezone_aware": "Dit moment heeft geen tijdzone. Schrijf een moment als 2026-06-01T09:00:00Z.",
    "int_parsing": "Dit is geen heel getal.",
    "int_type": "Dit is geen heel getal.",
    "bool_parsing": "Vul true of false in.",
    "uuid_parsing": "Dit is geen geldig kenmerk (UUID).",
}


def describe(error: SscError) -> dict[str, Any]:
    """The members of problem+json for a refusal, `status` among them."""
    status, kind, title = next(
        (status, kind, title) for family, status, kind, title in _FAMILIES if isinstance(error, family)
    )
    problem: dict[str, Any] = {
        "type": f"/problemen/{kind}",
        "title": title,
        "status": status,
        "detail": error.message,
    }
    match error:
        case Refused():
            problem["type"] = f"/problemen/{error.kind}"
            problem["title"] = _TITLES.get(error.kind, title)
            problem["mogelijkeStappen"] = list(error.allowed)
        case Invalid():
            problem["bevindingen"] = [_finding(finding) for finding in error.findings]
        case Stale():
            problem["versie"] = error.current_version
    return problem


def findings_of(error: RequestValidationError) -> list[Finding]:
    """What Pydantic found, in Dutch, with the place on the wire."""
    return [_in_dutch(item) for item in error.errors()]


def install_json(api: FastAPI) -> None:
    """Let every error of the API be problem+json."""

    @api.exception_handler(SscError)
    def refused(_: Request, error: SscError) -> JSONResponse:
        return answer(describe(error))

    @api.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        return answer(describe(Invalid(findings_of(error))))

    @api.exception_handler(HTTPException)
    def http(_: Request, error: HTTPException) -> Response:
        return answer(describe_http(error.status_code), dict(error.headers or {}))

    @api.exception_handler(Exception)
    def broken(_: Request, __: Exception) -> JSONResponse:
        return answer(describe_http(500))

    @api.exception_handler(DBAPIError)
    def database(_: Request, error: DBAPIError) -> JSONResponse:
        known = refusal_of(error)
        if known is None:
            raise error
        return answer(describe(known))


def refusal_of(error: DBAPIError) -> SscError | None:
    """A refusal by the database that the service let through, said kindly; None when it is a fault."""
    state = getattr(error.orig, "sqlstate", None)
    if state in {"23505", "23P01"}:
        return Refused("Dit bestaat al of overlapt met wat er al is. Kijk wat er staat en pas het aan.")
    if state in {"23001", "23503", "23514"}:
        return Refused("De gegevens passen niet bij wat er al is vastgelegd, dus zijn ze niet bewaard.")
    if state in {"40001", "40P01", "55P03"}:
        return Refused("Iemand anders was hier op hetzelfde moment mee bezig. Probeer het opnieuw.")
    return None


def describe_http(status: int) -> dict[str, Any]:
    """The members of problem+json for an error of the web layer itself."""
    words = {
        404: ("niet-gevonden", "Niet gevonden", "Deze bladzijde bestaat niet, of u mag haar niet zien."),
        405: (
            "methode",
            "Deze methode kan hier niet",
            "Kijk in de documentatie welke methoden dit adres kent.",
        ),
        413: ("te-groot", "Te groot", "Wat u stuurt is te groot."),
    }
    kind, title, detail = words.get(
        status,
        (
            "storing",
            "Storing",
            "Er ging bij ons iets mis. Uw gegevens zijn niet gewijzigd. Probeer het later.",
        ),
    )
    return {"type": f"/problemen/{kind}", "title": title, "status": status, "detail": detail}


def answer(problem: dict[str, Any], headers: dict[str, str] | None = None) -> JSONResponse:
    """The problem as an answer."""
    extra = {"WWW-Authenticate": "Bearer"} if problem["status"] == 401 else {}
    return JSONResponse(problem, problem["status"], {**(headers or {}), **extra}, media_type=MEDIA_TYPE)


def _finding(finding: Finding) -> dict[str, str]:
    return {"veld": finding.field, "melding": finding.message}


def _in_dutch(item: dict[str, Any]) -> Finding:
    place: Sequence[str | int] = item["loc"][1:] or item["loc"]
    field = ".".join(str(part) for part in place)
    if item["type"] == "json_invalid":  # its place is a number of bytes, which says nothing to a reader
        field = "inhoud"
    if item["type"] == "value_error":
        return Finding(field, str(item["ctx"]["error"]))
    if item["type"] in {"enum", "literal_error"}:
        return Finding(field, f"Kies een van: {item['ctx']['expected'].replace(' or ', ' of ')}.")
    return Finding(
        field, _PYDANTIC_WORDS.get(item["type"], "Deze waarde past hier niet. Kijk in de documentatie.")
    )
