"""What `serve` and `streams` share: where the streams and read models of a ledger are."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from regledger.ledger import Ledger
    from regledger_projections.service import ServeOptions

__all__ = ["serve_options", "serving_options"]

C = TypeVar("C", bound=Callable[..., Any])


def serving_options(command: C) -> C:
    """`--nats URL` and `--directory FOLDER`."""
    command = click.option(
        "--directory",
        type=click.Path(file_okay=False, path_type=Path),
        help="For the embedded server and the tables of read models; FILE.streams beside the ledger unless given.",
    )(command)
    return click.option(
        "--nats",
        "nats_url",
        metavar="URL",
        envvar="REGLEDGER_NATS",
        help="A running NATS server; else an embedded one.",
    )(command)


def serve_options(ledger: Ledger, nats_url: str | None, directory: Path | None) -> ServeOptions:
    """What is served: the core's read models and those of every sector, in the ledger's own directory."""
    from regledger_projections.models import CORE_MODELS  # noqa: PLC0415 - help needs none of it
    from regledger_projections.service import ServeOptions  # noqa: PLC0415

    return ServeOptions(
        directory=directory or ledger.file_beside(".streams", "the streams' own files"),
        nats_url=nats_url,
        models=(*CORE_MODELS, *ledger.installation.read_models.values()),
    )
