"""What this package logs, always to stderr: stdout belongs to the answer of a command."""

from __future__ import annotations

import sys
from collections.abc import Sequence

import structlog
from structlog.typing import FilteringBoundLogger, Processor

__all__ = ["log_to_stderr", "logger"]


class _Stderr:
    """Writes to stderr as it is at that moment, so that whoever redirects it is heard."""

    def msg(self, message: str) -> None:
        print(message, file=sys.stderr, flush=True)

    log = debug = info = warn = warning = error = critical = msg


def logger() -> FilteringBoundLogger:
    """A logger; what and how it writes is decided once, at the edge, by `log_to_stderr`."""
    bound: FilteringBoundLogger = structlog.wrap_logger(_Stderr())
    return bound


def log_to_stderr(*, json: bool = False, level: str = "info") -> None:
    """Say how this process logs: from `level` up, as text or as one JSON object a line."""
    processors: Sequence[Processor] = (
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty()),
    )
    structlog.configure(processors=processors, wrapper_class=structlog.make_filtering_bound_logger(level))
