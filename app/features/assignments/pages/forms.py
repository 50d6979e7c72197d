"""From the fields of a form to a request or the details of a step, and back to what was typed.

Reading only: dates as people write them, hours as `40`, `37,5` or `37:30`. What cannot be read is a
finding at its field; the value is kept.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from starlette.datastructures import FormData

from app.features.assignments.core.completeness import (
    Kind,
    PeriodUnit,
    Request,
    StatutoryPeriod,
    Weight,
)
from app.features.assignments.core.principals import Principal, ShareRule
from app.features.assignments.core.views import StepDetails
from app.kernel.dutch import field_day, hours
from app.kernel.errors import Finding

_DATE = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})|(\d{4})-(\d{2})-(\d{2})")
_HOURS = re.compile(r"(\d{1,6})(?::([0-5]\d)|[.,](\d{1,2}))?")
_EUROS = re.compile(r"(\d{1,9})(?:,(\d{2}))?")
_TEXTS = {
    "titel": "title", "gewenstResultaat": "desired_result", "contactpersoon": "contact", "kader": "frame",
    "gewensteDatumReden": "requested_why",
}  # fmt: skip
_NAMES = (
    *_TEXTS, "taakgebied", "product", "acceptatiecriteria", "soort", "verdeling", "gewensteDatum", "wet",
    "wetBegin", "wetLengte", "wetEenheid", "urgentie", "gevolg", "plafond", "bedrag", "vertrouwelijk",
)  # fmt: skip


def typed(form: FormData) -> dict[str, Any]:
    """What was typed, to show it again."""
    found: dict[str, Any] = {name: str(form.get(name, ""))[:10_000].replace("\x00", "") for name in _NAMES}
    found["opdrachtgevers"] = [str(code) for code in form.getlist("opdrachtgevers")]
    return found


def shown(request: Request) -> dict[str, Any]:
    """A request as the form shows it."""
    statutory = request.statutory
    return {
        **{name: getattr(request, field) or "" for name, field in _TEXTS.items()},
        "taakgebied": request.area or "",
        "product": f"{request.area}/{request.product}" if request.area and request.product else "",
        "acceptatiecriteria": "\n".join(request.acceptance_criteria),
        "soort": request.kind.value,
        "verdeling": request.share_statistic or request.share_rule.value,
        "gewensteDatum": field_day(request.requested_on) if request.requested_on else "",
        "wet": statutory.law if statutory else "",
        "wetBegin": field_day(statutory.start_on) if statutory else "",
        "wetLengte": str(statutory.length) if statutory else "",
        "wetEenheid": statutory.unit.value if statutory else "",
        "urgentie": request.urgency.value,
        "gevolg": request.impact.value,
        "plafond": hours(request.ceiling_minutes) if request.ceiling_minutes else "",
        "bedrag": _euros(request.ceiling_cents),
        "vertrouwelijk": "ja" if request.is_confidential else "",
        "opdrachtgevers": [one.code for one in request.principals],
    }


def fields_of(
    values: Mapping[str, Any], before: Request, own: str | None
) -> tuple[dict[str, Any], list[Finding]]:
    """The fields of the request that were typed, and what cannot be read."""
    findings: list[Finding] = []
    found: dict[str, Any] = {field: values[name].strip() or None for name, field in _TEXTS.items()}
    area, _, product = values["product"].partition("/")
    found["area"] = values["taakgebied"] or area or None
    found["product"] = product or None
    if product and values["taakgebied"] and area != values["taakgebied"]:
        findings.append(
            Finding("product", "Dit product hoort bij een ander taakgebied. Kies een van de twee anders.")
        )
    lines = values["acceptatiecriteria"].splitlines()
    found["acceptance_criteria"] = tuple(line.strip(" -•\t") for line in lines if line.strip(" -•\t"))
    found["kind"] = Kind(values["soort"]) if values["soort"] in set(Kind) else Kind.BESPOKE
    found |= _principals(values, before, own, found["kind"])
    found["requested_on"] = read_date(values["gewensteDatum"], "gewensteDatum", findings)
    found["statutory"] = _statutory(values, findings)
    found["urgency"] = _weight(values["urgentie"])
    found["impact"] = _weight(values["gevolg"])
    found["ceiling_minutes"] = read_hours(values["plafond"], "plafond", findings)
    found["ceiling_cents"] = _cents(values["bedrag"], findings)
    found["is_confidential"] = values["vertrouwelijk"] == "ja"
    return found, findings


def details_of(form: FormData) -> tuple[StepDetails, list[Finding]]:
    """What is said with a step, and what cannot be read."""
    findings: list[Finding] = []
    place = str(form.get("plek", "")).strip()
    if place and not place.isdecimal():
        findings.append(Finding("plek", "Een plek is een heel getal, bijvoorbeeld 3."))
    details = StepDetails(
        reason=str(form.get("reden", ""))[:10_000].replace("\x00", "").strip() or None,
        estimate_minutes=read_hours(str(form.get("ramingMinuten", "")), "ramingMinuten", findings),
        agreed_on=read_date(str(form.get("afgesprokenDatum", "")), "afgesprokenDatum", findings),
        place=int(place) if place.isdecimal() else None,
        handler=str(form.get("uitvoerende", ""))[:300].replace("\x00", "").strip() or None,
    )
    return details, findings


def read_date(text: str, field: str, findings: list[Finding]) -> date | None:
    """A date as people write it: 15-01-2027, or as a machine does."""
    if not text.strip():
        return None
    match = _DATE.fullmatch(text.strip())
    if match:
        day, month, year, iso_year, iso_month, iso_day = match.groups()
        try:
            return date(int(year or iso_year), int(month or iso_month), int(day or iso_day))
        except ValueError:
            findings.append(
                Finding(field, f"{text.strip()} is geen dag van de kalender. Kijk dag en maand na.")
            )
            return None
    findings.append(Finding(field, f"“{text.strip()}” is geen datum. Schrijf een datum als 15-01-2027."))
    return None


def read_hours(text: str, field: str, findings: list[Finding]) -> int | None:
    """Hours as minutes: `40`, `37,5` and `37:30` are understood; longer than a day is common here."""
    plain = text.strip().removesuffix("uur").strip().replace("\u00a0", "")
    if not plain:
        return None
    match = _HOURS.fullmatch(
        plain.replace(".", "") if re.fullmatch(r"\d{1,3}(\.\d{3})+(:\d\d)?", plain) else plain
    )
    if match is None:
        findings.append(Finding(field, f"“{text.strip()}” is geen aantal uren. Schrijf 40, 37,5 of 37:30."))
        return None
    whole, minutes, part = match.groups()
    extra = int(minutes) if minutes else int(part) * 60 // 10 ** len(part) if part else 0
    return int(whole) * 60 + extra


def _principals(values: Mapping[str, Any], before: Request, own: str | None, kind: Kind) -> dict[str, Any]:
    """Who asks: for bespoke work one's own organisation, for joint work who was ticked."""
    lead = before.lead or own
    codes = [lead] if lead else []
    if kind is not Kind.BESPOKE:
        codes += [code for code in values["opdrachtgevers"] if code != lead]
    shares = {one.code: one.share for one in before.principals}
    rule = values["verdeling"] or ShareRule.EQUAL.value
    is_rule = rule in set(ShareRule)
    chosen = ShareRule(rule) if is_rule else ShareRule.STATISTIC
    is_fixed = chosen is ShareRule.FIXED and len(codes) > 1
    return {
        "lead": lead,
        "principals": tuple(Principal(code, shares.get(code) if is_fixed else None) for code in codes),
        "share_rule": chosen if len(codes) > 1 else ShareRule.EQUAL,
        "share_statistic": rule if not is_rule and len(codes) > 1 else None,
    }


def _statutory(values: Mapping[str, Any], findings: list[Finding]) -> StatutoryPeriod | None:
    law = values["wet"].strip()
    if not any((law, values["wetBegin"].strip(), values["wetLengte"].strip())):
        return None
    start = read_date(values["wetBegin"], "wetBegin", findings)
    length = values["wetLengte"].strip()
    if not law or start is None or not length.isdecimal() or values["wetEenheid"] not in set(PeriodUnit):
        findings.append(
            Finding("wet", "Noem van een wettelijke termijn de wet, de eerste dag, de lengte en de eenheid.")
        )
        return None
    return StatutoryPeriod(law, start, int(length), PeriodUnit(values["wetEenheid"]))


def _weight(value: str) -> Weight:
    return Weight(value) if value in set(Weight) else Weight.NORMAL


def _cents(text: str, findings: list[Finding]) -> int | None:
    plain = text.strip().removeprefix("€").strip().replace(".", "")
    if not plain:
        return None
    match = _EUROS.fullmatch(plain)
    if match is None:
        findings.append(Finding("bedrag", f"“{text.strip()}” is geen bedrag. Schrijf 2500 of 2.500,00."))
        return None
    return int(match.group(1)) * 100 + int(match.group(2) or 0)


def _euros(cents: int | None) -> str:
    return "" if cents is None else f"{cents // 100},{cents % 100:02d}"
