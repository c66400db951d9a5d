"""Running a trial: both sides started, joined by a pipe, and heard to their end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from regledger.errors import RegledgerError
from regledger.history.trial.protocol import Asked, Drafted, Ended, Reached, Stopped, Trial, Tried, Undecided
from regledger.sectors.draft import Draft

__all__ = ["DraftBroken", "NoSuchCommand", "TrialFailed", "tried"]


class DraftBroken(RegledgerError):
    """The draft in {folder} cannot be tried: {found}. Nothing was decided. Mend it and try again."""


class NoSuchCommand(RegledgerError):
    """Neither the draft nor what is installed knows command {name!r}. "regledger submit --list" lists what is installed."""


class TrialFailed(RegledgerError):
    """The trial ended early: {found}. The ledger is as it was. What its processes said stands above; mend that and try again."""


_read = msgspec.json.Decoder(Drafted | Reached | Ended | Stopped)


def tried(
    url: str,
    folder: Path,
    *,
    until: int,
    since: int = 1,
    limit: int | None = None,
    only: tuple[str, ...] = (),
    tell: Callable[[int], None] = lambda _: None,
) -> Trial:
    """Take past decisions again under what is installed and under the draft in `folder`, and say which would change.

    Args:
        url: of the ledger; nothing is written to it, nor beside it.
        folder: with the draft's `pyproject.toml`.
        until: the last number that counts.
        since: the number from which decisions are taken.
        limit: the most decisions that are taken, the first ones from `since`.
        only: names of commands, present or former: only decisions of these; of all where it is empty.
        tell: told the number that was reached.

    Raises:
        DraftUnusable: there is no sector in `folder`.
        DraftBroken: its sector cannot be put together with the rest.
        NoSuchCommand: one of `only` is a command on neither side.
        TrialFailed: a side ended before it was done.
    """
    draft = Draft.of(folder)
    asked = Asked(url=url, folder=str(draft.folder), since=since, until=until, limit=limit, only=only)
    changed: list[Tried] = []
    otherwise: list[Tried] = []
    undecided: list[Undecided] = []
    with _side("draft", asked) as of_draft:
        begun = _next(of_draft, draft)
        if not isinstance(begun, Drafted):
            raise TrialFailed(found="the draft's side did not begin")
        there = msgspec.structs.replace(
            asked, sectors=begun.sectors, commands=begun.commands, only=begun.only, unknown=begun.unknown
        )
        with _side("installed", there, stdout=of_draft.stdin) as of_installed:
            of_installed.stdin.close()
            of_draft.stdin.close()  # the other side's end of it is the only one now: where that ends, this reads the end
            while not isinstance(line := _next(of_draft, draft), Ended):
                if isinstance(line, Reached):
                    tell(line.number)
                    changed.extend([line.tried] if line.tried else [])
                    otherwise.extend([line.otherwise] if line.otherwise else [])
                    undecided.extend([line.undecided] if line.undecided else [])
    installed = line.installed
    return Trial(
        distribution=draft.distribution,
        version=draft.version,
        sectors=begun.sectors,
        installed=installed.versions,
        broken=installed.broken,
        same_folder=tuple(
            name for name, where in sorted(installed.folders.items()) if Path(where).is_relative_to(draft.folder)
        ),
        decided=line.decided,
        changed=tuple(changed),
        otherwise=tuple(otherwise),
        undecided=tuple(undecided),
        shifted=line.shifted,
    )


@contextmanager
def _side(name: str, asked: Asked, *, stdout: Any = subprocess.PIPE) -> Iterator[Any]:
    # -P: in the draft's own folder the installed side would import the draft.
    words = [sys.executable, "-P", "-m", "regledger.history.trial", name]
    # A group of its own: Ctrl-C is the caller's, which ends both sides; each would say so with a traceback.
    with subprocess.Popen(words, stdin=subprocess.PIPE, stdout=stdout, process_group=0) as process:
        try:
            # Not among its words: everybody on the machine can list those, and a URL may hold a password.
            with suppress(BrokenPipeError):
                process.stdin.write(msgspec.json.encode(asked) + b"\n")  # type: ignore[union-attr]
                process.stdin.flush()  # type: ignore[union-attr]
            yield process
        except BaseException:
            process.kill()
            raise


def _next(process: Any, draft: Draft) -> Drafted | Reached | Ended:
    line = process.stdout.readline()
    if not line:
        raise TrialFailed(found="the draft's side ended without a word")
    said: Drafted | Reached | Ended | Stopped = _read.decode(line)
    if isinstance(said, Stopped):
        if said.unknown:
            raise NoSuchCommand(name=said.unknown[0])
        raise DraftBroken(folder=draft.folder, found=said.found) if said.draft else TrialFailed(found=said.found)
    return said
