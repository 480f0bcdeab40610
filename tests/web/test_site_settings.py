from __future__ import annotations

from pathlib import Path

import pytest

from archive.errors import SettingsError
from web.settings import RATE_LIMIT, SiteSettings, from_environment

PASSWORD = {"ARCHIVE_ACCESS": "password", "ARCHIVE_PASSWORD": "青山绿水"}


@pytest.mark.parametrize(
    ("environment", "settings"),
    [
        ({}, SiteSettings(password=None, rate_limit=RATE_LIMIT, proxies=0, log_queries=False)),
        (
            dict.fromkeys(
                ("ARCHIVE_ACCESS", "ARCHIVE_RATE_LIMIT", "ARCHIVE_PROXIES", "ARCHIVE_LOG_QUERIES"),
                "",
            ),
            SiteSettings(),
        ),
        ({"ARCHIVE_ACCESS": "public"}, SiteSettings()),
        ({"ARCHIVE_ACCESS": "public", "ARCHIVE_PASSWORD": "x"}, SiteSettings()),
        ({"ARCHIVE_PASSWORD": "x"}, SiteSettings()),
        (PASSWORD, SiteSettings(password="青山绿水")),
        ({"ARCHIVE_RATE_LIMIT": "30"}, SiteSettings(rate_limit=30)),
        ({"ARCHIVE_RATE_LIMIT": "0"}, SiteSettings(rate_limit=None)),
        ({"ARCHIVE_PROXIES": "2"}, SiteSettings(proxies=2)),
        ({"ARCHIVE_LOG_QUERIES": "1"}, SiteSettings(log_queries=True)),
        ({"ARCHIVE_LOG_QUERIES": "0"}, SiteSettings()),
    ],
)
def test_the_environment_sets_the_site(environment: dict[str, str], settings: SiteSettings) -> None:
    assert from_environment(environment) == settings


@pytest.mark.parametrize(
    ("name", "value", "remedy"),
    [
        ("ARCHIVE_ACCESS", "Password", "请写 public（默认，谁都能看）或 password（凭口令查看）。"),
        (
            "ARCHIVE_RATE_LIMIT",
            "many",
            "请写每个地址每分钟最多看几页，例如 120（默认）；0 表示不限。",
        ),
        (
            "ARCHIVE_RATE_LIMIT",
            "9" * 5_000,
            "请写每个地址每分钟最多看几页，例如 120（默认）；0 表示不限。",
        ),
        ("ARCHIVE_PROXIES", "-1", "请写前面有几层反向代理，例如 1；没有代理写 0（默认）。"),
        ("ARCHIVE_PROXIES", "１", "请写前面有几层反向代理，例如 1；没有代理写 0（默认）。"),
        ("ARCHIVE_LOG_QUERIES", "yes", "请写 1（把检索词记入访问日志）或 0（默认，不记）。"),
    ],
)
def test_a_value_that_cannot_be_used_is_named_with_its_remedy(
    name: str, value: str, remedy: str
) -> None:
    with pytest.raises(SettingsError) as failure:
        from_environment({name: value})
    assert failure.value.message == f"环境变量 {name} 不能是“{value}”。"
    assert failure.value.remedy == remedy


@pytest.mark.parametrize("written", ["青山绿水", "青山绿水\n", "青山绿水\r\n"])
def test_the_password_is_read_from_its_file(tmp_path: Path, written: str) -> None:
    file = tmp_path / "password"
    file.write_bytes(written.encode())
    environment = {"ARCHIVE_ACCESS": "password", "ARCHIVE_PASSWORD_FILE": str(file)}
    assert from_environment(environment).password == "青山绿水"


def test_blanks_are_part_of_the_password(tmp_path: Path) -> None:
    file = tmp_path / "password"
    file.write_text(" 青山 绿水 \n", encoding="utf-8")
    environment = {"ARCHIVE_ACCESS": "password", "ARCHIVE_PASSWORD_FILE": str(file)}
    assert from_environment(environment).password == " 青山 绿水 "


@pytest.mark.parametrize("content", [None, b"\xff\xfe"])
def test_a_password_file_that_cannot_be_read_is_named(
    tmp_path: Path, content: bytes | None
) -> None:
    file = tmp_path / "password"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(SettingsError) as failure:
        from_environment({"ARCHIVE_ACCESS": "password", "ARCHIVE_PASSWORD_FILE": str(file)})
    assert failure.value.message.startswith(f"读不出 ARCHIVE_PASSWORD_FILE 指明的文件（{file}）：")
    assert "ARCHIVE_PASSWORD_FILE" in failure.value.remedy


def test_a_site_that_is_to_have_a_password_does_not_start_without() -> None:
    with pytest.raises(SettingsError) as failure:
        from_environment({"ARCHIVE_ACCESS": "password", "ARCHIVE_PASSWORD": ""})
    assert failure.value.message == "ARCHIVE_ACCESS=password 要求设定口令，但没有找到口令。"


@pytest.mark.parametrize("content", [b"", b"\n"])
def test_an_empty_password_file_is_named(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "password"
    file.write_bytes(content)
    with pytest.raises(SettingsError) as failure:
        from_environment({"ARCHIVE_ACCESS": "password", "ARCHIVE_PASSWORD_FILE": str(file)})
    assert failure.value.message == f"ARCHIVE_PASSWORD_FILE 指明的文件（{file}）是空的。"


def test_a_password_that_is_given_twice_is_not_guessed_at(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as failure:
        from_environment({**PASSWORD, "ARCHIVE_PASSWORD_FILE": str(tmp_path / "password")})
    assert "都设定了" in failure.value.message


def test_the_password_is_not_shown_with_the_settings() -> None:
    assert "青山绿水" not in repr(from_environment(PASSWORD))


TOKEN = "0123456789abcdef"


@pytest.mark.parametrize("written", [TOKEN, f"{TOKEN}\n"])
def test_the_token_of_the_figures_is_read_from_its_file(tmp_path: Path, written: str) -> None:
    file = tmp_path / "token"
    file.write_text(written, encoding="utf-8")
    environment = {"ARCHIVE_METRICS_TOKEN_FILE": str(file)}
    assert from_environment(environment) == SiteSettings(metrics_token=TOKEN)


@pytest.mark.parametrize(
    ("token", "message"),
    [
        (TOKEN[:-1], "ARCHIVE_METRICS_TOKEN 太短：只有 15 个字符。"),
        ("青" * 16, "ARCHIVE_METRICS_TOKEN 只能由 ASCII 可见字符组成。"),
        (f"{TOKEN} {TOKEN}", "ARCHIVE_METRICS_TOKEN 只能由 ASCII 可见字符组成。"),
    ],
)
def test_a_token_that_cannot_serve_is_refused_at_the_start(token: str, message: str) -> None:
    with pytest.raises(SettingsError) as failure:
        from_environment({"ARCHIVE_METRICS_TOKEN": token})
    assert failure.value.message == message
    assert token not in str(failure.value)


def test_an_empty_token_file_does_not_open_the_figures(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("\n", encoding="utf-8")
    with pytest.raises(SettingsError) as failure:
        from_environment({"ARCHIVE_METRICS_TOKEN_FILE": str(file)})
    assert failure.value.message == f"ARCHIVE_METRICS_TOKEN_FILE 指明的文件（{file}）是空的。"


def test_the_token_is_not_shown_with_the_settings() -> None:
    assert TOKEN not in repr(from_environment({"ARCHIVE_METRICS_TOKEN": TOKEN}))
