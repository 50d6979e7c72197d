"""The weeks of the play: employees fill and hand in, the manager approves, through the room hours."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from app.features.hours import service as hours
from app.features.hours.core.saving import CellInput
from app.features.hours.core.subject import Activity, Subject
from app.features.hours.core.week import Week
from app.features.simulation.core.acts import ApproveWeek, FillWeek
from app.infra.db import Database
from app.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class WeekStage:
    """What weeks are filled with: the area of each employee, and the assignments of the play by key."""

    database: Database
    areas: Mapping[str, UUID]
    ids: Mapping[str, UUID]

    def fill(self, act: FillWeek, employee: Actor) -> None:
        """The employee saves the whole grid, and hands it in unless it was forgotten."""
        week = Week.containing(act.monday)
        cells = [
            CellInput(f"{subject}.{day}", self._key(act.worker, subject), day, minutes)
            for subject, day, minutes in act.minutes
        ]
        with self.database.unit_of_work(employee) as work:
            if cells:
                hours.save_week(work, act.worker, week, cells)
            if act.is_submitted:
                hours.submit_week(work, act.worker, week)

    def approve(self, act: ApproveWeek, manager: Actor) -> None:
        """The manager approves every area of the week that waits for it."""
        week = Week.containing(act.monday)
        with self.database.unit_of_work(manager) as work:
            hours.approve_week(work, act.worker, week)

    def _key(self, worker: str, subject: str) -> str:
        area_id = self.areas[worker]
        if subject in self.ids:
            return Subject(area_id, assignment_id=self.ids[subject]).key
        return Subject(area_id, activity=Activity(subject)).key
