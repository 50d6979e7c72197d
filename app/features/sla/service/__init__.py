"""The use cases of sla: keeping clocks, calendars and norms with what they move, explaining, rebuilding."""

from app.features.sla.service.calendars import (
    add_calendars,
    get_calendar,
    holiday_names,
    list_calendars,
    organisations_without_calendar,
    page_calendars,
    preview_calendar,
    preview_version,
    rename_calendar,
    save_version,
)
from app.features.sla.service.marking import mark, remark, rules_of, statutory_of
from app.features.sla.service.moving import preview_subject
from app.features.sla.service.norms import (
    add_norms,
    change_norm,
    end_norm,
    get_norm,
    list_norms,
    norm_choices,
    page_norms,
    preview_end,
    preview_norm,
)
from app.features.sla.service.rebuilding import deviations, rebuild
from app.features.sla.service.telling import clocks_of

__all__ = [
    "add_calendars", "add_norms", "change_norm", "clocks_of", "deviations", "end_norm", "get_calendar",
    "get_norm", "holiday_names", "list_calendars", "list_norms", "mark", "norm_choices",
    "organisations_without_calendar", "page_calendars", "page_norms", "preview_calendar", "preview_end",
    "preview_norm", "preview_subject", "preview_version", "rebuild", "remark", "rename_calendar", "rules_of",
    "save_version", "statutory_of",
]  # fmt: skip
