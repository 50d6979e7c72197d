"""A policy in plain Dutch sentences: what is read is what is run (domain §10).

Printed on screen, in the agreement and behind the invoice. Every choice that touches an amount has its
sentence, also the ones of VAT law, so that a tax adviser can confirm or change the setting.
"""

from collections.abc import Sequence

from app.features.settlement.core.facts import Facts
from app.features.settlement.core.inputs import (
    Component,
    DriverKind,
    Policy,
    Reference,
    Takes,
    TariffKind,
    VatCategory,
    VatTreatment,
)
from app.features.settlement.core.overhead_words import overhead_in_words
from app.features.settlement.core.wording import (
    RESULT_GOES,
    category_name,
    division_words,
    driver_words,
    in_sentence,
    statistic_words,
)
from app.kernel.dutch import begun, euro, listing, plain_day
from app.kernel.quantities import counted, exact_number, exact_percent

STANDING = (DriverKind.INHABITANTS, DriverKind.CLIENTS, DriverKind.STATISTIC)
EVERY = {1: "Per maand", 3: "Per kwartaal", 12: "Per jaar"}


def key_in_words(policy: Policy, facts: Facts) -> tuple[str, ...]:
    """The key as a few words per component, for below a column: `30 % inwoners`, `uren × tarief`."""
    if policy.phase is None:
        return _keys(policy, facts)
    found = [f"{exact_percent(policy.phase)} nieuw: {' + '.join(_keys(policy, facts))}"]
    old = facts.find_policy(policy.old_key)
    if old is not None:
        found.append(f"{exact_percent(1 - policy.phase)} oud: {' + '.join(_keys(old, facts))}")
    return tuple(found)


def _keys(policy: Policy, facts: Facts) -> tuple[str, ...]:
    return tuple(_key(part, policy, facts) for part in policy.components)


def _key(part: Component, policy: Policy, facts: Facts) -> str:
    words = driver_words(part, facts, policy.area)
    match part.takes:
        case Takes.WHOLE | Takes.REST:
            return words if len(policy.components) == 1 else f"rest: {words}"
        case Takes.PERCENT:
            whole = part.percent == 100
            return words if whole else f"{exact_percent(part.part)} {words}"
        case Takes.CATEGORY:
            return f"{in_sentence(category_name(part.category))}: {words}"
        case Takes.FIXED:
            return f"vast bedrag: {words}"
        case Takes.TARIFF:
            return {TariffKind.HOUR: "uren × tarief", TariffKind.PRODUCT: "producten × tarief"}.get(
                part.tariff or TariffKind.STATISTIC, f"{statistic_words(part.statistic, facts)} × tarief"
            )


def policy_in_words(
    policy: Policy, facts: Facts, treatments: Sequence[VatTreatment] = (), has_secondments: bool = False
) -> list[str]:
    """The policy as Dutch sentences, one for each thing that decides an amount."""
    area = facts.areas[policy.area]
    every = EVERY.get(policy.period_months, "Per periode")
    sentences = [
        f"{every} tellen wij alle kosten van {area.name} op, zonder btw.",
        "Daar komt het deel van de overhead bij dat het taakgebied krijgt.",
        *overhead_in_words(facts),
    ]
    if has_secondments:
        sentences.append(
            "Leent een deelnemer medewerkers uit aan de uitvoerder, dan krijgt zij een vergoeding: formatie "
            "× "
            "bedrag per fte en jaar × dagen. De vergoeding telt mee als personeelskosten."
        )
    sentences.extend(_division(policy, facts))
    sentences.extend(_days(policy, facts))
    sentences.extend(_tariff_result(policy))
    sentences.extend(_vat(treatments, facts))
    sentences.append(
        "Wij ronden af op hele centen, zo dat het totaal precies klopt: wat overblijft gaat cent voor cent "
        "naar de grootste "
        "resten, bij gelijke resten in volgorde van de code."
    )
    sentences.append(
        "Wat later over een afgerekende periode bekend wordt, herstellen wij met een correctie; die periode "
        "zelf wijzigt niet. "
        "Btw wordt dan per oorspronkelijke factuur gecrediteerd en opnieuw berekend."
    )
    return sentences


def _division(policy: Policy, facts: Facts) -> list[str]:
    """Each component; of a key that is phased in also those of the old one (settlement.md 21)."""
    own = [_component(part, policy, facts) for part in policy.components]
    if policy.phase is None:
        return own
    old = facts.find_policy(policy.old_key)
    olds = [_component(part, old, facts) for part in old.components] if old is not None else []
    phased = (
        f"Deze sleutel groeit in: ieders deel is {exact_percent(policy.phase)} van zijn deel in de nieuwe sleutel "
        f"en {exact_percent(1 - policy.phase)} van zijn deel in de oude. Beide sleutels rekenen met de cijfers van "
        "de periode zelf; daarna ronden wij één keer af."
    )
    return [
        phased,
        *(f"Nieuwe sleutel: {_lower(text)}" for text in own),
        *(f"Oude sleutel: {_lower(text)}" for text in olds),
    ]


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]


def _component(part: Component, policy: Policy, facts: Facts) -> str:
    words = driver_words(part, facts, policy.area)
    if part.takes is Takes.TARIFF:
        return _tariff(part, policy, facts) + _tariff_package(part)
    how = division_words(part, facts, policy.area)
    package = f" Alleen deelnemers met pakket {part.package} betalen mee." if part.package else ""
    return f"{_amount(part, policy)} {how}.{_figures(part, facts, words)}{package}{_bounds(part, facts)}"


def _bounds(part: Component, facts: Facts) -> str:
    """Minimum and maximum with all that they mean (settlement.md 20)."""
    if not part.bounds:
        return ""
    shown = []
    for bound in part.bounds:
        name = (
            facts.organisations[bound.organisation].name if bound.organisation in facts.organisations else ""
        )
        least = "" if bound.minimum_cents is None else f"minstens {euro(bound.minimum_cents)}"
        most = "" if bound.maximum_cents is None else f"hoogstens {euro(bound.maximum_cents)}"
        shown.append(f"{name or bound.organisation} {' en '.join(words for words in (least, most) if words)}")
    return (
        f" Per jaar gelden grenzen, naar dagen van deelname: {listing(shown)}. Een minimum geldt ook zonder "
        "gewicht; bij een tegoed gelden de grenzen gespiegeld, en als er niets te verdelen is gelden zij niet. "
        "Wat daardoor overblijft of ontbreekt dragen de anderen naar verhouding van hun gewicht."
    )


def _tariff_package(part: Component) -> str:
    """Who pays a tariff that belongs to a package, and for what."""
    if not part.package:
        return ""
    what = {
        TariffKind.HOUR: "de uren op de dagen waarop zij het afnemen",
        TariffKind.PRODUCT: "de producten uit dat pakket",
    }.get(part.tariff or TariffKind.STATISTIC, "de dagen waarop zij het afnemen")
    return f" Alleen deelnemers met pakket {part.package} betalen mee, voor {what}."


def _amount(part: Component, policy: Policy) -> str:
    firsts = any(other.takes in (Takes.FIXED, Takes.CATEGORY, Takes.TARIFF) for other in policy.components)
    what = "wat daarna overblijft" if firsts else "het totaal"
    match part.takes:
        case Takes.WHOLE | Takes.REST:
            return f"{begun(what)} verdelen wij"
        case Takes.PERCENT:
            return f"Van {what} verdelen wij {exact_percent(part.part)}"
        case Takes.CATEGORY:
            name = in_sentence(category_name(part.category))
            return f"De kosten voor {name}, hoogstens wat er is, verdelen wij"
        case Takes.FIXED:
            amount = euro(part.fixed_cents or 0)
            return f"Eerst een vast bedrag van {amount} per jaar, hoogstens wat er is; dat verdelen wij"
        case Takes.TARIFF:
            raise AssertionError  # it has a sentence of its own


def _figures(part: Component, facts: Facts, words: str) -> str:
    if part.reference is Reference.YEARS_AVERAGE and part.driver in (DriverKind.HOURS, DriverKind.PRODUCTS):
        of_one = part.average_years == 1
        years = "het hele jaar" if of_one else f"de {counted(part.average_years, 'heel jaar', 'hele jaren')}"
        kept = counted(part.kept_years, "jaar", "jaren")
        return f" Wij gebruiken het gemiddelde van {years} vóór het blok, en dat staat {kept} vast."
    if part.driver in STANDING:
        return f" Wij gebruiken het aantal {words} {_when(part)}."
    match part.driver:
        case DriverKind.HOURS:
            return (
                " Het gaat om goedgekeurde uren op opdrachten in de periode; van gezamenlijke opdrachten "
                "telt ieders deel. "
                "Uren zonder opdracht tellen niet mee."
            )
        case DriverKind.PRODUCTS if not part.product:
            return " Elk product telt voor zijn standaarduren, op de dag van levering."
        case DriverKind.PRODUCTS:
            return " De dag van levering telt."
        case DriverKind.FIXED:
            return f" De delen zijn {_shares(part, facts, is_percent=True)}."
        case DriverKind.BROUGHT_IN:
            return f" Ingebracht zijn {_shares(part, facts, is_percent=False)}."
        case _:
            return ""


def _shares(part: Component, facts: Facts, *, is_percent: bool) -> str:
    shown = []
    for share in part.shares:
        name = facts.organisations[share.of].name if share.of in facts.organisations else share.of
        value = exact_percent(share.value / 100) if is_percent else euro(int(share.value))
        shown.append(f"{name} {value}")
    return listing(shown)


def _when(part: Component) -> str:
    match part.reference:
        case Reference.YEAR_START:
            return "op 1 januari van het jaar"
        case Reference.PREVIOUS_YEAR_START:
            return "op 1 januari van het jaar ervoor"
        case Reference.PERIOD_START:
            return "op de eerste dag van de periode"
        case Reference.PERIOD_AVERAGE:
            return "per dag, gemiddeld over de periode"
        case Reference.YEARS_AVERAGE:
            return (
                f"als gemiddelde van 1 januari van {counted(part.average_years, 'jaar', 'jaren')}, "
                f"voor {counted(part.kept_years, 'jaar', 'jaren')} vast"
            )


def _tariff(part: Component, policy: Policy, facts: Facts) -> str:
    tariffs = [row for row in facts.inputs.tariffs if row.area == policy.area and row.kind is part.tariff]
    prices = listing(
        [f"{row.name} {euro(row.price_cents)} vanaf {plain_day(row.term.first_on)}" for row in tariffs]
    )
    shown = f" Nu: {prices}." if prices else ""
    match part.tariff:
        case TariffKind.HOUR:
            return (
                "Elke deelnemer betaalt haar goedgekeurde minuten op opdrachten × het uurtarief van de dag. "
                "Minuten worden "
                f"eerst opgeteld en dan vermenigvuldigd.{shown}"
            )
        case TariffKind.PRODUCT:
            return (
                f"Elke deelnemer betaalt de geleverde producten × het tarief op de dag van levering.{shown}"
            )
        case _:
            words = statistic_words(part.statistic, facts)
            if part.reference is Reference.PERIOD_AVERAGE:
                return (
                    f"Elke deelnemer betaalt haar aantal {words} van elke dag dat zij meedoet × het jaartarief ÷ de "
                    f"dagen van het jaar.{shown}"
                )
            return (
                f"Elke deelnemer betaalt haar aantal {words} {_when(part)} × het jaartarief × de dagen van deelname ÷ "
                f"de dagen van het jaar.{shown}"
            )


def _days(policy: Policy, facts: Facts) -> list[str]:
    old = facts.find_policy(policy.old_key)
    parts = (*policy.components, *(old.components if old is not None else ()))
    if not any(_is_standing(part) for part in parts):
        return []
    return ["Doet een deelnemer een deel van de periode mee, dan tellen haar vaste gegevens naar dagen."]


def _is_standing(part: Component) -> bool:
    """Whether its weights count by days: all but flows (settlement.md 11)."""
    is_flow = part.driver in (DriverKind.HOURS, DriverKind.PRODUCTS)
    return part.takes is not Takes.TARIFF and (not is_flow or part.reference is Reference.YEARS_AVERAGE)


def _tariff_result(policy: Policy) -> list[str]:
    if not any(part.takes is Takes.TARIFF for part in policy.components):
        return []
    return [
        f"Brengen de tarieven meer of minder op dan de kosten, dan gaat dat {RESULT_GOES[policy.result]}."
    ]


def _vat(treatments: Sequence[VatTreatment], facts: Facts) -> list[str]:
    result = []
    for category in VatCategory:
        rows = [row for row in treatments if row.category is category]
        if not rows:
            continue
        names = listing(sorted({facts.organisations[row.organisation].name for row in rows}))
        if category is VatCategory.TAXED:
            rates = listing(sorted({f"{exact_number(row.rate * 100)} %" for row in rows}))
            result.append(
                f"Aan {names} brengen wij {rates} btw in rekening; btw op de kosten trekt de uitvoerder af."
            )
        elif category is VatCategory.EXEMPT:
            result.append(
                f"Voor {names} is dit vrijgesteld van btw (kosten voor gemene rekening, artikel 11, lid 1, "
                "onder u, Wet op de "
                "omzetbelasting 1968); btw op de kosten is deel van de prijs."
            )
        else:
            result.append(f"Voor {names} valt dit buiten de btw; btw op de kosten is deel van de prijs.")
    if any(row.is_transparent for row in treatments):
        result.append(
            "De btw in de prijs staat apart op de factuur, zodat een gemeente haar kan terugvragen bij het "
            "BTW-compensatiefonds (transparantiemethode)."
        )
    if treatments:
        result.append("Btw op de kosten verdelen wij zoals ieders bedrag zonder btw.")
    return result
