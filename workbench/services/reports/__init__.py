"""Reports: what they show, how it looks on paper, and how a report's notebook is run and kept."""

from workbench.services.reports.service import RenderedReport, Reports
from workbench.services.reports.weekly import WeeklyPipeline

__all__ = ["RenderedReport", "Reports", "WeeklyPipeline"]
