"""What tantivy is asked: a query in the embedded index's own terms, counts and order exact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import tantivy
from tantivy import Occur
from tantivy import Query as TantivyQuery

from archive.engines.schema import (
    UNKNOWN_NAME,
    UNKNOWN_YEAR,
    character_terms,
    facet_key,
    report_number,
    shingle_terms,
)
from archive.expression import (
    CONTAINED,
    And,
    Attribute,
    Expression,
    Literal,
    Not,
    Or,
    Pattern,
    variants,
)
from archive.model import FILTERS, FacetValue, Query
from archive.text import fold, query_words

TITLE_WEIGHT = 0.5
"""What a shingle in the report's title counts for in a search by words (see DECISIONS.md)."""

GREATEST_YEAR = 9_999

_SPECIAL = frozenset("\\.+*?()|[]{}^$#&-~")


def to_tantivy(schema: tantivy.Schema, query: Query, *, without: str | None = None) -> TantivyQuery:
    """The index's query for a query, leaving out the filter on the field `without`."""
    clauses: list[tuple[Occur, TantivyQuery]] = []
    if query.words:
        clauses.append((Occur.Must, _by_words(schema, query.words)))
    elif query.expression:
        clauses.append((Occur.Must, _Expressions(schema).query(query.expression)))
    # A filter decides what matches and has no say in the ranking: its score is a constant 0.
    clauses += [
        (Occur.Must, _decides(_filter(schema, field, values)))
        for field, values in query.filters.items()
        if field != without and values
    ]
    if not clauses:
        clauses.append((Occur.Must, TantivyQuery.all_query()))
    if query.left_out:
        left_out = TantivyQuery.term_set_query(schema, "report", _numbers(tuple(query.left_out)))
        clauses.append((Occur.MustNot, left_out))
    return clauses[0][1] if len(clauses) == 1 else TantivyQuery.boolean_query(clauses)


class _Expressions:
    """Expressions in the terms of one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def query(self, expression: Expression) -> TantivyQuery:
        """The query that finds what the expression matches."""
        match expression:
            case Literal(text):
                return self._literal(text)
            case Pattern():
                return _any(list(self._layouts(expression)))
            case Attribute(field, values):
                return _decides(self._attribute(field, values))
            case Or(items):
                return _any([self.query(item) for item in items])
            case And(items):
                clauses = [
                    (Occur.MustNot, self.query(item.item))
                    if isinstance(item, Not)
                    else (Occur.Must, self.query(item))
                    for item in items
                ]
                if all(isinstance(item, Not) for item in items):
                    clauses.append((Occur.Must, _decides(TantivyQuery.all_query())))
                return TantivyQuery.boolean_query(clauses)
            case Not():
                return self.query(And((expression,)))

    def _literal(self, text: str) -> TantivyQuery:
        """A literal phrase, over every other shingle: half as many postings, the same hits."""
        if len(text) == 1:
            return TantivyQuery.term_query(self._schema, "characters", character_terms(text)[0])
        terms: list[str | tuple[int, str]] = list(_spread(text, 0))
        if len(text) == 2:
            return TantivyQuery.term_query(self._schema, "shingles", shingle_terms(text)[0])
        return TantivyQuery.phrase_query(self._schema, "shingles", terms)

    def _layouts(self, pattern: Pattern) -> Iterator[TantivyQuery]:
        """A phrase with gaps for each way in which the pattern may be laid out."""
        for places in variants(pattern):
            if pattern.before or pattern.after:
                yield self._open_ended(pattern, places)
                continue
            if all(len(part) > 1 for part in pattern.parts):
                terms = [term for part, at in places for term in _spread(part, at)]
                yield TantivyQuery.phrase_query(self._schema, "shingles", [*terms])
            else:
                terms = [
                    (at + i, c) for part, at in places for i, c in enumerate(character_terms(part))
                ]
                yield TantivyQuery.phrase_query(self._schema, "characters", [*terms])

    def _open_ended(self, pattern: Pattern, places: Sequence[tuple[str, int]]) -> TantivyQuery:
        """A layout with any one character before or after it: over shingles alone.

        Any shingle that begins or ends with a character costs a tenth of any character beside it.
        """
        (first, _), (last, end) = places[0], places[-1]
        terms = [
            (at + 1, _escaped(shingle))  # position 0 is for what comes before
            for part, start in places
            if len(part) > 1
            for at, shingle in _spread(part, start)
        ]
        # A single character is read with what follows it; the last with what precedes.
        terms += [(at + 1, f"{_escaped(part)}.") for part, at in places[:-1] if len(part) == 1]
        if pattern.before:
            terms.append((0, f".{_escaped(first[0])}"))
        if pattern.after:
            terms.append((end + len(last), f"{_escaped(last[-1])}."))
        elif len(last) == 1:
            terms.append((end, f".{_escaped(last)}"))
        ordered = sorted(set(terms))
        if len(ordered) == 1:
            return TantivyQuery.regex_query(self._schema, "shingles", ordered[0][1])
        start = ordered[0][0]
        return TantivyQuery.regex_phrase_query(
            self._schema, "shingles", [(at - start, shingle) for at, shingle in ordered]
        )

    def _attribute(self, field: str, values: Sequence[str | int | bool]) -> TantivyQuery:
        if field in CONTAINED:
            name = f"{field}_folded"
            return _any(
                [
                    TantivyQuery.regex_query(self._schema, name, f".*{_escaped(str(one))}.*")
                    for one in values
                ]
            )
        return TantivyQuery.term_set_query(
            self._schema, field, [facet_key(field, value) for value in values]
        )


def _spread(text: str, at: int) -> Iterator[tuple[int, str]]:
    """Shingles 0, 2, 4 … and the last, which together cover every character, with positions."""
    terms = shingle_terms(text)
    last = len(terms) - 1
    for i in [*range(0, last, 2), last]:
        yield at + i, terms[i]


def _by_words(schema: tantivy.Schema, text: str) -> TantivyQuery:
    """One flat OR of words and shingles: nested booleans take twice the time."""
    terms = dict.fromkeys(shingle_terms(fold(text).strip()))
    in_title = [TantivyQuery.term_query(schema, "title_shingles", term) for term in terms]
    return _any(
        [
            *(TantivyQuery.term_query(schema, "words", word) for word in query_words(text)),
            *(TantivyQuery.term_query(schema, "shingles", term) for term in terms),
            *(TantivyQuery.boost_query(clause, TITLE_WEIGHT) for clause in in_title),
        ]
    )


def _filter(schema: tantivy.Schema, field: str, values: Sequence[FacetValue]) -> TantivyQuery:
    if field not in FILTERS:
        raise ValueError(f"no such filter: {field}")
    if field == "doc_id":
        return TantivyQuery.term_set_query(schema, "report", _numbers(values))
    if field == "near_to":
        named = TantivyQuery.term_set_query(schema, field, _numbers(values))
        return _any([named, _without(field)]) if None in values else named
    if field == "year":
        years = [int(value) for value in values if value is not None]
        known = [year for year in years if UNKNOWN_YEAR < year <= GREATEST_YEAR]
        return TantivyQuery.term_set_query(
            schema, field, [*known, *[UNKNOWN_YEAR] * (None in values)]
        )
    keys = [facet_key(field, value) if value is not None else UNKNOWN_NAME for value in values]
    return TantivyQuery.term_set_query(schema, field, keys)


def _numbers(doc_ids: Sequence[FacetValue]) -> list[int]:
    """What stands for reports in the index; what is no identifier is passed over."""
    numbers = (report_number(str(value)) for value in doc_ids)
    return [number for number in numbers if number is not None]


def _without(field: str) -> TantivyQuery:
    """The query for what has no value in a field."""
    every, valued = TantivyQuery.all_query(), TantivyQuery.exists_query(field)
    return TantivyQuery.boolean_query([(Occur.Must, every), (Occur.MustNot, valued)])


def _any(clauses: list[TantivyQuery]) -> TantivyQuery:
    if len(clauses) == 1:
        return clauses[0]
    return TantivyQuery.boolean_query([(Occur.Should, clause) for clause in clauses])


def _decides(query: TantivyQuery) -> TantivyQuery:
    """A query that decides what matches and has no say in the ranking."""
    return TantivyQuery.const_score_query(query, 0.0)


def _escaped(term: str) -> str:
    """A term as the regular expression that matches nothing else."""
    return "".join(f"\\{character}" if character in _SPECIAL else character for character in term)
