"""Settings: what the environment may say."""

from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import SettingsError
from archive.settings import Settings, from_environment


def test_with_nothing_set_the_archive_is_embedded_and_lives_in_data() -> None:
    assert from_environment({}) == Settings(data=Path("data"))


def test_every_setting_is_read_from_the_environment() -> None:
    assert from_environment(
        {
            "ARCHIVE_DATA": "/srv/archive",
            "ARCHIVE_ENGINE": "elasticsearch",
            "ELASTICSEARCH_URL": "https://search:9200",
            "ELASTICSEARCH_API_KEY": "key",
            "ELASTICSEARCH_INDEX": "other",
        }
    ) == Settings(
        data=Path("/srv/archive"),
        engine="elasticsearch",
        elasticsearch_url="https://search:9200",
        elasticsearch_api_key="key",
        index="other",
    )


def test_an_empty_setting_counts_as_unset() -> None:
    assert from_environment({"ARCHIVE_ENGINE": "", "ARCHIVE_DATA": ""}) == from_environment({})


def test_an_engine_that_does_not_exist_is_refused_with_the_choice() -> None:
    with pytest.raises(SettingsError, match="embedded（默认）或 elasticsearch"):
        from_environment({"ARCHIVE_ENGINE": "solr"})


def test_the_api_key_is_not_shown() -> None:
    assert "secret" not in repr(Settings(data=Path("data"), elasticsearch_api_key="secret"))
