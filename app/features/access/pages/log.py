"""The log as a page."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response

from app.features.access.core.values import LogFilter
from app.features.access.service import log as service
from app.infra.http import PageRoute, PageWork
from app.infra.web import render
from app.kernel.log_words import subject_word, use_case_word

router = APIRouter(route_class=PageRoute, include_in_schema=False)


@router.get("/{code}/logboek")
def log_page(
    work: PageWork,
    request: Request,
    onderwerp: str = "",
    handeling: str = "",
    wie: str = "",
    voor: int | None = None,
) -> Response:
    """The log, newest first, a hundred lines at a time."""
    wanted = LogFilter(onderwerp.strip(), handeling, wie)
    page = service.read_log(work, wanted, voor)
    use_cases, actors = service.list_log_words(work)
    asked = {
        "onderwerp": wanted.subject,
        "handeling": wanted.use_case,
        "wie": wanted.actor,
        "voor": page.next_seq,
    }
    query = urlencode({name: value for name, value in asked.items() if value})
    context: dict[str, Any] = {
        "page": page,
        "wanted": wanted,
        "use_cases": sorted(((code, use_case_word(code)) for code in use_cases), key=lambda pair: pair[1]),
        "actors": [(name, name) for name in actors],
        "broken": sum(not line.is_sound for line in page.lines),
        "more": f"{request.url.path}?{query}" if page.next_seq else None,
        "differences": service.differences,
        "use_case_word": use_case_word,
        "subject_word": subject_word,
        "base": request.url.path,
        "here": "audit",
    }
    return render(request, work, "access/logboek.html", **context)
