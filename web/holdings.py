"""The page of what the archive holds, by year, level and kind, and which files it could not read.

Of a quarantined file everyone sees the name alone: its folders tell how the keeper's machine is
laid out, and who knows the site's password is not yet its keeper. The keeper's command shows paths.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePath

from flask import Blueprint, Response, render_template

from archive.engine import FACET_SIZES
from archive.files import FileRecord, State
from archive.messages import holdings as t
from archive.model import FacetCount, Query, Role, Table
from web.charts import count_chart, svg_response
from web.opening import engine, equivalents, library
from web.params import Address, toggled
from web.tabulating import cross_table

MOST_LISTED = 200
"""How many quarantined files are listed."""

TITLES = Query(filters={"role": (Role.TITLE,)})
"""Every report, once."""

blueprint = Blueprint("holdings", __name__)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of document, how many reports are of it, and the address that lists them."""

    name: str
    count: int
    address: Address


@dataclass(frozen=True, slots=True)
class Quarantined:
    """A file that could not be read: its name without folders, why, what to do, and the day."""

    name: str
    reason: str
    remedy: str
    day: str


@blueprint.get("/holdings")
def holdings() -> str:
    """What is in, and what could not be taken in."""
    status = engine().status()
    with library() as opened:
        files = opened.counts()
        quarantined = tuple(map(named, islice(opened.quarantined(), MOST_LISTED)))
    reports = _reports()
    return render_template(
        "holdings.html",
        h=t,
        address=Address(),
        status=status,
        files={state.value: count for state, count in files.items()},
        offered=sum(files.values()),
        table=cross_table(Address(), reports, reports),
        kinds=_kinds(engine().facets(TITLES)["doc_type"]),
        kinds_cut_at=FACET_SIZES["doc_type"],
        quarantined=quarantined,
        quarantined_cut=files[State.QUARANTINED] > len(quarantined),
        problems=equivalents().problems,
    )


@blueprint.get("/holdings/chart.svg")
def chart() -> Response:
    """The reports by year and level as a chart."""
    return svg_response(count_chart(_reports()))


def _reports() -> Table:
    return engine().table(TITLES)


def _kinds(counts: Sequence[FacetCount]) -> tuple[Kind, ...]:
    return tuple(
        Kind(str(one.value or t.UNKNOWN), one.count, toggled(Address(), "doc_type", one.value))
        for one in counts
    )


def named(record: FileRecord) -> Quarantined:
    """What everyone may see of a quarantined file."""
    # A name that is no UTF-8 stands in the ledger with marks that no page can hold.
    name = PurePath(record.path).name.encode("utf-8", "replace").decode()
    return Quarantined(name, record.reason or "", record.remedy or "", record.seen_at[:10])
