"""`regledger streams`."""

from __future__ import annotations

from pathlib import Path

import click

from regledger_cli.main import COULD_NOT, REFUSED
from regledger_cli.options import example, json_option, ledger_option, open_ledger
from regledger_cli.printing import print_json, table
from regledger_cli.serving import serve_options, serving_options

__all__ = ["command"]


@click.group(
    "streams",
    short_help="Compare the ledger with its streams and read models.",
    epilog=example("regledger streams status --ledger sqlite:///county.db"),
)
def command() -> None:
    """Look at what "regledger serve" keeps."""


@command.command(
    "status",
    short_help="Compare the ledger with its stream and read models.",
    epilog=example("regledger streams status --json"),
)
@serving_options
@click.option("--whole", is_flag=True, help="Prove every message of the stream, not only the last.")
@ledger_option
@json_option
def status(nats_url: str | None, directory: Path | None, whole: bool, url: str | None, as_json: bool) -> None:
    """Compare the ledger's head with the stream's and each read model's. Exit code 1 where they differ, 3 where one cannot be asked.

    Nothing is changed and nothing is started: without --nats the embedded server is asked, if it runs.
    """
    import asyncio  # noqa: PLC0415 - help needs none of it

    import msgspec  # noqa: PLC0415
    from regledger_projections.service import log_to_stderr  # noqa: PLC0415
    from regledger_projections.status import read_status  # noqa: PLC0415

    log_to_stderr(json=as_json, level="warning")
    with open_ledger(url) as ledger:
        found = asyncio.run(read_status(ledger.recorder, serve_options(ledger, nats_url, directory), whole=whole))
    unreachable = "unreachable" in (found.stream.state, *(one.state for one in found.projections))
    if as_json:
        print_json({**msgspec.to_builtins(found), "caught_up": found.caught_up})
    else:
        stream = found.stream
        rows = [
            ("ledger", found.ledger, found.store_head, "", ""),
            ("stream", stream.name, _number(stream.head), stream.state, stream.found or stream.url or ""),
        ]
        rows += [
            (one.kept_in, f"{one.name} v{one.version}", _number(one.number), one.state, one.error or "")
            for one in found.projections
        ]
        table(("kept in", "name", "up to #", "state", "found"), rows)
    click.get_current_context().exit(0 if found.caught_up else COULD_NOT if unreachable else REFUSED)


@command.command(
    "rebuild",
    short_help="Throw a read model away, to be built again.",
    epilog=example("regledger streams rebuild open_hazards"),
)
@click.argument("view")
@serving_options
@ledger_option
@json_option
def rebuild(view: str, nats_url: str | None, directory: Path | None, url: str | None, as_json: bool) -> None:
    """Throw read model VIEW away; "regledger serve" then builds it from the stream's first message."""
    import asyncio  # noqa: PLC0415 - help needs none of it

    from regledger_projections import service  # noqa: PLC0415
    from regledger_projections.server import running_url  # noqa: PLC0415

    service.log_to_stderr(json=as_json, level="warning")
    with open_ledger(url) as ledger:
        options = serve_options(ledger, nats_url, directory)
        models = {model.name: model for model in options.models}
        if view not in models:
            raise click.UsageError(f"There is no read model {view!r}; there are {', '.join(sorted(models))}.")
        address = nats_url or running_url(options.directory / "nats")
        if address is None:
            raise click.ClickException(
                'No server runs for this ledger. Start "regledger serve", or name one with --nats URL.'
            )
        asyncio.run(service.rebuild(ledger.recorder, models[view], address, options))
    if as_json:
        print_json({"rebuilt": view})
    else:
        click.echo(f"{view} was thrown away; regledger serve builds it again.")


def _number(number: int | None) -> str:
    return "?" if number is None else str(number)
