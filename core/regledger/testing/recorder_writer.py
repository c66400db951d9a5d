"""A writer in a process of its own, for tests that share a store between processes or kill one of them.

Run as `python -m regledger.testing.recorder_writer OPENER ADDRESS NAME FACTS COMMITS [race]`, where OPENER is
such as `regledger.log.sqlite:SQLiteRecorder.open`. It says when it is ready, waits for a line, and then prints a
line for each acknowledged commit: the commit's number in this writer's count and the last fact's number. With
`race`, the n-th commit is appended only if no writer has appended its own n-th.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from importlib import import_module
from operator import attrgetter
from typing import Any, cast

from eventsourcing.dcb.api import DCBAppendCondition, DCBEvent, DCBQuery, DCBQueryItem, DCBRecorder
from eventsourcing.persistence import IntegrityError

__all__ = ["commit_of", "main", "start_writers"]


def start_writers(
    opener: str,
    address: str,
    names: Sequence[str],
    *,
    facts: int,
    commits: int,
    race: bool = False,
    quiet: bool = False,
) -> list[subprocess.Popen[str]]:
    """Start writers that make `commits` commits of `facts` facts each, and let them go once all are ready; their
    acknowledgements come on stdout. Where `quiet`, what they end with is not said on stderr."""
    command = [sys.executable, "-m", "regledger.testing.recorder_writer", opener, address]
    rest = [str(facts), str(commits), *(["race"] if race else [])]
    writers = [
        subprocess.Popen(
            [*command, name, *rest],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL if quiet else None,
            text=True,
        )
        for name in names
    ]
    for writer in writers:
        assert writer.stdout is not None
        assert writer.stdout.readline() == "ready\n", f"{writer.args!r} did not start"
    for writer in writers:
        assert writer.stdin is not None
        writer.stdin.write("go\n")
        writer.stdin.close()
        writer.stdin = None
    return writers


def commit_of(name: str, commit: int, facts: int) -> list[DCBEvent]:
    """The facts of a writer's n-th commit; each says which of how many it is."""
    return [
        DCBEvent(
            "writer.wrote", b'{"index":%d,"size":%d}' % (index, facts), [f"commit:{name}-{commit}", f"round:{commit}"]
        )
        for index in range(facts)
    ]


def main(arguments: list[str]) -> None:
    """Write, and acknowledge."""
    opener, address, name, facts, commits, *race = arguments
    module, _, function = opener.partition(":")
    recorder = cast("DCBRecorder", attrgetter(function)(import_module(module))(address))
    _say("ready")
    sys.stdin.readline()
    for commit in range(int(commits)):
        condition = DCBAppendCondition(DCBQuery([DCBQueryItem(tags=[f"round:{commit}"])])) if race else None
        try:
            last = recorder.append(commit_of(name, commit, int(facts)), condition)
        except IntegrityError:
            continue
        _say(f"{commit} {last}")
    cast("Any", recorder).close()


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
