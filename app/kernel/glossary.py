"""The only bridge between the English of the code and the Dutch of wire, screen and paper.

`WIRE` gives for a field in code its camelCase name on the wire; `LABELS` the words on screen for
a value on the wire. A rules test fails on a field, state or role without an entry (data §9).
Add an entry where it belongs in the alphabet of its table; never a second word for one thing.
"""

from types import MappingProxyType

WIRE: MappingProxyType[str, str] = MappingProxyType(
    {
        "above_planned_cents": "bovenPlanCenten",
        "above_planned_percent": "bovenPlanPercentage",
        "acceptance_criteria": "acceptatiecriteria",
        "activity": "activiteit",
        "after_cents": "wordtCenten",
        "agreed": "afgesprokenHoeveelheid",
        "agreed_count": "afgesprokenAantal",
        "agreed_minutes": "afgesprokenMinuten",
        "agreed_on": "afgesprokenDatum",
        "agreement": "overeenkomst",
        "accounts": "rekeningen",
        "agreement_clause": "afspraak",
        "agreements": "dienstverleningsovereenkomsten",
        "allowed": "mogelijkeStappen",
        "amended_cents": "gewijzigdCenten",
        "amount_cents": "bedragCenten",
        "answer": "antwoord",
        "answers": "bevestigingen",
        "application": "toepassing",
        "approved_at": "goedgekeurdOp",
        "area": "taakgebied",
        "areas": "taakgebieden",
        "article": "artikel",
        "as_of_at": "peilmomentOp",
        "assignment": "opdracht",
        "assignments": "opdrachten",
        "average_years": "gemiddeldOverJaren",
        "balance_cents": "saldoCenten",
        "base_cents": "grondslagCenten",
        "base_quantity": "prijsPerAantal",
        "base_year": "basisjaar",
        "baselines": "nulmetingen",
        "bbv_code": "bbvTaakveld",
        "before_cents": "wasCenten",
        "beside": "vergelekenMet",
        "booked_on": "boekDatum",
        "brought_in_cents": "ingebrachtCenten",
        "budget": "begrotingCenten",
        "budget_cents": "begrootCenten",
        "budget_refused": "begrotingReden",
        "budget_undivided": "begrotingNietVerdeeldReden",
        "buyer_reference": "kenmerkAfnemer",
        "by": "door",
        "calculated_at": "berekendOp",
        "calculations": "berekeningen",
        "calendar": "kalender",
        "calendars": "kalenders",
        "cascade": "overheadMethode",
        "cascade_step": "trede",
        "cascades": "doorbelastingen",
        "category": "kostensoort",
        "causes": "oorzaken",
        "cbs_code": "cbsCode",
        "ceiling": "plafond",
        "ceiling_cents": "bedragCenten",
        "ceiling_minutes": "inzetMinuten",
        "cells": "bedragen",
        "changes": "bijstellingen",
        "city": "plaats",
        "charged_cents": "gerekendCenten",
        "charged_to": "verdeeldOver",
        "client": "afnemer",
        "clocks": "klokken",
        "code": "code",
        "comments": "toelichtingen",
        "components": "onderdelen",
        "confirm_by_on": "bevestigenUiterlijkDatum",
        "contact": "contactpersoon",
        "contract_minutes": "contractMinuten",
        "correction_id": "correctie",
        "corrections": "correcties",
        "corrects_id": "corrigeert",
        "costs_cents": "kostenCenten",
        "cost_entries": "kostenregels",
        "costs_closed_at": "kostenAfgeslotenOp",
        "count": "aantalTotaal",
        "counted": "telt",
        "country": "land",
        "counts_back": "teltTerug",
        "counts_closed_at": "aantallenAfgeslotenOp",
        "created_at": "gemaaktOp",
        "credit_basis_points": "kortingBasispunten",
        "credit_cents": "kortingCenten",
        "credit_explanation": "kortingToelichting",
        "credit_parts": "kortingen",
        "cursor": "cursor",
        "cut_off_at": "meetmomentOp",
        "damages": "schades",
        "dated_on": "factuurDatum",
        "days": "dagen",
        "decided_at": "beslistOp",
        "decided_by": "beslistDoor",
        "decided_on": "besluitDatum",
        "delivered": "opgeleverdAantal",
        "den": "noemer",
        "description": "omschrijving",
        "desired_result": "gewenstResultaat",
        "detail": "detail",
        "difference_basis_points": "verschilBasispunten",
        "difference_cents": "verschilCenten",
        "differences": "verschillenMetEerder",
        "document": "stuk",
        "document_kind": "soortStuk",
        "documents": "documenten",
        "driver": "verdeelmaatstaf",
        "due_at": "uiterlijkOp",
        "due_from_at": "vanOp",
        "due_on": "vervalDatum",
        "due_to_at": "naarOp",
        "earlier": "vorigePeriodeCenten",
        "earlier_figures": "gegevensVorigePeriode",
        "earlier_period": "vorigePeriode",
        "email": "email",
        "employee": "medewerker",
        "employees": "medewerkers",
        "employer": "werkgever",
        "end_on": "eindDatum",
        "entries": "urenregels",
        "estimate_minutes": "ramingMinuten",
        "explanation": "toelichting",
        "extendable": "verdagenMag",
        "extension": "doorloop",
        "facts": "cijfers",
        "field": "veld",
        "figure": "welkBedrag",
        "figures": "gegevens",
        "file_name": "bestandsnaam",
        "final_at": "definitiefOp",
        "findings": "bevindingen",
        "first_on": "eersteDatum",
        "first_year": "eersteJaar",
        "fixed_cents": "vastBedragCenten",
        "follows": "volgtNaVersie",
        "formula": "formule",
        "frame": "kader",
        "from_at": "vanafOp",
        "from_on": "vanafDatum",
        "from_state": "van",
        "fte": "fte",
        "from_year": "vanafJaar",
        "function_code": "functie",
        "gain_cents": "voordeelCenten",
        "governs": "dichtstbij",
        "ground": "toegevoegdDoor",
        "group_by": "per",
        "handed_in_at": "ingediendOp",
        "handler": "uitvoerende",
        "happened_at": "op",
        "has_account": "kanInloggen",
        "has_advances": "voorschotten",
        "has_pdf": "pdfKlaar",
        "holder": "aanZet",
        "holidays": "feestdagen",
        "hour_rate_cents": "tariefCenten",
        "hours": "uren",
        "hours_closed_at": "urenAfgeslotenOp",
        "iban": "iban",
        "id": "id",
        "impact": "gevolg",
        "in_seconds": "inSeconden",
        "index_percent": "indexPercentage",
        "index_source": "indexBron",
        "invoices": "facturen",
        "is_confidential": "vertrouwelijk",
        "is_explained": "toegelicht",
        "is_extended": "looptDoor",
        "is_final": "definitief",
        "is_going": "lopend",
        "is_late": "teLaat",
        "is_outline": "beknopt",
        "is_overdue": "vervallen",
        "is_own": "eigen",
        "is_own_share": "eigenDeel",
        "is_provisional": "voorlopig",
        "is_reached": "streefwaardeGehaald",
        "is_standing": "geldt",
        "is_transparent": "transparantiemethode",
        "is_trial": "proef",
        "is_whole": "geheelBekend",
        "kept_years": "geldtJaren",
        "key_parts": "sleutel",
        "key_weight": "gewicht",
        "key_weight_name": "gewichtNaam",
        "keys": "sleutels",
        "kind": "soort",
        "kvk": "kvkNummer",
        "label": "toelichting",
        "last_on": "laatsteDatum",
        "last_used_at": "laatstGebruiktOp",
        "last_year": "laatsteJaar",
        "late": "nagekomen",
        "later": "latereStappen",
        "law": "wet",
        "law_extension": "verdaging",
        "lead": "hoofdopdrachtgever",
        "left": "resteert",
        "length": "lengte",
        "limit": "limiet",
        "line_amount_cents": "regelCenten",
        "lines": "regels",
        "maximum_cents": "maximumCenten",
        "median": "mediaan",
        "message": "melding",
        "metric": "meting",
        "minimum_cents": "minimumCenten",
        "minutes": "minuten",
        "missing": "ontbreekt",
        "month": "maand",
        "moved": "verschillen",
        "movements": "mutaties",
        "moves": "verplaatst",
        "must_be_explained": "vraagtToelichting",
        "name": "naam",
        "net_cents": "nettoCenten",
        "next_cursor": "volgendeCursor",
        "norm": "norm",
        "norm_explanation": "normToelichting",
        "norms": "normen",
        "note": "notitie",
        "notify_roles": "meldtAan",
        "now_cents": "nuCenten",
        "num": "teller",
        "number": "nummer",
        "objective_basis_points": "streefwaardeBasispunten",
        "of": "waarvan",
        "oin": "oin",
        "old_version": "versieOudeSleutel",
        "on": "datum",
        "open_times": "openTijden",
        "opening_hours": "openingstijden",
        "operation": "bewerking",
        "order": "volgorde",
        "organisation": "organisatie",
        "organisations": "organisaties",
        "outside_cents": "buitenNulmetingCenten",
        "own": "eigenGegevens",
        "own_amounts": "eigenBedragen",
        "own_calendar": "eigenKalender",
        "p90": "negentigstePercentiel",
        "package": "pakket",
        "package_kind": "aanbod",
        "paid_cents": "betaaldCenten",
        "part": "deel",
        "participations": "deelnames",
        "partners": "deelnemers",
        "parts": "delen",
        "path": "jarenVanHetPad",
        "path_kind": "pad",
        "path_standing": "koers",
        "paused_seconds": "stilSeconden",
        "pauses": "pauzes",
        "payers": "betalers",
        "percent": "percentage",
        "period": "periode",
        "period_changes": "termijnwijzigingen",
        "period_months": "periodeMaanden",
        "periods": "perioden",
        "phase": "deelNieuweSleutel",
        "place": "plek",
        "plan_key": "planSleutel",
        "planned_cents": "geplandCenten",
        "planned_gain_cents": "geplandVoordeelCenten",
        "policies": "verdeelafspraken",
        "pool": "kostenplaats",
        "pool_shares": "delenKostenplaatsen",
        "pools": "kostenplaatsen",
        "position": "plaatsInVolgorde",
        "postcode": "postcode",
        "prefix": "begin",
        "price": "prijs",
        "price_cents": "prijsCenten",
        "price_level": "prijspeil",
        "principals": "opdrachtgevers",
        "product": "product",
        "products": "producten",
        "provider": "uitvoerder",
        "quality": "kwaliteit",
        "quantities": "aantallen",
        "quantity": "hoeveelheid",
        "query": "zoek",
        "rate": "tariefDeel",
        "reached_at": "bereiktOp",
        "reason": "reden",
        "reasons": "redenen",
        "recorded_at": "vastgelegdOp",
        "recorded_by": "vastgelegdDoor",
        "reference": "peildatumRegel",
        "reference_on": "peildatum",
        "refers": "hoortBijFacturen",
        "refers_seq": "betreft",
        "remark": "opmerking",
        "replaces_seq": "vervangt",
        "report": "rapport",
        "requested_on": "gewensteDatum",
        "requested_why": "gewensteDatumReden",
        "result": "resultaat",
        "result_driver": "resultaatNaar",
        "results": "resultaten",
        "returns": "keerTeruggestuurd",
        "reversed_at": "teruggeboektOp",
        "reverses": "boektTerug",
        "revoked_at": "ingetrokkenOp",
        "rule": "regel",
        "run_id": "afrekenrun",
        "runs": "afrekenruns",
        "same_step": "zelfdeStap",
        "saved_cents": "bespaardCenten",
        "scenario_changes": "wijzigingen",
        "scenarios": "scenarios",
        "seconds": "seconden",
        "sentence": "zin",
        "sentences": "zinnen",
        "seq": "volgnummer",
        "set_at": "vastgesteldOp",
        "set_by": "vastgesteldDoor",
        "settled_until_on": "afgerekendTotEnMetDatum",
        "settlement_line": "afrekenregel",
        "settlement_months": "maandenPerAfrekening",
        "sha256": "controlegetal",
        "share": "deel",
        "share_rule": "verdeling",
        "shares": "delen",
        "shown": "getoond",
        "since_at": "sindsOp",
        "size": "bytes",
        "source": "bron",
        "special_days": "bijzondereDagen",
        "spent": "verbruikt",
        "standard_minutes": "normMinuten",
        "standing": "stand",
        "start_at": "begintOp",
        "start_on": "beginDatum",
        "state": "status",
        "state_since": "statusSinds",
        "statistic": "kengetal",
        "statistic_kind": "kengetal",
        "statistic_kinds": "soortenKengetallen",
        "statistics": "kengetallen",
        "statutory": "wettelijkeTermijn",
        "step": "stap",
        "steps": "stappen",
        "stopped_at": "gestoptOp",
        "street": "straat",
        "subject": "onderwerpCode",
        "subject_id": "onderwerp",
        "subject_kind": "onderwerpSoort",
        "submitted_at": "ingediendOp",
        "supplier": "leverancier",
        "tab": "weergave",
        "taken_count": "afgenomenAantal",
        "takes": "neemt",
        "target": "termijn",
        "tariff_id": "tarief",
        "tariff_kind": "tariefPer",
        "tariffs": "tarieven",
        "text": "tekst",
        "threshold": "grens",
        "thresholds": "grenzen",
        "times": "tijden",
        "title": "titel",
        "to_state": "naar",
        "total": "totaal",
        "total_cents": "totaalCenten",
        "touches": "raakt",
        "trial": "proefverdeling",
        "trial_cents": "proefCenten",
        "unit": "eenheid",
        "unshared_cents": "nietVerdeeldCenten",
        "until_at": "totOp",
        "until_on": "totEnMetDatum",
        "until_year": "totEnMetJaar",
        "urgency": "urgentie",
        "url": "adres",
        "usual": "gewoneGrens",
        "use_case": "handeling",
        "used_minutes": "geboekteMinuten",
        "valid_from": "geldigVanafDatum",
        "valid_on": "geldigOpDatum",
        "valid_until": "geldigTotEnMetDatum",
        "value": "waarde",
        "vat": "btw",
        "vat_basis_points": "btwBasispunten",
        "vat_category": "btwSoort",
        "vat_cents": "btwCenten",
        "vat_group": "btwGroep",
        "vat_number": "btwNummer",
        "version": "versie",
        "versions": "versies",
        "via": "via",
        "warn_percents": "waarschuwtBij",
        "warnings": "waarschuwingen",
        "week": "week",
        "weight": "zwaarte",
        "within": "binnenNorm",
        "without_cents": "zonderSamenwerkingCenten",
        "worked_on": "datum",
        "year": "jaar",
        "year_ago": "vorigJaarCenten",
        "year_ago_period": "vorigJaar",
        "year_contract": "jaarcontract",
        "year_contracts": "jaarcontracten",
        "year_figures": "jaarcijfers",
        "years": "jaren",
        "zone": "tijdzone",
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

PERIOD_CHANGES: MappingProxyType[str, str] = MappingProxyType(
    {
        "suspension": "opschorting",
        "resumption": "hervatting",
        "extension": "verdaging",
        "revocation": "intrekking",
    }
)
"""What happens to a statutory period → on the wire and on screen."""


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
        "clients": "clienten",
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

STATISTIC_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {"inhabitants": "inwoners", "clients": "clienten"}
)
"""Kinds of statistic that have a driver of their own → on the wire and in the workbook; others keep their code."""


def statistic_code(word: str | None) -> str | None:
    """The code of a kind of statistic that the wire names.

    >>> statistic_code("inwoners"), statistic_code("woz-objecten"), statistic_code(None)
    ('inhabitants', 'woz-objecten', None)
    """
    return {name: code for code, name in STATISTIC_KINDS.items()}.get(word or "", word)


def statistic_word(code: str | None) -> str | None:
    """The name on the wire of a kind of statistic.

    >>> statistic_word("clients"), statistic_word("woz-objecten"), statistic_word(None)
    ('clienten', 'woz-objecten', None)
    """
    return STATISTIC_KINDS.get(code or "", code)


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

VAT_LABELS: MappingProxyType[str, str] = MappingProxyType(
    {"S": "belast", "E": "vrijgesteld", "O": "buiten de btw"}
)
"""VAT category of EN 16931 → on screen."""

COST_CATEGORIES: MappingProxyType[str, str] = MappingProxyType(
    {
        "staff": "personeel",
        "hired": "inhuur",
        "housing": "huisvesting",
        "ict": "ict",
        "other": "overig",
    }
)
"""Category of costs → on the wire and in the workbook."""

POOL_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {
        "area": "taakgebied",
        "overhead": "overhead",
        "own_account": "eigen-rekening",
        "start_up": "aanloopkosten",
    }
)
"""Kind of cost pool → on the wire and in the workbook."""

OVERHEAD_DRIVERS: MappingProxyType[str, str] = MappingProxyType(
    {
        "direct_costs": "eigen-kosten",
        "fte": "fte",
        "hours": "uren",
        "fixed": "vast",
    }
)
"""What overhead is divided by → on the wire and in the workbook."""

CASCADE_METHODS: MappingProxyType[str, str] = MappingProxyType(
    {"direct": "rechtstreeks", "step_down": "trapsgewijs", "reciprocal": "wederkerig"}
)
"""How overhead reaches the areas → on the wire and in the workbook."""

SHEETS: MappingProxyType[str, str] = MappingProxyType(
    {
        "collaboration": "samenwerkingsverband",
        "organisations": "organisaties",
        "partners": "deelnemers",
        "areas": "taakgebieden",
        "provisions": "uitvoerders",
        "packages": "pakketten",
        "participations": "deelnames",
        "statistic_kinds": "soorten-kengetallen",
        "statistics": "kengetallen",
        "products": "producten",
        "agreements": "overeenkomsten",
        "year_contracts": "jaarcontracten",
        "year_figures": "jaarcijfers",
        "tariffs": "tarieven",
        "policies": "verdeelafspraken",
        "components": "verdeelonderdelen",
        "shares": "verdeeldelen",
        "calendars": "kalenders",
        "calendar_versions": "kalenderversies",
        "calendar_days": "kalenderdagen",
        "norms": "normen",
        "employees": "medewerkers",
        "employments": "dienstverbanden",
        "secondments": "detacheringen",
        "accounts": "accounts",
        "role_grants": "rollen",
        "pools": "kostenplaatsen",
        "cascades": "doorbelastingen",
        "cost_entries": "kostenregels",
        "budget_lines": "begrotingsregels",
        "baselines": "nulmetingen",
        "baseline_spent": "nulmeting-deelnemers",
        "baseline_years": "nulmeting-jaren",
        "baseline_plans": "nulmeting-bedragen",
        "baseline_facts": "nulmeting-cijfers",
    }
)
"""Table of the workbook → name of its sheet and file."""

COLUMNS: MappingProxyType[str, str] = MappingProxyType(
    {
        "account": "account",
        "agreed_count": "aantal",
        "agreed_minutes": "uren",
        "agreement": "overeenkomst",
        "agreement_clause": "afspraak",
        "amount": "hoeveelheid",
        "amount_cents": "bedrag",
        "area": "taakgebied",
        "areas": "taakgebieden",
        "average_years": "gemiddeld_over_jaren",
        "base_year": "basisjaar",
        "baseline": "nulmeting",
        "bbv_code": "bbv_taakveld",
        "booked_on": "datum",
        "brought_in_cents": "ingebracht",
        "buyer_reference": "kenmerk_inkoper",
        "calendar": "kalender",
        "cascade": "overhead_methode",
        "category": "kostensoort",
        "cbs_code": "cbs_code",
        "city": "plaats",
        "code": "code",
        "contract_minutes": "uren_per_week",
        "country": "land",
        "credit_basis_points": "korting_percentage",
        "description": "omschrijving",
        "document": "stuk",
        "driver": "verdeelmaatstaf",
        "email": "e_mail",
        "employee": "medewerker",
        "employer": "werkgever",
        "first_year": "eerste_jaar",
        "fixed_cents": "vast_bedrag_per_jaar",
        "friday": "vrijdag",
        "from_year": "vanaf_jaar",
        "fte": "fte",
        "function": "functie",
        "has_advances": "voorschotten",
        "holidays": "feestdagen",
        "hours": "openingstijden",
        "iban": "iban",
        "index_percent": "index_percentage",
        "index_source": "index_bron",
        "is_extended": "verlengd_door_termijnenwet",
        "is_standing": "geldt",
        "is_transparent": "transparantiemethode",
        "is_trial": "proef",
        "kept_years": "geldt_jaren",
        "kind": "soort",
        "kvk": "kvk",
        "label": "toelichting",
        "last_year": "laatste_jaar",
        "law": "wet",
        "legal_form": "rechtsvorm",
        "maximum_cents": "maximum_per_jaar",
        "metric": "meting",
        "minimum_cents": "minimum_per_jaar",
        "minutes": "uren",
        "monday": "maandag",
        "name": "naam",
        "note": "notitie",
        "notify_roles": "meldt_aan",
        "objective_basis_points": "streefpercentage",
        "of": "waarvan",
        "oin": "oin",
        "old_version": "versie_oude_sleutel",
        "on": "dag",
        "organisation": "organisatie",
        "package": "pakket",
        "package_kind": "aanbod",
        "part": "deel",
        "path_kind": "pad",
        "period_months": "periode_maanden",
        "phase": "deel_nieuwe_sleutel",
        "place": "streek",
        "plan_key": "plansleutel",
        "planned_cents": "gepland",
        "policy_version": "versie",
        "pool": "kostenplaats",
        "pool_shares": "vaste_delen_kostenplaatsen",
        "position": "volgnummer",
        "postcode": "postcode",
        "price": "prijs",
        "price_cents": "tarief",
        "price_level": "prijspeil",
        "product": "product",
        "provider": "uitvoerder",
        "quality": "kwaliteit",
        "quantity": "omvang",
        "rate_cents": "vergoeding_per_fte",
        "reason": "reden",
        "reference": "peildatum",
        "reference_on": "peildatum",
        "result": "resultaat",
        "result_driver": "resultaat_naar",
        "role": "rol",
        "saturday": "zaterdag",
        "settlement_months": "maanden_per_afrekening",
        "shares": "vaste_delen",
        "source": "bron",
        "standard_minutes": "normuren",
        "statistic_kind": "kengetal",
        "step": "trede",
        "street": "straat",
        "sunday": "zondag",
        "supplier": "leverancier",
        "taken_count": "aantal",
        "takes": "neemt",
        "tariff_kind": "tarief_per",
        "thursday": "donderdag",
        "title": "titel",
        "tuesday": "dinsdag",
        "unit": "eenheid",
        "until_on": "totEnMetDatum",
        "until_year": "tot_en_met_jaar",
        "valid_from": "geldig_vanaf",
        "valid_until": "geldig_tot_en_met",
        "value": "waarde",
        "vat_basis_points": "btw_percentage",
        "vat_category": "btw",
        "vat_cents": "btw_bedrag",
        "vat_number": "btw_nummer",
        "version": "versie",
        "warn_percents": "waarschuwt_bij",
        "wednesday": "woensdag",
        "weight": "gewicht",
        "weight_name": "gewicht_naam",
        "year": "jaar",
        "zone": "tijdzone",
    }
)
"""Field in code → heading of its column in the workbook."""

ACTIVITIES: MappingProxyType[str, str] = MappingProxyType(
    {"consultation": "overleg", "training": "opleiding", "overhead": "overhead"}
)
"""Work of an area that belongs to no assignment, in code → on the wire (domain §7)."""

ACTIVITY_LABELS: MappingProxyType[str, str] = MappingProxyType(
    {"consultation": "Overleg en werkverdeling", "training": "Scholing", "overhead": "Overige taken"}
)
"""The same → on screen."""

HOUR_STATES: MappingProxyType[str, str] = MappingProxyType(
    {"open": "open", "submitted": "ingediend", "approved": "goedgekeurd", "returned": "teruggegeven"}
)
"""State of a week or of the part of an area in code → on the wire and on screen."""

HOUR_KINDS: MappingProxyType[str, str] = MappingProxyType({"normal": "gewoon", "correction": "correctie"})
"""Kind of an hour entry in code → on the wire."""

HOUR_STEPS: MappingProxyType[str, str] = MappingProxyType(
    {"submit": "indienen", "withdraw": "terughalen", "approve": "goedkeuren", "return": "teruggeven"}
)
"""Step of a week or of the part of an area in code → on the wire."""

MONTH_STEPS: MappingProxyType[str, str] = MappingProxyType({"close": "afsluiten"})
"""Step of a month in code → on the wire."""

COST_STEPS: MappingProxyType[str, str] = MappingProxyType({"reverse": "terugboeken", "amend": "wijzigen"})
"""Step of a cost entry or budget line in code → on the wire."""

INVOICE_STATES: MappingProxyType[str, str] = MappingProxyType(
    {"open": "open", "overdue": "vervallen", "to_refund": "terug-te-betalen"}
)
"""How an invoice stands → on the wire."""

INVOICE_STATE_LABELS: MappingProxyType[str, str] = MappingProxyType(
    {"open": "Open", "overdue": "Termijn voorbij", "to_refund": "Terug te betalen"}
)
"""How an invoice stands → on screen; payments are not read yet."""


RUN_STATES: MappingProxyType[str, str] = MappingProxyType(
    {
        "draft": "concept",
        "checked": "gecontroleerd",
        "approved": "goedgekeurd",
        "final": "definitief",
        "withdrawn": "ingetrokken",
    }
)
"""State of a settlement run → on the wire and on screen."""

RUN_STEPS: MappingProxyType[str, str] = MappingProxyType(
    {
        "start": "starten",
        "calculate": "berekenen",
        "check": "controleren",
        "return": "terugsturen",
        "approve": "goedkeuren",
        "finalise": "definitief-maken",
        "withdraw": "intrekken",
    }
)
"""Step of a settlement run → on the wire."""

LINE_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {
        "share": "aandeel",
        "tariff": "tarief",
        "result": "resultaat",
        "advance": "voorschot",
        "input_vat": "btw-op-kosten",
        "secondment": "detachering",
    }
)
"""Kind of a settlement line → on the wire."""

RUN_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {"settlement": "afrekening", "advance": "voorschot", "correction": "correctie"}
)
"""Kind of a settlement run → on the wire."""

CHANGE_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {
        "key": "sleutel",
        "tariff": "tarief",
        "statistic": "kengetal",
        "costs": "kosten",
        "joins": "toetreden",
        "leaves": "uittreden",
    }
)
"""What a scenario changes → on the wire."""

EXIT_RULES: MappingProxyType[str, str] = MappingProxyType(
    {"declining": "aflopende-bijdrage", "real_damage": "werkelijke-schade", "agreed": "afgesproken"}
)
"""How the sum is found that who leaves owes → on the wire."""
LATE_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {
        "hours": "uren",
        "costs": "kosten",
        "deliveries": "leveringen",
        "statistics": "kengetallen",
        "year_figures": "jaarcijfers",
        "prices": "prijzen",
    }
)
"""What became known after a final settlement → on the wire."""
MOVEMENT_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {"struck": "ontstaan", "opened": "meegenomen", "charged": "verdeeld"}
)
"""What happens to a result of tariffs → on the wire."""
ANSWERS: MappingProxyType[str, str] = MappingProxyType(
    {"confirmed": "bevestigd", "objected": "bezwaar", "silent": "door-stilte"}
)
"""What an organisation said of its figures → on the wire."""

STANDINGS: MappingProxyType[str, str] = MappingProxyType(
    {
        "unanswered": "nog-niet",
        "confirmed": "bevestigd",
        "objected": "bezwaar",
        "silent": "door-stilte",
        "changed": "gewijzigd",
    }
)
"""How an organisation stands towards its figures as they are now → on the wire."""

DRIVER_FIGURES: MappingProxyType[str, str] = MappingProxyType(
    {"statistic": "kengetal", "delivery": "levering", "hours": "uren"}
)
"""Kind of figure that an organisation confirms → on the wire."""

COMPARED_WITH: MappingProxyType[str, str] = MappingProxyType(
    {"budget": "begroting", "earlier": "vorige-periode", "year_ago": "vorig-jaar"}
)
"""What an amount of a run is compared with → on the wire."""

FINDING_WEIGHTS: MappingProxyType[str, str] = MappingProxyType(
    {"holds_back": "houdt-tegen", "note": "let-op"}
)
"""How heavy a finding of a run is → on the wire."""

PATH_KINDS: MappingProxyType[str, str] = MappingProxyType(
    {"linear": "lineair", "steps": "stappen", "yearly": "per-jaar"}
)
"""How a multi-year path runs → on the wire."""

PRICE_LEVELS: MappingProxyType[str, str] = MappingProxyType({"constant": "basisjaar", "current": "lopend"})
"""In which prices planned amounts stand → on the wire."""

PLAN_KEYS: MappingProxyType[str, str] = MappingProxyType(
    {"spent": "nulmeting", "weight": "gewicht", "equal": "gelijk", "own": "eigen-pad"}
)
"""How a planned amount is divided over partners → on the wire."""

FACT_KINDS: MappingProxyType[str, str] = MappingProxyType({"paid": "betaald", "gain": "voordeel"})
"""What is told of a year of a path → on the wire."""

PATH_FIGURES: MappingProxyType[str, str] = MappingProxyType(
    {
        "before": "zonder-samenwerking",
        "planned": "gepland",
        "budget": "begroting",
        "paid": "betaald",
        "gain": "voordeel",
        "saved": "bespaard",
    }
)
"""The amounts of a year of a path → on the wire."""

PATH_STANDINGS: MappingProxyType[str, str] = MappingProxyType(
    {
        "on_track": "op-koers",
        "behind": "boven-plan",
        "budget_on_track": "begroot-op-koers",
        "budget_behind": "begroot-boven-plan",
        "unknown": "nog-niet-bekend",
    }
)
"""How a year stands on its path → on the wire."""

PATH_STANDING_LABELS: MappingProxyType[str, str] = MappingProxyType(
    {
        "on_track": "Op koers",
        "behind": "Boven plan",
        "budget_on_track": "Begroot op koers",
        "budget_behind": "Begroot boven plan",
        "unknown": "Nog niet bekend",
    }
)
"""The same on screen."""
