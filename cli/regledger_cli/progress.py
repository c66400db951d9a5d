"""A bar on a terminal for long work, and nothing anywhere else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regledger.safekeeping import Progress, Tell

__all__ = ["shown_progress"]


@contextmanager
def shown_progress() -> Iterator[Tell]:
    """What shows how far copying, backing up or restoring has come."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich import progress as bar  # noqa: PLC0415 - only a terminal pays for it
    from rich.console import Console  # noqa: PLC0415

    columns = (
        bar.TextColumn("{task.description}"),
        bar.BarColumn(),
        bar.MofNCompleteColumn(),
        bar.TimeRemainingColumn(),
    )
    with bar.Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        tasks: dict[str, bar.TaskID] = {}

        def show(at: Progress) -> None:
            if at.stage not in tasks:
                tasks[at.stage] = drawn.add_task(at.stage, total=at.of)
            drawn.update(tasks[at.stage], completed=at.done, total=at.of)

        yield show
