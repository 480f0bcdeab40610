"""The settings of an archive, read from the environment once, at the edge of each program."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from archive import messages, server
from archive.errors import SettingsError

EngineName = Literal["embedded", "elasticsearch"]


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the archive lives and which engine searches it.

    `data` holds the library and the embedded index; `index` names the alias on Elasticsearch.
    `elasticsearch_url` is one node's address, or several with commas; `elasticsearch_ca` the file
    of the certificates to trust, None for the public ones. `shards` and `replicas` are those of the
    next index that is made; replicas None are one as soon as there is a second node.
    """

    data: Path
    engine: EngineName = "embedded"
    elasticsearch_url: str = field(default="http://127.0.0.1:9200", repr=False)
    elasticsearch_api_key: str | None = field(default=None, repr=False)
    index: str = "reports"
    elasticsearch_user: str | None = None
    elasticsearch_password: str | None = field(default=None, repr=False)
    elasticsearch_ca: Path | None = None
    shards: int = 1
    replicas: int | None = None

    @property
    def library(self) -> Path:
        """The folder of the originals and their ledger."""
        return self.data / "library"

    @property
    def embedded_index(self) -> Path:
        """The folder of the embedded engine's index."""
        return self.data / "index"


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings from ARCHIVE_DATA, ARCHIVE_ENGINE and, for that engine, from ELASTICSEARCH_….

    Those are _URL, _API_KEY, _USER, _PASSWORD, _CA_FILE, _INDEX, _SHARDS and _REPLICAS; key and
    password may stand in a file that _API_KEY_FILE or _PASSWORD_FILE names. An empty value counts
    as unset. Raises `SettingsError` for what cannot be used or contradicts itself.
    """
    data = Path(environment.get("ARCHIVE_DATA") or "data")
    engine = environment.get("ARCHIVE_ENGINE") or "embedded"
    if engine == "embedded":
        return Settings(data)
    if engine != "elasticsearch":
        raise SettingsError(
            messages.UNKNOWN_ENGINE.format(engine=engine), messages.UNKNOWN_ENGINE_REMEDY
        )
    defaults = Settings(data)
    nodes = server.nodes(environment, defaults.elasticsearch_url)
    asking = server.identity(environment, nodes.user)
    return Settings(
        data=data,
        engine="elasticsearch",
        elasticsearch_url=",".join(nodes.addresses),
        elasticsearch_api_key=asking.api_key,
        index=server.index(environment, defaults.index),
        elasticsearch_user=asking.user,
        elasticsearch_password=asking.password,
        elasticsearch_ca=server.ca_file(environment, nodes.addresses),
        shards=server.whole_number(environment, "ELASTICSEARCH_SHARDS", (1, 100)) or 1,
        replicas=server.whole_number(environment, "ELASTICSEARCH_REPLICAS", (0, 10)),
    )
