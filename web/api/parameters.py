"""The parameters of the API: those of the pages, which `web.params` reads, and a few of its own."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from archive.export import Format
from archive.messages import api as t
from archive.model import Level, SectionKind, Sort
from web.params import FOLD, REPORT, WORDS
from web.values import TRUTH, UNKNOWN

PAGE_SIZE, MOST_ON_A_PAGE = 20, 100


def _one(description: str, *choices: str) -> Any:
    """A parameter that `web.params` reads, so that the pages and the API refuse the same."""
    extra: dict[str, Any] = {"enum": ["", *choices]} if choices else {}
    return Field("", description=description, json_schema_extra=extra)


def _several(description: str, **items: Any) -> Any:
    extra: dict[str, Any] = {"items": {"type": "string", **items}}
    return Field([], description=description, json_schema_extra=extra)


class Narrowing(BaseModel):
    """What is searched for, and the filters."""

    # A parameter with a slip in its name would widen what is counted, and nobody would see it.
    model_config = ConfigDict(extra="forbid")

    q: str = Field("", description=t.Q, json_schema_extra={"example": "出庭应诉"})
    mode: str = _one(t.MODE, WORDS)
    scope: str = _one(t.SCOPE, REPORT)
    year: list[str] = _several(t.YEAR, pattern=f"^([0-9]{{4}}|{UNKNOWN})$")
    level: list[str] = _several(t.LEVEL, enum=[*Level, UNKNOWN])
    unit: list[str] = _several(t.UNIT)
    kind: list[str] = _several(t.KIND, enum=[*SectionKind])
    region: list[str] = _several(t.REGION)
    type: list[str] = _several(t.DOC_TYPE)
    department: list[str] = _several(t.DEPARTMENT, enum=[*TRUTH, UNKNOWN])
    since: str = Field(
        "", alias="from", description=t.SINCE, json_schema_extra={"pattern": "^([0-9]{4})?$"}
    )
    until: str = Field(
        "", alias="to", description=t.UNTIL, json_schema_extra={"pattern": "^([0-9]{4})?$"}
    )
    report: str = _one(t.ONE_REPORT)
    also: list[str] = _several(t.ALSO)
    near: str = _one(t.NEAR, FOLD)


class Paging(Narrowing):
    """A page of what is found."""

    sort: str = _one(t.SORT, *Sort)
    size: int = Field(PAGE_SIZE, ge=1, le=MOST_ON_A_PAGE, description=t.SIZE)
    cursor: str = Field("", description=t.CURSOR)


class Exporting(Narrowing):
    """All of what is found, as a file."""

    format: Format = Field(Format.CSV, description=t.FORMAT)


class ReportPath(BaseModel):
    """The report that an address names."""

    doc_id: str = Field(description=t.DOC_ID, json_schema_extra={"pattern": "^[0-9a-f]{16}$"})


class ParagraphPath(BaseModel):
    """The paragraph that an address names."""

    id: str = Field(
        description=t.PARAGRAPH_ID, json_schema_extra={"pattern": "^[0-9a-f]{16}-[0-9]{1,7}$"}
    )
