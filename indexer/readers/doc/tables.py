"""The rows of a table as the properties of a Word binary file describe them."""

from __future__ import annotations

import struct

from indexer.readers.doc.properties import Code, each_property, number
from indexer.readers.rows import Row

_CELL = 20  # bytes of a cell in the table definition
_MERGED_UP = 1


def describe(row: Row, written: bytes) -> None:
    """Take up in a row what the properties of its end say of it."""
    for code, operand in each_property(written):
        if code == Code.TABLE:
            _define(row, operand)
        elif code == Code.HEADER_ROW:
            row.header = number(operand) == 1
        elif code == Code.VERTICAL_MERGE and len(operand) >= 2:
            (row.merged.add if operand[1] == _MERGED_UP else row.merged.discard)(operand[0])


def _define(row: Row, operand: bytes) -> None:
    count = operand[0] if operand else 0
    if len(operand) < 1 + 2 * (count + 1):
        return
    row.edges = struct.unpack_from(f"<{count + 1}h", operand, 1)
    cells = operand[1 + 2 * (count + 1) :]
    for i in range(min(count, len(cells) // _CELL)):
        if (number(cells[i * _CELL : i * _CELL + 2]) >> 5) & 3 == _MERGED_UP:
            row.merged.add(i)
