"""`regledger serve`."""

from __future__ import annotations

from pathlib import Path

import click

from regledger_cli.options import example, json_option, ledger_option, open_ledger
from regledger_cli.printing import message, print_json
from regledger_cli.serving import serve_options, serving_options

__all__ = ["command"]


@click.command(
    "serve",
    short_help="Publish a ledger's facts to NATS and keep its read models.",
    epilog=example(
        "regledger serve --ledger sqlite:///county.db",
        "regledger serve --nats nats://127.0.0.1:4222 --once",
    ),
)
@serving_options
@click.option("--once", is_flag=True, help="End when what the ledger has now is published and projected.")
@click.option(
    "--only", type=click.Choice(["publisher", "projections"]), help="Do one half here; another process does the other."
)
@click.option(
    "--replicas", type=click.IntRange(1, 5), default=1, show_default=True, help="Copies of a stream, in a cluster."
)
@ledger_option
@json_option
def command(
    nats_url: str | None,
    directory: Path | None,
    once: bool,
    only: str | None,
    replicas: int,
    url: str | None,
    as_json: bool,
) -> None:
    """Publish every fact, in order and once, and keep the read models; end with Ctrl-C.

    Without --nats it starts a server of its own on this machine and stops it at the end. What happens is logged to
    stderr; with --json as one object a line, and the server's address is an object on stdout, as is the clean end.
    Other readers find the address with its password in FILE.streams/nats/nats.url, which is readable by you alone.
    """
    import asyncio  # noqa: PLC0415 - help needs none of it

    import msgspec  # noqa: PLC0415
    from regledger_projections.service import log_to_stderr, serve  # noqa: PLC0415

    def started(address: str) -> None:
        if as_json:
            print_json({"serving": ledger.recorder.name, "nats": address, "directory": str(options.directory)})
        else:
            message(f"Serving {ledger.recorder.name} at {address}; Ctrl-C ends it.")

    with open_ledger(url) as ledger:
        options = msgspec.structs.replace(
            serve_options(ledger, nats_url, directory),
            once=once,
            publish=only != "projections",
            replicas=replicas,
        )
        if only == "publisher":
            options = msgspec.structs.replace(options, models=())
        log_to_stderr(json=as_json)
        stop = asyncio.Event()
        head = ledger.recorder.head().number
        asyncio.run(serve(ledger.recorder, ledger.catalogue, options, stop=stop, started=started))
        reached = head if once and not stop.is_set() else None
        done = " and ".join(_DONE[half] for half in _DONE if only in (None, half))
        if as_json:
            print_json(
                {"stopped": ledger.recorder.name, "ledger_head": ledger.recorder.head().number, "reached": reached}
            )
        elif reached is not None:
            message(f"{done.capitalize()} to #{reached}.")
        else:
            message(f"Stopped cleanly, the ledger at #{ledger.recorder.head().number}.")


_DONE = {"publisher": "published", "projections": "projected"}
