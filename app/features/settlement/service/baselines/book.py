"""The workbook of a path, for who may read it: a partner finds its own derivations, of others the amounts."""

from app.features.settlement.core.path_book import PathFacts, path_book
from app.features.settlement.service.baselines.reading import ShownPath, show
from app.infra.clock import local_day
from app.infra.db import UnitOfWork
from app.infra.sheets import write_book
from app.kernel.dutch import listing, plain_day
from app.kernel.explain import reading
from app.kernel.glossary import PATH_STANDING_LABELS


def book_of_path(work: UnitOfWork, code: str, seq: int | None = None) -> tuple[str, bytes]:
    """File name and bytes of the workbook of a path; its totals are formulas that give the cents of the path."""
    shown = show(work, code, seq)
    seen = reading(shown.reader) if shown.reader else lambda node: node
    name = f"meerjarenpad-{code}{'' if shown.is_latest else f'-versie-{shown.version.seq}'}.xlsx"
    return name, write_book(path_book(shown.row, shown.path, _facts(shown), seen))


def _facts(shown: ShownPath) -> PathFacts:
    row, version = shown.row, shown.version
    refused = [f"begroting {year}: {why}" for year, why in sorted(shown.refused_budgets.items())]
    refused += [
        f"begroting {year} per deelnemer: {why}" for year, why in sorted(shown.undivided_budgets.items())
    ]
    return PathFacts(
        facts=(
            ("Taakgebieden", listing([shown.areas[area] for area in row.areas])),
            (
                "Versie",
                f"{version.seq}, vastgesteld op {plain_day(local_day(version.set_at))} door {version.set_by}",
            ),
            ("Nulmeting", str(row.base_year)),
            *(("Niet bekend", text) for text in refused),
            *(("Toelichting", text) for text in (row.note,) if text),
        ),
        names=shown.names,
        standings=PATH_STANDING_LABELS,
        sources={one.organisation: one.source for one in row.spent if shown.may_see(one.organisation)},
    )
