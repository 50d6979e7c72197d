"""The form of “Wat als”: what can be chosen on a run, and the changes that were filled in."""

from collections.abc import Mapping
from fractions import Fraction
from uuid import UUID

from app.features.settlement.core.inputs import DriverKind, Inputs, Share
from app.features.settlement.core.scenario import KeyPart, new_key
from app.features.settlement.core.what_if import Change, ChangeKind
from app.kernel.errors import Finding, Invalid
from app.kernel.typed import read_cents, read_number, read_percent

Form = Mapping[str, str]
DRIVERS = (
    ("inhabitants", "inwoners"),
    ("clients", "cliënten"),
    ("hours", "uren"),
    ("products", "producten"),
    ("equal", "gelijke delen"),
    ("fixed", "vaste percentages"),
)
STATISTIC = "statistic:"
"""Before the code of a kind of statistic that is chosen as a driver."""
FIGURE_ROWS = ("", "_2", "_3")
"""Behind the names of the fields of a figure: who joins needs several at once."""
NEWCOMER = "NIEUW"
"""The code of a partner that is not known yet."""
FIXED = DriverKind.FIXED.value
SHARE = "vast_"
"""Before the code of a partner: the field of its fixed percentage."""
KEY_FIELDS = ("sleutel_gebied", "sleutel", "sleutel_deel", "sleutel_twee", "sleutel_ingroei")
A_FIGURE = "Schrijf een getal van nul of meer, bijvoorbeeld 9.420."


def options(inputs: Inputs) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen on the inputs of a run."""
    settled = {policy.area for policy in inputs.policies}
    names = {row.code: row.name for row in inputs.organisations}
    taking = sorted({row.organisation for row in inputs.participations})
    kinds = [(row.code, row.name) for row in inputs.statistic_kinds]
    known = [(code, name) for code, name in sorted(names.items(), key=lambda one: one[1])]
    return {
        "areas": [(row.code, row.name) for row in inputs.areas if row.is_settled and row.code in settled],
        "pools": [(row.code, row.name) for row in inputs.pools],
        "drivers": [
            *DRIVERS,
            *((STATISTIC + code, f"kengetal: {name}") for code, name in kinds if code not in dict(DRIVERS)),
        ],
        "tariffs": [
            *{row.version: (row.version, f"{row.name} ({row.area})") for row in inputs.tariffs}.values()
        ],
        "partners": [(code, names[code]) for code in taking],
        "joining": [*known, (NEWCOMER, "Een nieuwe deelnemer")],
        "figures_of": [*((code, names[code]) for code in taking), (NEWCOMER, "De nieuwe deelnemer")],
        "kinds": kinds,
    }


def read_run(typed: Form) -> UUID:
    """The run that was chosen."""
    try:
        return UUID(typed.get("afrekening", ""))
    except ValueError as error:
        raise Invalid([Finding("afrekening", "Kies een afrekening om op te rekenen.")]) from error


def read_form(typed: Form) -> list[Change]:
    """The changes that were filled in; `Invalid` names each field that cannot be read."""
    wrong: list[Finding] = []
    changes = [
        *_joins(typed, wrong),
        *_key(typed, wrong),
        *_tariff(typed, wrong),
        *(change for row in FIGURE_ROWS for change in _figure(typed, row, wrong)),
        *_costs(typed, wrong),
        *_leaves(typed, wrong),
    ]
    if wrong:
        raise Invalid(wrong)
    return changes


def names_shares(typed: Form) -> bool:
    """Whether fixed percentages are chosen or filled in."""
    return FIXED in (typed.get("sleutel"), typed.get("sleutel_twee")) or _fills_shares(typed)


def _fills_shares(typed: Form) -> bool:
    return any(field.startswith(SHARE) and text.strip() for field, text in typed.items())


def _filled(typed: Form, *fields: str) -> bool:
    return any(typed.get(field, "").strip() for field in fields)


def _ask(typed: Form, wrong: list[Finding], asked: Mapping[str, str]) -> bool:
    """Ask by its sentence for every field of these that is empty; whether there is one."""
    missing = [Finding(field, words) for field, words in asked.items() if not _filled(typed, field)]
    wrong += missing
    return bool(missing)


def _key(typed: Form, wrong: list[Finding]) -> list[Change]:
    area, first, second = (typed.get(name, "") for name in ("sleutel_gebied", "sleutel", "sleutel_twee"))
    if not _filled(typed, *KEY_FIELDS) and not _fills_shares(typed):
        return []
    if _ask(typed, wrong, _key_asked(typed)):
        return []
    if _fills_shares(typed) and FIXED not in (first, second):
        words = "Kies “vaste percentages”, of laat het vaste percentage van iedere deelnemer leeg."
        wrong.append(Finding("sleutel", words))
        return []
    part = Fraction(100)
    if second:
        found = read_percent(typed.get("sleutel_deel", ""))
        if found is None or not 0 < found < 1:
            wrong.append(Finding("sleutel_deel", "Schrijf een percentage tussen 0 en 100, bijvoorbeeld 60."))
            return []
        part = found * 100
    parts = [_part(typed, "sleutel", part, wrong)]
    if second:
        parts.append(_part(typed, "sleutel_twee", 100 - part, wrong))
    phase = None
    if typed.get("sleutel_ingroei", "").strip():
        phase = read_percent(typed["sleutel_ingroei"])
        if phase is None or not 0 < phase < 1:
            words = (
                "Schrijf een percentage tussen 0 en 100, bijvoorbeeld 25; laat het leeg als zij geheel geldt."
            )
            wrong.append(Finding("sleutel_ingroei", words))
            return []
    key = new_key([one for one in parts if one])
    return [Change(ChangeKind.KEY, area=area, components=key, phase=phase)]


def _key_asked(typed: Form) -> dict[str, str]:
    """What a key that was begun cannot do without."""
    asked = {
        "sleutel_gebied": "Kies van welk taakgebied de sleutel anders wordt.",
        "sleutel": "Kies waarnaar dit taakgebied dan wordt verdeeld.",
    }
    if _filled(typed, "sleutel_deel"):
        asked["sleutel_twee"] = "Kies waarnaar de rest wordt verdeeld, of laat het percentage leeg."
    return asked


def _part(typed: Form, field: str, percent: Fraction, wrong: list[Finding]) -> KeyPart | None:
    driver = typed[field]
    if driver.startswith(STATISTIC):
        return KeyPart(DriverKind.STATISTIC, percent, driver.removeprefix(STATISTIC))
    if driver not in dict(DRIVERS):
        wrong.append(Finding(field, "Kies een maatstaf uit de lijst."))
        return None
    return KeyPart(DriverKind(driver), percent, shares=_shares(typed, wrong) if driver == FIXED else ())


def _shares(typed: Form, wrong: list[Finding]) -> tuple[Share, ...]:
    """The fixed percentages: a field for each partner, named after its code."""
    found = []
    for field, text in typed.items():
        if not field.startswith(SHARE) or not text.strip():
            continue
        share = read_percent(text)
        if share is None or share < 0:
            wrong.append(Finding(field, "Schrijf een percentage van nul of meer, bijvoorbeeld 22,5."))
        else:
            found.append(Share(field.removeprefix(SHARE), share * 100))
    return tuple(found)


def _tariff(typed: Form, wrong: list[Finding]) -> list[Change]:
    if not _filled(typed, "tarief", "tarief_prijs"):
        return []
    if _ask(typed, wrong, {"tarief": "Kies welk tarief dit wordt."}):
        return []
    cents = read_cents(typed.get("tarief_prijs", ""))
    if cents is None or cents < 0:
        wrong.append(Finding("tarief_prijs", "Schrijf het tarief in euro’s, bijvoorbeeld 82,50."))
        return []
    return [Change(ChangeKind.TARIFF, of=typed["tarief"], value=Fraction(cents))]


def _figure(typed: Form, row: str, wrong: list[Finding]) -> list[Change]:
    kind, who, figure = (f"{name}{row}" for name in ("kengetal", "kengetal_wie", "kengetal_waarde"))
    if not _filled(typed, kind, who, figure):
        return []
    asked = {kind: "Kies welk kengetal dit wordt.", who: "Kies van wie dit kengetal is.", figure: A_FIGURE}
    if _ask(typed, wrong, asked):
        return []
    value = read_number(typed[figure])
    if value is None or value < 0:
        wrong.append(Finding(figure, A_FIGURE))
        return []
    if typed[who] == NEWCOMER != typed.get("toetreden"):
        words = "Kies bij “Wie gaat meedoen” een nieuwe deelnemer, of kies hier iemand die al meedoet."
        wrong.append(Finding(who, words))
        return []
    return [Change(ChangeKind.STATISTIC, organisation=typed[who], of=typed[kind], value=Fraction(value))]


def _costs(typed: Form, wrong: list[Finding]) -> list[Change]:
    area, pool = typed.get("kosten_gebied", ""), typed.get("kosten_plaats", "")
    if not _filled(typed, "kosten_procent", "kosten_gebied", "kosten_plaats"):
        return []
    text = typed.get("kosten_procent", "").strip()
    value = read_number(text.removesuffix("%").strip().replace("−", "-").removeprefix("+"))
    if value is None:
        wrong.append(Finding("kosten_procent", "Schrijf een percentage, bijvoorbeeld 5 of -5."))
    if area and pool:
        wrong.append(Finding("kosten_plaats", "Kies een taakgebied of een kostenplaats, niet allebei."))
    if value is None or (area and pool):
        return []
    return [Change(ChangeKind.COSTS, area=area, of=pool, value=Fraction(value))]


def _joins(typed: Form, wrong: list[Finding]) -> list[Change]:
    who, name = typed.get("toetreden", ""), typed.get("toetreden_naam", "").strip()
    if not _filled(typed, "toetreden", "toetreden_naam", "toetreden_gebied"):
        return []
    if _ask(typed, wrong, {"toetreden": "Kies wie gaat meedoen."}):
        return []
    if who == NEWCOMER and not name:
        wrong.append(Finding("toetreden_naam", "Schrijf hoe de nieuwe deelnemer heet."))
        return []
    if who != NEWCOMER and name:
        words = "Laat de naam leeg, of kies bij “Wie gaat meedoen” een nieuwe deelnemer."
        wrong.append(Finding("toetreden_naam", words))
        return []
    of = name if who == NEWCOMER else ""
    return [Change(ChangeKind.JOINS, area=typed.get("toetreden_gebied", ""), organisation=who, of=of)]


def _leaves(typed: Form, wrong: list[Finding]) -> list[Change]:
    if not _filled(typed, "uittreden", "uittreden_gebied"):
        return []
    if _ask(typed, wrong, {"uittreden": "Kies wie niet meer meedoet."}):
        return []
    return [
        Change(ChangeKind.LEAVES, area=typed.get("uittreden_gebied", ""), organisation=typed["uittreden"])
    ]
