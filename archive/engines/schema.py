"""The embedded index's fields, and how paragraphs are put in their terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from copy import copy
from itertools import accumulate

import orjson
import tantivy

from archive.expression import CONTAINED
from archive.model import FACETS, OF_REPORT, FacetValue, Metadata, Report, Role
from archive.records import Record, from_metadata, from_stated
from archive.terms import terms_of
from archive.text import fold, fold_name, shingles

VERSION = 4
"""Raised whenever fields, folding or what is stored change in a way that asks for a rebuild."""

NUMBERS = frozenset({"year", "years_mentioned"})
"""The fields that hold numbers; all others hold text."""

_DOC_ID = re.compile("[0-9a-f]{16}")
BLANK = "\x01"  # stands for a blank in a term; folding leaves no such character in a text
UNKNOWN_YEAR = 0
UNKNOWN_NAME = "\x00"


def build() -> tantivy.Schema:
    """The fields of a paragraph in the index."""
    schema = tantivy.SchemaBuilder()
    # The 16 hexadecimal digits of doc_id as a number: distinct reports are counted on it exactly.
    schema.add_unsigned_field("report", indexed=True, fast=True)
    # Likewise; nothing for a report that is near to none before it.
    schema.add_unsigned_field("near_to", indexed=True, fast=True)
    # Signed: a signed value in an unsigned field kills tantivy's writer.
    schema.add_integer_field("year", indexed=True, fast=True)
    schema.add_integer_field("years_mentioned", indexed=True)
    for name in ("level", "unit", "section_kind", "role", "region", "doc_type", "is_department"):
        schema.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in CONTAINED:
        schema.add_text_field(f"{name}_folded", tokenizer_name="raw", index_option="basic")
    schema.add_text_field("characters", tokenizer_name="blanks", index_option="position")
    schema.add_text_field("shingles", tokenizer_name="blanks", index_option="position")
    schema.add_text_field("title_shingles", tokenizer_name="blanks", index_option="freq")
    schema.add_text_field("words", tokenizer_name="blanks", index_option="freq")
    schema.add_bytes_field("stored", stored=True)
    return schema.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """Give an opened index the tokenizer that its fields name."""
    parted = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build()
    index.register_tokenizer("blanks", parted)


def report_number(doc_id: str) -> int | None:
    """The number that stands for a report in the index, None for what is no identifier."""
    return int(doc_id, 16) if _DOC_ID.fullmatch(doc_id) else None


def report_id(number: int) -> str:
    """The identifier of the report that a number stands for."""
    return f"{number:016x}"


def documents(report: Report) -> Iterator[tantivy.Document]:
    """The index's documents for a report, one a paragraph."""
    metadata = report.metadata
    title = " ".join(shingle_terms(fold(metadata.title)))
    shown: Record = {field: getattr(metadata, field) for field in OF_REPORT}
    shown |= {"doc_id": report.doc_id, "near_to": report.near_to}
    with_title: Record = {
        "source": report.source,
        "metadata": from_metadata(metadata),
        "stated": from_stated(report.stated),
    }
    terms = terms_of(report)
    characters, pairs = parted([one.folded for one in terms])
    # What all paragraphs share is written once: writing it takes as long as the paragraph itself.
    head = orjson.dumps(shown)[:-1]
    title_head = orjson.dumps(shown | with_title)[:-1]
    shared = tantivy.Document()
    shared.add_unsigned("report", int(report.doc_id, 16))
    if report.near_to:
        shared.add_unsigned("near_to", int(report.near_to, 16))
    shared.add_integer("year", metadata.year or UNKNOWN_YEAR)
    for field, key in _of_report(metadata):
        shared.add_text(field, key)
    shared.add_text("title_shingles", title)
    for i, paragraph in enumerate(report.paragraphs):
        before = title_head if paragraph.role is Role.TITLE else head
        stored = b'%b,"paragraph":%b}' % (before, orjson.dumps(paragraph))
        document = copy(shared)
        for year in paragraph.years_mentioned:
            document.add_integer("years_mentioned", year)
        document.add_text("section_kind", paragraph.section_kind)
        document.add_text("role", paragraph.role)
        document.add_text("characters", characters[i])
        document.add_text("shingles", pairs[i])
        document.add_text("words", terms[i].words)
        document.add_bytes("stored", stored)
        yield document


def parted(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The characters and the shingles of folded texts, each text's parted by blanks.

    Laid out by numpy for all texts at once: a fifth of the time of joining them one by one.
    """
    # Loading numpy is for those who write: the site only searches.
    import numpy as np

    whole = np.frombuffer(character_terms("".join(texts)).encode("utf-32-le"), "<u4")
    ones = np.full(2 * len(whole), ord(" "), "<u4")
    ones[0::2] = whole
    twos = np.full(3 * len(whole), ord(" "), "<u4")
    twos[0::3] = whole
    twos[1:-3:3] = whole[1:]
    characters, pairs = (bytes(laid).decode("utf-32-le") for laid in (ones, twos))
    ends = list(accumulate(map(len, texts)))
    places = [(end - len(text), end) for text, end in zip(texts, ends, strict=True)]
    return (
        [characters[2 * start : max(2 * end - 1, 0)] for start, end in places],
        [pairs[3 * start : max(3 * end - 4, 0)] for start, end in places],
    )


def _of_report(metadata: Metadata) -> Iterator[tuple[str, str]]:
    """The fields of text, and what stands in them, that all paragraphs of a report share."""
    for field in FACETS:
        if field not in ("year", "section_kind"):
            value = getattr(metadata, field)
            yield field, UNKNOWN_NAME if value is None else str(facet_key(field, value))
    for field in CONTAINED:
        if value := getattr(metadata, field):
            yield f"{field}_folded", fold_name(value)


def facet_value(field: str, key: str | float) -> FacetValue:
    """The value that a bucket of an aggregation stands for."""
    if field == "year":
        return int(key) if int(key) != UNKNOWN_YEAR else None
    if field == "is_department":
        return {"true": True, "false": False}.get(str(key))
    return str(key) if key != UNKNOWN_NAME else None


def facet_key(field: str, value: FacetValue) -> str | int:
    """What stands in the index for a known value of a facet."""
    if field in NUMBERS:
        return int(value or UNKNOWN_YEAR)
    return ("true" if value else "false") if field == "is_department" else str(value)


def character_terms(folded: str) -> str:
    """A folded text whose characters are as the index holds them: none is a blank."""
    return folded.replace(" ", BLANK)


def shingle_terms(folded: str) -> list[str]:
    """The shingles of a folded text as the index holds them: without a blank in them."""
    return shingles(folded.replace(" ", BLANK))
