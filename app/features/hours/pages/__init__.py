"""The pages of hours: the own week, approving, closing a month."""

from app.features.hours.pages import approving, closing, own

routers = (own.router, approving.router, closing.router)
