"""``workbench settings``: the whole configuration as one file."""

from __future__ import annotations

import argparse
from pathlib import Path

from workbench.cli import common
from workbench.errors import InvalidValueError
from workbench.i18n import _, ngettext
from workbench.services.configuration import TABLES
from workbench.services.configuration.transfer import Step


def register(commands: common.Commands) -> None:
    """Add the command with its verbs: export, import."""
    parser = commands.add_parser("settings", help="write all settings into a file, or take a file over")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="VERB")
    shared = common.shared_options()
    written = verbs.add_parser("export", parents=[shared], help="write all settings as JSON")
    written.add_argument("out", type=Path, metavar="OUT.json")
    written.set_defaults(run=export)
    read = verbs.add_parser("import", parents=[shared], help="make the settings what a file says; the rest stays")
    read.add_argument("path", type=Path, metavar="FILE.json")
    read.add_argument("--dry-run", action="store_true", help="only say what would change")
    read.set_defaults(run=take_over)


def export(args: argparse.Namespace) -> int:
    """Write the file."""
    with common.open_from(args) as wb:
        text = wb.transfer.text()
    try:
        args.out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise InvalidValueError("out", _("{path} cannot be written: {reason}").format(path=args.out, reason=error.strerror)) from error  # fmt: skip
    common.say(args, _("The settings are in {path}.").format(path=args.out), {"path": str(args.out)})
    return common.DONE


def take_over(args: argparse.Namespace) -> int:
    """Take a file over, or say what it would change."""
    try:
        text = args.path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidValueError("path", _("{path} cannot be read. Nothing was changed.").format(path=args.path)) from error  # fmt: skip
    with common.open_from(args) as wb:
        steps = wb.transfer.preview(text) if args.dry_run else wb.transfer.take_over(text)
    lines = [_line(step) for step in steps]
    said = ngettext("{count} change was taken over.", "{count} changes were taken over.", len(steps))
    if args.dry_run:
        said = ngettext("{count} change would be taken over.", "{count} changes would be taken over.", len(steps))
    lines.append(said.format(count=len(steps)))
    facts = {"steps": [{"table": step.table, "name": step.name, "kind": step.kind} for step in steps]}
    common.say(args, "\n".join(lines), facts)
    return common.DONE


def _line(step: Step) -> str:
    fields = ", ".join(f"{key}: {before or '–'} → {after or '–'}" for key, (before, after) in step.differing.items())
    return f"{_(TABLES[step.table].label)}: {step.name} ({step.kind}) {fields}".rstrip()
