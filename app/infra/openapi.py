"""The description of the API by the NL API Design Rules (architecture §5).

Adds to what FastAPI derives: the version header on every answer, problem+json as the one shape of
errors, 400 in place of 422, and who to ask. The file is committed and compared in a test.
"""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

DESCRIPTION = """\
Met deze API plaatst een gemeente opdrachten bij het shared service centrum en volgt zij ze. Ook uren,
kosten, afrekeningen en facturen zijn hier te lezen.

Toegang gaat met een sleutel van uw organisatie: `Authorization: Bearer …`. Momenten staan in UTC
(`2026-04-02T14:00:00Z`), dagen als `2026-04-02`, bedragen in hele centen en tijd in hele minuten.
Een fout komt altijd als `application/problem+json`, met alle bevindingen tegelijk.
Geef bij een POST een `Idempotency-Key` mee: wat twee keer verstuurd wordt, gebeurt dan één keer.
"""
_PROBLEM: dict[str, Any] = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri-reference",
            "description": "Soort fout",
            "examples": ["/problemen/ongeldig"],
        },
        "title": {
            "type": "string",
            "description": "Korte omschrijving",
            "examples": ["De gegevens kloppen niet"],
        },
        "status": {"type": "integer", "description": "HTTP-status", "examples": [400]},
        "detail": {
            "type": "string",
            "description": "Wat er is, waarom, en wat u kunt doen",
            "examples": ["De opdracht is al ingediend en ligt bij het centrum."],
        },
        "bevindingen": {
            "type": "array",
            "description": "Per veld wat er niet klopt of ontbreekt",
            "examples": [[{"veld": "acceptatiecriteria", "melding": "Dit veld ontbreekt."}]],
            "items": {
                "type": "object",
                "required": ["veld", "melding"],
                "properties": {
                    "veld": {
                        "type": "string",
                        "description": "Naam van het veld",
                        "examples": ["acceptatiecriteria"],
                    },
                    "melding": {
                        "type": "string",
                        "description": "Wat u kunt doen",
                        "examples": ["Dit veld ontbreekt."],
                    },
                },
            },
        },
        "mogelijkeStappen": {
            "type": "array",
            "items": {"type": "string"},
            "description": "Wat nu wel kan",
            "examples": [["intrekken"]],
        },
        "versie": {"type": ["integer", "null"], "description": "De versie die er nu is", "examples": [3]},
    },
}
_HEADERS: dict[str, Any] = {
    "API-Version": {
        "description": "De volledige versie van de API",
        "schema": {"type": "string", "examples": ["1.0.0"]},
    },
    "Location": {
        "description": "Het adres van wat is vastgelegd",
        "schema": {
            "type": "string",
            "format": "uri-reference",
            "examples": ["/api/v1/opdrachten/0196a1c2-7d40-7000-8000-5f0c2a6d1e11"],
        },
    },
    "ETag": {
        "description": "De versie; geef haar als If-Match mee als u wijzigt",
        "schema": {"type": "string", "examples": ['"1"']},
    },
}
_ERRORS = {
    "400": "De gegevens kloppen niet of zijn onvolledig",
    "401": "De sleutel ontbreekt of geldt niet",
    "403": "Dit mag niet met deze sleutel",
    "404": "Het bestaat niet, of u mag het niet zien",
    "409": "Dit kan nu niet; het antwoord noemt wat wel kan",
    "500": "Storing bij het centrum",
}
_SCHEMAS = "#/components/schemas/"
_SUCCESS = {"200": "Gelukt", "201": "Gelukt; dit is vastgelegd", "204": "Gelukt; er is niets te tonen"}
_STALE = "Iemand anders heeft dit intussen gewijzigd; lees het opnieuw"
_REPEAT = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Eigen kenmerk van deze opdracht; wat twee keer komt, gebeurt één keer (24 uur bewaard)",
    "schema": {"type": "string", "examples": ["5f0c2a6d-1e11-4b6a-9d55-0c3c6b1f7a10"]},
}


class DescribedApi(FastAPI):
    """An API that gives our description of itself; computed once."""

    def openapi(self) -> dict[str, Any]:
        """The OpenAPI document."""
        if self.openapi_schema is None:
            self.openapi_schema = _described(self)
        return self.openapi_schema


def _described(api: FastAPI) -> dict[str, Any]:
    schema = get_openapi(
        title=api.title,
        version=api.version,
        openapi_version="3.1.0",
        description=DESCRIPTION,
        routes=api.routes,
        servers=[{"url": "/api/v1", "description": "Deze installatie"}],
        contact={
            "name": "Beheer van het centrum",
            "url": "https://ssc.example/contact",
            "email": "beheer@ssc.example",
        },
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
    )
    components = schema.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Probleem"] = _PROBLEM
    components["securitySchemes"] = {
        "sleutel": {"type": "http", "scheme": "bearer", "description": "De sleutel van uw toepassing"}
    }
    components["headers"] = _HEADERS
    schema["security"] = [{"sleutel": []}]
    for path in schema.get("paths", {}).values():
        for method, operation in path.items():
            _complete(method, operation)
    _name_places_and_versions(schema.get("paths", {}))
    return _short_names(schema)


def _name_places_and_versions(paths: dict[str, Any]) -> None:
    """What is posted to a list says where it is; what can be changed by version says its version."""
    for path, operations in paths.items():
        collection, _, last = path.rpartition("/")
        makes = (
            paths.get(collection, {}).get("post") if last.startswith("{") and "get" in operations else None
        )
        if makes:
            _answers_with(makes, "201", "Location")
        if any("412" in operation["responses"] for operation in operations.values()):
            for operation in operations.values():
                _answers_with(operation, "200", "ETag")
            if makes:
                _answers_with(makes, "201", "ETag")


def _answers_with(operation: dict[str, Any], status: str, header: str) -> None:
    operation["responses"][status]["headers"][header] = {"$ref": f"#/components/headers/{header}"}


def _complete(method: str, operation: dict[str, Any]) -> None:
    answers = operation.setdefault("responses", {})
    answers.pop("422", None)
    if method == "post":
        operation.setdefault("parameters", []).append(_REPEAT)
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}}
    for status, words in _ERRORS.items():
        answers.setdefault(status, {"description": words, "content": problem})
    if any(parameter["name"] == "If-Match" for parameter in operation.get("parameters", ())):
        answers.setdefault("412", {"description": _STALE, "content": problem})
    for status, found in answers.items():
        if found.get("description") == "Successful Response":
            found["description"] = _SUCCESS[status]
        found.setdefault("headers", {})["API-Version"] = {"$ref": "#/components/headers/API-Version"}


def _short_names(schema: dict[str, Any]) -> dict[str, Any]:
    """Two rooms may name a shape alike; FastAPI then writes the whole module, here the room is enough."""
    names = {name: _of_room(name) for name in schema["components"]["schemas"] if "__" in name}

    def renamed(part: Any) -> Any:
        if isinstance(part, dict):
            return {names.get(key, key): renamed(value) for key, value in part.items()}
        if isinstance(part, list):
            return [renamed(value) for value in part]
        if isinstance(part, str) and part.startswith(_SCHEMAS):
            return _SCHEMAS + names.get(part.removeprefix(_SCHEMAS), part.removeprefix(_SCHEMAS))
        return part

    return dict(renamed(schema))


def _of_room(name: str) -> str:
    """`HoursEntryOut` for `app__features__hours__schemas__EntryOut`."""
    parts = name.split("__")
    return parts[2].capitalize() + parts[-1]
