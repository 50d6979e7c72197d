"""A believable first quarter for papers: five invented partners' figures, six areas, every kind of line.

Shares by one and two drivers, hours with a joint assignment, a tariff, staff on loan, input VAT, 21 % VAT, work
outside the scope of VAT, overhead by fte, and a partner that takes part from 15 February.
"""

from datetime import date
from fractions import Fraction

from app.features.costs.core import Category, OverheadDriver, PoolKind
from app.features.invoices.core.billing import BillingDetails
from app.features.invoices.core.dossier import Confirmed, Delivery, Dossier, Signature, budgeted
from app.features.settlement.core.inputs import (
    Area,
    AreaFigure,
    Assignment,
    BudgetLine,
    Component,
    CostEntry,
    DriverKind,
    Inputs,
    Membership,
    Named,
    Participation,
    Policy,
    Pool,
    Provision,
    Reference,
    Secondment,
    Share,
    Statistic,
    Takes,
    Tariff,
    TariffKind,
    Term,
    VatCategory,
    VatTreatment,
    Worked,
)
from app.features.settlement.core.settle import settle
from app.kernel.period import Period

TARIFF = "0196a1c2-7d40-7000-8000-5f0c2a6d1e11"
QUARTER = Period.quarter(2026, 1)
ALWAYS = Term(date(2025, 1, 1))
PARTNERS = {
    "BER": "Bergambacht",
    "NLK": "Nederlek",
    "OUD": "Ouderkerk",
    "SHV": "Schoonhoven",
    "VLI": "Vlist",
}
AREAS = {
    "IT": ("ICT", "OUD"),
    "ON": ("Onderwijs", "BER"),
    "OO": ("Openbare orde en veiligheid", "VLI"),
    "PZ": ("Personeelszaken", "SHV"),
    "SZ": ("Sociale zaken", "NLK"),
    "VR": ("Vreemdelingenzaken", "VLI"),
}
TAKES_PART = {
    "IT": "BER NLK OUD SHV VLI",
    "ON": "BER OUD VLI",
    "OO": "BER NLK OUD SHV VLI",
    "PZ": "BER NLK SHV VLI",
    "SZ": "BER NLK OUD SHV VLI",
    "VR": "BER OUD SHV VLI",
}
INHABITANTS = {"BER": 9420, "NLK": 13680, "OUD": 7930, "SHV": 11560, "VLI": 9410}
CLIENTS = {"BER": 118, "NLK": 246, "OUD": 97, "SHV": 214, "VLI": 88}
CASES = {"BER": 21, "OUD": 14, "SHV": 38, "VLI": 17}
TENTHS_OF_FTE = {"IT": 52, "ON": 30, "OO": 25, "PZ": 30, "SZ": 158, "VR": 15}
COSTS = [
    ("SZ", Category.STAFF, 26_018_000), ("SZ", Category.HIRED, 1_435_000), ("SZ", Category.OTHER, 1_067_413),
    ("ON", Category.STAFF, 4_410_000), ("ON", Category.OTHER, 310_426),
    ("IT", Category.STAFF, 9_120_000), ("IT", Category.HIRED, 2_240_050), ("IT", Category.ICT, 3_691_000),
    ("OO", Category.STAFF, 5_688_000), ("OO", Category.OTHER, 99_462),
    ("VR", Category.STAFF, 1_780_000), ("VR", Category.OTHER, 85_377),
    ("PZ", Category.STAFF, 4_890_000), ("PZ", Category.ICT, 423_852),
    ("ALG", Category.HOUSING, 5_400_000), ("ALG", Category.STAFF, 4_080_000),
]  # fmt: skip
BUDGET = [
    ("SZ", Category.STAFF, 26_250_000), ("SZ", Category.HIRED, 1_350_000), ("SZ", Category.OTHER, 1_145_000),
    ("ON", Category.STAFF, 4_500_000), ("ON", Category.OTHER, 300_000),
    ("IT", Category.STAFF, 9_000_000), ("IT", Category.HIRED, 1_500_000), ("IT", Category.ICT, 3_700_000),
    ("OO", Category.STAFF, 5_700_000), ("OO", Category.OTHER, 120_000),
    ("VR", Category.STAFF, 1_800_000), ("VR", Category.OTHER, 100_000),
    ("PZ", Category.STAFF, 4_900_000), ("PZ", Category.ICT, 400_000),
    ("ALG", Category.HOUSING, 5_400_000), ("ALG", Category.STAFF, 4_100_000),
]  # fmt: skip
WORK = [
    ("2026-SZ-0001", "Heronderzoek uitkeringen jongeren", "SZ", {"SHV": 1}, 5190),
    ("2026-SZ-0004", "Folder minimaregelingen", "SZ", {"SHV": 1}, 1335),
    ("2026-SZ-0007", "Verordening individuele studietoeslag", "SZ", {"BER": 1, "SHV": 1, "VLI": 1}, 3841),
    ("2026-IT-0002", "Zaaksysteem koppelen aan archief", "IT", {"NLK": 1}, 12765),
    ("2026-IT-0003", "Nieuwe telefonie", "IT", {"BER": 1, "NLK": 1, "OUD": 1, "SHV": 1, "VLI": 1}, 9001),
    ("2026-IT-0005", "Werkplekken raadzaal", "IT", {"SHV": 1}, 3375),
    ("2026-PZ-0001", "Werving griffier", "PZ", {"VLI": 1}, 2415),
    ("2026-PZ-0002", "Formatieplan", "PZ", {"NLK": 1}, 4890),
    ("2026-PZ-0003", "Verzuimbegeleiding", "PZ", {"BER": 1}, 1505),
]
DELIVERED = {
    "2026-SZ-0001": (date(2026, 2, 12), date(2026, 2, 13)),
    "2026-SZ-0004": (date(2026, 3, 18), date(2026, 3, 13)),
    "2026-IT-0005": (date(2026, 3, 2), date(2026, 3, 6)),
}


def inputs() -> Inputs:
    """The inputs of the quarter."""
    return Inputs(
        collaboration=Named("k5", "Samenwerking K5"),
        period=QUARTER,
        organisations=tuple(Named(code, name) for code, name in PARTNERS.items()),
        areas=tuple(Area(code, name) for code, (name, _) in AREAS.items()),
        memberships=tuple(Membership(code, ALWAYS) for code in PARTNERS),
        provisions=tuple(Provision(code, provider, ALWAYS) for code, (_, provider) in AREAS.items()),
        participations=tuple(
            Participation(area, code, Term(date(2026, 2, 15)) if (area, code) == ("ON", "VLI") else ALWAYS)
            for area, codes in TAKES_PART.items()
            for code in codes.split()
        ),
        policies=_policies(),
        tariffs=(Tariff(TARIFF, "PZ", TariffKind.HOUR, "adviseur", "Adviseur", 8_250, ALWAYS),),
        statistic_kinds=(
            Named("inhabitants", "Inwoners"),
            Named("clients", "Cliënten"),
            Named("alien_cases", "Zaken vreemdelingen"),
        ),
        statistics=_statistics(),
        assignments=tuple(
            Assignment(number, number, title, area, tuple(Share(c, Fraction(1, len(who))) for c in who))
            for number, title, area, who, _ in WORK
        ),
        worked=tuple(
            Worked(number, TARIFF if area == "PZ" else "", date(2026, 1, 5), date(2026, 3, 27), minutes)
            for number, _, area, _, minutes in WORK
        ),
        pools=(
            *(Pool(code, f"Kosten {name}", PoolKind.AREA, code) for code, (name, _) in AREAS.items()),
            Pool("ALG", "Huisvesting en leiding", PoolKind.OVERHEAD, driver=OverheadDriver.FTE),
        ),
        entries=tuple(
            CostEntry(
                f"c{place}", pool, date(2026, 2, 1), category, cents, _tax(pool, category), f"B{place:04}"
            )
            for place, (pool, category, cents) in enumerate(COSTS)
        ),
        budget=tuple(BudgetLine(pool, category, cents) for pool, category, cents in BUDGET),
        area_figures=tuple(
            AreaFigure(code, date(2026, 1, 1), Fraction(tenths, 10), "formatieoverzicht")
            for code, tenths in TENTHS_OF_FTE.items()
        ),
        vat_treatments=tuple(
            VatTreatment(area, code, _category(area), ALWAYS, _rate(area), is_transparent=area == "VR")
            for area, codes in TAKES_PART.items()
            for code in codes.split()
            if code != AREAS[area][1]
        ),
        secondments=(
            Secondment("d-1", "SHV", "SZ", Fraction(12, 10), 6_144_000, ALWAYS, VatCategory.EXEMPT),
            Secondment("d-2", "BER", "SZ", Fraction(2), 6_144_000, ALWAYS, VatCategory.EXEMPT),
        ),
    )


def _policies() -> tuple[Policy, ...]:
    def policy(area: str, *parts: Component) -> Policy:
        return Policy(
            f"p-{area}", area, ALWAYS, 3, parts, agreement=f"DVO {AREAS[area][0]} 2025–2028, artikel 7"
        )

    def percent(
        position: int, part: int, driver: DriverKind, reference: Reference = Reference.YEAR_START
    ) -> Component:
        return Component(position, Takes.PERCENT, driver, Fraction(part), reference=reference)

    whole = Component(1, Takes.WHOLE, DriverKind.INHABITANTS)
    start = Reference.PERIOD_START
    return (
        policy("IT", percent(1, 40, DriverKind.INHABITANTS), percent(2, 60, DriverKind.HOURS)),
        policy("ON", whole),
        policy("OO", whole),
        policy("PZ", Component(1, Takes.TARIFF, tariff=TariffKind.HOUR)),
        policy("SZ", percent(1, 30, DriverKind.INHABITANTS), percent(2, 70, DriverKind.CLIENTS, start)),
        policy(
            "VR", Component(1, Takes.WHOLE, DriverKind.STATISTIC, statistic="alien_cases", reference=start)
        ),
    )


def _statistics() -> tuple[Statistic, ...]:
    made = []
    for kind, figures, source in (
        ("inhabitants", INHABITANTS, "CBS, bevolking"),
        ("clients", CLIENTS, "uitkeringenadministratie Nederlek"),
        ("alien_cases", CASES, "balie Vlist"),
    ):
        for code, value in figures.items():
            made.append(Statistic(f"{kind}-{code}", code, kind, date(2026, 1, 1), Fraction(value), source))
    return tuple(made)


def _tax(pool: str, category: Category) -> int:
    return {("IT", Category.HIRED): 470_411, ("VR", Category.OTHER): 17_929}.get((pool, category), 0)


def _category(area: str) -> VatCategory:
    return {"IT": VatCategory.TAXED, "VR": VatCategory.OUTSIDE}.get(area, VatCategory.EXEMPT)


def _rate(area: str) -> Fraction:
    return Fraction(21, 100) if area == "IT" else Fraction(0)


def dossier() -> Dossier:
    """The settled quarter with what stands around it."""
    facts = inputs()
    places = {"BER": ("Hoofdstraat 1", "2861 AA Bergambacht"), "NLK": ("Raadhuislaan 5", "2922 AA Krimpen aan de Lek"),
              "OUD": ("Dorpsweg 2", "2935 AA Ouderkerk aan den IJssel"), "SHV": ("Haven 37", "2871 AA Schoonhoven"),
              "VLI": ("Kerkplein 3", "2851 AA Haastrecht")}  # fmt: skip
    details = {
        code: BillingDetails(
            code, f"Gemeente {name}", oin=f"0000000190001{place:04}000", kvk=f"9000{place:04}",
            vat_number=f"NL00000{place:04}B01", iban="NL98BNGH0285019316", buyer_reference=f"{code}-2026",
            address=places[code], email=f"financien@{name.lower()}.example",
        )
        for place, (code, name) in enumerate(PARTNERS.items(), start=1234)
    }  # fmt: skip
    people = {"BER": "N. Quist", "NLK": "F. Oomen", "OUD": "W. Hoekstra", "SHV": "I. Muller", "VLI": ""}
    return Dossier(
        inputs=facts,
        settlement=settle(facts),
        budget=budgeted(facts),
        details=details,
        confirmed=tuple(Confirmed(code, by, date(2026, 4, 10)) for code, by in people.items()),
        signed=(
            Signature("Berekend", "R. Vermaat", date(2026, 4, 7)),
            Signature("Gecontroleerd", "E. Santema", date(2026, 4, 15)),
            Signature("Goedgekeurd", "B. Lodewijk", date(2026, 4, 16)),
            Signature("Definitief", "B. Lodewijk", date(2026, 4, 17)),
        ),
        deliveries={number: Delivery(number, *days) for number, days in DELIVERED.items()},
        checksum="7c4109e2b5d83fa67c4109e2b5d83fa67c4109e2b5d83fa67c4109e2b5d83fa6",
    )
