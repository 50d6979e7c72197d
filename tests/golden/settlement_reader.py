"""Reads settlement cases in the reader's notation: euros with two decimals, hours as u:mm, dates, a line per fact.

A case names a period, partners, areas with their policy, and facts; what it does not say is the simplest
there is: every partner takes part in every area, the centre runs it, charges are exempt. Everything is read
as text, so that no amount passes through a float.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from app.features.assignments.core.principals import Principal, ShareRule
from app.features.costs.core import Category, OverheadDriver, PoolKind
from app.features.settlement.core.inputs import (
    Area,
    AreaFigure,
    BudgetLine,
    CascadeMethod,
    CostEntry,
    Delivered,
    DriverKind,
    Inputs,
    Membership,
    Named,
    Participation,
    Policy,
    Pool,
    Product,
    Provision,
    Secondment,
    Share,
    Statistic,
    Tariff,
    TariffKind,
    TariffResult,
    Term,
    VatCategory,
    VatTreatment,
    Worked,
    YearQuantity,
)
from app.features.settlement.core.joint import Asked, Sharing, with_assignments
from app.kernel.period import Period
from tests.golden.settlement_notation import cents, component, mapping, minutes, sequence, term, terms

CENTRE = "C"
CASES = Path(__file__).parent / "settlement"


@dataclass(frozen=True)
class Case:
    """One case: what goes in and what must come out; `later` is what went in when more was known."""

    name: str
    inputs: Inputs
    expect: Mapping[str, Any] = field(hash=False)
    later: Inputs | None = None

    def __str__(self) -> str:
        return self.name


def cases() -> Iterator[Case]:
    """Every case of every file, in order."""
    for path in sorted(CASES.glob("*.yaml")):
        for raw in yaml.load_all(path.read_text(encoding="utf-8"), Loader=yaml.CBaseLoader):
            later = _Reader(raw | raw["later"]).inputs() if "later" in raw else None
            yield Case(f"{path.stem}: {raw['case']}", _Reader(raw).inputs(), raw["expect"], later)


def read_inputs(raw: Mapping[str, Any]) -> Inputs:
    """The inputs of one case."""
    return _Reader(raw).inputs()


class _Reader:
    def __init__(self, raw: Mapping[str, Any]) -> None:
        self.raw = raw
        self.period = Period.parse(raw["period"])
        self.partners: Mapping[str, str] = mapping(raw.get("partners"))
        self.areas: Mapping[str, Mapping[str, Any]] = {
            code: mapping(area) for code, area in mapping(raw.get("areas")).items()
        }

    def inputs(self) -> Inputs:
        raw = self.raw
        worked, asked = self._worked()
        inputs = Inputs(
            collaboration=Named("proef", "Samenwerking Proef"),
            period=self.period,
            organisations=self._organisations(),
            areas=tuple(
                Area(code, area.get("name", code), area.get("settled", "yes") == "yes")
                for code, area in self.areas.items()
            ),
            memberships=tuple(
                Membership(code, one) for code, text in self.partners.items() for one in terms(text)
            ),
            provisions=self._provisions(),
            participations=self._participations(),
            policies=tuple(self._policies()),
            products=tuple(self._products()),
            tariffs=tuple(self._tariffs()),
            statistic_kinds=tuple(Named(code, name) for code, name in mapping(raw.get("kinds")).items()),
            statistics=tuple(self._statistics()),
            worked=worked,
            delivered=tuple(self._delivered()),
            year_quantities=tuple(self._earlier()),
            pools=tuple(self._pools()),
            entries=tuple(self._entries()),
            budget=tuple(self._budget()),
            area_figures=tuple(
                AreaFigure(code, self.period.first_on, Fraction(area["fte"]), "formatieoverzicht")
                for code, area in self.areas.items()
                if "fte" in area
            ),
            vat_treatments=tuple(self._vat()),
            secondments=tuple(self._secondments()),
            cascade=CascadeMethod(raw.get("cascade", "direct")),
        )
        return with_assignments(inputs, asked)

    def _organisations(self) -> tuple[Named, ...]:
        names = mapping(self.raw.get("names"))
        found = dict.fromkeys([*self.partners, *names])
        found |= dict.fromkeys(area.get("provider", CENTRE) for area in self.areas.values())
        return tuple(Named(code, names.get(code, code)) for code in found)

    def _provisions(self) -> tuple[Provision, ...]:
        return tuple(
            Provision(code, area.get("provider", CENTRE), one)
            for code, area in self.areas.items()
            for one in terms(area.get("provided", ""))
        )

    def _participations(self) -> tuple[Participation, ...]:
        found = []
        for code, area in self.areas.items():
            who = area.get("participants", dict.fromkeys(self.partners, ""))
            who = dict.fromkeys(who, "") if isinstance(who, list) else who
            found += [Participation(code, one, stint) for one, text in who.items() for stint in terms(text)]
            for package, takers in mapping(area.get("packages")).items():
                found += [
                    Participation(code, one, stint, package)
                    for one, text in takers.items()
                    for stint in terms(text)
                ]
        return tuple(found)

    def _policies(self) -> Iterator[Policy]:
        for code, area in self.areas.items():
            for place, raw in enumerate(sequence(area.get("policies", [area] if "policy" in area else []))):
                parts = [
                    component(position, part) for position, part in enumerate(sequence(raw["policy"]), 1)
                ]
                yield Policy(
                    id=f"policy-{code}-{place}",
                    area=code,
                    term=term(raw.get("holds", "")),
                    period_months=int(raw.get("every", self.period.whole_months or 3)),
                    components=tuple(parts),
                    agreement=raw.get("agreement", ""),
                    has_advances=raw.get("advances", "no") == "yes",
                    result=TariffResult(raw.get("result", "carried")),
                    result_driver=DriverKind(raw["divided"]) if "divided" in raw else None,
                    phase=Fraction(raw["phase"]) if "phase" in raw else None,
                    old_key=f"policy-{code}-old" if "old" in raw else "",
                )
                if "old" in raw:
                    yield self._old_policy(code, raw)

    def _old_policy(self, code: str, raw: Mapping[str, Any]) -> Policy:
        """The policy that held until the period, when `old` says its components."""
        parts = tuple(component(position, part) for position, part in enumerate(raw["old"], 1))
        before = Term(date(2001, 1, 1), self.period.first_on - timedelta(days=1))
        phase = Fraction(raw["old_phase"]) if "old_phase" in raw else None
        return Policy(f"policy-{code}-old", code, before, 3, parts, phase=phase)

    def _products(self) -> Iterator[Product]:
        for code, area in self.areas.items():
            for product, raw in mapping(area.get("products")).items():
                row = mapping(raw)
                standard = minutes(row["standard"]) if "standard" in row else None
                yield Product(product, code, row.get("name", product), standard, row.get("package", ""))

    def _tariffs(self) -> Iterator[Tariff]:
        for code, area in self.areas.items():
            for tariff, raw in mapping(area.get("tariffs")).items():
                kind, of, price = raw["price"].split()
                name = raw.get("name", tariff)
                gaps = tuple(map(term, sequence(raw.get("but not"))))
                holds = term(raw.get("holds", ""))
                yield Tariff(tariff, code, TariffKind(kind), of, name, cents(price), holds, gaps)

    def _statistics(self) -> Iterator[Statistic]:
        for kind, rows in mapping(self.raw.get("statistics")).items():
            for organisation, raw in rows.items():
                figures = raw if isinstance(raw, dict) else {f"{self.period.first_on.year}-01-01": raw}
                for day, value in figures.items():
                    key = f"{kind}-{organisation}-{day}"
                    on = date.fromisoformat(day)
                    yield Statistic(key, organisation, kind, on, Fraction(value), "CBS")

    def _worked(self) -> tuple[tuple[Worked, ...], dict[Sharing, list[Asked]]]:
        """`AREA WHO u:mm [on DATE] [at TARIFF]`; several with shares `A=1/3,B=2/3`, or `A,B:inhabitants`."""
        worked: list[Worked] = []
        asked: dict[Sharing, list[Asked]] = {}
        for place, text in enumerate(sequence(self.raw.get("hours")), 1):
            area, who, length, *rest = text.split()
            options = dict(zip(rest[::2], rest[1::2], strict=True))
            names, _, statistic = who.partition(":")
            principals = tuple(
                Principal(one.split("=")[0], Fraction(one.split("=")[1]) if "=" in one else None)
                for one in names.split(",")
            )
            rule = ShareRule.STATISTIC if statistic else ShareRule.FIXED if "=" in who else ShareRule.EQUAL
            number = f"{self.period.first_on.year}-{area}-{place:04}"
            sharing = Sharing(rule, statistic, principals)
            asked.setdefault(sharing, []).append(Asked(f"a{place:04}", number, "Opdracht", area))
            day = date.fromisoformat(options.get("on", self.period.first_on.isoformat()))
            worked.append(Worked(f"a{place:04}", options.get("at", ""), day, day, minutes(length)))
        return tuple(worked), asked

    def _earlier(self) -> Iterator[YearQuantity]:
        """`AREA WHO YEAR u:mm` or `AREA WHO YEAR COUNT PRODUCT`."""
        for text in sequence(self.raw.get("earlier")):
            area, who, year, size, *product = text.split()
            quantity = Fraction(size) if product else Fraction(minutes(size))
            source = f"jaarcijfers {year}"
            yield YearQuantity(area, who, int(year), quantity, source, product[0] if product else "")

    def _delivered(self) -> Iterator[Delivered]:
        """`AREA PRODUCT WHO COUNT [on DATE]`."""
        for place, text in enumerate(sequence(self.raw.get("delivered")), 1):
            area, product, who, count, *rest = text.split()
            day = date.fromisoformat(rest[1]) if rest else self.period.first_on
            yield Delivered(f"d{place:04}", area, product, who, day, day, int(count), "leveringen")

    def _pools(self) -> Iterator[Pool]:
        for code, area in self.areas.items():
            if area.get("pool", "yes") == "yes":
                yield Pool(code, area.get("name", code), PoolKind.AREA, code)
        for code, raw in mapping(self.raw.get("pools")).items():
            driver = OverheadDriver(raw["by"]) if "by" in raw else None
            yield Pool(
                code,
                raw.get("name", code),
                PoolKind(raw.get("kind", "overhead")),
                area=raw.get("area", ""),
                driver=driver,
                shares=_percentages(raw.get("shares")),
                pool_shares=_percentages(raw.get("pool_shares")),
                fte=Fraction(raw["fte"]) if "fte" in raw else None,
                step=int(raw["step"]) if "step" in raw else None,
            )

    def _entries(self) -> Iterator[CostEntry]:
        """`POOL CATEGORY AMOUNT [vat AMOUNT] [on DATE] [for WORDS…]`."""
        for place, text in enumerate(sequence(self.raw.get("costs")), 1):
            facts, _, words = text.partition(" for ")
            pool, category, amount, *rest = facts.split()
            options = dict(zip(rest[::2], rest[1::2], strict=True))
            day = date.fromisoformat(options.get("on", self.period.first_on.isoformat()))
            yield CostEntry(
                id=f"e{place:04}",
                pool=pool,
                booked_on=day,
                category=Category(category),
                amount_cents=cents(amount),
                vat_cents=cents(options.get("vat", "0.00")),
                document=f"kostenregel {place}",
                description=words,
            )

    def _budget(self) -> Iterator[BudgetLine]:
        for text in sequence(self.raw.get("budget")):
            pool, category, amount = text.split()
            yield BudgetLine(pool, Category(category), cents(amount))

    def _vat(self) -> Iterator[VatTreatment]:
        """`S 21`, `E`, `O`, `O transparent`, each with an optional term; one for all or one per organisation."""
        for code, area in self.areas.items():
            raw = area.get("vat", "E")
            each = (
                raw
                if isinstance(raw, dict)
                else dict.fromkeys((one.code for one in self._organisations()), raw)
            )
            for organisation, text in each.items():
                category, *rest = text.split()
                rate = Fraction(next((word for word in rest if word.isdigit()), "0")) / 100
                holds = next((word for word in rest if ".." in word), "")
                transparent = "transparent" in rest
                yield VatTreatment(code, organisation, VatCategory(category), term(holds), rate, transparent)

    def _secondments(self) -> Iterator[Secondment]:
        """`WHO AREA FTE RATE TERM [VAT RATE]`."""
        for place, text in enumerate(sequence(self.raw.get("secondments")), 1):
            who, area, fte, rate, stint, *rest = text.split()
            category = VatCategory(rest[0] if rest else "E")
            tax = Fraction(rest[1] if len(rest) > 1 else "0") / 100
            yield Secondment(f"s{place}", who, area, Fraction(fte), cents(rate), term(stint), category, tax)


def _percentages(raw: Any) -> tuple[Share, ...]:
    return tuple(Share(code, Fraction(part)) for code, part in mapping(raw).items())
