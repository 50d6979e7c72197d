"""What each role finds in the sidebar: role → groups → links (screens.md §2).

A link shows only when the actor has its permission; the table of roles stays the one authority.
Rooms do not know this file: `main` registers what it needs of them, a count of what waits for
you (`counted`) and the name of one's organisation (`named`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from app.infra.db import UnitOfWork
from app.kernel.actor import Actor
from app.kernel.roles import Permission, Role

Count = Callable[[UnitOfWork], int]
Name = Callable[[UnitOfWork], str | None]


@dataclass(frozen=True, slots=True)
class Link:
    """One place to go; `path` comes behind the code of the collaboration, `key` behind `g`."""

    name: str
    title: str
    path: str
    permission: Permission
    key: str
    is_for_employees: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """A link as it stands in the sidebar of this page."""

    title: str
    url: str
    key: str
    is_here: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """Links under one heading."""

    title: str
    items: tuple[Item, ...]


LINKS: Final[MappingProxyType[str, Link]] = MappingProxyType(
    {
        link.name: link
        for link in (
            Link("dashboard", "Werkvoorraad", "werkvoorraad", Permission.READ_DASHBOARD, "w"),
            Link("assignments", "Opdrachten", "opdrachten", Permission.READ_ASSIGNMENTS, "o"),
            Link("our_assignments", "Onze opdrachten", "opdrachten", Permission.READ_ASSIGNMENTS, "o"),
            Link("new_assignment", "Nieuwe opdracht", "opdrachten/nieuw", Permission.WRITE_ASSIGNMENTS, "n"),
            Link(
                "waiting_on_us", "Op ons wacht", "opdrachten/op-ons-wacht", Permission.WRITE_ASSIGNMENTS, "q"
            ),
            Link("results", "Termijnen", "termijnen", Permission.READ_ASSIGNMENTS, "v"),
            Link("notices", "Meldingen", "meldingen", Permission.READ_ASSIGNMENTS, "e"),
            Link("week", "Mijn week", "mijn-week", Permission.BOOK_HOURS, "m", is_for_employees=True),
            Link("approve_hours", "Uren goedkeuren", "uren-goedkeuren", Permission.APPROVE_HOURS, "u"),
            Link("close_months", "Maand sluiten", "maand-sluiten", Permission.CLOSE_MONTHS, "s"),
            Link("settlements", "Afrekening", "afrekeningen", Permission.READ_SETTLEMENTS, "a"),
            Link(
                "confirm_figures",
                "Gegevens bevestigen",
                "gegevens-bevestigen",
                Permission.CONFIRM_FIGURES,
                "b",
            ),
            Link("what_if", "Wat als", "wat-als", Permission.TRY_SCENARIOS, "x"),
            Link("costs", "Kosten en begroting", "kosten", Permission.READ_COSTS, "k"),
            Link("invoices", "Facturen", "facturen", Permission.READ_INVOICES, "f"),
            Link("path", "Meerjarenpad", "meerjarenpad", Permission.READ_SETTLEMENTS, "p"),
            Link("norms", "Termijnen", "normen", Permission.READ_PARTNERSHIP, "c"),
            Link("partners", "Deelnemers en afspraken", "deelnemers", Permission.READ_PARTNERSHIP, "d"),
            Link("people", "Mensen en rollen", "mensen", Permission.READ_ACCESS, "r"),
            Link("applications", "Toepassingen", "toepassingen", Permission.READ_ACCESS, "t"),
            Link("audit", "Logboek", "logboek", Permission.READ_AUDIT, "l"),
        )
    }
)

_WORK = ("Werk", ("dashboard", "assignments", "notices"))
_ACCOUNT = ("Verantwoording", ("results", "path"))
_MONEY = ("Geld", ("settlements", "costs", "invoices", "what_if"))

TABLE: Final[MappingProxyType[Role, tuple[tuple[str, tuple[str, ...]], ...]]] = MappingProxyType(
    {
        Role.OFFICE: (
            ("Werk", ("our_assignments", "new_assignment", "waiting_on_us", "notices")),
            ("Afspraken", ("partners",)),
            ("Geld", ("invoices", "settlements", "confirm_figures")),
            _ACCOUNT,
        ),
        Role.MANDATE_HOLDER: (("Werk", ("our_assignments", "notices")), ("Afspraken", ("partners",))),
        Role.BOARD: (_WORK, ("Geld", ("settlements",)), _ACCOUNT, ("Afspraken", ("partners",))),
        Role.MANAGER: (
            _WORK,
            ("Uren", ("week", "approve_hours")),
            ("Geld", ("costs", "settlements", "invoices", "what_if")),
            _ACCOUNT,
            ("Beheer", ("partners", "people", "applications")),
        ),
        Role.EMPLOYEE: (
            ("Uren", ("week",)),
            ("Werk", ("assignments", "notices")),
            ("Afspraken", ("partners",)),
        ),
        Role.FINANCE: (
            _MONEY,
            ("Uren", ("close_months",)),
            _WORK,
            _ACCOUNT,
            ("Beheer", ("partners", "audit")),
        ),
        Role.CONTROLLER: (
            ("Controle", ("audit",)),
            _MONEY,
            _WORK,
            _ACCOUNT,
            ("Beheer", ("partners", "people", "applications")),
        ),
        Role.COUNCIL: (("Afspraken", ("partners", "norms")),),
        Role.SYSTEM: (),
    }
)
"""Role → headings with the names of their links, in the order in which they stand."""

_counts: dict[str, Count] = {}
_names: list[Name] = []


def counted(link: str, count: Count) -> None:
    """Show behind this link how many things wait for the actor; zero shows nothing."""
    _counts[LINKS[link].name] = count


def named(name: Name) -> None:
    """How to find the name of the actor's organisation, shown under its own name."""
    _names[:] = [name]


def links_of(actor: Actor) -> list[tuple[str, list[Link]]]:
    """The groups of this actor; those of several roles put together, each link once."""
    groups: dict[str, list[Link]] = {}
    seen: set[str] = set()
    for grant in actor.grants:
        for title, names in TABLE[grant.role]:
            for link in (LINKS[name] for name in names):
                if link.path not in seen and _shows(actor, link):
                    seen.add(link.path)
                    groups.setdefault(title, []).append(link)
    return list(groups.items())


def navigation(work: UnitOfWork, path: str, here: str | None = None) -> list[Group]:
    """The sidebar for a page at this path; `here` names its link where the path does not tell."""
    actor = work.actor
    groups = links_of(actor)
    chosen = here or _at(path, actor, [link for _, links in groups for link in links])
    return [Group(title, tuple(_item(work, link, chosen) for link in links)) for title, links in groups]


def first_url(actor: Actor) -> str | None:
    """Where this actor lands after log-in: its first link."""
    return next((url(actor, link) for _, links in links_of(actor) for link in links), None)


def url(actor: Actor, link: Link) -> str:
    """The address of a link in the actor's collaboration."""
    return f"/{actor.collaboration_code}/{link.path}"


def organisation_name(work: UnitOfWork) -> str | None:
    """The name of the organisation the actor acts for, when one is known."""
    return next((found for name in _names if (found := name(work))), None)


def _shows(actor: Actor, link: Link) -> bool:
    if link.is_for_employees and actor.employee_id is None:
        return False
    return actor.may(link.permission)


def _at(path: str, actor: Actor, links: list[Link]) -> str | None:
    fitting = [link for link in links if f"{path}/".startswith(f"{url(actor, link)}/")]
    return max(fitting, key=lambda link: len(link.path)).name if fitting else None


def _item(work: UnitOfWork, link: Link, chosen: str | None) -> Item:
    waiting = _counts[link.name](work) if link.name in _counts else 0
    return Item(link.title, url(work.actor, link), link.key, link.name == chosen, waiting or None)
