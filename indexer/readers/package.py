"""The zipped package of a document: its parts read within limits, their XML parsed safely."""

from __future__ import annotations

import io
import zipfile
import zlib
from typing import Any

from lxml import etree

from archive.messages import readers as messages
from indexer.blocks import Unreadable
from indexer.limits import Limits

DAMAGED = (
    *(zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError),
    *(KeyError, ValueError, RuntimeError, etree.LxmlError),
)
"""What a package raises that breaks off, is encrypted, or lacks or garbles a part."""


def open_package(data: bytes) -> zipfile.ZipFile:
    """The package in a file's bytes. Raises one of `DAMAGED` for what is none."""
    return zipfile.ZipFile(io.BytesIO(data))


def part(package: zipfile.ZipFile, name: str, limits: Limits) -> bytes:
    """A part unpacked, never more of it than the limit whatever size it states.

    Raises `Unreadable` for one that is larger than `limits.file_bytes`, `KeyError` for one that
    is not there, and one of `DAMAGED` for one that is broken.
    """
    with package.open(name) as stream:
        content = stream.read(limits.file_bytes + 1)
    if len(content) > limits.file_bytes:
        raise Unreadable(*messages.PART_TOO_LARGE)
    return content


def xml_root(content: bytes) -> Any:
    """The root element of a part, without comments and processing instructions.

    Nothing is fetched, and libxml2's own limits on depth (256) and on the size of a text hold.
    Raises `lxml.etree.LxmlError` for what is no XML, and `ValueError` for a part that declares
    entities: no office program writes one, and leaving them unresolved would lose text silently.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    root = etree.fromstring(content, parser)
    declared = root.getroottree().docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        raise ValueError("entities declared")
    return root
