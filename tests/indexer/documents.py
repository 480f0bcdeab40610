"""Documents built for the tests."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import py7zr

from archive.messages import readers as messages
from archive.model import Report
from indexer.blocks import Block, Unreadable
from indexer.content import Content
from indexer.formats import format_of
from indexer.limits import DEFAULTS
from indexer.opened import Room
from indexer.reading import open_file

NO_ROOM = Room(Path("nowhere"))
"""For files that are not unpacked."""


def saved(document: Any) -> bytes:
    """The bytes of a docx that python-docx built."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def read_blocks(data: bytes, name: str) -> tuple[str, list[Block]]:
    """What kind of file this is, and its blocks."""
    found = format_of(Content(data, name))
    if found.refusal:
        raise Unreadable(*found.refusal)
    assert found.read
    blocks = found.read(data, DEFAULTS)
    if not blocks:
        raise Unreadable(*messages.NO_TEXT)
    return found.kind, blocks


def read_report(data: bytes, name: str) -> Report:
    """The report in a file that is no archive."""
    reading = open_file(data, name, DEFAULTS, NO_ROOM).reading
    assert reading
    return reading.report


def zip_of(members: Mapping[str, bytes | str]) -> bytes:
    """A zip file, its names marked as UTF-8 where they are not ASCII."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def tar_of(members: Mapping[str, bytes], compression: str = "", **options: Any) -> bytes:
    """A tar archive; `compression` is gz, bz2, xz or none."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode=f"w:{compression}", **options) as archive:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return file.getvalue()


def sevenzip_of(members: Mapping[str, bytes], **options: Any) -> bytes:
    """A 7z archive."""
    file = io.BytesIO()
    with py7zr.SevenZipFile(file, "w", **options) as archive:
        for name, content in members.items():
            archive.writestr(content, name)
    return file.getvalue()
