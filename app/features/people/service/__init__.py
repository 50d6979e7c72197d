"""Use cases of people: who works here, put people in, who is behind an account."""

from app.features.people.service.adding import add_people as add_people
from app.features.people.service.adding import link_account as link_account
from app.features.people.service.reading import (
    find_employee_of_account as find_employee_of_account,
)
from app.features.people.service.reading import (
    get_employee as get_employee,
)
from app.features.people.service.reading import (
    list_employees as list_employees,
)
from app.features.people.service.reading import (
    list_with_employments as list_with_employments,
)
