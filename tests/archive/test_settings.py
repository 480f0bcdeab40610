"""Settings: what the environment may say."""

from __future__ import annotations

import traceback
from pathlib import Path

import certifi
import pytest

from archive.errors import SettingsError
from archive.messages import secret
from archive.messages import server as t
from archive.settings import Settings, from_environment

SECRET = "bXktc2VjcmV0LWtleQ=="


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
            "ELASTICSEARCH_CA_FILE": certifi.where(),
            "ELASTICSEARCH_SHARDS": "3",
            "ELASTICSEARCH_REPLICAS": "0",
        }
    ) == Settings(
        data=Path("/srv/archive"),
        engine="elasticsearch",
        elasticsearch_url="https://search:9200",
        elasticsearch_api_key="key",
        index="other",
        elasticsearch_ca=Path(certifi.where()),
        shards=3,
        replicas=0,
    )


def test_an_empty_setting_counts_as_unset() -> None:
    assert from_environment({"ARCHIVE_ENGINE": "", "ARCHIVE_DATA": ""}) == from_environment({})


def test_an_engine_that_does_not_exist_is_refused_with_the_choice() -> None:
    with pytest.raises(SettingsError, match="embedded（默认）或 elasticsearch"):
        from_environment({"ARCHIVE_ENGINE": "solr"})


def test_nothing_secret_is_shown() -> None:
    settings = Settings(
        data=Path("data"),
        elasticsearch_url="http://elastic:secret@127.0.0.1:9200",
        elasticsearch_api_key="secret",
        elasticsearch_password="secret",
    )
    assert "secret" not in repr(settings)


# Elasticsearch


def elastic(**environment: str) -> Settings:
    """The settings with these ELASTICSEARCH_…."""
    named = {f"ELASTICSEARCH_{name}": value for name, value in environment.items()}
    return from_environment({"ARCHIVE_ENGINE": "elasticsearch", **named})


def refusal(**environment: str) -> SettingsError:
    with pytest.raises(SettingsError) as raised:
        elastic(**environment)
    assert SECRET not in "".join(traceback.format_exception(raised.value))
    return raised.value


def file(folder: Path, content: bytes) -> str:
    path = folder / "file"
    path.write_bytes(content)
    return str(path)


def test_several_nodes_are_parted_by_commas_and_each_stands_once() -> None:
    named = "https://a:9200/, https://b.example/es ,,https://a:9200"
    assert elastic(URL=named).elasticsearch_url == "https://a:9200,https://b.example/es"


def test_what_is_only_for_elasticsearch_is_not_looked_at_for_the_embedded_engine() -> None:
    assert from_environment({"ELASTICSEARCH_API_KEY_FILE": "/no/such"}) == Settings(Path("data"))


@pytest.mark.parametrize("end", [b"", b"\n", b"\r\n"])
def test_key_and_password_are_read_from_a_file(tmp_path: Path, end: bytes) -> None:
    path = file(tmp_path, SECRET.encode() + end)
    assert elastic(API_KEY_FILE=path).elasticsearch_api_key == SECRET
    by_password = elastic(USER="reader", PASSWORD_FILE=path)
    assert (by_password.elasticsearch_user, by_password.elasticsearch_password) == (
        "reader",
        SECRET,
    )


def test_a_user_in_an_address_is_the_one_who_asks_every_node() -> None:
    settings = elastic(URL="http://reader:p%40ss@a:9200,http://b:9200")
    assert settings.elasticsearch_url == "http://a:9200,http://b:9200"
    assert (settings.elasticsearch_user, settings.elasticsearch_password) == ("reader", "p@ss")


@pytest.mark.parametrize(
    ("environment", "message", "remedy"),
    [
        (
            {"API_KEY": SECRET, "API_KEY_FILE": "/key"},
            "ELASTICSEARCH_API_KEY 和 ELASTICSEARCH_API_KEY_FILE 都设定了，不知道该用哪一个。",
            secret.GIVEN_TWICE_REMEDY.format(name="ELASTICSEARCH_API_KEY"),
        ),
        (
            {"USER": "a", "PASSWORD": SECRET, "PASSWORD_FILE": "/password"},
            "ELASTICSEARCH_PASSWORD 和 ELASTICSEARCH_PASSWORD_FILE 都设定了，不知道该用哪一个。",
            secret.GIVEN_TWICE_REMEDY.format(name="ELASTICSEARCH_PASSWORD"),
        ),
        (
            {"API_KEY": SECRET, "USER": "a", "PASSWORD": SECRET},
            "既设定了 API 密钥（ELASTICSEARCH_API_KEY），又设定了用户和密码"
            "（ELASTICSEARCH_USER），不知道该用哪一个。",
            t.TWO_IDENTITIES_REMEDY,
        ),
        (
            {"API_KEY": SECRET, "URL": f"http://a:{SECRET}@b:9200"},
            "既设定了 API 密钥（ELASTICSEARCH_API_KEY），又设定了用户和密码"
            "（ELASTICSEARCH_URL），不知道该用哪一个。",
            t.TWO_IDENTITIES_REMEDY,
        ),
        (
            {"USER": "c", "PASSWORD": SECRET, "URL": f"http://a:{SECRET}@b:9200"},
            "ELASTICSEARCH_URL 里写了用户和密码，与 ELASTICSEARCH_USER、"
            "ELASTICSEARCH_PASSWORD 相抵触。",
            t.TWO_USERS_REMEDY,
        ),
        (
            {"URL": f"http://a:{SECRET}@b:9200,http://c:{SECRET}@d:9200"},
            "ELASTICSEARCH_URL 里写了用户和密码，与另一个地址里的相抵触。",
            t.TWO_USERS_REMEDY,
        ),
        ({"USER": "a"}, "设定了 ELASTICSEARCH_USER，但没有密码。", t.NO_PASSWORD_REMEDY),
        ({"PASSWORD": SECRET}, "设定了 Elasticsearch 的密码，但没有用户名。", t.NO_USER_REMEDY),
        (
            {"USER": f"a:{SECRET}", "PASSWORD": "b"},
            "ELASTICSEARCH_USER 里不能有冒号。",
            t.BAD_USER_REMEDY,
        ),
        (
            {"API_KEY": f"{SECRET}\nX-Other: 1"},
            "ELASTICSEARCH_API_KEY 的内容不是 API 密钥。",
            t.BAD_KEY_REMEDY,
        ),
        (
            {"URL": "http://a:9200,https://b:9200"},
            "ELASTICSEARCH_URL 里有的地址用 http，有的用 https。",
            t.MIXED_SCHEMES_REMEDY,
        ),
        (
            {"CA_FILE": "/ca.pem"},
            "设定了 ELASTICSEARCH_CA_FILE，但 ELASTICSEARCH_URL 用的是 http，不会核对证书。",
            t.CA_WITHOUT_TLS_REMEDY,
        ),
        *(
            (
                {"INDEX": name},
                f"ELASTICSEARCH_INDEX 不能是“{name}”。",
                "请用小写字母、数字、连字符和下划线，以字母或数字开头，最多 200 个字符。",
            )
            for name in ("Reports", "reports*", "a,b", "-a", "a b")
        ),
        ({"SHARDS": "0"}, "ELASTICSEARCH_SHARDS 不能是“0”。", "请写 1 到 100 的整数。"),
        ({"REPLICAS": "一"}, "ELASTICSEARCH_REPLICAS 不能是“一”。", "请写 0 到 10 的整数。"),
        ({"REPLICAS": "9" * 5_000}, "ELASTICSEARCH_REPLICAS 不能是“{}”。", "请写 0 到 10 的整数。"),
    ],
)
def test_what_contradicts_itself_or_cannot_be_used_is_told_with_its_remedy(
    environment: dict[str, str], message: str, remedy: str
) -> None:
    error = refusal(**environment)
    assert (error.message, error.remedy) == (message.format("9" * 5_000), remedy)


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("9200", "：9200"),
        ("ftp://a:9200", "：ftp://a:9200"),
        ("http://a", "：http://a"),
        ("http://a:99999", "：http://a:99999"),
        (f"http://elastic:{SECRET}", ""),
        (f"http://elastic:{SECRET}@", ""),
        (f"http://elastic:#{SECRET}@a:9200", ""),
        (f"elastic:{SECRET}@a:9200", ""),
    ],
)
def test_an_address_that_is_none_is_told_but_not_where_a_password_may_stand_in_it(
    address: str, shown: str
) -> None:
    error = refusal(URL=f"http://b:9200,{address}")
    assert error.message == f"ELASTICSEARCH_URL 里的第 2 个地址不能使用{shown}。"
    assert error.remedy == t.ADDRESS_REMEDY


@pytest.mark.parametrize(
    ("content", "detail"),
    [(None, secret.NO_FILE), (f"\xff{SECRET}".encode("latin-1"), secret.NOT_UTF8)],
    ids=["no file", "not UTF-8"],
)
@pytest.mark.parametrize("name", ["API_KEY_FILE", "PASSWORD_FILE"])
def test_a_file_that_cannot_be_read_is_named_with_its_remedy(
    tmp_path: Path, name: str, content: bytes | None, detail: str
) -> None:
    path = file(tmp_path, content) if content is not None else "/no/such"
    error = refusal(**{name: path})
    variable = f"ELASTICSEARCH_{name}"
    assert error.message == f"读不出 {variable} 指明的文件（{path}）：{detail}。"
    assert error.remedy == secret.FILE_REMEDY.format(name=variable)


def test_an_empty_file_is_named(tmp_path: Path) -> None:
    path = file(tmp_path, b"\n")
    error = refusal(API_KEY_FILE=path)
    assert error.message == f"ELASTICSEARCH_API_KEY_FILE 指明的文件（{path}）是空的。"


@pytest.mark.parametrize(
    ("content", "detail"),
    [(None, secret.NO_FILE), (b"", t.NOT_PEM), (SECRET.encode(), t.NOT_PEM)],
    ids=["no file", "empty", "no certificate"],
)
def test_a_file_without_a_ca_is_named_with_its_remedy(
    tmp_path: Path, content: bytes | None, detail: str
) -> None:
    path = file(tmp_path, content) if content is not None else "/no/such"
    error = refusal(CA_FILE=path, URL="https://a:9200")
    assert error.message == f"读不出 ELASTICSEARCH_CA_FILE 指明的文件（{path}）：{detail}。"
    assert error.remedy == t.CA_REMEDY
