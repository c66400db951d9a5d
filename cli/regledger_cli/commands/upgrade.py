"""`regledger upgrade`."""

from __future__ import annotations

import click

from regledger_cli.main import REFUSED
from regledger_cli.options import example, json_option, ledger_option, named_ledger
from regledger_cli.printing import message, print_json

__all__ = ["command"]

_CALLED = {"sqlite": "format", "postgresql": "schema"}


@click.command(
    "upgrade",
    short_help="Bring a ledger of an older release up to date.",
    epilog=example("regledger upgrade --check", "regledger upgrade --ledger sqlite:///county.db"),
)
@click.option(
    "--check", "only_check", is_flag=True, help="Only say what would be done; exit code 1 where something is."
)
@ledger_option
@json_option
def command(only_check: bool, url: str | None, as_json: bool) -> None:
    """Bring the ledger's store to what this release makes, in one transaction. No fact is touched.

    What will be done is told first; a ledger that needs nothing is left as it is.
    """
    import msgspec  # noqa: PLC0415 - help needs none of it
    from regledger.safekeeping.upgrading import plan_upgrade, upgrade  # noqa: PLC0415

    named = named_ledger(url)
    plan = plan_upgrade(named)
    if not as_json:
        for step in plan.steps:
            message(f"To do: {step}")
    done = plan if only_check else upgrade(named)
    if as_json:
        print_json({**msgspec.to_builtins(done), "done": bool(done.steps) and not only_check})
    else:
        called = _CALLED[done.kind]
        if not done.steps:
            click.echo(f"{done.url} is at {called} {done.before}, as this release makes it; nothing is to be done.")
        elif only_check:
            click.echo(f"{done.url} is at {called} {done.before}; this release needs {done.after}.")
        else:
            click.echo(f"{done.url} was brought from {called} {done.before} to {done.after}; no fact was touched.")
    click.get_current_context().exit(REFUSED if only_check and done.steps else 0)
