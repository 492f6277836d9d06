"""``workbench user``: who works here, in which role, on whose deals."""

from __future__ import annotations

import argparse

from workbench.cli import common
from workbench.domain.people import Reach, Role
from workbench.i18n import _


def register(commands: common.Commands) -> None:
    """Add the command with its verbs: list, add, role."""
    parser = commands.add_parser("user", help="list, add or change users")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    shared = common.shared_options()
    listed = verbs.add_parser("list", parents=[shared], help="all users")
    listed.set_defaults(run=list_users)
    added = verbs.add_parser("add", parents=[shared], help="add a user")
    _add_details(added, required=True)
    added.add_argument("--name", help="the person's name; default the login")
    added.add_argument("--team", metavar="CODE", help="the person's team")
    added.set_defaults(run=add)
    changed = verbs.add_parser("role", parents=[shared], help="change a user's role and reach")
    _add_details(changed, required=True)
    changed.set_defaults(run=change_role)


def list_users(args: argparse.Namespace) -> int:
    """Print all users."""
    with common.open_from(args) as wb:
        lookups = wb.settings.lookups()
        teams = {team.id: team.name for team in lookups.teams}
        rows = [
            {
                "login": user.login, "name": user.name, "role": user.role.value, "sees": user.sees.value,
                "changes": user.changes.value, "team": teams.get(user.team_id) if user.team_id else None,
                "active": user.active,
            }
            for user in lookups.users
        ]  # fmt: skip
    lines = [
        f"{row['login']:<20} {row['role']:<14} {row['sees']:<5} {row['team'] or '–':<24} {row['name']}" for row in rows
    ]
    common.say(args, "\n".join(lines), {"users": rows})
    return common.DONE


def add(args: argparse.Namespace) -> int:
    """Add a user."""
    with common.open_from(args) as wb:
        wb.people.add(
            login=args.login, name=args.name or args.login, role=Role(args.role), sees=_reach(args.sees, args.role),
            changes=_reach(args.changes, args.role), team=args.team,
        )  # fmt: skip
    common.say(args, _("User {login} added.").format(login=args.login), {"login": args.login})
    return common.DONE


def change_role(args: argparse.Namespace) -> int:
    """Change a user's role and reach."""
    with common.open_from(args) as wb:
        wb.people.change_role(
            args.login, role=Role(args.role), sees=_reach(args.sees, args.role), changes=_reach(args.changes, args.role)
        )
    common.say(args, _("User {login} is now {role}.").format(login=args.login, role=args.role), {"login": args.login})
    return common.DONE


def _add_details(parser: argparse.ArgumentParser, *, required: bool) -> None:
    parser.add_argument("login")
    parser.add_argument("--role", choices=[role.value for role in Role], required=required)
    reaches = [reach.value for reach in Reach]
    parser.add_argument("--sees", choices=reaches, help="whose deals; default own for a salesperson, else all")
    parser.add_argument("--changes", choices=reaches, help="whose deals; default own for a salesperson, else all")


def _reach(given: str | None, role: str) -> Reach:
    if given:
        return Reach(given)
    return Reach.OWN if role == Role.SALESPERSON.value else Reach.ALL
