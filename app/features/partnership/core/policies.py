"""Whether a policy can be run as it is written: what its components take, divide by and are bound to.

Field and Dutch sentence for each thing that is wrong; which row and cell that is, `agreements` says.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from app.features.partnership.core.rows import ComponentRow, PolicyRow
from app.features.partnership.core.words import DriverKind, Reference, Takes, TariffKind, TariffResult
from app.kernel.dutch import number

RESULT_DRIVERS = (
    DriverKind.INHABITANTS,
    DriverKind.CLIENTS,
    DriverKind.HOURS,
    DriverKind.PRODUCTS,
    DriverKind.EQUAL,
)
"""What a result can be divided by: drivers that need nothing else to be said."""


def head_faults(policy: PolicyRow) -> Iterator[tuple[str, str]]:
    """Field and sentence for what a policy says of itself that cannot be run (settlement.md 21, 27)."""
    if (policy.result is TariffResult.DIVIDED) != (policy.result_driver is not None):
        yield "result_driver", "Waarnaar het resultaat wordt verdeeld hoort bij verdelen, en alleen daarbij."
    elif policy.result_driver is not None and policy.result_driver not in RESULT_DRIVERS:
        message = "Een resultaat gaat naar inwoners, cliënten, uren, producten of in gelijke delen."
        yield "result_driver", message
    if policy.phase is None:
        if policy.old_version is not None:
            yield "phase", "Vul in welk deel van de nieuwe sleutel geldt, of laat de oude sleutel weg."
        return
    if not 0 < policy.phase < 1:
        yield "phase", "Het deel van de nieuwe sleutel ligt tussen 0 en 100 %. Laat het weg bij 100 %."
    if policy.old_version is None:
        yield "old_version", "Noem de versie waarvan de sleutel voor de rest geldt."
    if any(part.takes is Takes.TARIFF for part in policy.components):
        yield "phase", "Een tarief is een prijs en geen deel: het groeit niet in. Laat het ingaan op één dag."


def policy_faults(parts: Sequence[ComponentRow]) -> Iterator[tuple[int, str, str]]:
    """Position, field and sentence for each component that cannot be run (settlement.md 16)."""
    ordered = sorted(parts, key=lambda part: part.position)
    shares = [part for part in ordered if part.takes is Takes.PERCENT]
    total = sum((part.part or Fraction(0) for part in shares), Fraction(0))
    if shares and total != 1:
        message = f"De percentages tellen op tot {number(total * 100, 2)} %. Samen moeten ze 100 % zijn."
        yield shares[-1].position, "part", message
    for part in ordered[:-1]:
        if part.takes in (Takes.WHOLE, Takes.REST):
            yield part.position, "takes", "Het geheel of de rest staat alleen of als laatste."
    if shares and ordered[-1].takes in (Takes.WHOLE, Takes.REST):
        message = "Na percentages die 100 % zijn blijft er niets over. Haal dit onderdeel weg."
        yield ordered[-1].position, "takes", message
    for part in ordered:
        for field, message in _component_faults(part):
            yield part.position, field, message


_NEEDS: dict[Takes, tuple[str, str]] = {
    Takes.PERCENT: ("part", "Vul het percentage in."),
    Takes.CATEGORY: ("category", "Noem de kostensoort."),
    Takes.FIXED: ("fixed_cents", "Vul het vaste bedrag per jaar in."),
    Takes.TARIFF: ("tariff_kind", "Noem waarvan het tarief is: uur, product of kengetal."),
}
"""What a component takes → the field that must then be filled in, and only then."""


def _component_faults(part: ComponentRow) -> Iterator[tuple[str, str]]:
    for takes, (field, message) in _NEEDS.items():
        is_given = getattr(part, field) is not None
        if part.takes is takes and not is_given:
            yield field, message
        if part.takes is not takes and is_given:
            yield field, "Dit hoort niet bij wat dit onderdeel neemt. Maak het veld leeg."
    if (part.takes is Takes.TARIFF) != (part.driver is None):
        yield "driver", "Elk onderdeel noemt een verdeelmaatstaf, behalve een tarief."
    if part.driver is DriverKind.STATISTIC and part.statistic_kind is None:
        yield "statistic_kind", "Noem het kengetal waarnaar wordt verdeeld."
    if part.tariff_kind is TariffKind.STATISTIC and part.statistic_kind is None:
        yield "statistic_kind", "Noem het kengetal waarvan dit het tarief is."
    if (part.reference is Reference.YEARS_AVERAGE) != (part.average_years is not None):
        yield "average_years", "Het aantal jaren hoort bij een gemiddelde van jaren, en alleen daarbij."
    if part.reference is Reference.YEARS_AVERAGE and part.tariff_kind in (
        TariffKind.HOUR,
        TariffKind.PRODUCT,
    ):
        yield "reference", "Een tarief rekent met wat er is afgenomen. Kies een andere peildatum."
    if (part.average_years is None) != (part.kept_years is None):
        yield "kept_years", "Vul in over hoeveel jaren wordt gemiddeld en hoeveel jaren dat blijft gelden."
    yield from _share_faults(part)


def _share_faults(part: ComponentRow) -> Iterator[tuple[str, str]]:
    if part.driver is DriverKind.FIXED:
        total = sum((share.part or Fraction(0) for share in part.shares), Fraction(0))
        if total != 1:
            yield (
                "part",
                f"De vaste delen tellen op tot {number(total * 100, 2)} %. Samen moeten ze 100 % zijn.",
            )
    if part.driver is DriverKind.BROUGHT_IN and not any(share.brought_in_cents for share in part.shares):
        yield "brought_in_cents", "Vul in wat elke deelnemer heeft ingebracht."
    has_bounds = any(
        share.minimum_cents is not None or share.maximum_cents is not None for share in part.shares
    )
    if has_bounds and part.takes is Takes.TARIFF:
        yield "minimum_cents", "Een minimum of maximum kan alleen bij een verdeling, niet bij een tarief."
    for share in part.shares:
        if (share.minimum_cents or 0) < 0 or (share.maximum_cents or 0) < 0:
            yield "minimum_cents", f"Een grens van {share.organisation} is lager dan nul. Vul nul of meer in."
        if None not in (share.minimum_cents, share.maximum_cents) and (share.minimum_cents or 0) > (
            share.maximum_cents or 0
        ):
            yield "minimum_cents", f"Het minimum van {share.organisation} is hoger dan het maximum."
