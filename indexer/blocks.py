"""What a reader hands on: the blocks of a document, in reading order."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, line or table row as its file shows it, text as read, without line breaks.

    `heading` is the outline level that the file's own style gives (0 the title, 1 and on the
    headings), None where it gives none. `table_row` marks a row of a table, its cells joined by
    tabs. `centered` and `right` tell the alignment where the file states one. `page` counts
    from 1 and is None in formats without pages.
    """

    text: str
    heading: int | None = None
    table_row: bool = False
    centered: bool = False
    right: bool = False
    page: int | None = None


class Unreadable(Exception):
    """A file that cannot be read as text: why, and what the archivist can do about it (Chinese)."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)  # both, so that it survives pickling between processes
        self.reason = reason
        self.remedy = remedy
