"""What a reader hands on: the blocks of a document, in reading order, or why it cannot be read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, line or table row as its file shows it, text as read, without line breaks.

    `heading` is the outline level that the file's own style gives (0 the title, 1 and on the
    headings), None where it gives none. `centered` and `right` tell the alignment where the file
    states one. `page` counts from 1 and is None in formats without pages.

    `table_row` marks a row of a table, its cells joined by tabs; a cell that spans columns is
    followed by empty ones, so that all rows of a table have their columns one below the other.
    `opens_table` marks a table's first row, `header` a row that the file itself marks as naming
    the columns.

    `label` marks what the file states about the document beside its text, such as 发布时间 or
    来源 on a web page: it names it, and `text` is the value. Such a block is no paragraph.
    """

    text: str
    heading: int | None = None
    table_row: bool = False
    centered: bool = False
    right: bool = False
    page: int | None = None
    opens_table: bool = False
    header: bool = False
    label: str | None = None


class Unreadable(Exception):
    """A file that cannot be read as text: why, and what the archivist can do about it (Chinese)."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason, remedy)  # both, so that it survives pickling between processes
        self.reason = reason
        self.remedy = remedy


class NeedsOcr(Unreadable):
    """A file of which so many pages can only be read by OCR."""

    def __init__(self, reason: str, remedy: str, pages: int) -> None:
        super().__init__(reason, remedy)
        self.args = (reason, remedy, pages)
        self.pages = pages
