"""Everything the workbench raises on purpose, one class per situation."""

from __future__ import annotations

from collections.abc import Mapping, Sequence


class WorkbenchError(Exception):
    """Root of all errors that are meant to be read by a person."""


class InvalidValueError(WorkbenchError):
    """A value breaks a rule of the domain.

    Args:
        field: the field's plain name, as in the store.
        message: what is wrong and what is allowed, in the reader's language.
    """

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


class NotAllowedError(WorkbenchError):
    """The user's role or scope does not permit the action."""


class NotFoundError(WorkbenchError):
    """The record does not exist, or lies outside the user's scope: both read the same."""


class TransitionRefusedError(WorkbenchError):
    """The workflow has no way from this stage to that one."""


class AnswerNeededError(WorkbenchError):
    """The action needs an answer first, for example the closing reason.

    Args:
        question: what is asked: ``closing_reason``.
        outcome: ``won`` or ``lost``.
    """

    def __init__(self, message: str, *, question: str, outcome: str) -> None:
        super().__init__(message)
        self.question = question
        self.outcome = outcome


class ChangedMeanwhileError(WorkbenchError):
    """Somebody changed the record after the caller looked at it.

    Args:
        differing: field name → (value the caller saw, value now), where both are known.
    """

    def __init__(self, message: str, *, differing: Mapping[str, tuple[object, object]] | None = None) -> None:
        super().__init__(message)
        self.differing = dict(differing or {})


class HasOpenDealsError(WorkbenchError):
    """A contact cannot be archived as it is: open deals are held by it.

    Args:
        count: how many.
    """

    def __init__(self, message: str, *, count: int) -> None:
        super().__init__(message)
        self.count = count


class MergeRefusedError(WorkbenchError):
    """Two records cannot become one, or a merge cannot be undone; nothing was changed, and the message says why."""


class StoreError(WorkbenchError):
    """The store could not do what was asked."""


class GuardFailedError(StoreError):
    """A guard of a unit of work did not hold; nothing of the unit was written."""


class WriteConflictError(StoreError):
    """Two units of work wrote the same row at the same moment; this one was not written and may be tried again."""


class RepeatedKeyError(StoreError):
    """A row is there already, or another process is writing it now; this unit of work was not written."""


class StoreUnavailableError(StoreError):
    """The store cannot be reached or opened now; the message says why and what to do."""


class StoreDamagedError(StoreError):
    """The file is not a store of this version, or an integrity check failed."""


class ImportRefusedError(WorkbenchError):
    """The file as a whole cannot be imported; the store is as before."""


class RowsRejectedError(ImportRefusedError):
    """Strict mode: some rows are bad, so none was loaded."""

    def __init__(self, message: str, *, rows: Sequence[object]) -> None:
        super().__init__(message)
        self.rows = list(rows)


class ExportRefusedError(WorkbenchError):
    """Nothing was exported: there is no such export, or the file cannot be written; no file was left."""


class ReportFailedError(WorkbenchError):
    """A report's notebook stopped; the message names the cell and the notebook that was kept."""


class JobCancelledError(WorkbenchError):
    """Somebody cancelled the job that this work is part of; nothing of it is in the store."""


class TooLateError(WorkbenchError):
    """A job is not cancelled: it has written its changes already."""
