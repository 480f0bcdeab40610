"""The nouns of the archive: reports, paragraphs, queries, results. Plain frozen data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from archive.expression import Expression

Span = tuple[int, int]
"""Start and end of a stretch of a text, in characters (code points), end exclusive."""


FIRST_YEAR, LAST_YEAR = 1949, 2100
"""The years that a report can speak of."""


class Role(StrEnum):
    """What a paragraph is to its report."""

    TITLE = "title"
    SALUTATION = "salutation"
    HEADING = "heading"
    BODY = "body"
    TABLE_ROW = "table row"
    SIGNATURE = "signature"
    ATTACHMENT = "attachment"


class SectionKind(StrEnum):
    """What a section speaks of."""

    ACHIEVEMENTS = "成效"
    PROBLEMS = "问题"
    PLANS = "计划"
    LEADERSHIP = "组织领导"
    OTHER = "其他"


class Level(StrEnum):
    """Level of the issuing body's place, widest first."""

    STATE = "国家"
    PROVINCE = "省"
    CITY = "市"
    COUNTY = "县"
    TOWNSHIP = "乡镇"
    SUBDISTRICT = "街道"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a metadata value was read: `text` is `paragraphs[ordinal].text[start:end]`.

    `rule` is the name, for a person, of the rule that read it; empty where version 0.1.0 did.
    """

    text: str
    ordinal: int
    start: int
    end: int
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Correction:
    """A value that a person set: when (ISO 8601), by which way, and what the text tells instead.

    `origin` names the way for a person to read: by command, or in a metadata.csv beside the file.
    """

    value: Any
    set_on: str
    origin: str
    read: Any = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known of a report. None is unknown.

    A known value has its evidence in the text, or the correction by which a person set it, by
    field name.

    `date` is ISO 8601, to the day or (where the text names no day) to the month.
    `region` is the path of place names from the widest, joined by "/".
    A title in square brackets was composed, and has no evidence: the text bears none.
    """

    title: str
    year: int | None = None
    covers: tuple[int, int] | None = None
    level: Level | None = None
    is_department: bool | None = None
    unit: str | None = None
    region: str | None = None
    date: str | None = None
    document_number: str | None = None
    doc_type: str | None = None
    evidence: Mapping[str, Evidence] = field(default_factory=dict)
    corrections: Mapping[str, Correction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """The unit of search. `section` holds the headings above it, outermost first.

    A run-in heading (（一）强化组织领导。正文…) counts as a heading above its own paragraph.

    `columns` are the names of a table row's columns, from the left, as the table's header gives
    them: () for the header itself and where there is none, "" for a column without a name. They
    stand beside the text, whose cells are parted by tabs, and are neither searched nor cited.
    """

    ordinal: int
    role: Role
    text: str
    section: tuple[str, ...] = ()
    section_kind: SectionKind = SectionKind.OTHER
    years_mentioned: tuple[int, ...] = ()
    columns: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type[Paragraph], tuple[object, ...]]:
        """For pickle, whose own way with slots takes twice the time."""
        return Paragraph, (
            *(self.ordinal, self.role, self.text, self.section),
            *(self.section_kind, self.years_mentioned, self.columns),
        )


@dataclass(frozen=True, slots=True)
class Terms:
    """What a paragraph is found by: its folded text, and its words parted by blanks."""

    folded: str
    words: str

    def __reduce__(self) -> tuple[type[Terms], tuple[str, str]]:
        """For pickle, whose own way with slots takes twice the time."""
        return Terms, (self.folded, self.words)


@dataclass(frozen=True, slots=True)
class Report:
    """One document. `paragraphs[i].ordinal == i`; ordinal 0, and no other, is the title.

    `doc_id` is the first 16 hexadecimal digits of the SHA-256 of the original's bytes;
    `source` the name of the file it was first loaded from.

    `stated` is what the file says of itself beside its text, as (label, text): 发布时间 and 来源
    of a web page. It is for a person to weigh; no value of `metadata` is ever taken from it.

    `near_to` is the doc_id of the report first loaded of those nearly the same, the name of their
    group even when that has gone; None for the first, and for one that is like none before it.

    `terms`, one of each paragraph, are what an engine would else work out when it is given the
    report; () where nobody has.
    """

    doc_id: str
    source: str
    metadata: Metadata
    paragraphs: tuple[Paragraph, ...]
    stated: tuple[tuple[str, str], ...] = ()
    near_to: str | None = None
    terms: tuple[Terms, ...] = field(default=(), compare=False, repr=False)


OF_REPORT = (
    *("title", "year", "level", "unit"),
    *("is_department", "region", "date", "document_number", "doc_type"),
)
"""What of its report's metadata a hit bears."""

FacetValue = str | int | bool | None
"""A value to filter by; None stands for reports in which the value is unknown."""

FACETS = ("year", "level", "unit", "section_kind", "region", "doc_type", "is_department")
"""The fields counted beside the results, in the order in which they are shown."""

FILTERS = (*FACETS, "role", "doc_id", "near_to")
"""The fields that a query can be narrowed by."""


@dataclass(frozen=True, slots=True)
class Query:
    """What to look for, engine-neutral.

    A paragraph matches when its folded text is as `expression` asks and, for each filtered field,
    it has one of the values. With `words` (a text as typed) the paragraphs that share words with
    it match instead, best first; `expression` is then None.
    With neither, every paragraph that passes the filters matches.

    `across` widens the expression to the report: what stands side by side in it has to be found
    somewhere in the same report, and the paragraphs that hold any of it match.

    With `fold_near` one report stands for each group of nearly the same (`Report.near_to`): the
    first of it where it has a match itself, or else the matching one of the smallest doc_id.
    `left_out` names reports that do not match, each with the one that stands for it: what an
    engine comes to for `fold_near`.
    """

    expression: Expression | None = None
    words: str = ""
    across: bool = False
    filters: Mapping[str, tuple[FacetValue, ...]] = field(default_factory=dict)
    fold_near: bool = False
    left_out: Mapping[str, str] = field(default_factory=dict)


class Sort(StrEnum):
    """The order of hits: those of unknown year or unit come last.

    Equal ones stand in the order of the index, the paragraphs of a report together.
    """

    RELEVANCE = "relevance"
    NEWEST = "newest"
    OLDEST = "oldest"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Page:
    """A window of the hits in an order: `size` of them after the first `start`."""

    start: int = 0
    size: int = 10
    sort: Sort = Sort.RELEVANCE


@dataclass(frozen=True, slots=True)
class Hit:
    """A paragraph that matched, with what is needed to show and cite it.

    `spans` are the stretches of `paragraph.text` that matched, in order, never overlapping.
    """

    doc_id: str
    title: str
    year: int | None
    level: Level | None
    unit: str | None
    paragraph: Paragraph
    spans: tuple[Span, ...]
    is_department: bool | None = None
    region: str | None = None
    date: str | None = None
    document_number: str | None = None
    doc_type: str | None = None
    near_to: str | None = None

    @property
    def id(self) -> str:
        """The paragraph's identifier in the archive: `doc_id-ordinal`."""
        return paragraph_id(self.doc_id, self.paragraph.ordinal)


@dataclass(frozen=True, slots=True)
class Results:
    """Exact counts of matching paragraphs and of the reports they stand in, and a page of hits.

    `left_out` names the reports that count for nothing, each with the one that stands for it.
    """

    total: int
    reports: int
    hits: tuple[Hit, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hits:
    """What `Results` holds, but for the count of the reports."""

    total: int
    hits: tuple[Hit, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReportHit:
    """A report with matching paragraphs: the first of them in the order asked for, and how many."""

    best: Hit
    count: int


@dataclass(frozen=True, slots=True)
class ReportResults:
    """Exact counts and what is left out, as in `Results`, and a page of reports, each once."""

    total: int
    reports: int
    hits: tuple[ReportHit, ...]
    left_out: Mapping[str, str] = field(default_factory=dict)


Table = Mapping[tuple[int | None, Level | None], int]
"""How many reports of each year and level have a matching paragraph; only those above 0."""


@dataclass(frozen=True, slots=True)
class FacetCount:
    """How many paragraphs would match with this value of a facet; `chosen` if it is filtered by."""

    value: FacetValue
    count: int
    chosen: bool = False


Facets = Mapping[str, tuple[FacetCount, ...]]
"""The counts of each field of `FACETS`, in the order in which they are shown."""


def paragraph_id(doc_id: str, ordinal: int) -> str:
    """The identifier of a paragraph, unique in the archive and the same on every engine."""
    return f"{doc_id}-{ordinal}"
