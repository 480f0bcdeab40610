"""The embedded index's fields, and how paragraphs and queries are put in their terms."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

import tantivy
from tantivy import Occur
from tantivy import Query as TantivyQuery

from archive.model import FILTERS, FacetValue, Query, Report, Role
from archive.records import Record, from_metadata, from_paragraph
from archive.text import fold, query_words, shingles, words

VERSION = 1
"""Raised whenever fields or folding change in a way that asks for a rebuild."""

TITLE_WEIGHT = 0.5
"""What a shingle in the report's title counts for in a search by words (see DECISIONS.md)."""

_DOC_ID = re.compile("[0-9a-f]{16}")
_BLANK = "\x01"  # stands for a blank inside a shingle; folding leaves no such character in a text
_UNKNOWN_YEAR = 0
_GREATEST_YEAR = 9_999
_UNKNOWN_NAME = "\x00"


def build() -> tantivy.Schema:
    """The fields of a paragraph in the index."""
    schema = tantivy.SchemaBuilder()
    # The 16 hexadecimal digits of doc_id as a number: distinct reports are counted on it exactly.
    schema.add_unsigned_field("report", indexed=True, fast=True)
    # Signed: a signed value in an unsigned field kills tantivy's writer.
    schema.add_integer_field("year", indexed=True, fast=True)
    for name in ("level", "unit", "section_kind", "role"):
        schema.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    schema.add_text_field("characters", tokenizer_name="characters", index_option="position")
    schema.add_text_field("shingles", tokenizer_name="blanks", index_option="position")
    schema.add_text_field("title_shingles", tokenizer_name="blanks", index_option="freq")
    schema.add_text_field("words", tokenizer_name="blanks", index_option="freq")
    schema.add_bytes_field("stored", stored=True)
    return schema.build()


def register_tokenizers(index: tantivy.Index) -> None:
    """Give an opened index the tokenizers that its fields name."""
    for name, tokenizer in {
        "characters": tantivy.Tokenizer.regex("(?s)."),
        "blanks": tantivy.Tokenizer.whitespace(),
    }.items():
        index.register_tokenizer(name, tantivy.TextAnalyzerBuilder(tokenizer).build())


def report_number(doc_id: str) -> int | None:
    """The number that stands for a report in the index, None for what is no identifier."""
    return int(doc_id, 16) if _DOC_ID.fullmatch(doc_id) else None


def documents(report: Report) -> Iterator[tantivy.Document]:
    """The index's documents for a report, one a paragraph."""
    metadata = report.metadata
    title = " ".join(_shingle_terms(fold(metadata.title)))
    shown: Record = {
        "doc_id": report.doc_id,
        "title": metadata.title,
        "year": metadata.year,
        "level": metadata.level,
        "unit": metadata.unit,
    }
    for paragraph in report.paragraphs:
        stored = {**shown, "paragraph": from_paragraph(paragraph)}
        if paragraph.role is Role.TITLE:
            stored |= {"source": report.source, "metadata": from_metadata(metadata)}
        folded = fold(paragraph.text).strip()
        document = tantivy.Document()
        document.add_unsigned("report", int(report.doc_id, 16))
        document.add_integer("year", metadata.year or _UNKNOWN_YEAR)
        document.add_text("level", metadata.level or _UNKNOWN_NAME)
        document.add_text("unit", metadata.unit or _UNKNOWN_NAME)
        document.add_text("section_kind", paragraph.section_kind)
        document.add_text("role", paragraph.role)
        document.add_text("characters", folded)
        document.add_text("shingles", " ".join(_shingle_terms(folded)))
        document.add_text("title_shingles", title)
        document.add_text("words", " ".join(words(folded)))
        document.add_bytes("stored", json.dumps(stored, ensure_ascii=False).encode())
        yield document


def to_tantivy(schema: tantivy.Schema, query: Query, *, without: str | None = None) -> TantivyQuery:
    """The index's query for a query, leaving out the filter on the field `without`."""
    if query.words:
        clauses = [(Occur.Must, _by_words(schema, query.words))]
    else:
        clauses = [(Occur.Must, _phrase(schema, phrase)) for phrase in query.phrases]
    # A filter decides what matches and has no say in the ranking: its score is a constant 0.
    clauses += [
        (Occur.Must, TantivyQuery.const_score_query(_filter(schema, field, values), 0.0))
        for field, values in query.filters.items()
        if field != without and values
    ]
    if not clauses:
        return TantivyQuery.all_query()
    return clauses[0][1] if len(clauses) == 1 else TantivyQuery.boolean_query(clauses)


def facet_value(field: str, key: str | float) -> FacetValue:
    """The value that a bucket of an aggregation stands for."""
    if field == "year":
        return int(key) if int(key) != _UNKNOWN_YEAR else None
    return str(key) if key != _UNKNOWN_NAME else None


def _phrase(schema: tantivy.Schema, phrase: str) -> TantivyQuery:
    """A literal phrase, over every other shingle: half as many postings to read, the same hits."""
    if len(phrase) == 1:
        return TantivyQuery.term_query(schema, "characters", phrase)
    terms = _shingle_terms(phrase)
    if len(terms) == 1:
        return TantivyQuery.term_query(schema, "shingles", terms[0])
    last = len(terms) - 1
    positions = [*range(0, last, 2), last]
    return TantivyQuery.phrase_query(schema, "shingles", [(i, terms[i]) for i in positions])


def _by_words(schema: tantivy.Schema, text: str) -> TantivyQuery:
    """One flat OR of words and shingles: nested booleans take twice the time."""
    terms = dict.fromkeys(_shingle_terms(fold(text).strip()))
    in_title = [TantivyQuery.term_query(schema, "title_shingles", term) for term in terms]
    clauses = [
        *(TantivyQuery.term_query(schema, "words", word) for word in query_words(text)),
        *(TantivyQuery.term_query(schema, "shingles", term) for term in terms),
        *(TantivyQuery.boost_query(clause, TITLE_WEIGHT) for clause in in_title),
    ]
    return TantivyQuery.boolean_query([(Occur.Should, clause) for clause in clauses])


def _filter(schema: tantivy.Schema, field: str, values: Sequence[FacetValue]) -> TantivyQuery:
    return TantivyQuery.term_set_query(schema, *_filter_terms(field, values))


def _filter_terms(field: str, values: Sequence[FacetValue]) -> tuple[str, list[str] | list[int]]:
    if field not in FILTERS:
        raise ValueError(f"no such filter: {field}")
    if field == "doc_id":
        numbers = (report_number(str(value)) for value in values)
        return "report", [number for number in numbers if number is not None]
    if field == "year":
        known = [int(value) for value in values if value is not None]
        years = [year for year in known if _UNKNOWN_YEAR < year <= _GREATEST_YEAR]
        return field, [*years, *[_UNKNOWN_YEAR] * (None in values)]
    return field, [str(value) if value is not None else _UNKNOWN_NAME for value in values]


def _shingle_terms(folded: str) -> list[str]:
    return shingles(folded.replace(" ", _BLANK))
