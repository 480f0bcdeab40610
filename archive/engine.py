"""What a search engine answers for, whichever it is, and how one is opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Protocol, Self

from archive.across import any_part
from archive.matching import expression_spans
from archive.model import (
    OF_REPORT,
    FacetCount,
    Facets,
    FacetValue,
    Hit,
    Hits,
    Level,
    Page,
    Paragraph,
    Query,
    Report,
    ReportResults,
    Results,
    SectionKind,
    Span,
    Table,
)
from archive.records import Record, to_value
from archive.settings import Settings
from archive.text import query_words, word_spans

FACET_SIZES: Mapping[str, int] = {
    **{"year": 200, "level": 10, "unit": 20, "section_kind": 10},
    **{"region": 20, "doc_type": 20, "is_department": 10},
}
"""How many values of each facet are listed at most; chosen ones are listed beyond it."""

FIXED_ORDER: Mapping[str, tuple[str, ...]] = {
    "level": tuple(Level),
    "section_kind": tuple(SectionKind),
}
"""Facets whose values have an order of their own."""


@dataclass(frozen=True, slots=True)
class EngineStatus:
    """What an engine holds: its name, where, and how many reports and paragraphs.

    `version` names the index in service: another after each rebuild, empty before the first load.
    """

    engine: str
    location: str
    reports: int
    paragraphs: int
    version: str = ""


class SearchEngine(Protocol):
    """A search engine over paragraphs. Every method may raise `EngineUnavailable`.

    Writers (`replace`, `remove`, `rebuild`, `back`) may raise `EngineBusy`. What they wrote is
    visible to every search that starts after they return, in whichever process, and not before: a
    report's paragraphs appear, change and go as one.
    """

    def search(self, query: Query, page: Page) -> Results:
        """Exact counts, and the page's hits in its order, however deep it lies."""

    def hits(self, query: Query, page: Page) -> Hits:
        """What `search` gives, but for the count of the reports, which takes most of its time."""

    def by_report(self, query: Query, page: Page) -> ReportResults:
        """Exact counts, and a page of the reports that have hits, in the page's order."""

    def table(self, query: Query) -> Table:
        """How many reports of each year and level have a hit, counted exactly."""

    def scan(self, query: Query) -> Iterator[Hit]:
        """Every hit, the paragraphs of a report together and in its order, for taking away.

        Memory does not grow with the number of hits.
        """

    def facets(self, query: Query) -> Facets:
        """Counts for each field of `FACETS`, each under every filter of the query but its own.

        What `fold_near` leaves out is found once, under all filters: so the counts beside the
        results add up to them.
        """

    def report(self, doc_id: str) -> Report | None:
        """The whole report, or None when the index does not hold it."""

    def replace(self, reports: Iterable[Report]) -> None:
        """Put reports in; one that is there already gives way whole.

        Raises `ReportsRefused` when all else is put in: of those that it names nothing is there.
        """

    def remove(self, doc_ids: Sequence[str]) -> None:
        """Take reports out; one that is not there is passed over."""

    def rebuild(self, reports: Iterable[Report]) -> None:
        """Build a new index of these reports beside the old one and swap.

        Searches go on over the old one until the swap; on any failure it stays in service, but
        for `ReportsRefused`, which is raised after the swap. The old one is kept for `back` until
        the next rebuild, which deletes it before it begins.
        """

    def former(self) -> str:
        """The name of the index from before the last rebuild, which is kept.

        Raises `NoFormerIndex`, and `IndexMismatch` for one of another schema.
        """

    def back(self, without: Sequence[str] = ()) -> None:
        """Put the former index in service again, as it was left, and keep the other in its place.

        Reports to be without, by their doc_id, are taken out before: nobody finds them in between.
        Raises what `former` raises; then nothing has changed.
        """

    def status(self) -> EngineStatus:
        """What the index holds now."""

    def close(self) -> None:
        """Let go of files, locks and connections."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...


def open_engine(settings: Settings) -> SearchEngine:
    """The engine that the settings name, ready to answer."""
    # Imported here so that a command on one engine does not load the other's client.
    if settings.engine == "elasticsearch":
        from archive.engines.elastic import ElasticEngine

        return ElasticEngine(settings)
    from archive.engines.embedded import EmbeddedEngine

    return EmbeddedEngine(settings)


def match_spans(query: Query, text: str) -> tuple[Span, ...]:
    """What to highlight in the text of a paragraph that a query found."""
    if query.words:
        return word_spans(text, query_words(query.words))
    if query.expression is None:
        return ()
    asked = any_part(query.expression) if query.across else query.expression
    return expression_spans(text, asked)


def to_hit(record: Record, paragraph: Paragraph, query: Query) -> Hit:
    """The hit for a paragraph, from a record with the fields of its report that a hit shows."""
    known = {field: to_value(field, record[field]) for field in OF_REPORT}
    return Hit(
        **known,
        doc_id=record["doc_id"],
        near_to=record["near_to"],
        paragraph=paragraph,
        spans=match_spans(query, paragraph.text),
    )


def arrange_facet(
    field: str, counts: Mapping[FacetValue, int], chosen: Sequence[FacetValue]
) -> tuple[FacetCount, ...]:
    """One facet's counts as they are shown: in the field's own order, chosen values kept at 0.

    Years run from the newest, units by count and then by name; unknown (None) comes last.
    """
    order = FIXED_ORDER.get(field, ())

    def rank(value: FacetValue) -> tuple[object, ...]:
        if value is None:
            return (2, 0, "")
        if field == "year":
            return (1, -int(value), "")
        if field in FIXED_ORDER:
            return (1, order.index(str(value)) if value in order else len(order), str(value))
        return (1, -counts.get(value, 0), str(value))

    listed = sorted(counts, key=rank)[: FACET_SIZES[field]]
    values = sorted({*listed, *chosen}, key=rank)
    return tuple(FacetCount(value, counts.get(value, 0), value in chosen) for value in values)
