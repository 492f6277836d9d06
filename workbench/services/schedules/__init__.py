"""What runs by the clock: schedules, their runs, and the jobs they make."""

from workbench.services.schedules.records import CatchUp, Due, Run, Schedule
from workbench.services.schedules.service import Schedules

__all__ = ["CatchUp", "Due", "Run", "Schedule", "Schedules"]
