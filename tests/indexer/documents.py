"""Documents built for the tests."""

from __future__ import annotations

import io
from typing import Any


def saved(document: Any) -> bytes:
    """The bytes of a docx that python-docx built."""
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()
