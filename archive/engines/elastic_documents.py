"""How a report stands in Elasticsearch's index, and how it is read back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from archive.expression import CONTAINED
from archive.model import Report, paragraph_id
from archive.records import (
    Record,
    from_metadata,
    from_paragraph,
    from_stated,
    to_metadata,
    to_paragraph,
    to_stated,
)
from archive.terms import terms_of
from archive.text import fold, fold_name

LENGTH = "report.length"
"""The field, on a report's title, that says how many paragraphs of it the index may hold."""

UNINDEXED = ("covers", "evidence", "corrections")
"""What of a report's metadata is only kept, with its title."""


def batches(
    reports: Iterable[Report], paragraphs: int, characters: int
) -> Iterator[dict[str, Report]]:
    """Whole reports by doc_id, as many at a time as have no more paragraphs and characters.

    One that has more by itself comes alone. Of a report that comes twice in a batch the later one
    counts.
    """
    batch: dict[str, Report] = {}
    lines = signs = 0
    for report in reports:
        length = sum(len(paragraph.text) for paragraph in report.paragraphs)
        if batch and (lines + len(report.paragraphs) > paragraphs or signs + length > characters):
            yield batch
            batch, lines, signs = {}, 0, 0
        batch[report.doc_id] = report
        lines += len(report.paragraphs)
        signs += length
    if batch:
        yield batch


def replacement(report: Report, old_length: int) -> Iterator[Record]:
    """The bulk actions that put a report in place of one with `old_length` paragraphs.

    All go to one shard, by the report's doc_id, so that a reader sees them at one moment.
    What is left over goes first, and the title, which names the new length, comes before the
    rest: wherever this is broken off, no paragraph stands beyond the length that is named.
    """
    yield from deletion(report.doc_id, range(len(report.paragraphs), old_length))
    for document in _documents(report):
        yield {
            "_op_type": "index",
            "_id": document["id"],
            "_routing": report.doc_id,
            "_source": document,
        }


def deletion(doc_id: str, ordinals: Sequence[int]) -> Iterator[Record]:
    """The bulk actions that take paragraphs of a report out, the title last."""
    for ordinal in reversed(ordinals):
        yield {"_op_type": "delete", "_id": paragraph_id(doc_id, ordinal), "_routing": doc_id}


def by_report(reasons: Mapping[str, str]) -> dict[str, str]:
    """What is said of paragraphs as what is said of their reports: of the first of each."""
    said: dict[str, str] = {}
    for paragraph, reason in reasons.items():
        said.setdefault(paragraph.rpartition("-")[0], reason)
    return said


def to_report(sources: Iterable[Record]) -> Report | None:
    """The report whose documents these are, in any order; None when its title is not there."""
    paragraphs = sorted(sources, key=lambda source: int(source["ordinal"]))
    if not paragraphs or "report" not in paragraphs[0]:
        return None
    stored = paragraphs[0]["report"]
    return Report(
        doc_id=paragraphs[0]["doc_id"],
        source=stored["source"],
        metadata=to_metadata(stored["metadata"]),
        paragraphs=tuple(map(to_paragraph, paragraphs)),
        stated=to_stated(stored),
        near_to=paragraphs[0]["near_to"],
    )


def _documents(report: Report) -> Iterator[Record]:
    metadata = from_metadata(report.metadata)
    shared = {name: metadata[name] for name in metadata if name not in UNINDEXED}
    shared |= {"doc_id": report.doc_id, "near_to": report.near_to}
    shared["title_shingles"] = fold(report.metadata.title).strip()
    for name in CONTAINED:
        shared[f"{name}_folded"] = fold_name(metadata[name]) if metadata[name] else None
    for paragraph, terms in zip(report.paragraphs, terms_of(report), strict=True):
        document: Record = {
            "id": paragraph_id(report.doc_id, paragraph.ordinal),
            **shared,
            **from_paragraph(paragraph),
            "folded": terms.folded,
            "first": terms.folded[:1],
            "last": terms.folded[-1:],
            "words": terms.words,
        }
        if paragraph.ordinal == 0:
            document["report"] = {
                "source": report.source,
                "length": len(report.paragraphs),
                "metadata": metadata,
                "stated": from_stated(report.stated),
            }
        yield document
