"""Jobs: long work in the background or in a command, with progress, log, cancel and result."""

from workbench.services.jobs.kinds import KINDS, checked
from workbench.services.jobs.queue import Queue, Worker
from workbench.services.jobs.records import ENDED, Job, JobState, LogLine, NewJob, add_job
from workbench.services.jobs.running import Running, at_work
from workbench.services.jobs.service import Jobs
from workbench.services.jobs.starting import STORE_VARIABLE, wake_worker, worker_lock, worker_runs

__all__ = [
    "ENDED", "KINDS", "STORE_VARIABLE", "Job", "JobState", "Jobs", "LogLine", "NewJob", "Queue", "Running", "Worker",
    "add_job", "at_work", "checked", "wake_worker", "worker_lock", "worker_runs",
]  # fmt: skip
