"""How every command of the archive speaks and ends: in Chinese, each failure explained."""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path

import click

from archive import messages
from archive.errors import ArchiveError
from archive.interruption import Interrupted, heed, interrupt
from archive.messages import interruption as interruption_messages

CLICKS_TEXTS = Path(messages.__file__).parent / "locale"
"""What click itself says (用法、缺少参数…), as a gettext catalogue."""


def run(command: click.Command, name: str) -> None:
    """Run a command line to its end, as the program `name`; never returns."""
    os.environ["LANGUAGE"] = "zh_CN"
    gettext.bindtextdomain("messages", str(CLICKS_TEXTS))  # click's texts are in this domain
    heed(interrupt)
    try:
        command(prog_name=name)
    except ArchiveError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    except Interrupted as signal:
        click.echo(interruption_messages.INTERRUPTED, err=True)
        sys.exit(signal.exit_code)
