"""Ending tasks for good."""

from __future__ import annotations

import asyncio
from collections.abc import Collection

__all__ = ["end_tasks"]


async def end_tasks(tasks: Collection[asyncio.Task[object]], *, again: float = 0.5) -> None:
    """Cancel `tasks` and wait until each is done, whatever it ends with.

    Python 3.11's `asyncio.wait_for`, which the client library waits with, swallows a cancellation that arrives together with
    the answer: the task then goes on as if nobody had asked, so it is asked again after `again` seconds.
    """
    pending = set(tasks)
    while pending:
        for task in pending:
            task.cancel()
        _, pending = await asyncio.wait(pending, timeout=again)
    await asyncio.gather(*tasks, return_exceptions=True)
