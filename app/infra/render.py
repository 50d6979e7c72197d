"""From a template in `reports/` to the bytes of a PDF, the same bytes for the same values.

Tagged, archivable (made to PDF/A-3a and PDF/UA-1), Dutch, fonts embedded. Only files of the project are read,
nothing is fetched from a network. What stands on a paper is decided by the cores, how it looks by `reports/`.
"""

import hashlib
import io
import warnings
from collections.abc import Mapping
from datetime import date, datetime, time
from fractions import Fraction
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

import pikepdf
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.kernel import dutch

ROOT = Path(__file__).resolve().parents[2]
REPORTS = ROOT / "reports"
FONTS = ROOT / "app" / "static" / "vendor" / "fira-sans"
_READABLE = (REPORTS, FONTS)
_DRAWING = Lock()
"""One paper at a time in a process: fonts and the library's caches are shared, and it would gain nothing."""
_UA_MARK = '<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/>'
_TYPES = {".css": "text/css", ".woff2": "font/woff2", ".svg": "image/svg+xml"}


class OutsideProjectError(ValueError):
    """A paper asked for something outside the project's own files."""


class ProjectFiles(URLFetcher):
    """Gives the files of `reports/` and the fonts; refuses everything else, networks included."""

    def __init__(self) -> None:
        super().__init__(allowed_protocols=["file"], fail_on_errors=True)

    def fetch(self, url: str, headers: Mapping[str, str] | None = None) -> URLFetcherResponse:
        """The file behind a `file:` address of the project; headers mean nothing for a file."""
        del headers
        asked = URLFetcherResponse(url).path
        path = None if asked is None else Path(asked).resolve()
        if path is None or not any(path.is_relative_to(folder.resolve()) for folder in _READABLE):
            raise OutsideProjectError(f"papers use files of the project only, not {url}")
        return URLFetcherResponse(url, path.read_bytes(), {"Content-Type": _TYPES[path.suffix]})


def page(template: str, made_on: date, title: str, **values: object) -> str:
    """The paper as HTML, before it is laid out; raises on a value that the template misses."""
    return _templates().get_template(template).render(title=title, made_on=made_on, **values)


def pdf(template: str, made_on: date, title: str, **values: object) -> bytes:
    """The PDF of a template below `reports/`, with its values.

    `made_on` is the date of the document in its metadata; no clock is asked, so that the bytes depend on the
    values, the templates and the versions of the libraries only.
    """
    text = page(template, made_on, title, **values)
    laid_out = HTML(string=text, base_url=REPORTS.as_uri() + "/", url_fetcher=ProjectFiles())
    with _DRAWING, warnings.catch_warnings():
        # the library leaves closing its colour profile to the garbage collector
        warnings.simplefilter("ignore", ResourceWarning)
        drawn = laid_out.write_pdf(
            stylesheets=[_style()],
            font_config=_fonts(),
            pdf_variant="pdf/a-3a",
            pdf_tags=True,
            pdf_identifier=hashlib.sha256(text.encode()).digest()[:16],
        )
    return _accessible(drawn)


def template_version() -> str:
    """A digest over everything that decides how papers look, kept with every document (data §6)."""
    found = hashlib.sha256()
    for path in sorted(REPORTS.rglob("*")):
        if path.is_file():
            found.update(path.relative_to(REPORTS).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()[:16]


@cache
def _fonts() -> FontConfiguration:
    return FontConfiguration()


@cache
def _style() -> CSS:
    """The style sheet with its fonts, read once per process: a third of the time of a short paper."""
    return CSS(filename=str(REPORTS / "base.css"), font_config=_fonts(), url_fetcher=ProjectFiles())


@cache
def _templates() -> Environment:
    made = Environment(
        loader=FileSystemLoader(REPORTS),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    filters: dict[str, Any] = {
        "euro": dutch.euro,
        "amount": dutch.amount,
        "signed_amount": dutch.signed_amount,
        "hours": dutch.hours,
        "count": _count,
        "whole": lambda cents: dutch.number(Fraction(cents, 100)),
        "percent": dutch.percent,
        "plain_day": dutch.plain_day,
        "tenths": lambda value: f"{value // 10}.{value % 10}",
        "signed_tenths": lambda value: dutch.signed_percent(Fraction(value, 1000)),
        "iso": lambda on: datetime.combine(on, time(12)).isoformat() + "Z",
    }
    made.filters.update(filters)
    return made


def _count(value: int | Fraction) -> str:
    """A number with as many decimals as it has, four at most."""
    decimals = next((places for places in range(5) if (value * 10**places).denominator == 1), 4)
    return dutch.number(value, decimals)


def _accessible(drawn: bytes) -> bytes:
    """The same paper with the mark of PDF/UA-1 beside that of PDF/A, and an identity without chance."""
    kept = io.BytesIO()
    with pikepdf.open(io.BytesIO(drawn)) as document:
        metadata = document.Root.Metadata
        text = metadata.read_bytes().decode()
        metadata.write(text.replace("</rdf:RDF>", _UA_MARK + "</rdf:RDF>", 1).encode())
        document.save(kept, deterministic_id=True)
    return kept.getvalue()
