"""People on the wire: `/api/v1/medewerkers`. Reading only; they come in with the workbook."""

from fastapi import APIRouter

from app.features.people import service
from app.features.people.schemas import EmployeeList, employee_out
from app.infra.http import ApiRoute, ApiWork

router = APIRouter(route_class=ApiRoute, tags=["Uren"])


@router.get("/medewerkers", response_model=EmployeeList, summary="Medewerkers opvragen")
def list_employees(work: ApiWork) -> EmployeeList:
    """Wie er werkt, voor welke werkgever, in welk taakgebied en voor hoeveel uur."""
    return EmployeeList(employees=[employee_out(one) for one in service.list_employees(work)])
