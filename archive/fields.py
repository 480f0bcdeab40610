"""The fields of the query language: their names, and how a value of each is read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from archive import messages
from archive.errors import QueryError
from archive.expression import LONGEST_VALUE, Attribute
from archive.lexer import Token
from archive.model import FIRST_YEAR, LAST_YEAR, Level, SectionKind
from archive.text import fold

FIELDS: Mapping[str, str] = {
    **dict.fromkeys(("年度", "年份", "year"), "year"),
    **dict.fromkeys(("层级", "level"), "level"),
    **dict.fromkeys(("单位", "unit"), "unit"),
    **dict.fromkeys(("章节", "section"), "section_kind"),
    **dict.fromkeys(("标题", "题名", "title"), "title"),
    **dict.fromkeys(("文号", "发文字号", "number"), "document_number"),
    **dict.fromkeys(("提及", "mentions"), "years_mentioned"),
    **dict.fromkeys(("地区", "region"), "region"),
    **dict.fromkeys(("文种", "type"), "doc_type"),
    **dict.fromkeys(("部门", "department"), "is_department"),
}
"""The fields by the names that can be typed before a colon."""

_YEARS = re.compile(r"(\d{4})(?:\s*[-~至到]+\s*(\d{4}))?年?")
_TRUTH = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}


def attribute(token: Token) -> Attribute:
    """What a token with a field asks for. Raises `QueryError` for a value that it cannot have."""
    field = FIELDS[token.field]
    values = _READERS.get(field, _contained)(token.text)
    if not values:
        remedy = messages.FIELD_FORMS[field]
        position, name = token.start + 1, token.field
        message = messages.BAD_FIELD.format(position=position, field=name, value=token.text)
        raise QueryError(message, remedy)
    return Attribute(field, values)


Values = tuple[str | int | bool, ...]


def _years(text: str) -> Values:
    found = _YEARS.fullmatch(fold(text).strip())
    if not found:
        return ()
    first, last = int(found[1]), int(found[2] or found[1])
    if not FIRST_YEAR <= first <= last <= LAST_YEAR:
        return ()
    return tuple(range(first, last + 1))


def _one_of(choices: Sequence[str]) -> Callable[[str], Values]:
    def read(text: str) -> Values:
        wanted = text.strip().removesuffix("级")
        return tuple(choice for choice in choices if choice in (wanted, text.strip()))[:1]

    return read


def _truth(text: str) -> Values:
    value = _TRUTH.get(text.strip().lower())
    return () if value is None else (value,)


def _contained(text: str) -> Values:
    folded = fold(text).strip()
    return (folded,) if 0 < len(folded) <= LONGEST_VALUE else ()


_READERS: Mapping[str, Callable[[str], Values]] = {
    "year": _years,
    "years_mentioned": _years,
    "level": _one_of(list(Level)),
    "section_kind": _one_of(list(SectionKind)),
    "is_department": _truth,
}
