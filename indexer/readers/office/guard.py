"""Runs a command that ends, with all it started, when the program that wants it ends.

Run as a script: the first argument is a folder to remove then, the rest is the command. The
program holds the other end of the standard input; when that closes, it has ended or wants no more.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading


def main() -> None:
    """Exits with the command's status."""
    folder, *command = sys.argv[1:]
    office = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,  # so that it and its children can be killed as one
    )
    unwanted = threading.Event()

    def watch() -> None:
        sys.stdin.buffer.read()
        unwanted.set()
        _kill(office.pid)

    threading.Thread(target=watch, daemon=True).start()
    status = office.wait()
    _kill(office.pid)
    if unwanted.is_set():
        shutil.rmtree(folder, ignore_errors=True)
    os._exit(max(status, 0))


def _kill(group: int) -> None:
    try:
        os.killpg(group, signal.SIGKILL)
    except ProcessLookupError:
        return  # all of it has ended


if __name__ == "__main__":
    main()
