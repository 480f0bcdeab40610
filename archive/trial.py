"""A library to try a load on: what it would record, with nothing written."""

from __future__ import annotations

from pathlib import Path

from archive import messages
from archive.alike import Near, Sketch
from archive.errors import LibraryError
from archive.files import Fixity
from archive.ledger import is_older, open_ledger
from archive.library import Library
from archive.model import Report
from archive.parsed import parsed_report

COPIED = {
    "reports": "doc_id, sha256, reader, x'', loaded_at",
    "files": "*",
    "corrections": "*",
    "superseded": "*",
    "removed": "*",
    "removed_texts": "*",
    "same_texts": "*",
    "sketches": "id, doc_id, text_hash, x'', x''",
}
"""The columns of each table that are copied: of reports all but their text.

What is nearly the same is left out: it is loaded all the same.
"""


class Trial(Library):
    """A library whose ledger is a copy in memory; its originals are neither read nor written.

    Files are unpacked into `scratch`. Some 700 bytes of memory for each file and report.
    """

    def __init__(self, folder: Path, scratch: Path) -> None:
        if is_older(folder / "ledger.sqlite"):
            raise LibraryError(messages.LEDGER_OLDER.format(location=folder), messages.OLDER_REMEDY)
        super().__init__(folder)
        self._scratch = scratch
        self._real = self._ledger
        self._ledger = open_ledger(None)
        self._real.execute("BEGIN")  # all tables as they are at one moment
        for table, columns in COPIED.items():
            rows = self._real.execute(f"SELECT {columns} FROM {table}")
            marks = ", ".join("?" * len(rows.description))
            self._ledger.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)
        self._real.execute("COMMIT")

    def keep_original(self, fixity: Fixity, data: bytes) -> Path:
        """Where the bytes would be kept."""
        return self.original(fixity.sha256)

    def delete_original(self, sha256: str) -> None:
        """Leave the original where it is."""

    def scratch(self) -> Path:
        """The folder for what is unpacked."""
        return self._scratch

    def record_report(
        self,
        path: str,
        fixity: Fixity,
        reader: str,
        report: Report,
        parsed: bytes = b"",
        alike: tuple[Sketch, Near | None] | None = None,
    ) -> None:
        """Record a report that was read, without its text."""
        super().record_report(path, fixity, reader, report, parsed, alike)
        self._ledger.execute("UPDATE reports SET parsed = x'' WHERE doc_id = ?", (report.doc_id,))

    def report(self, doc_id: str) -> Report | None:
        """A report of the library; None for one that was recorded here."""
        query = "SELECT parsed FROM reports WHERE doc_id = ?"
        found = self._real.execute(query, (doc_id,)).fetchone()
        return self.corrected(parsed_report(doc_id, found[0])) if found else None

    def close(self) -> None:
        """Let go of both ledgers."""
        super().close()
        self._real.close()
