"""A run that has been approved and waits to be made final, with its partners, in an empty collaboration.

Written by the stores, without the rooms that would lead there: what is tested is what comes after it.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from uuid import UUID

from app.features.partnership.models import Organisation, ServiceArea, Tariff
from app.features.settlement.core.inputs import Inputs
from app.features.settlement.core.run import RunKind
from app.features.settlement.core.settle import settle
from app.features.settlement.core.snapshot import FORMAT_VERSION, digest_of, lines_body, to_snapshot
from app.features.settlement.core.threshold import USUAL
from app.features.settlement.store import answers, runs, thresholds
from app.features.settlement.store.struck import area_rows
from app.infra.db import Database, UnitOfWork
from app.infra.tenancy import create_collaboration
from app.kernel.actor import Actor
from app.kernel.dutch import sort_name
from app.kernel.period import Period
from tests.golden.paper_case import AREAS, PARTNERS, TARIFF, dossier, inputs

START = date(2025, 1, 1)


def partnership(database: Database) -> Actor:
    """A collaboration with the organisations, areas and tariff of the case; gives its system actor."""
    with database.unit_of_work(Actor.nobody()) as work:
        tenant = create_collaboration(
            work.session, "k5", "Samenwerking K5", "Krimpenerwaard", "lichte-regeling"
        )
    actor = Actor.system(tenant, "k5")
    with database.unit_of_work(actor) as work:
        add_places(work)
    return actor


def add_places(work: UnitOfWork) -> None:
    """The organisations, areas and tariff of the case, as far as they are not there yet."""
    tenant = work.actor.collaboration_id
    organisations, areas = runs.ids_by_code(work.session, work.actor)
    for code in PARTNERS:
        row = _organisation(work, code)
        if code in organisations:
            row.id = organisations[code]
        work.session.merge(row)
    for code, (name, _) in AREAS.items():
        if code not in areas:
            work.session.add(
                ServiceArea(
                    collaboration_id=tenant, id=work.new_id(), code=code, name=name, bbv_code="0.4",
                    valid_from=START,
                )
            )  # fmt: skip
    work.session.flush()
    _, areas = runs.ids_by_code(work.session, work.actor)
    work.session.add(
        Tariff(
            collaboration_id=tenant, id=UUID(TARIFF), area_id=areas["PZ"], kind="hour", function_code="adviseur",
            name="Adviseur", price_cents=8_250, valid_from=START,
        )
    )  # fmt: skip


def _organisation(work: UnitOfWork, code: str) -> Organisation:
    details = dossier().details[code]
    street, place = details.address
    return Organisation(
        collaboration_id=work.actor.collaboration_id, id=work.new_id(), code=code, name=PARTNERS[code],
        sort_name=sort_name(PARTNERS[code]), kind="municipality", country="NL", version=1, oin=None,
        kvk=details.kvk, vat_number=details.vat_number, iban=details.iban, street=street, postcode=place[:7],
        city=place[8:], email=details.email, buyer_reference=details.buyer_reference,
    )  # fmt: skip


def approved_run(database: Database, actor: Actor, facts: Inputs | None = None) -> UUID:
    """A run of these inputs that was calculated, checked and approved by three people."""
    used = facts or inputs()
    settlement, body = settle(used), to_snapshot(used)
    with database.unit_of_work(actor) as work:
        run_id, tenant = work.new_id(), actor.collaboration_id
        organisations, areas = runs.ids_by_code(work.session, actor)
        runs.add_run(
            work.session,
            {
                "collaboration_id": tenant, "id": run_id, "kind": "settlement", "first_on": used.period.first_on,
                "last_on": used.period.last_on, "state": "approved", "calculations": 1,
                "calculated_at": work.now, "calculated_by_name": "R. Rekenaar", "made_by": "a", "checked_by": "b",
                "approved_by": "c", "cut_off_at": work.now, "findings": [], "version": 1,
                **thresholds.columns(USUAL),
            },
        )  # fmt: skip
        snapshot = {
            "format_version": FORMAT_VERSION, "body": body, "sha256": bytes.fromhex(digest_of(body)),
            "lines_sha256": bytes.fromhex(digest_of(lines_body(settlement))), "recorded_at": work.now,
        }  # fmt: skip
        covered = area_rows(settlement, used, RunKind.SETTLEMENT, areas)
        rows = runs.line_rows(settlement.lines, organisations, areas)
        runs.replace_contents(work.session, actor, run_id, snapshot, rows, covered)
        _sign(work, run_id)
        for code, organisation_id in organisations.items():
            if code in PARTNERS:
                _confirm(work, run_id, organisation_id, "" if code == "VLI" else f"I. {PARTNERS[code]}stra")
    return run_id


def _sign(work: UnitOfWork, run_id: UUID) -> None:
    steps: tuple[tuple[str, str | None, str, str], ...] = (
        ("start", None, "draft", "R. Rekenaar"),
        ("check", "draft", "checked", "C. Nakijkster"),
        ("approve", "checked", "approved", "G. Akkoordema"),
    )
    for step, origin, state, name in steps:
        values: Mapping[str, object] = {
            "step": step, "from_state": origin, "to_state": state, "taken_at": work.now, "taken_by": name,
            "taken_by_name": name, "reason": None,
        }  # fmt: skip
        runs.add_step(work.session, work.actor, run_id, values)


def _confirm(work: UnitOfWork, run_id: UUID, organisation_id: UUID, by: str) -> None:
    answers.add_answers(
        work.session,
        work.actor,
        run_id,
        [
            {
                "organisation_id": organisation_id, "answer": "confirmed" if by else "silent",
                "confirmed_at": work.now, "confirmed_by_name": by, "remark": None, "figures": [],
            }
        ],
    )  # fmt: skip


def quarter(number: int, entries_factor: int = 1) -> Inputs:
    """The inputs of another quarter of the same year, with every fact moved to it."""
    facts = inputs()
    period = Period.quarter(2026, number)
    moved = tuple(replace(entry, booked_on=period.first_on, amount_cents=entry.amount_cents * entries_factor)
                  for entry in facts.entries)  # fmt: skip
    worked = tuple(replace(row, first_on=period.first_on, last_on=period.last_on) for row in facts.worked)
    statistics = tuple(
        replace(row, id=f"{row.id}-{number}", reference_on=period.first_on)
        if row.kind != "inhabitants"
        else row
        for row in facts.statistics
    )
    figures = tuple(replace(row, reference_on=period.first_on) for row in facts.area_figures)
    return replace(
        facts, period=period, entries=moved, worked=worked, statistics=statistics, area_figures=figures
    )
