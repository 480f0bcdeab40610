"""Runs the indexer's commands; those that read files begin to load their readers first of all."""

from __future__ import annotations

import signal
import sys

from indexer.forking import prepare

READING = ("load", "inspect", "retry")


def main() -> None:
    """Run the command that the command line names."""
    if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.SIG_DFL)  # nothing is begun yet; `run` sets its own
    if sys.argv[1:] and sys.argv[1] in READING:
        prepare()
    # What the commands need takes as long to load as what their workers need, in the meantime.
    from archive.commands import run
    from indexer.commands import cli

    run(cli, "python -m indexer")


if __name__ == "__main__":
    main()
