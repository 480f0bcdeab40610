"""What a person knows better of a report than its text tells: how it is written, and applied."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from archive import messages
from archive.composed import composed_title
from archive.errors import CorrectionError
from archive.model import FIRST_YEAR, LAST_YEAR, Correction, Level, Report

MAX_TEXT = 300
"""The most characters of a title, a unit or another value in words."""

_YEARS = re.compile(r"(\d{4})(?:\s*[-–—~～至]+\s*(\d{4}))?")
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})(?:\s*[-/.月]\s*(\d{1,2})?\s*日?)?")
_TRUTH = {"是": True, "true": True, "1": True, "否": False, "false": False, "0": False}
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\ufffd]")


@dataclass(frozen=True, slots=True)
class Change:
    """A value that a person sets, or (`take_back`) no longer sets, for a field of a report."""

    doc_id: str
    field: str
    value: Any = None
    take_back: bool = False


def parse(field: str, text: str) -> Any:
    """The value that a text written by a person means; 未注明 means that it is unknown.

    Raises `CorrectionError` for what is no value of that field.
    """
    text = text.strip()
    if text == messages.UNKNOWN and field != "title":
        return None
    try:
        return _PARSERS[field](text)
    except ValueError:
        raise CorrectionError(
            messages.BAD_VALUE.format(field=messages.FIELD_NAMES[field], value=text),
            messages.VALUE_FORMS[field],
        ) from None


def written(field: str, value: Any) -> str:
    """A value as a person reads it and `parse` understands it; empty when it is unknown."""
    if value is None:
        return ""
    if field == "is_department":
        return messages.YES_NO[value]
    if field == "covers":
        return "-".join(map(str, dict.fromkeys(value)))
    return str(value)


def changes(report: Report, values: Mapping[str, Any]) -> list[Change]:
    """What has to be recorded so that a report has these values, by field.

    A value that the text tells is set by taking a correction back.
    """
    made = []
    for field, value in values.items():
        if value == getattr(report.metadata, field):
            continue
        correction = report.metadata.corrections.get(field)
        # The years reported on may only follow a corrected year.
        take_back = correction is not None and correction.read == value and field != "covers"
        made.append(Change(report.doc_id, field, value, take_back))
    return made


def corrected(report: Report, corrections: Mapping[str, Correction]) -> Report:
    """The report with the values that a person set, and without the evidence of those they replace.

    What follows from a corrected value follows it: the years reported on from the year that they
    were taken from, a composed title from all that it is composed of.
    """
    if not corrections:
        return report
    read = report.metadata
    made = dict(corrections)
    if "year" in made and "covers" not in made and read.year and read.covers == (read.year,) * 2:
        year = made["year"].value
        made["covers"] = replace(made["year"], value=(year, year) if year else None)
    made = {name: replace(one, read=getattr(read, name)) for name, one in made.items()}
    values: dict[str, Any] = {name: one.value for name, one in made.items()}
    evidence = {name: found for name, found in read.evidence.items() if name not in made}
    metadata = replace(read, **values, evidence=evidence, corrections=made)
    if "title" not in made and "title" not in read.evidence:
        title = composed_title(metadata.unit, metadata.year, metadata.doc_type)
        metadata = replace(metadata, title=title)
    return replace(report, metadata=metadata)


def _year(text: str) -> int:
    year = int(text.removesuffix("年"))
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise ValueError(text)
    return year


def _covers(text: str) -> tuple[int, int]:
    found = _YEARS.fullmatch(text.replace("年", ""))
    if not found:
        raise ValueError(text)
    first, last = _year(found[1]), _year(found[2] or found[1])
    if first > last:
        raise ValueError(text)
    return first, last


def _date(text: str) -> str:
    """ISO 8601 of a date to the day or to the month; Excel writes 2022/1/5 for 2022-01-05."""
    found = _DATE.fullmatch(text)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in found.groups())
    whole = date(_year(found[1]), month or 0, day or 1)
    return whole.isoformat() if day else f"{year}-{month:02}"


def _truth(text: str) -> bool:
    if text.lower() not in _TRUTH:
        raise ValueError(text)
    return _TRUTH[text.lower()]


def _words(text: str) -> str:
    if not text or len(text) > MAX_TEXT or _CONTROL.search(text):
        raise ValueError(text)
    return text


_PARSERS: Mapping[str, Callable[[str], Any]] = {
    "title": _words,
    "year": _year,
    "covers": _covers,
    "level": Level,
    "is_department": _truth,
    "unit": _words,
    "region": _words,
    "date": _date,
    "document_number": _words,
    "doc_type": _words,
}

FIELDS = tuple(_PARSERS)
"""The fields that a person can correct."""
