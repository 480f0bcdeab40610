"""Reads with LibreOffice, where it is installed, what the archive's own readers cannot."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from archive.messages import readers as messages
from indexer.blocks import Block, Unreadable
from indexer.limits import Limits
from indexer.readers import word
from indexer.readers.doc.fib import is_old
from indexer.readers.office import guard as office_guard
from indexer.readers.ole import ERRORS as OLE_ERRORS
from indexer.readers.ole import SIGN, WORKS_2_SIGN, ole_kind, open_compound

PROGRAM = "soffice"
"""LibreOffice's command, looked for on the path."""

SPARE_SECONDS = 10
"""What is left of a worker's time to read what LibreOffice made, and to stop it."""


@dataclass(frozen=True, slots=True)
class Import:
    """How LibreOffice reads a kind of file, and what is said where it is missing or fails."""

    filter: str
    missing: tuple[str, str]
    damaged: tuple[str, str]


IMPORTS: dict[str, Import] = {
    "word": Import("MS Word 97", messages.DOC_DAMAGED, messages.DOC_DAMAGED),
    "old word": Import("MS WinWord 6.0", messages.DOC_DAMAGED, messages.DOC_DAMAGED),
    "works": Import("MS_Works", messages.WORKS_NO_OFFICE, messages.WORKS_DAMAGED),
}
"""The filter is named so that LibreOffice does not take what it cannot read for plain text."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Common/Security/Scripting">
<prop oor:name="DisableMacrosExecution" oor:op="fuse"><value>true</value></prop>
<prop oor:name="MacroSecurityLevel" oor:op="fuse"><value>3</value></prop>
<prop oor:name="BlockUntrustedRefererLinks" oor:op="fuse"><value>true</value></prop></item>
<item oor:path="/org.openoffice.Inet/Settings">
<prop oor:name="ooInetProxyType" oor:op="fuse"><value>2</value></prop>
<prop oor:name="ooInetHTTPProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPProxyPort" oor:op="fuse"><value>9</value></prop>
<prop oor:name="ooInetHTTPSProxyName" oor:op="fuse"><value>127.0.0.1</value></prop>
<prop oor:name="ooInetHTTPSProxyPort" oor:op="fuse"><value>9</value></prop></item>
</oor:items>
"""
"""A profile without macros, without links to elsewhere and without a way into the network."""


def read(data: bytes, limits: Limits) -> list[Block]:
    """The blocks of a Word binary file or a Microsoft Works document.

    Raises `Unreadable` for anything else, where LibreOffice is not installed, and for a file
    that it cannot read in the time that `limits` give.
    """
    made = IMPORTS.get(_kind(data))
    if made is None:
        raise Unreadable(*messages.OLE_UNKNOWN)
    program = shutil.which(PROGRAM)
    if program is None:
        raise Unreadable(*made.missing)
    converted = _converted(data, program, made.filter, max(1, limits.seconds - SPARE_SECONDS))
    if converted is None or len(converted) > limits.file_bytes:
        raise Unreadable(*made.damaged)
    try:
        blocks = word.read(converted, limits)
    except Unreadable as error:
        raise Unreadable(*made.damaged) from error
    if not blocks:
        raise Unreadable(*made.damaged)
    return blocks


def _kind(data: bytes) -> str:
    if not data.startswith(SIGN):
        return "works" if data.startswith(WORKS_2_SIGN) else "other"
    kind = ole_kind(data)
    try:
        old = kind == "word" and is_old(open_compound(data).read_stream("WordDocument"))
    except OLE_ERRORS:
        old = False
    return "old word" if old else kind


def _converted(data: bytes, program: str, filter_name: str, seconds: int) -> bytes | None:
    """The docx that LibreOffice makes of a file, None where it makes none in that time."""
    with tempfile.TemporaryDirectory(prefix="office-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        source = folder / "document"
        source.write_bytes(data)
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True)
        settings.write_text(_SETTINGS, encoding="utf-8")
        _run(
            folder,
            [
                *(program, f"-env:UserInstallation={(folder / 'profile').as_uri()}"),
                *("--headless", "--norestore", "--nologo", f"--infilter={filter_name}"),
                *("--convert-to", "docx", "--outdir", str(folder / "made"), str(source)),
            ],
            seconds,
        )
        made = folder / "made" / "document.docx"
        return made.read_bytes() if made.is_file() else None


def _run(folder: Path, command: Sequence[str], seconds: int) -> None:
    """Run a command, for so many seconds at most and no longer than this process lives."""
    # Isolated, so that no module beside the guard is taken for one of Python's own.
    guard = [sys.executable, "-I", "-S", office_guard.__file__, str(folder)]
    environment = {
        "PATH": os.environ.get("PATH", os.defpath),
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "LC_ALL": "C.UTF-8",
    }
    process = subprocess.Popen([*guard, *command], stdin=subprocess.PIPE, env=environment)
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        return
    finally:
        if process.stdin is not None:
            process.stdin.close()  # tells the guard to end it all
        process.wait()
