"""Wires the house: settings, database, rooms, errors. The only place that knows them all."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from anyio import to_thread
from fastapi import APIRouter, FastAPI

from app.features.access import pages as access_pages
from app.features.access import routes as access_routes
from app.features.access.service import AccessDoors
from app.features.assignments import pages as assignment_pages
from app.features.assignments import routes as assignment_routes
from app.features.assignments import service as assignments
from app.features.assignments.service import notices
from app.features.costs import pages as costs_pages
from app.features.costs import routes as costs_routes
from app.features.hours import pages as hours_pages
from app.features.hours import routes as hours_routes
from app.features.hours import service as hours
from app.features.invoices import pages as invoice_pages
from app.features.invoices import routes as invoice_routes
from app.features.partnership import pages as partnership_pages
from app.features.partnership import routes as partnership_routes
from app.features.partnership.service.reading import own_organisation
from app.features.people import routes as people_routes
from app.features.people.service import find_employee_of_account
from app.features.reporting import pages as report_pages
from app.features.reporting import routes as report_routes
from app.features.reporting import service as reports
from app.features.settlement import pages as settlement_pages
from app.features.settlement import routes as settlement_routes
from app.features.settlement import service as settlement
from app.features.sla import pages as sla_pages
from app.features.sla import routes as sla_routes
from app.infra import problem
from app.infra.clock import OffsetClock
from app.infra.db import Database
from app.infra.edge import API_PREFIX, API_VERSION, Edge
from app.infra.http import Doors, House
from app.infra.logs import configure_logs
from app.infra.openapi import DescribedApi
from app.infra.settings import Settings
from app.infra.storage import FolderStorage
from app.infra.tenancy import clock_offset, is_demo
from app.infra.web import navigation
from app.infra.web import site as web
from app.infra.web.errors import fault_page
from app.kernel.actor import Actor

THREADS = 6
"""Threads of one process = connections of its pool: no thread waits for a connection."""

API_ROUTERS: tuple[APIRouter, ...] = (
    access_routes.router,
    partnership_routes.router,
    *sla_routes.routers,
    assignment_routes.router,
    people_routes.router,
    hours_routes.router,
    costs_routes.router,
    *settlement_routes.routers,
    invoice_routes.router,
    report_routes.router,
)
PAGE_ROUTERS: tuple[APIRouter, ...] = (
    *access_pages.routers,
    partnership_pages.router,
    *sla_pages.routers,
    *assignment_pages.routers,
    *report_pages.routers,
    *hours_pages.routers,
    costs_pages.router,
    *settlement_pages.routers,
    invoice_pages.router,
)


def open_house(settings: Settings, database_url: str, doors: Doors) -> House:
    """Everything that requests stand on, for this process."""
    database = Database(database_url, pool_size=THREADS)
    with database.unit_of_work(Actor.nobody(), read_only=True) as work:
        database.clock = OffsetClock(clock_offset(work.session))
        demo = is_demo(work.session)
    return House(settings, database, FolderStorage(settings.var_dir / "documents"), doors, demo)


def create_app(house: House) -> FastAPI:
    """The whole application: pages at the root, the API below /api/v1."""

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        to_thread.current_default_thread_limiter().total_tokens = THREADS
        yield
        house.database.close()

    site = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, lifespan=lifespan)
    api = create_api()
    api.state.house = site.state.house = house
    site.mount(API_PREFIX, api)
    for router in PAGE_ROUTERS:
        site.include_router(router)
    navigation.named(own_organisation)
    navigation.counted("waiting_on_us", assignments.count_waiting)
    navigation.counted("notices", notices.count_unread)
    navigation.counted("dashboard", reports.count_open)
    navigation.counted("approve_hours", hours.count_waiting)
    navigation.counted("confirm_figures", settlement.count_asked)
    web.install(site, api)
    site.add_middleware(Edge, fault_page=fault_page)
    return site


def create_api() -> FastAPI:
    """The API alone, with its description; it has no house yet."""
    api = DescribedApi(
        title="Opdrachten, uren en afrekening van een shared service centrum",
        version=API_VERSION,
        openapi_url="/openapi.json",
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    problem.install_json(api)
    for router in API_ROUTERS:
        api.include_router(router)
    return api


def installed() -> FastAPI:
    """The application of this installation; what a server process runs (`uvicorn --factory`)."""
    configure_logs()
    settings = Settings()
    if settings.database_url is None:
        raise SystemExit("De webserver heeft een database nodig. Gebruik ./ssc serve.")
    return create_app(open_house(settings, settings.database_url, AccessDoors(find_employee_of_account)))
