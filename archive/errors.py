"""The failures a person can meet, each with what to do next and the exit status of a command."""

from __future__ import annotations

from collections.abc import Mapping

from archive import messages


class ArchiveError(Exception):
    """A failure that is explained to the person who meets it.

    `message` says what happened and where, `remedy` what to do next; both in Chinese, both from
    `archive.messages`. A command that ends with it exits with `exit_code`.
    """

    exit_code = 2

    def __init__(self, message: str, remedy: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message}\n{self.remedy}" if self.remedy else self.message


class SettingsError(ArchiveError):
    """A setting in the environment cannot be used."""


class QueryError(ArchiveError):
    """What was typed cannot be searched for."""


class CorrectionError(ArchiveError):
    """What a person wrote is no value of the field, or of no report."""


class EngineUnavailable(ArchiveError):
    """The search engine cannot be reached or does not answer as it should."""


class EngineBusy(ArchiveError):
    """Another process is writing; only one may at a time."""


class IndexMismatch(ArchiveError):
    """The index was built with another schema and has to be rebuilt from the library."""


class NoFormerIndex(ArchiveError):
    """There is no index from before the last rebuild that could be put in service again."""


class LibraryError(ArchiveError):
    """The library's folder or its ledger cannot be used."""


class ReportsRefused(ArchiveError):
    """The search engine took all that it was given but these reports, of which it holds nothing.

    `reasons` says why, in the engine's words, by doc_id.
    """

    exit_code = 1

    def __init__(self, reasons: Mapping[str, str]) -> None:
        lines = (
            messages.REPORT_REFUSED.format(doc_id=doc_id, reason=reason)
            for doc_id, reason in reasons.items()
        )
        head = messages.REPORTS_REFUSED.format(count=len(reasons))
        super().__init__("\n".join([head, *lines]), messages.REPORTS_REFUSED_REMEDY)
        self.reasons = reasons
