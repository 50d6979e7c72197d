"""The one Jinja environment: escaping always, an unknown name is an error.

Shared templates lie beside this file; a room's own are named by the room: `hours/week.html` is
`app/features/hours/templates/week.html`. The macros of `parts/` are called as `ui.<macro>`
without an import; they see their arguments and the globals, not the page's context.
"""

from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Final

from jinja2 import BaseLoader, ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.environment import TemplateModule

from app.infra.web.filters import FILTERS, WORDS
from app.infra.web.static import STYLES, VENDOR_STYLES, static_url
from app.kernel import glossary

SHARED: Final = Path(__file__).parent / "templates"
ROOMS: Final = Path(__file__).resolve().parents[2] / "features"


@cache
def environment() -> Environment:
    """The environment of every page, made once per process."""
    made = Environment(
        loader=ChoiceLoader([FileSystemLoader(SHARED), PrefixLoader(_rooms())]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters.update(FILTERS)
    made.globals.update(WORDS)
    made.globals.update(
        static=static_url,
        styles=[static_url(path) for path in (*VENDOR_STYLES, *STYLES)],
        state_labels=glossary.STATE_LABELS,
        role_words=glossary.ROLES,
    )
    made.globals["ui"] = _parts(made)
    return made


def _rooms() -> dict[str, BaseLoader]:
    folders = sorted(path for path in ROOMS.glob("*/templates") if path.is_dir())
    return {folder.parent.name: FileSystemLoader(folder) for folder in folders}


def _parts(made: Environment) -> SimpleNamespace:
    """All macros of `parts/` by name. A macro may call another as `ui.<macro>`: it is looked up late."""
    found = SimpleNamespace()
    made.globals["ui"] = found
    for path in sorted((SHARED / "parts").glob("*.html")):
        module: TemplateModule = made.get_template(f"parts/{path.name}").module
        for name, macro in vars(module).items():
            if not name.startswith("_"):
                setattr(found, name, macro)
    return found
