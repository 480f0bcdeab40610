"""The original of a report, handed out as the file that was loaded and never shown in the page."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from flask import Response, send_file

from archive.messages import report as t
from archive.model import Report
from web.failures import UnknownReport
from web.opening import library

TYPES: Mapping[str, str] = {
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".pdf": "application/pdf",
    ".doc": "application/msword",
    ".wps": "application/vnd.ms-works",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".rtf": "application/rtf",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ofd": "application/ofd",
    ".eml": "message/rfc822",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".tif": "image/tiff",
    ".tiff": "image/tiff",
}
"""The content type by extension; of any other file it is only said that it is bytes."""

UNTYPED = "application/octet-stream"

_UNNAMEABLE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]|[\ud800-\udfff]')
"""What a browser cannot use in a file's name, or what would end the header."""


@dataclass(frozen=True, slots=True)
class Original:
    """An original in the library: where, the name it was loaded under, its size in bytes."""

    path: Path
    name: str
    size: int


def original(doc_id: str) -> Original | None:
    """The original of a report, None where the library does not hold it."""
    with library() as kept:
        path, report = kept.original_of(doc_id), kept.report(doc_id)
    if path is None or report is None:
        return None
    return Original(path, report.source, path.stat().st_size)


def other_names(report: Report) -> tuple[str, ...]:
    """The names of the files that hold a report, but the one that it was first loaded from."""
    with library() as kept:
        names = dict.fromkeys(Path(path).name for path in kept.files_of(report.doc_id))
    return tuple(name for name in names if name != report.source)


def download(doc_id: str) -> Response:
    """The original of a report as a file to be saved. Raises `UnknownReport` where there is none.

    Always an attachment: an HTML original opened in the page would be this site's own script.
    """
    found = original(doc_id)
    if found is None:
        raise UnknownReport(t.NO_ORIGINAL.format(doc_id=doc_id), t.NO_ORIGINAL_REMEDY)
    name = _UNNAMEABLE.sub("_", found.name)
    answer = send_file(
        found.path, as_attachment=True, download_name=name, etag=found.path.name, max_age=0
    )
    # Without a charset, which nobody knows of these bytes.
    answer.headers["Content-Type"] = TYPES.get(Path(name).suffix.lower(), UNTYPED)
    return answer


def shown_size(size: int) -> str:
    """A size in bytes as a reader takes it in."""
    for unit, factor in t.SIZES:
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return t.BYTES.format(size=size)
