"""A workflow that a mapping describes: its stages in order, one of them for won and one for lost deals."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from itertools import permutations
from typing import cast

from workbench.domain.probability import Outcome
from workbench.errors import ImportRefusedError
from workbench.i18n import _
from workbench.services.imports.drafts import StageDraft, WorkflowDraft
from workbench.services.imports.names import slug

COLOURS = ("#4263eb", "#1c7ed6", "#1098ad", "#0ca678", "#74b816", "#f59f00", "#e8590c", "#ae3ec9", "#7048e8")
CLOSING = {Outcome.WON: "#2b8a3e", Outcome.LOST: "#c92a2a"}


def workflow_from(item: object) -> WorkflowDraft | None:
    """Return the workflow of plain JSON values: ``name`` and ``stages``, each with ``name`` and ``percent`` or ``outcome``.

    Every stage may be reached from every other one.

    Raises:
        ImportRefusedError: it is not complete; the message says what is missing.
    """
    if item is None:
        return None
    given = cast("dict[str, object]", item) if isinstance(item, dict) else {}
    name, stages = given.get("name"), given.get("stages")
    if not isinstance(name, str) or not name.strip() or not isinstance(stages, list):
        raise ImportRefusedError(_("The mapping's “workflow” needs a name and a list of stages."))
    drafts = tuple(_stage(place, one) for place, one in enumerate(cast("list[object]", stages)))
    names = [draft.name for draft in drafts]
    outcomes = [draft.outcome for draft in drafts]
    if len({slug(one) for one in names}) < len(names):
        raise ImportRefusedError(_("The mapping's “workflow” has two stages of the same name."))
    if any(outcomes.count(outcome) != 1 for outcome in CLOSING) or Outcome.OPEN not in outcomes:
        raise ImportRefusedError(
            _("The mapping's “workflow” needs open stages, one stage with the outcome “won” and one with “lost”.")
        )
    return WorkflowDraft(code=slug(name), name=name.strip(), stages=drafts, transitions=tuple(permutations(names, 2)))


def _stage(place: int, item: object) -> StageDraft:
    given: dict[str, object] = cast("dict[str, object]", item) if isinstance(item, dict) else {"name": item}
    shown = str(given)
    name = given.get("name")
    try:
        outcome = Outcome(str(given.get("outcome", "open")))
        percent = None if given.get("percent") is None else Decimal(str(given["percent"]))
    except (ValueError, InvalidOperation) as error:
        raise ImportRefusedError(
            _("A stage of the mapping's “workflow” cannot be read: {stage}.").format(stage=shown)
        ) from error
    if not isinstance(name, str) or not name.strip() or (percent is not None and not 0 <= percent <= 100):
        raise ImportRefusedError(_("A stage of the mapping's “workflow” cannot be read: {stage}.").format(stage=shown))
    colour = CLOSING.get(outcome) or COLOURS[place % len(COLOURS)]
    return StageDraft(name=name.strip(), outcome=outcome, percent=percent, colour=colour)
