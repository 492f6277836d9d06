"""Backups: a copy of a store in use, proven, and put in place again.

A backup is one DuckDB file and a small JSON beside it (``<backup>.json``) with its SHA-256, size and rows per table. The
copy is the engine's own, of one snapshot: others go on writing, and what they write later is not in it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from workbench.errors import StoreDamagedError, StoreError, StoreUnavailableError
from workbench.i18n import _
from workbench.store import engine, feed
from workbench.store.address import file_lock, private_files
from workbench.store.copying import (
    END_JOBS,
    TABLES,
    UNDER_WAY,
    copy_store,
    draft_name,
    free_name,
    remove_draft,
    remove_left,
    require_whole,
)
from workbench.store.doors import Door
from workbench.store.starting import stop_owner
from workbench.store.store import Store, open_store

LOCK_SECONDS = 60.0
CHUNK = 1 << 20


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What a backup holds: ``sha256`` and ``size`` of the file, and the rows of every table."""

    sha256: str
    size: int
    rows: dict[str, int]


def take_backup(store: Store, door: Door, target: Path) -> Manifest:
    """Copy a store that may be in use, prove the copy, and put it where it is wanted.

    Args:
        store: the store, on a file.
        door: its door.
        target: the backup's file; it must not exist yet.

    Returns:
        What the backup holds; the same stands in ``<target>.json``.

    Raises:
        StoreError: the store is no file, the target exists or cannot be written, or the copy is not sound. Nothing is
            left behind then.
    """
    if store.door == "postgres" or store.url == ":memory:":
        raise StoreError(_("Only a store in a file is backed up here; use pg_dump for PostgreSQL."))
    if target.exists():
        raise StoreError(_("{path} exists already; a backup never replaces a file.").format(path=target))
    remove_left(door, store.url)
    draft = draft_name(store.url, "backup")
    try:
        copied = copy_store(door, draft)
        with engine.connect(str(draft)) as connection:
            connection.execute(END_JOBS, [UNDER_WAY])
        rows = _proven(draft, copied)
        require_whole(draft)
        manifest = Manifest(sha256=_digest(draft), size=draft.stat().st_size, rows=rows)
        _put(draft, target, manifest)
    except OSError as error:
        raise StoreUnavailableError(
            _("The backup {path} cannot be written: {reason}.").format(path=target, reason=error.strerror or error)
        ) from error
    finally:
        remove_draft(draft)
    return manifest


def _put(draft: Path, target: Path, manifest: Manifest) -> None:
    """Put a backup and its manifest in their place, both whole; what stands there already is not replaced."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    about = Path(f"{part}.json")
    try:
        with private_files():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(draft, part)
            about.write_text(json.dumps(asdict(manifest), indent=1), encoding="utf-8")
        for file in (part, about):
            with file.open("rb") as written:
                os.fsync(written.fileno())
        if target.exists():
            raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST))
        about.replace(f"{target}.json")
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)
        about.unlink(missing_ok=True)


def restore_backup(backup: Path, target: Path) -> Path | None:
    """Put a backup in place of a store, after proving it; the store that was there is kept beside it.

    Args:
        backup: the backup's file.
        target: the store's file; its owner process is asked to end, so nobody should be working on it.

    Returns:
        Where the store that was there is kept; ``None`` where there was none.

    Raises:
        StoreDamagedError: the backup is not what was written, or breaks a rule; nothing was changed.
        StoreUnavailableError: the store is in use by another program, or the disk is full; nothing was changed.
    """
    manifest = read_manifest(backup)
    draft = draft_name(str(target), "restore")
    try:
        with private_files():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(backup, draft)
        if _digest(draft) != manifest.sha256:
            raise StoreDamagedError(
                _("{path} is not what was backed up: its checksum differs. Use another backup.").format(path=backup)
            )
        _proven(draft, manifest.rows)
        require_whole(draft)
        with _unused(target):
            kept = _set_aside(target)
            try:
                draft.replace(target)
            except OSError:
                if kept is not None:
                    kept.replace(target)
                raise
        with private_files():
            feed.tell(str(target))
    except OSError as error:
        raise StoreUnavailableError(
            _("The backup cannot be restored to {path}: {reason}. Nothing was changed.").format(
                path=target, reason=error.strerror or error
            )
        ) from error
    finally:
        remove_draft(draft)
    return kept


def read_manifest(backup: Path) -> Manifest:
    """Return what stands beside a backup.

    Raises:
        StoreDamagedError: there is no such backup, or its JSON is missing or unreadable.
    """
    try:
        found = json.loads(Path(f"{backup}.json").read_text(encoding="utf-8"))
        return Manifest(sha256=str(found["sha256"]), size=int(found["size"]), rows=dict(found["rows"]))
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoreDamagedError(
            _("{path} is no backup: {path}.json, which proves it, is missing or unreadable.").format(path=backup)
        ) from error


def _proven(copy: Path, rows: dict[str, int]) -> dict[str, int]:
    """Open a copy as somebody would who needs it: the rows are all there, every value can be read, every rule holds.

    Raises:
        StoreDamagedError: it is not sound.
    """
    damaged = _("{path} is damaged: {reason}").format
    with engine.connect(str(copy), read_only=True) as connection:
        tables = [str(row[0]) for row in connection.execute(TABLES).fetchall()]
        for table in tables:
            try:
                found = connection.execute(f'select count(*), count(hash(t)) from "{table}" as t').fetchall()  # noqa: S608 - the engine's own names
            except Exception as error:
                raise StoreDamagedError(damaged(path=copy, reason=engine.first_line(error))) from error
            if int(found[0][0]) != rows.get(table):
                raise StoreDamagedError(damaged(path=copy, reason=table))
    if set(tables) != set(rows):
        raise StoreDamagedError(damaged(path=copy, reason=", ".join(sorted(set(rows) ^ set(tables)))))
    store = open_store(str(copy), door="exclusive")
    try:
        violations = store.check()
    finally:
        store.close()
    if violations:
        raise StoreDamagedError(damaged(path=copy, reason=f"{violations[0].check}: {violations[0].row}"))
    return rows


@contextmanager
def _unused(target: Path) -> Generator[None]:
    """Hold a store's file so that nobody opens it meanwhile."""
    stop_owner(str(target))
    with file_lock(str(target), LOCK_SECONDS):
        if target.exists():
            with contextlib.suppress(StoreDamagedError):  # then it is set aside as it is, with its log
                engine.connect(str(target)).close()  # refused while another program holds it; folds its log into it
        yield


def _set_aside(target: Path) -> Path | None:
    if not target.exists():
        return None
    kept, log = free_name(Path(f"{target}.before-restore")), Path(f"{target}.wal")
    if log.exists():
        log.replace(f"{kept}.wal")
    return target.replace(kept)


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
