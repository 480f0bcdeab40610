"""The settings of an archive, read from the environment once, at the edge of each program."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from archive import messages
from archive.errors import SettingsError

EngineName = Literal["embedded", "elasticsearch"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the archive lives and which engine searches it.

    `data` holds the library and the embedded index; `index` names the alias on Elasticsearch.
    """

    data: Path
    engine: EngineName = "embedded"
    elasticsearch_url: str = "http://127.0.0.1:9200"
    elasticsearch_api_key: str | None = field(default=None, repr=False)
    index: str = "reports"

    @property
    def library(self) -> Path:
        """The folder of the originals and their ledger."""
        return self.data / "library"

    @property
    def embedded_index(self) -> Path:
        """The folder of the embedded engine's index."""
        return self.data / "index"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from ARCHIVE_DATA, ARCHIVE_ENGINE, ELASTICSEARCH_URL, _API_KEY and _INDEX.

    Raises `SettingsError` for an engine that does not exist. An empty value counts as unset.
    """
    engine = environment.get("ARCHIVE_ENGINE") or "embedded"
    if engine not in ("embedded", "elasticsearch"):
        raise SettingsError(
            messages.UNKNOWN_ENGINE.format(engine=engine), messages.UNKNOWN_ENGINE_REMEDY
        )
    defaults = Settings(Path(environment.get("ARCHIVE_DATA") or "data"))
    return Settings(
        data=defaults.data,
        engine="elasticsearch" if engine == "elasticsearch" else "embedded",
        elasticsearch_url=environment.get("ELASTICSEARCH_URL") or defaults.elasticsearch_url,
        elasticsearch_api_key=environment.get("ELASTICSEARCH_API_KEY") or None,
        index=environment.get("ELASTICSEARCH_INDEX") or defaults.index,
    )
