"""A path for the eye: a row per year with its bar, the table of partners, the strip of figures. Nothing is reckoned."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from app.features.settlement.core.baseline import PathStanding, YearOnPath
from app.features.settlement.core.baseline_rows import BaselineRow, PathKind, PlanKey, PriceLevel
from app.features.settlement.core.run import Answer
from app.features.settlement.service.baselines.reading import ShownPath
from app.infra.clock import local_day
from app.kernel import dutch
from app.kernel.explain import Node
from app.kernel.glossary import PATH_STANDING_LABELS

LOOKS = {
    PathStanding.ON_TRACK: "good",
    PathStanding.BEHIND: "late",
    PathStanding.BUDGET_ON_TRACK: "live",
    PathStanding.BUDGET_BEHIND: "warn",
    PathStanding.UNKNOWN: "open",
}
KINDS = {
    PathKind.LINEAR: "in gelijke stappen naar het bedrag van het laatste jaar",
    PathKind.STEPS: "in stappen: een bedrag geldt tot het volgende",
    PathKind.YEARLY: "een bedrag voor elk jaar",
}
PRICES = {
    PriceLevel.CURRENT: "bedragen zoals ze in dat jaar zijn",
    PriceLevel.CONSTANT: "prijzen van het basisjaar, elk jaar geïndexeerd",
}
KEYS = {
    PlanKey.SPENT: "naar wat ieder eerder uitgaf",
    PlanKey.WEIGHT: "naar vaste gewichten",
    PlanKey.EQUAL: "gelijk over de deelnemers",
    PlanKey.OWN: "ieder zijn eigen pad",
}
ANSWERS = {Answer.CONFIRMED: ("good", "bevestigd"), Answer.OBJECTED: ("warn", "bezwaar")}


def years(path: Sequence[YearOnPath], shown: ShownPath | None = None) -> list[dict[str, Any]]:
    """A row per year; of a path that is shown also until when it is settled and why a budget is not there."""
    most = max((_widest(one) for one in path), default=1)
    return [_year(one, most, shown) for one in path]


def _widest(one: YearOnPath) -> int:
    nodes = (one.before, one.planned, one.paid, one.budget)
    return max(int(node.value) for node in nodes if node is not None)


def _year(one: YearOnPath, most: int, shown: ShownPath | None) -> dict[str, Any]:
    measured = cents(one.measured)
    over = one.over_cents
    until = shown.settled_until.get(one.year) if shown else None
    note = None
    if not one.is_whole and one.paid.value:
        note = f"t/m {dutch.day(until)}" if until else "deel van het jaar"
    return {
        "year": one.year,
        "before": cents(one.before),
        "planned": cents(one.planned),
        "budget": cents(one.budget),
        "budget_note": shown.refused_budgets.get(one.year) if shown else None,
        "paid": cents(one.paid) if one.is_paid else None,
        "paid_note": note,
        "gain": cents(one.gain),
        "saved": cents(one.saved),
        "over": None if over is None else dutch.signed_euro(over) if over else "precies volgens plan",
        "over_share": dutch.signed_percent(one.over_share) if over and one.over_share else None,
        "state": (LOOKS[one.standing], PATH_STANDING_LABELS[one.standing.value]),
        "bar": {
            "before": cents(one.before),
            "part": measured or 0,
            "mark": cents(one.planned),
            "most": max(most, 1),
            "is_whole": one.is_whole,
        },
        "outside": one.outside_cents,
    }


def cents(node: Node | None) -> int | None:
    """An amount, None when it is not known."""
    return None if node is None else int(node.value)


_SHOWN = ("before", "planned", "budget", "paid", "gain", "saved")


def partners(one: YearOnPath, names: Mapping[str, str], undivided: str = "") -> dict[str, Any]:
    """The partners of one year, by name, with the totals of all together; of the budget what it charges them.

    `undivided` says why it is not known what the budget would charge each.
    """
    rows: list[dict[str, Any]] = [
        {
            "code": part.organisation,
            "name": names[part.organisation],
            **{name: cents(getattr(part, name)) for name in _SHOWN},
            "paid": cents(part.paid) if one.is_paid else None,
        }
        for part in one.partners
    ]
    rows.sort(key=lambda row: dutch.sort_name(str(row["name"])))
    total = {name: cents(getattr(one, name)) for name in _SHOWN}
    total["paid"] = total["paid"] if one.is_paid else None
    total["budget"] = None if one.unshared is None else sum(row["budget"] or 0 for row in rows)
    return {
        "rows": rows,
        "total": total,
        "is_whole": one.is_whole,
        "has_budget": one.unshared is not None,
        "unshared": cents(one.unshared),
        "undivided": undivided,
    }


def figures(row: BaselineRow, path: Sequence[YearOnPath], base: str = "") -> list[dict[str, Any]]:
    """Where it began, where it goes, how the last known year went, what was saved."""
    start = sum(one.amount_cents for one in row.spent)
    target = int(path[-1].planned.value)
    found: list[dict[str, Any]] = [
        {
            "label": f"Nulmeting {row.base_year}",
            "value": dutch.whole_euro(start),
            "note": dutch.count(len(row.spent), "deelnemer", "deelnemers"),
        },
        {
            "label": f"Doel in {row.last_year}",
            "value": dutch.whole_euro(target),
            "url": f"{base}/uitleg/{row.last_year}/gepland" if base else "",
            "note": _against(path[-1]),
        },
    ]
    judged = [one for one in path if one.over_cents is not None]
    whole = [one for one in path if one.is_whole]
    if not judged:
        found.append({"label": "Hoe gaat het?", "value": "–", "note": "nog geen jaar bekend"})
    else:
        last = (whole or judged)[-1]
        what = "betaald" if last.is_whole else "begroot"
        found.append(
            {
                "label": f"{last.year} tegenover plan",
                "value": dutch.signed_percent(last.over_share or Fraction(0)),
                "url": f"{base}/uitleg/{last.year}/{what if last.is_whole else 'begroting'}" if base else "",
                "note": f"{dutch.signed_euro(last.over_cents or 0)}, {what}",
            }
        )
    return [*found, _saved(whole, base)]


def _saved(whole: Sequence[YearOnPath], base: str) -> dict[str, Any]:
    """What was saved until the last whole year."""
    saved = whole[-1].saved if whole else None
    word = "Meer uitgegeven" if saved and saved.value < 0 else "Bespaard"
    return {
        "label": f"{word} t/m {whole[-1].year}" if whole else word,
        "value": dutch.whole_euro(abs(int(saved.value))) if saved else "–",
        "url": f"{base}/uitleg/{whole[-1].year}/bespaard" if base and whole else "",
        "note": "tegenover alleen doorgaan" if saved else "zodra een heel jaar is afgerekend",
    }


def _against(last: YearOnPath) -> str:
    """The plan of a year beside what would be spent in it without working together: both at prices of that year."""
    before, target = int(last.before.value), int(last.planned.value)
    if not before:
        return "niets om mee te vergelijken"
    share = dutch.signed_percent(Fraction(target - before, before))
    return f"{share} tegenover zonder samenwerking in {last.year}"


def spent(shown: ShownPath) -> list[dict[str, Any]]:
    """What each partner spent before, with its source for who may see it, and what it said of it."""
    row = shown.row
    found = []
    for one in row.spent:
        said = shown.answer_of(one.organisation)
        is_open = shown.may_see(one.organisation)
        found.append(
            {
                "code": one.organisation,
                "name": shown.names[one.organisation],
                "year": row.spent_in(one),
                "cents": one.amount_cents,
                "source": one.source if is_open else "ziet deze deelnemer zelf",
                "note": one.note if is_open else "",
                "counts": _counts(row.counts_from(one), one.until_year),
                "weight": one.weight,
                "state": ANSWERS[said.answer] if said else ("open", "nog niet bevestigd"),
                "said": f"{said.by}, {dutch.day(local_day(said.at))}" if said else "",
                "remark": said.remark if said and is_open else "",
            }
        )
    return sorted(found, key=lambda line: dutch.sort_name(str(line["name"])))


def _counts(first: int, last: int | None) -> str:
    return f"vanaf {first}" if last is None else f"{first} t/m {last}"
