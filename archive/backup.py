"""Backups: one file with the ledger, the originals and the list of variants at one moment.

A backup is a plain tar: it is written and read in one pass, so that memory stays flat, and any
system can take a single original out of it. What a member holds is told by its SHA-256, which is
an original's name; the manifest, which bears the others, comes last: a tar without it was cut off.
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import sqlite3
import tarfile
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO

from archive.equivalents import FILE as VARIANTS
from archive.errors import LibraryError
from archive.ledger import open_ledger
from archive.messages import backup as messages
from archive.recorded import REMOVED_ORIGINALS
from archive.settings import Settings

FORMAT = 1
"""The version of what a backup holds and how."""

LEDGER, MANIFEST = "ledger.sqlite", "manifest.json"
ORIGINAL = re.compile(r"originals/([0-9a-f]{2})/\1[0-9a-f]{62}")

NAMED = """
SELECT sha256 FROM reports
UNION SELECT sha256 FROM files WHERE state = 'quarantined' AND sha256 IS NOT NULL
UNION SELECT sha256 FROM same_texts WHERE doc_id IN (SELECT doc_id FROM reports)
"""
"""The hashes of the originals that a library should have."""

Track = Callable[[Sequence[Path]], Iterable[Path]]
"""Goes through originals, and shows how far it is."""


class BackupError(LibraryError):
    """A backup cannot be written, is damaged, or has no room to be restored to."""

    def __init__(self, message: str, remedy: str, **values: object) -> None:
        super().__init__(message.format(**values), remedy)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself: `originals` counts those in it.

    `missing` and `changed` are the hashes of originals that are not: the ledger names them and
    the library lacked them, or their bytes were no longer those of their hash.
    """

    made_at: str
    ledger_sha256: str
    variants_sha256: str | None
    reports: int
    files: int
    originals: int
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    format: int = FORMAT


def back_up(settings: Settings, file: Path, track: Track = iter) -> Manifest:
    """Write a backup to a new file while others search and load. Raises `BackupError`.

    Under its name the file is whole or not there at all.
    """
    if not (settings.library / LEDGER).exists():
        raise BackupError(
            messages.NOTHING_TO_BACK_UP, messages.NOTHING_TO_BACK_UP_REMEDY, path=settings.data
        )
    if file.exists():
        raise BackupError(messages.FILE_EXISTS, messages.FILE_EXISTS_REMEDY, path=file)
    pending = Path(f"{file}.new")
    try:
        with pending.open("wb") as output:
            manifest = _write(output, settings, file, track)
            output.flush()
            os.fsync(output.fileno())
        pending.rename(file)
    except (LibraryError, OSError, sqlite3.Error) as error:
        cause = error.__cause__ if isinstance(error, LibraryError) else error
        if cause is None:  # a ledger of another version
            raise
        raise BackupError(
            messages.CANNOT_WRITE,
            messages.CANNOT_WRITE_REMEDY,
            path=file,
            detail=getattr(cause, "strerror", None) or cause,
        ) from error
    finally:
        pending.unlink(missing_ok=True)
    return manifest


def _write(output: IO[bytes], settings: Settings, file: Path, track: Track) -> Manifest:
    with (
        TemporaryDirectory(prefix=f"{file.name}.", dir=file.parent) as folder,
        tarfile.open(fileobj=output, mode="w", format=tarfile.PAX_FORMAT) as tar,
    ):
        # Before the originals: a loader keeps an original first and then writes of it, so that
        # whatever this copy names is there already.
        copy = Path(folder, LEDGER)
        _copy_ledger(settings.library / LEDGER, copy)
        ledger_sha256 = _add_ledger(tar, copy)
        variants = settings.data / VARIANTS
        list_sha256 = _add(tar, VARIANTS, variants.read_bytes()) if variants.exists() else None
        with closing(sqlite3.connect(copy)) as ledger:
            reports = {sha256 for (sha256,) in ledger.execute("SELECT sha256 FROM reports")}
            named = {sha256 for (sha256,) in ledger.execute(NAMED)}
            removed = {sha256 for (sha256,) in ledger.execute(REMOVED_ORIGINALS)}
            (files,) = ledger.execute("SELECT count(*) FROM files").fetchone()
        held, changed = _add_originals(tar, settings.library, removed - named, track)
        manifest = Manifest(
            made_at=datetime.now(UTC).isoformat(timespec="seconds"),
            ledger_sha256=ledger_sha256,
            variants_sha256=list_sha256,
            reports=len(reports),
            files=files,
            originals=len(held),
            missing=sorted(named - held - changed),
            changed=sorted(changed),
        )
        _add(tar, MANIFEST, json.dumps(asdict(manifest), indent=1).encode())
    return manifest


def _copy_ledger(source: Path, target: Path) -> None:
    """A consistent copy: in one step, as one in several begins anew whenever a loader writes."""
    with closing(open_ledger(source)) as ledger, closing(sqlite3.connect(target)) as copy:
        ledger.backup(copy)


def _add_originals(
    tar: tarfile.TarFile, library: Path, removed: set[str], track: Track
) -> tuple[set[str], set[str]]:
    """Add every original, those of files that were not read too; return those added, and changed.

    One whose bytes have changed is left out, and one that was removed for good.
    """
    paths = [
        path
        for path in sorted(library.glob("originals/*/*"))
        if ORIGINAL.fullmatch(path.relative_to(library).as_posix()) and path.name not in removed
    ]
    held, changed = set(), set()
    for path in track(paths):
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # removed in the meantime
            continue
        if hashlib.sha256(data).hexdigest() == path.name:
            _add(tar, path.relative_to(library).as_posix(), data)
            held.add(path.name)
        else:
            changed.add(path.name)
    return held, changed


def _add_ledger(tar: tarfile.TarFile, path: Path) -> str:
    """Add the copy of the ledger, which may be larger than memory; return its SHA-256."""
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
        file.seek(0)
        _add_file(tar, LEDGER, path.stat().st_size, file)
    return sha256


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> str:
    """Add bytes under a name; return their SHA-256."""
    _add_file(tar, name, len(data), io.BytesIO(data))
    return hashlib.sha256(data).hexdigest()


def _add_file(tar: tarfile.TarFile, name: str, size: int, file: IO[bytes]) -> None:
    member = tarfile.TarInfo(name)
    member.size, member.mtime = size, int(time.time())
    tar.addfile(member, file)
    forget_members(tar)


def forget_members(tar: tarfile.TarFile) -> None:
    """Drop what tarfile notes of every member, so that memory stays flat."""
    tar.members = []  # type: ignore[attr-defined]  # public, but its type stub lacks it
