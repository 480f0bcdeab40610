"""How a signal ends a command, and what it waits for."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import pytest

from archive.interruption import Interrupted, heed, interrupt, undisturbed


@pytest.fixture(autouse=True)
def heeded() -> Iterator[None]:
    """Signals end what runs, as they do in a command."""
    former = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    heed(interrupt)
    yield
    for number, handler in former.items():
        signal.signal(number, handler)


def test_a_signal_ends_a_command_at_once() -> None:
    done = []

    def command() -> None:
        signal.raise_signal(signal.SIGTERM)
        done.append("after the signal")

    with pytest.raises(Interrupted) as raised:
        command()
    assert (done, raised.value.exit_code) == ([], 143)


def test_a_signal_waits_for_the_end_of_what_must_not_be_broken_off() -> None:
    done = []

    def command() -> None:
        with undisturbed():
            with undisturbed():
                signal.raise_signal(signal.SIGINT)
                done.append("the inner block")
            done.append("the outer block")
        done.append("after both")

    with pytest.raises(Interrupted) as raised:
        command()
    assert (done, raised.value.exit_code) == (["the inner block", "the outer block"], 130)


def test_a_signal_is_not_lost_when_the_block_fails() -> None:
    def command() -> None:
        with undisturbed():
            signal.raise_signal(signal.SIGINT)
            raise RuntimeError("the block failed")

    with pytest.raises(Interrupted):
        command()


def test_without_a_signal_a_block_is_as_any_other() -> None:
    with pytest.raises(RuntimeError, match="the block failed"), undisturbed():
        raise RuntimeError("the block failed")
    with undisturbed():
        pass
