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
        "detail": {"type": "string", "description": "Wat er is, waarom, en wat u kunt doen"},
        "bevindingen": {
            "type": "array",
            "description": "Per veld wat er niet klopt of ontbreekt",
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
_ERRORS = {
    "400": "De gegevens kloppen niet of zijn onvolledig",
    "401": "De sleutel ontbreekt of geldt niet",
    "403": "Dit mag niet met deze sleutel",
    "404": "Het bestaat niet, of u mag het niet zien",
    "409": "Dit kan nu niet; het antwoord noemt wat wel kan",
    "500": "Storing bij het centrum",
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
    components["headers"] = {
        "API-Version": {
            "description": "De volledige versie van de API",
            "schema": {"type": "string", "examples": ["1.0.0"]},
        }
    }
    schema["security"] = [{"sleutel": []}]
    for path in schema.get("paths", {}).values():
        for operation in path.values():
            _complete(operation)
    return schema


def _complete(operation: dict[str, Any]) -> None:
    answers = operation.setdefault("responses", {})
    answers.pop("422", None)
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Probleem"}}}
    for status, words in _ERRORS.items():
        answers.setdefault(status, {"description": words, "content": problem})
    for found in answers.values():
        found.setdefault("headers", {})["API-Version"] = {"$ref": "#/components/headers/API-Version"}
