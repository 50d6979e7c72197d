"""The only bridge between the English of the code and the Dutch of wire, screen and paper.

`WIRE` gives for a field in code its camelCase name on the wire; `LABELS` the words on screen for
a value on the wire. A rules test fails on a field, state or role without an entry (data §9).
Add an entry where it belongs in the alphabet of its table; never a second word for one thing.
"""

from types import MappingProxyType

WIRE: MappingProxyType[str, str] = MappingProxyType(
    {
        "acceptance_criteria": "acceptatiecriteria",
        "agreed_on": "afgesprokenDatum",
        "allowed": "mogelijkeStappen",
        "application": "toepassing",
        "area": "taakgebied",
        "assignments": "opdrachten",
        "by": "door",
        "ceiling": "plafond",
        "ceiling_cents": "bedragCenten",
        "ceiling_minutes": "inzetMinuten",
        "changes": "bijstellingen",
        "code": "code",
        "contact": "contactpersoon",
        "created_at": "gemaaktOp",
        "cursor": "cursor",
        "den": "noemer",
        "desired_result": "gewenstResultaat",
        "detail": "detail",
        "estimate_minutes": "ramingMinuten",
        "field": "veld",
        "findings": "bevindingen",
        "frame": "kader",
        "from_state": "van",
        "handler": "uitvoerende",
        "happened_at": "op",
        "holder": "aanZet",
        "id": "id",
        "impact": "gevolg",
        "is_confidential": "vertrouwelijk",
        "is_outline": "beknopt",
        "keys": "sleutels",
        "kind": "soort",
        "last_used_at": "laatstGebruiktOp",
        "later": "latereStappen",
        "law": "wet",
        "lead": "hoofdopdrachtgever",
        "length": "lengte",
        "lines": "regels",
        "message": "melding",
        "missing": "ontbreekt",
        "name": "naam",
        "next_cursor": "volgendeCursor",
        "num": "teller",
        "number": "nummer",
        "organisation": "organisatie",
        "place": "plek",
        "prefix": "begin",
        "principals": "opdrachtgevers",
        "product": "product",
        "reason": "reden",
        "recorded_at": "vastgelegdOp",
        "replaces_seq": "vervangt",
        "requested_on": "gewensteDatum",
        "requested_why": "gewensteDatumReden",
        "returns": "keerTeruggestuurd",
        "revoked_at": "ingetrokkenOp",
        "rule": "regel",
        "seq": "volgnummer",
        "share": "deel",
        "share_rule": "verdeling",
        "start_on": "beginDatum",
        "state": "status",
        "state_since": "statusSinds",
        "statistic": "kengetal",
        "statutory": "wettelijkeTermijn",
        "step": "stap",
        "steps": "stappen",
        "subject_id": "onderwerp",
        "subject_kind": "onderwerpSoort",
        "submitted_at": "ingediendOp",
        "title": "titel",
        "to_state": "naar",
        "unit": "eenheid",
        "urgency": "urgentie",
        "use_case": "handeling",
        "used_minutes": "geboekteMinuten",
        "valid_from": "geldigVanafDatum",
        "valid_until": "geldigTotEnMetDatum",
        "version": "versie",
        "via": "via",
        "year_contract": "jaarcontract",
    }
)
"""Field in code → field on the wire."""

ROLES: MappingProxyType[str, str] = MappingProxyType(
    {
        "bestuursbureau": "bestuursbureau",
        "mandaathouder": "mandaathouder",
        "overlegorgaan": "overlegorgaan",
        "ssc-manager": "SSC-manager",
        "medewerker": "medewerker",
        "financien": "financiën",
        "controller": "controller",
        "raad": "raad en griffie",
        "systeem": "systeem",
    }
)
"""Role on the wire → words on screen."""


def wire(field: str) -> str:
    """The name on the wire of a field in code; `KeyError` when the glossary lacks it.

    >>> wire("valid_from")
    'geldigVanafDatum'
    """
    return WIRE[field]


STATES: MappingProxyType[str, str] = MappingProxyType(
    {
        "draft": "concept",
        "awaiting_mandate": "wacht-op-mandaat",
        "submitted": "ingediend",
        "returned": "teruggestuurd",
        "accepted": "geaccepteerd",
        "ordered": "op-volgorde",
        "planned": "gepland",
        "in_progress": "in-uitvoering",
        "waiting": "wacht-op-opdrachtgever",
        "delivered": "opgeleverd",
        "approved": "goedgekeurd",
        "closed": "gesloten",
        "withdrawn": "ingetrokken",
        "rejected": "afgewezen",
    }
)
"""State of an assignment in code → on the wire (data §9)."""

STATE_LABELS: MappingProxyType[str, str] = MappingProxyType(
    {
        "draft": "Concept",
        "awaiting_mandate": "Wacht op mandaat",
        "submitted": "Ingediend",
        "returned": "Teruggestuurd",
        "accepted": "Geaccepteerd",
        "ordered": "Op volgorde",
        "planned": "Gepland",
        "in_progress": "In uitvoering",
        "waiting": "Wacht op opdrachtgever",
        "delivered": "Opgeleverd",
        "approved": "Goedgekeurd",
        "closed": "Gesloten",
        "withdrawn": "Ingetrokken",
        "rejected": "Afgewezen",
    }
)
"""State of an assignment in code → on screen (screens §4)."""

STEPS: MappingProxyType[str, str] = MappingProxyType(
    {
        "draft": "opstellen",
        "submit": "indienen",
        "mandate": "mandateren",
        "return": "terugsturen",
        "accept": "accepteren",
        "order": "rangschikken",
        "plan": "plannen",
        "start": "starten",
        "wait": "wachten",
        "resume": "hervatten",
        "deliver": "opleveren",
        "rework": "herstellen",
        "approve": "goedkeuren",
        "close": "sluiten",
        "withdraw": "intrekken",
        "reject": "afwijzen",
    }
)
"""Step in the life of an assignment in code → on the wire (data §9)."""

PARTY_LABELS: MappingProxyType[str, str] = MappingProxyType(
    {
        "office": "het bestuursbureau van de opdrachtgever",
        "manager": "de SSC-manager",
        "employee": "een medewerker van het taakgebied",
    }
)
"""In what quality a step is taken → on screen."""

HOLDERS: MappingProxyType[str, str] = MappingProxyType(
    {"principal": "opdrachtgever", "centre": "centrum", "nobody": "niemand"}
)
"""With whom an assignment lies (aan zet) → on the wire."""

KINDS: MappingProxyType[str, str] = MappingProxyType(
    {"bespoke": "maatwerk", "joint": "confectie", "general": "algemeen"}
)
"""Kind of assignment → on the wire."""

KIND_LABELS: MappingProxyType[str, str] = MappingProxyType(
    {"bespoke": "maatwerk", "joint": "gezamenlijk", "general": "doorlopend"}
)
"""Kind of assignment → on screen."""

WEIGHTS: MappingProxyType[str, str] = MappingProxyType({"low": "laag", "normal": "gewoon", "high": "hoog"})
"""Urgency and impact → on the wire and on screen."""

SHARE_RULES: MappingProxyType[str, str] = MappingProxyType(
    {"equal": "gelijk", "fixed": "vast", "statistic": "kengetal"}
)
"""How joint hours are divided → on the wire and on screen."""

PERIOD_UNITS: MappingProxyType[str, str] = MappingProxyType(
    {"days": "dagen", "weeks": "weken", "months": "maanden"}
)
"""Unit of a statutory period → on the wire and on screen."""


ORGANISATION_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {"municipality": "gemeente", "water_board": "waterschap", "centre": "centrum", "other": "anders"}
)
"""Kind of organisation → on the wire and in the workbook."""

PACKAGE_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {"base": "basispakket", "plus": "pluspakket", "bespoke": "maatwerk"}
)
"""How a product is offered → on the wire and in the workbook."""

DRIVERS: MappingProxyType[str, str] = MappingProxyType(
    {
        "inhabitants": "inwoners",
        "clients": "cliënten",
        "statistic": "kengetal",
        "hours": "uren",
        "products": "producten",
        "fixed": "vast",
        "brought_in": "ingebracht",
        "equal": "gelijk",
    }
)
"""Driver (verdeelmaatstaf) → on the wire and in the workbook."""

TAKES: MappingProxyType[str, str] = MappingProxyType(
    {
        "whole": "geheel",
        "rest": "rest",
        "percent": "percentage",
        "category": "kostensoort",
        "fixed": "vast-bedrag",
        "tariff": "tarief",
    }
)
"""What a component of a policy takes of the costs → on the wire and in the workbook."""

REFERENCES: MappingProxyType[str, str] = MappingProxyType(
    {
        "year_start": "1-januari",
        "previous_year_start": "1-januari-vorig-jaar",
        "period_start": "begin-periode",
        "period_average": "gemiddelde-periode",
        "years_average": "gemiddelde-jaren",
    }
)
"""Which figure of a statistic counts (peildatum) → on the wire and in the workbook."""

TARIFF_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {"hour": "uur", "product": "product", "statistic": "kengetal"}
)
"""What a tariff is a price of → on the wire and in the workbook."""

TARIFF_RESULTS: MappingProxyType[str, str] = MappingProxyType(
    {"carried": "meenemen", "reserve": "reserve", "divided": "verdelen"}
)
"""Where the result of tariffs goes → on the wire and in the workbook."""

VAT_CATEGORIES: MappingProxyType[str, str] = MappingProxyType(
    {"S": "belast", "E": "vrijgesteld", "O": "buiten-btw"}
)
"""VAT category of EN 16931 → on the wire and in the workbook."""
