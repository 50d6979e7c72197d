"""Use cases of hours: the own week, approval, corrections, closing of a month."""

from app.features.hours.service.approval import (
    approve_corrections as approve_corrections,
)
from app.features.hours.service.approval import (
    approve_part as approve_part,
)
from app.features.hours.service.approval import (
    approve_week as approve_week,
)
from app.features.hours.service.approval import (
    count_waiting as count_waiting,
)
from app.features.hours.service.approval import (
    get_approvals as get_approvals,
)
from app.features.hours.service.approval import list_corrections as list_corrections
from app.features.hours.service.approval import (
    list_not_handed_in as list_not_handed_in,
)
from app.features.hours.service.approval import (
    return_part as return_part,
)
from app.features.hours.service.approval import (
    unapproved as unapproved,
)
from app.features.hours.service.closing import (
    close_month as close_month,
)
from app.features.hours.service.closing import (
    get_month_to_close as get_month_to_close,
)
from app.features.hours.service.closing import (
    list_months as list_months,
)
from app.features.hours.service.closing import month_named as month_named
from app.features.hours.service.corrections import CorrectionInput as CorrectionInput
from app.features.hours.service.corrections import correct as correct
from app.features.hours.service.corrections import correct_to as correct_to
from app.features.hours.service.reading import (
    keys_of_numbers as keys_of_numbers,
)
from app.features.hours.service.reading import (
    list_areas as list_areas,
)
from app.features.hours.service.reading import (
    list_entries as list_entries,
)
from app.features.hours.service.verifying import deviations as deviations
from app.features.hours.service.verifying import rebuild as rebuild
from app.features.hours.service.weeks import (
    book as book,
)
from app.features.hours.service.weeks import (
    get_week as get_week,
)
from app.features.hours.service.weeks import (
    list_weeks as list_weeks,
)
from app.features.hours.service.weeks import (
    save_week as save_week,
)
from app.features.hours.service.weeks import (
    submit_week as submit_week,
)
from app.features.hours.service.weeks import (
    withdraw_week as withdraw_week,
)
