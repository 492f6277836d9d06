"""The settings that a file's deals need: those the store has, and those the import adds."""

from __future__ import annotations

from uuid import UUID

from workbench.domain.closing import ClosingReason
from workbench.domain.people import Reach, Role, User
from workbench.domain.probability import Outcome
from workbench.domain.workflow import Stage, Transition, Workflow
from workbench.errors import InvalidValueError
from workbench.i18n import _
from workbench.services.imports.drafts import FamilyDraft, Intake, PersonDraft, ReasonDraft, TeamDraft, WorkflowDraft
from workbench.services.imports.names import folded, slug
from workbench.services.settings import Choice, Lookups
from workbench.store import uuid7


class Catalogue:
    """Finds settings by the names a file uses; what is missing and may be added is added to ``added``.

    ``added`` holds table and columns of each new row, in an order in which they can be written.
    """

    def __init__(self, lookups: Lookups, user: User, intake: Intake) -> None:
        self.added: list[tuple[str, dict[str, object]]] = []
        self.notes: list[str] = []
        self.table = lookups.probabilities
        self._types, self._origins = _choices(lookups.types), _choices(lookups.origins)
        self._user = user
        self._teams = {team.code: team.id for team in lookups.teams}
        self._logins = {folded(item.login): item for item in lookups.users}
        self._people = _by_name(lookups.users)
        self._families = _choices(lookups.families)
        self._reasons = {folded(reason.code): reason for reason in lookups.reasons} | {
            folded(reason.name): reason for reason in lookups.reasons
        }
        self._reason_count = len(lookups.reasons)
        self._workflows = lookups.workflows
        self._named: dict[str, Workflow] = {}
        for workflow in lookups.workflows:
            self._named |= {folded(workflow.name): workflow, folded(workflow.code): workflow}
        self._default = lookups.workflows[0] if lookups.workflows else None
        self._add(intake)

    def _add(self, intake: Intake) -> None:
        for team in intake.teams:
            self._add_team(team)
        for person in intake.people:
            self._add_person(person)
        for family in intake.families:
            self._add_family(family)
        for reason in intake.reasons:
            self._add_reason(reason)
        if intake.workflow is not None:
            self._default = self._named.get(folded(intake.workflow.code)) or self._add_workflow(intake.workflow)

    def stages(self) -> list[Stage]:
        """Return the stages of all workflows, each workflow's in order."""
        workflows = {
            workflow.id: workflow for workflow in (*self._workflows, *([self._default] if self._default else []))
        }
        return [stage for workflow in workflows.values() for stage in workflow.stages]

    def owner(self, name: str | None) -> User:
        """Return the user of a login or name; the importing user where the file names nobody.

        Raises:
            InvalidValueError: several people have this name.
        """
        if name is None:
            return self._user
        found = self._logins.get(folded(name)) or self._people.get(folded(name), self._user)
        if found is None:
            raise InvalidValueError("owner", _("Several people are called {name}; use the login.").format(name=name))
        return found

    def family(self, name: str | None) -> UUID | None:
        """Return the key of a product family."""
        return None if name is None else self._families[folded(name)]

    def reason(self, name: str | None, outcome: Outcome) -> ClosingReason | None:
        """Return a closing reason by code or name; for a closed deal without one, the reason “unknown”.

        Raises:
            InvalidValueError: there is none of this name.
        """
        if outcome is Outcome.OPEN:
            return None
        found = self._reasons.get(folded(name or f"imported-{outcome.value}"))
        if found is None:
            raise InvalidValueError("reason", _("There is no closing reason “{name}”.").format(name=name))
        return found

    def workflow(self, name: str | None) -> Workflow:
        """Return a workflow by code or name; the default one where the file names none.

        Raises:
            InvalidValueError: there is none of this name.
        """
        found = self._default if name is None else self._named.get(folded(name))
        if found is None:
            known = ", ".join(workflow.name for workflow in self._workflows)
            raise InvalidValueError(
                "workflow",
                _("There is no workflow “{name}”; known are: {known}.").format(name=name or "–", known=known),
            )
        return found

    def type(self, name: str | None) -> UUID | None:
        """Return the key of an opportunity type.

        Raises:
            InvalidValueError: there is none of this name.
        """
        return _found("type", name, self._types)

    def origin(self, name: str | None) -> UUID | None:
        """Return the key of an origin.

        Raises:
            InvalidValueError: there is none of this name.
        """
        return _found("origin", name, self._origins)

    def _add_team(self, team: TeamDraft) -> None:
        if team.code not in self._teams:
            self._teams[team.code] = uuid7()
            self.added.append(
                ("team", {"id": self._teams[team.code], "code": team.code, "name": team.name, "retired": False})
            )

    def _add_person(self, person: PersonDraft) -> None:
        if folded(person.key) in self._logins or folded(person.key) in self._people:
            return
        user = User(
            id=uuid7(), login=self._free_login(slug(person.key.split("@")[0], ".")), name=person.name,
            role=Role.SALESPERSON, team_id=self._teams.get(person.team or ""), sees=Reach.TEAM, changes=Reach.OWN,
        )  # fmt: skip
        self._logins[folded(user.login)] = user
        self._people[folded(person.key)] = user
        row: dict[str, object] = {
            "id": user.id, "login": user.login, "name": user.name, "role": user.role.value, "team_id": user.team_id,
            "sees": user.sees.value, "changes": user.changes.value, "active": True,
        }  # fmt: skip
        self.added.append(("user", row))

    def _free_login(self, wanted: str) -> str:
        login, number = wanted, 2
        while folded(login) in self._logins:
            login, number = f"{wanted}{number}", number + 1
        return login

    def _add_family(self, family: FamilyDraft) -> None:
        if folded(family.name) not in self._families:
            key = self._families[folded(family.name)] = uuid7()
            row: dict[str, object] = {
                "id": key,
                "code": slug(family.name),
                "name": family.name,
                "list_price": family.list_price,
                "retired": False,
            }
            self.added.append(("product_family", row))

    def _add_reason(self, reason: ReasonDraft) -> None:
        if folded(reason.code) in self._reasons:
            return
        self._reason_count += 1
        row = ClosingReason(
            id=uuid7(), position=self._reason_count, code=reason.code, name=reason.name, verdict=reason.verdict
        )
        self._reasons[folded(reason.code)] = row
        self.added.append(
            (
                "closing_reason",
                {
                    "id": row.id,
                    "position": row.position,
                    "code": row.code,
                    "name": row.name,
                    "verdict": row.verdict.value,
                    "retired": False,
                },
            )
        )
        self.notes.append(_("New closing reason: “{name}”.").format(name=row.name))

    def _add_workflow(self, draft: WorkflowDraft) -> Workflow:
        key, position = uuid7(), len(self._workflows) + 1
        self.added.append(
            ("workflow", {"id": key, "position": position, "code": draft.code, "name": draft.name, "retired": False})
        )
        stages: dict[str, Stage] = {}
        for place, item in enumerate(draft.stages, start=1):
            row = (
                self.table.nearest(item.percent or 0)
                if item.outcome is Outcome.OPEN
                else self.table.closing(item.outcome)
            )
            stages[item.name] = Stage(
                id=uuid7(), workflow_id=key, position=place, code=slug(item.name), name=item.name, colour=item.colour,
                outcome=item.outcome, probability_id=row.id,
            )  # fmt: skip
            self.added.append(("stage", _stage_row(stages[item.name])))
            if item.outcome is Outcome.OPEN and item.percent is not None:
                self.notes.append(
                    _("Stage “{stage}” proposes {row} %, the row nearest to {percent} %.").format(
                        stage=item.name, row=format(row.percent.normalize(), "f"), percent=round(item.percent, 1)
                    )
                )
        pairs = [(stages[source].id, stages[target].id) for source, target in draft.transitions]
        for source, target in pairs:
            self.added.append(
                ("transition", {"workflow_id": key, "from_stage_id": source, "to_stage_id": target, "retired": False})
            )
        return Workflow(
            id=key, code=draft.code, name=draft.name, stages=tuple(stages.values()),
            transitions=frozenset(Transition(from_stage_id=source, to_stage_id=target) for source, target in pairs),
        )  # fmt: skip


def called(stage: Stage, name: str) -> bool:
    """Tell whether a stage has this name or code."""
    return folded(name) in {folded(stage.name), folded(stage.code)}


def stage_named(workflow: Workflow, name: str) -> Stage:
    """Return a stage by code or name.

    Raises:
        InvalidValueError: the workflow has no such stage.
    """
    for stage in workflow.stages:
        if called(stage, name):
            return stage
    known = ", ".join(stage.name for stage in workflow.stages)
    raise InvalidValueError(
        "stage",
        _("The workflow “{workflow}” has no stage “{stage}”; it has: {known}. A mapping can translate it.").format(
            workflow=workflow.name, stage=name, known=known
        ),
    )


def _choices(rows: tuple[Choice, ...]) -> dict[str, UUID]:
    return {folded(row.name): row.id for row in rows} | {folded(row.code): row.id for row in rows}


def _found(field: str, name: str | None, known: dict[str, UUID]) -> UUID | None:
    if name is None:
        return None
    if folded(name) not in known:
        raise InvalidValueError(field, _("“{name}” is not in the table of the settings.").format(name=name))
    return known[folded(name)]


def _by_name(users: tuple[User, ...]) -> dict[str, User | None]:
    names: dict[str, User | None] = {}
    for user in users:
        names[folded(user.name)] = None if folded(user.name) in names else user
    return names


def _stage_row(stage: Stage) -> dict[str, object]:
    return {
        "id": stage.id, "workflow_id": stage.workflow_id, "position": stage.position, "code": stage.code,
        "name": stage.name, "colour": stage.colour, "outcome": stage.outcome.value,
        "probability_id": stage.probability_id, "expected_days": stage.expected_days, "retired": False,
    }  # fmt: skip
