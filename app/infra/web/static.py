"""Stylesheets, scripts and fonts, under an address that changes with their contents.

`/static/<digest>/css/…`: one digest over all files, as a folder in the path, so that relative
addresses inside a stylesheet stay right and a browser may keep everything for a year. An address
with another digest, of a page that stood open during an update, still answers but is not kept.
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Final

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOLDER: Final = Path(__file__).resolve().parents[2] / "static"
PREFIX: Final = "/static"
_YEAR: Final = "public, max-age=31536000, immutable"

VENDOR_STYLES: Final = ("vendor/theme/theme.css", "vendor/utrecht/index.css")
STYLES: Final = (
    "css/tokens.css", "css/frame.css", "css/parts.css", "css/panels.css", "css/tables.css", "css/queue.css",
    "css/forms.css", "css/week.css", "css/explain.css", "css/pages.css", "css/open.css", "css/small.css",
    "css/phone.css", "css/media.css",
)  # fmt: skip
"""Ours, in the order of the cascade: tokens first, what folds for small screens last."""


@cache
def digest() -> str:
    """Twelve letters that change when any static file changes."""
    total = hashlib.sha256()
    for path in sorted(path for path in FOLDER.rglob("*") if path.is_file()):
        total.update(path.relative_to(FOLDER).as_posix().encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:12]


def static_url(path: str) -> str:
    """The address of a static file, by its path below `app/static`."""
    return f"{PREFIX}/{digest()}/{path}"


class KeptFiles(StaticFiles):
    """Serves `<digest>/<path>`; only what has the digest of now may be kept."""

    def __init__(self) -> None:
        super().__init__(directory=FOLDER)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file behind the digest, with the word on how long it may be kept."""
        given, _, rest = path.replace("\\", "/").partition("/")
        response = await super().get_response(rest, scope)
        response.headers["cache-control"] = _YEAR if given == digest() else "no-cache"
        return response
