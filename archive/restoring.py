"""Restoring: an archive made of a backup, every byte of which is checked before it counts.

A backup is read as the work of a stranger: nothing is written under a name that it chooses.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import IO

from archive.backup import (
    FORMAT,
    LEDGER,
    MANIFEST,
    ORIGINAL,
    BackupError,
    Manifest,
    forget_members,
)
from archive.equivalents import FILE as VARIANTS
from archive.errors import LibraryError
from archive.ledger import open_ledger
from archive.messages import backup as messages
from archive.settings import Settings

STAGING = "restoring"
"""The folder, in the data folder, that is filled before anything takes its place."""

DISREGARDED = (STAGING, "lost+found")
"""What an empty data folder may hold: what a killed restore left, and a file system's own."""

_CHUNK = 1 << 20
_MANIFEST_BYTES = 50_000_000  # with the hashes of 700,000 missing originals


class _Damaged(Exception):
    """The backup is not what it should be; says in which respect."""


def restore(settings: Settings, file: Path, advance: Callable[[], None] = lambda: None) -> Manifest:
    """Fill an empty or absent data folder; the index has to be built after. Raises `BackupError`.

    When it fails, the data folder is as it was. `advance` is called for each original.
    """
    data = settings.data
    _refuse_unless_empty(data)
    try:
        backup = file.open("rb")
    except OSError as error:
        raise BackupError(
            messages.CANNOT_READ, messages.CANNOT_READ_REMEDY, path=file, detail=error.strerror
        ) from error
    made = not data.exists()
    staging = data / STAGING
    try:
        with backup:
            shutil.rmtree(staging, ignore_errors=True)
            (staging / "library" / "originals").mkdir(parents=True)
            manifest = _unpack(backup, staging, advance)
        _put_in_place(staging, data)
        made = False
    except _Damaged as error:
        raise BackupError(
            messages.DAMAGED, messages.DAMAGED_REMEDY, path=file, detail=error
        ) from error
    except OSError as error:
        raise BackupError(
            messages.CANNOT_RESTORE,
            messages.CANNOT_RESTORE_REMEDY,
            path=data,
            detail=error.strerror or error,
        ) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        if made:
            shutil.rmtree(data, ignore_errors=True)
    return manifest


def _refuse_unless_empty(data: Path) -> None:
    held = sorted(path.name for path in data.iterdir()) if data.exists() else []
    for name in held:
        if name not in DISREGARDED:
            raise BackupError(messages.NOT_EMPTY, messages.NOT_EMPTY_REMEDY, path=data, name=name)


def _unpack(backup: IO[bytes], staging: Path, advance: Callable[[], None]) -> Manifest:
    try:
        with tarfile.open(fileobj=backup, mode="r|") as tar:
            manifest, hashes, originals = _unpack_members(tar, staging, advance)
    # A header may hold any number and any text.
    except (tarfile.TarError, ValueError, OverflowError, EOFError) as error:
        raise _Damaged(messages.NO_TAR.format(detail=error)) from error
    if manifest is None:
        raise _Damaged(messages.CUT_SHORT.format(name=MANIFEST))
    wanted = {LEDGER: manifest.ledger_sha256, VARIANTS: manifest.variants_sha256}
    for name, sha256 in wanted.items():
        if sha256 and name not in hashes:
            raise _Damaged(messages.MEMBER_MISSING.format(name=name))
        if hashes.get(name) != sha256:
            raise _Damaged(messages.HASH_DIFFERS.format(name=name))
    _check_ledger(staging / "library", manifest)
    if originals != manifest.originals:
        detail = messages.ORIGINALS_DIFFER.format(found=originals, wanted=manifest.originals)
        raise _Damaged(detail)
    return manifest


def _unpack_members(
    tar: tarfile.TarFile, staging: Path, advance: Callable[[], None]
) -> tuple[Manifest | None, dict[str, str], int]:
    """Write out the members; return the manifest, the hashes of the others, how many originals."""
    places = {LEDGER: staging / "library" / LEDGER, VARIANTS: staging / VARIANTS}
    manifest: Manifest | None = None
    hashes: dict[str, str] = {}
    originals = 0
    while member := tar.next():
        forget_members(tar)
        name = member.name
        is_original = bool(ORIGINAL.fullmatch(name))
        source = tar.extractfile(member) if member.isreg() and not member.issparse() else None
        if source is None or manifest:
            raise _Damaged(messages.UNKNOWN_MEMBER.format(name=name))
        if name == MANIFEST:
            manifest = _to_manifest(source.read(_MANIFEST_BYTES))
        elif is_original:
            if _write_out(source, staging / "library" / name, name) != name[-64:]:
                raise _Damaged(messages.HASH_DIFFERS.format(name=name))
            originals += 1
            advance()
        elif name in places:
            hashes[name] = _write_out(source, places[name], name)
        else:
            raise _Damaged(messages.UNKNOWN_MEMBER.format(name=name))
    return manifest, hashes, originals


def _write_out(source: IO[bytes], path: Path, name: str) -> str:
    """Write a member to its place; return the SHA-256 of its bytes."""
    path.parent.mkdir(exist_ok=True)
    digest = hashlib.sha256()
    try:
        target = path.open("xb")
    except FileExistsError as error:
        raise _Damaged(messages.REPEATED_MEMBER.format(name=name)) from error
    with target:
        while chunk := source.read(_CHUNK):
            digest.update(chunk)
            target.write(chunk)
    return digest.hexdigest()


def _to_manifest(data: bytes) -> Manifest:
    try:
        record = json.loads(data)
        found = record["format"]
        if found == FORMAT:
            return Manifest(**record)
    except (ValueError, KeyError, TypeError) as error:
        raise _Damaged(messages.BAD_MANIFEST.format(name=MANIFEST)) from error
    raise _Damaged(messages.OTHER_FORMAT.format(found=found, wanted=FORMAT))


def _check_ledger(library: Path, manifest: Manifest) -> None:
    """Whether the ledger opens, and all that it names is there; it is told that no index is."""
    lacking = {*manifest.missing, *manifest.changed}
    try:
        with closing(open_ledger(library / LEDGER)) as ledger:
            for (sha256,) in ledger.execute("SELECT sha256 FROM reports"):
                name = f"originals/{sha256[:2]}/{sha256}"
                if sha256 not in lacking and not (library / name).is_file():
                    raise _Damaged(messages.MEMBER_MISSING.format(name=name))
            ledger.execute("DELETE FROM indexed")
    except (LibraryError, sqlite3.DatabaseError) as error:
        cause = error.__cause__ if isinstance(error, LibraryError) else error
        if cause is None:  # a ledger of another version
            raise
        raise _Damaged(messages.NO_LEDGER.format(name=LEDGER, detail=cause)) from error


def _put_in_place(staging: Path, data: Path) -> None:
    """The library last: with it the archive is there."""
    for name in (VARIANTS, "library"):
        if (staging / name).exists():
            (staging / name).rename(data / name)
