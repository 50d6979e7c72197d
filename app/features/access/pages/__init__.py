"""The pages of the room access, put together for `main`."""

from fastapi import APIRouter

from app.features.access.pages import applications, log, log_in, mailbox, password, people

routers: tuple[APIRouter, ...] = (
    log_in.router,
    password.router,
    people.router,
    applications.router,
    log.router,
    mailbox.router,
)
