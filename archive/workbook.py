"""Excel workbooks (Office Open XML) as a stream: the first bytes go out with the first rows.

Only cells of text and of whole numbers are ever written: there is nothing in the file that a
spreadsheet could take for a formula or a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import IO
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile

MOST_ROWS = 1_048_576
"""Rows that a sheet can hold, the header among them."""

MOST_UNITS = 32_767
"""UTF-16 units that a cell can hold."""

MOST_BYTES = 1_000_000_000
"""XML of a sheet: beyond 2 GiB its entry would need a form of zip that not every Excel reads."""

COMPRESSION = 4
"""zlib's level: measured on rows of text, level 6 takes half as long again for a fifth less."""

_CHUNK = 1 << 16
_SURROGATES = range(0xD800, 0xDC00)

Cell = str | int | None
Row = Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet; with a `header` its rows go on in further sheets of the same kind, and are filtered.

    A text that is longer than a cell goes on in the cells to the right of the row. `widths` are
    those of the columns, in characters.
    """

    name: str
    rows: Iterable[Row]
    header: Sequence[str] = ()
    widths: Sequence[int] = ()


def workbook(sheets: Iterable[Sheet], most_rows: int = MOST_ROWS) -> Iterator[bytes]:
    """The bytes of the workbook, in pieces; memory does not grow with the number of rows."""
    sink = _Sink()
    names: list[str] = []
    # mypy: ZipFile asks for IO[bytes], and of that needs only what the sink has.
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=COMPRESSION) as file:  # type: ignore[call-overload]
        for path, text in _FIXED.items():
            file.writestr(path, text)
        for sheet in sheets:
            rows = map(_row, sheet.rows)
            pending = next(rows, None)
            part = 0
            while pending is not None or not part:
                part += 1
                names.append(sheet.name if part == 1 else f"{sheet.name}{part}")
                with file.open(f"xl/worksheets/sheet{len(names)}.xml", "w") as entry:
                    begin, header, end = _frame(sheet)
                    entry.write(begin.encode())
                    writer = _Writer(entry, header)
                    while pending is not None and writer.has_room(most_rows):
                        if writer.write(pending):
                            yield sink.take()
                        pending = next(rows, None)
                    writer.flush()
                    entry.write(end.format(rows=max(writer.rows, 1)).encode())
        file.writestr("xl/workbook.xml", _contents(names))
        file.writestr("xl/_rels/workbook.xml.rels", _relations(len(names)))
    yield sink.take()


class _Sink:
    """A file that cannot be sought in, and gives away what was written to it."""

    def __init__(self) -> None:
        self._written: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._written.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is kept back."""

    def take(self) -> bytes:
        taken = b"".join(self._written)
        self._written.clear()
        return taken


class _Writer:
    """The rows of one sheet on their way into its entry, counted."""

    def __init__(self, entry: IO[bytes], header: str) -> None:
        self.rows = 1 if header else 0
        self._entry = entry
        self._size = 0
        self._buffer = [header]
        self._buffered = len(header)

    def has_room(self, most_rows: int) -> bool:
        return self.rows < most_rows and self._size < MOST_BYTES

    def write(self, row: str) -> bool:
        """Take a row; whether something went out."""
        self.rows += 1
        self._buffer.append(row)
        self._buffered += len(row)
        if self._buffered < _CHUNK:
            return False
        self.flush()
        return True

    def flush(self) -> None:
        self._size += self._entry.write("".join(self._buffer).encode())
        self._buffer.clear()
        self._buffered = 0


def _row(row: Row) -> str:
    return f"<row>{''.join(map(_cell, row))}</row>"


def _cell(value: Cell) -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    if len(value) <= MOST_UNITS // 2:
        return _text_cell(value)
    return "".join(map(_text_cell, _cut(value)))


def _text_cell(text: str, style: int = 0) -> str:
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{_text(text)}</t></is></c>'


def _text(text: str) -> str:
    """A text as XML; what XML forbids stands as _xHHHH_, which spreadsheets read back."""
    return escape(_FORBIDDEN.sub(lambda found: f"_x{ord(found[0]):04X}_", text))


_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)"  # _ begins such a form
)


def _cut(text: str) -> Iterator[str]:
    """The text in pieces that a cell can hold; no character is cut in two."""
    units = text.encode("utf-16-le", "surrogatepass")
    at = 0
    while at < len(units):
        end = min(at + 2 * MOST_UNITS, len(units))
        if end < len(units) and int.from_bytes(units[end - 2 : end], "little") in _SURROGATES:
            end -= 2
        yield units[at:end].decode("utf-16-le", "surrogatepass")
        at = end


def _frame(sheet: Sheet) -> tuple[str, str, str]:
    """What stands before a sheet's rows, its header, and (with `rows` to be filled in) after."""
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
    columns = "".join(
        f'<col min="{i}" max="{i}" width="{width}" customWidth="1"/>'
        for i, width in enumerate(sheet.widths, 1)
    )
    begin = (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetViews><sheetView workbookViewId="0">'
        f"{pane if sheet.header else ''}</sheetView></sheetViews>"
        f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
    )
    header = "".join(_text_cell(name, style=1) for name in sheet.header)
    last = chr(ord("A") + len(sheet.header) - 1)
    filtered = f'<autoFilter ref="A1:{last}{{rows}}"/>' if sheet.header else ""
    return begin, f"<row>{header}</row>" if header else "", f"</sheetData>{filtered}</worksheet>"


def _contents(names: Sequence[str]) -> str:
    sheets = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{i}" r:id="rId{i}"/>'
        for i, name in enumerate(names, 1)
    )
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
        f"<bookViews><workbookView/></bookViews><sheets>{sheets}</sheets></workbook>"
    )


def _relations(sheets: int) -> str:
    targets = [("worksheet", f"worksheets/sheet{i}") for i in range(1, sheets + 1)]
    related = "".join(
        f'<Relationship Id="rId{i}" Type="{_OFFICE}/{kind}" Target="{target}.xml"/>'
        for i, (kind, target) in enumerate([*targets, ("styles", "styles")], 1)
    )
    return f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{related}</Relationships>'


_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FIXED = {
    # How many sheets there will be is not known yet: any part is one unless it is named here.
    "[Content_Types].xml": (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="{_KIND}.worksheet+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'{_XML}<styleSheet xmlns="{_MAIN}">'
        '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        "<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs>"
        '<cellXfs><xf xfId="0"/><xf xfId="0" fontId="1" applyFont="1"/></cellXfs>'
        '<cellStyles><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ),
}
"""The parts that are the same in every workbook."""
