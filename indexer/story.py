"""One file's story, as the ledger and the engine tell it, in lines for a person to read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from archive.engine import SearchEngine
from archive.files import FileRecord
from archive.library import Library
from archive.messages import keeping as messages


def story(file: FileRecord, library: Library, engine: SearchEngine) -> Iterator[str]:
    """What became of a file, why, and how the report that was read from it stands."""
    yield file.path
    yield messages.STATE_SINCE.format(state=messages.STATES[file.state], at=local(file.seen_at))
    if file.reason:
        yield messages.REASON.format(reason=file.reason)
        yield messages.REMEDY.format(remedy=file.remedy)
    if file.doc_id and (removed := library.removed(file.doc_id)):
        yield messages.REMOVED_ON.format(doc_id=file.doc_id, title=removed.title, on=removed.on)
    elif file.doc_id:
        yield messages.REPORT.format(doc_id=file.doc_id, title=title_of(library, file.doc_id))
        yield from _standing(file.doc_id, file.path, library, engine)
    if file.former:
        yield messages.FORMER.format(doc_id=file.former, title=title_of(library, file.former))
        yield from _standing(file.former, file.path, library, engine)


def title_of(library: Library, doc_id: str) -> str:
    """The title of a report, and of a removed one that it is removed."""
    report = library.report(doc_id)
    return report.metadata.title if report else messages.GONE


def local(instant: str) -> str:
    """The ledger's time, which is UTC, as a clock here would have shown it."""
    return datetime.fromisoformat(instant).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def _standing(doc_id: str, path: str, library: Library, engine: SearchEngine) -> Iterator[str]:
    """How a report stands that was read from the file at `path`."""
    if reader := library.reader_of(doc_id):
        yield messages.READER.format(reader=reader)
    for other in library.files_of(doc_id):
        if other != path:
            yield messages.EQUALS.format(path=other)
    yield from _near(doc_id, library)
    if newer := library.superseded(doc_id):
        title = title_of(library, newer.by)
        yield messages.SUPERSEDED.format(by=newer.by, title=title, on=newer.on)
    for older in library.supersedes(doc_id):
        if superseded := library.superseded(older):
            title = title_of(library, older)
            yield messages.SUPERSEDES.format(doc_id=older, title=title, on=superseded.on)
    yield messages.INDEXED if engine.report(doc_id) else messages.NOT_INDEXED


def _near(doc_id: str, library: Library) -> Iterator[str]:
    """The reports that are nearly the same as this one."""
    if near := library.near(doc_id):
        yield _near_line(messages.NEAR, near.near_to, near.similarity, library)
    for other, similarity in library.near_ones(doc_id):
        yield _near_line(messages.NEAR_ONE, other, similarity, library)


def _near_line(form: str, doc_id: str, similarity: float, library: Library) -> str:
    percent = f"{100 * similarity:.0f}"
    return form.format(doc_id=doc_id, title=title_of(library, doc_id), percent=percent)
