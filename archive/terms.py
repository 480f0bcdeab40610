"""What the engines index of a report's texts: worked out once, by whichever process has time."""

from __future__ import annotations

from dataclasses import replace

from archive.model import Report, Terms
from archive.text import fold_each, words


def terms_of(report: Report) -> tuple[Terms, ...]:
    """The terms of each paragraph, as the report bears them or worked out now."""
    if report.terms:
        return report.terms
    texts = fold_each([paragraph.text for paragraph in report.paragraphs])
    return tuple(map(_terms, texts))


def with_terms(report: Report) -> Report:
    """The report with its terms: working them out takes as long as reading a docx."""
    return replace(report, terms=terms_of(report))


def _terms(folded: str) -> Terms:
    folded = folded.strip()
    return Terms(folded, " ".join(words(folded)))
