"""Levelling: an index of an earlier day brought to what the library holds today."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from archive.engine import SearchEngine
from archive.errors import ReportsRefused
from archive.library import Library
from archive.model import Report


@dataclass(slots=True)
class Levelled:
    """What had to be done: reports put in, as they are now, and taken out.

    `unknown` are left as they stand: reports that the ledger has never heard of. `refused` were
    not taken by the engine, and why.
    """

    put: int = 0
    taken_out: int = 0
    unknown: list[str] = field(default_factory=list)
    refused: Mapping[str, str] = field(default_factory=dict)


def level(
    library: Library,
    engine: SearchEngine,
    held: Iterable[tuple[str, Report | None]],
    advance: Callable[[], None] = lambda: None,
) -> Levelled:
    """Give an engine what it lacks or holds otherwise, and take out what is to be held no more.

    `held` is every report that the engine has, by doc_id; each is compared whole, so that what the
    ledger notes of the engine counts for nothing. Memory holds identifiers and one report.
    """
    is_current = {kept.doc_id: kept.is_current for kept in library.kept()}
    lacking = dict.fromkeys(doc_id for doc_id in is_current if is_current[doc_id])
    gone, done = [], Levelled()
    for doc_id, report in held:
        advance()
        if is_current.get(doc_id):
            if report is not None and report == library.report(doc_id):
                del lacking[doc_id]
        elif doc_id in is_current or library.removed(doc_id):
            gone.append(doc_id)
        else:
            done.unknown.append(doc_id)
    if lacking:
        try:
            engine.replace(filter(None, map(library.report, lacking)))
        except ReportsRefused as refusal:
            done.refused = refusal.reasons
    if gone:
        engine.remove(gone)
    done.put, done.taken_out = len(lacking) - len(done.refused), len(gone)
    return done
