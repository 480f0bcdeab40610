"""The site's pages, measured in one process as one worker serves them."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import Any

from timing import percentiles, timed

from archive.settings import Settings
from web import create_app
from web.settings import SiteSettings

VIEWS = ("paragraphs", "reports", "concordance", "table")


def measured_pages(settings: Settings, phrases: Sequence[str]) -> dict[str, Any]:
    """Server time of the first page for each phrase, in milliseconds, by view; and page sizes."""
    logging.disable()  # one line a page would measure the terminal
    client = create_app(settings, SiteSettings(rate_limit=None)).test_client()

    def fetch(view: str, phrase: str) -> int:
        answer = client.get("/", query_string={"q": f'"{phrase}"', "view": view})
        if answer.status_code != 200:
            raise RuntimeError(f"{answer.status_code} for {phrase}")
        return len(answer.data)

    found: dict[str, Any] = {}
    for view in VIEWS:
        fetch(view, phrases[0])
        times = [timed(lambda one, view=view: fetch(view, one), phrase) for phrase in phrases]
        found[view] = percentiles([time for time, _ in times])
        found[view]["largest_kb"] = round(max(size for _, size in times) / 1000, 1)
    logging.disable(logging.NOTSET)
    return found
