"""What a person sets: how it is written, and what follows from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis.strategies import booleans, dates, integers, sampled_from, text, tuples

from archive.corrections import FIELDS, Change, changes, corrected, parse, written
from archive.errors import CorrectionError
from archive.messages import FIELD_NAMES, VALUE_FORMS
from archive.model import Correction, Evidence, Level, Metadata, Paragraph, Report, Role

TITLE = "青石县2021年法治政府建设工作总结"
DOC_ID = "0123456789abcdef"


def report(title: str = TITLE) -> Report:
    metadata = Metadata(
        title=title or "[青石县2021年报告]",
        year=2021,
        covers=(2021, 2021),
        level=Level.COUNTY,
        unit="青石县",
        evidence={
            "year": Evidence("2021", 1, 0, 4),
            "unit": Evidence("青石县", 1, 5, 8),
            **({"title": Evidence(title, 0, 0, len(title))} if title else {}),
        },
    )
    paragraphs = (Paragraph(0, Role.TITLE, title), Paragraph(1, Role.BODY, "2021年青石县"))
    return Report(DOC_ID, "a.txt", metadata, paragraphs)


def person(value: Any) -> Correction:
    return Correction(value, "2026-11-21", "correct")


@pytest.mark.parametrize(
    ("field", "typed", "value"),
    [
        ("year", "2022", 2022),
        ("year", " 2022年 ", 2022),
        ("covers", "2022", (2022, 2022)),
        ("covers", "2019—2021", (2019, 2021)),
        ("covers", "2019年至2021年", (2019, 2021)),
        ("level", "乡镇", Level.TOWNSHIP),
        ("is_department", "是", True),
        ("is_department", "FALSE", False),
        ("date", "2022/1/5", "2022-01-05"),
        ("date", "2022年1月5日", "2022-01-05"),
        ("date", "2022-01", "2022-01"),
        ("unit", " 青石县司法局 ", "青石县司法局"),
        ("unit", "未注明", None),
        ("year", "未注明", None),
    ],
)
def test_a_value_is_read_as_people_write_it(field: str, typed: str, value: Any) -> None:
    assert parse(field, typed) == value


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("year", "22"),
        ("year", "1900"),
        ("year", ""),
        ("covers", "2022-2019"),
        ("level", "村"),
        ("is_department", "也许"),
        ("date", "2022-02-30"),
        ("date", "2022"),
        ("unit", ""),
        ("unit", "青石县\n司法局"),
        ("unit", "青石\ufffd县"),
        ("title", "题" * 301),
    ],
)
def test_what_is_no_value_is_refused_with_the_form_that_is(field: str, typed: str) -> None:
    with pytest.raises(CorrectionError) as error:
        parse(field, typed)
    assert FIELD_NAMES[field] in error.value.message
    assert error.value.remedy == VALUE_FORMS[field]


VALUES = {
    "year": integers(1949, 2100),
    "covers": tuples(integers(1949, 2000), integers(2000, 2100)),
    "level": sampled_from(Level),
    "is_department": booleans(),
    "date": dates(date(1949, 1, 1), date(2100, 12, 31)).map(date.isoformat),
    "unit": text("青石县司法局*X（）=+-@'\",", min_size=1, max_size=20),
}


@pytest.mark.parametrize("field", VALUES)
def test_what_is_written_is_read_as_the_same_value(field: str) -> None:
    @given(VALUES[field])
    def holds(value: Any) -> None:
        assert parse(field, written(field, value)) == value

    holds()


def test_every_field_of_the_metadata_can_be_corrected() -> None:
    named = set(Metadata.__dataclass_fields__) - {"evidence", "corrections"}
    assert set(FIELDS) == named == set(FIELD_NAMES) == set(VALUE_FORMS)


def test_a_corrected_value_takes_the_place_of_what_was_read_and_of_its_evidence() -> None:
    known = corrected(report(), {"unit": person("青石县司法局")}).metadata
    assert known.unit == "青石县司法局"
    assert set(known.evidence) == {"year", "title"}
    assert known.corrections == {
        "unit": Correction("青石县司法局", "2026-11-21", "correct", read="青石县")
    }


def test_the_years_reported_on_follow_the_year_that_they_were_taken_from() -> None:
    known = corrected(report(), {"year": person(2022)}).metadata
    assert (known.year, known.covers) == (2022, (2022, 2022))
    assert known.corrections["covers"].read == (2021, 2021)
    apart = corrected(report(), {"year": person(2022), "covers": person((2019, 2022))}).metadata
    assert apart.covers == (2019, 2022)
    assert corrected(report(), {"year": person(None)}).metadata.covers is None


def test_a_composed_title_follows_what_it_is_composed_of() -> None:
    untitled = corrected(report(""), {"year": person(2022), "unit": person("云溪镇")})
    assert untitled.metadata.title == "[云溪镇2022年报告]"
    assert corrected(report(), {"year": person(2022)}).metadata.title == TITLE


def test_only_what_differs_is_changed_and_the_value_of_the_text_takes_a_correction_back() -> None:
    now = corrected(report(), {"year": person(2022)})
    assert changes(now, {"year": 2022, "unit": "青石县", "level": Level.CITY}) == [
        Change(DOC_ID, "level", Level.CITY)
    ]
    assert changes(now, {"year": 2021}) == [Change(DOC_ID, "year", 2021, take_back=True)]
