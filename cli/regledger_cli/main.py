"""The entry point: which commands there are, loaded only when asked for, and where every failure becomes a message.

Exit codes: 0 done, 1 refused or defect found, 2 usage, 3 could not. An interrupt ends with 130 and a reader that
went away with 141, as shells report them.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import Any, NoReturn, TextIO, cast

import click

from regledger_cli.own_output import OwnOutput
from regledger_cli.sector_commands import META, SectorCommand, command_named, sector_commands

__all__ = ["COMMANDS", "cli", "main"]

REFUSED, USAGE, COULD_NOT, INTERRUPTED, READER_GONE = 1, 2, 3, 130, 141
_AS_JSON = "regledger.as_json"

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("init", "Make a ledger."),
    "demo": ("demo", "Play one case from end to end in a sample county."),
    "serve": ("serve", "Publish a ledger's facts to NATS and keep its read models."),
    "submit": ("submit", "Decide commands and record what they bring about."),
    "key": ("key", "Make a key with which an officer signs."),
    "journal": ("journal", "List attempts that recorded nothing."),
    "next": ("next_steps", "List the lawful next steps on a record."),
    "due": ("due", "List what is due, oldest first."),
    "gaps": ("gaps", "List what nobody supervises on a day, by role."),
    "attach": ("attach", "Attach files to a record."),
    "attachments": ("attachments", "List, open and check attached files."),
    "personal": ("personal", "Erase, restrict, release or disclose personal values."),
    "import": ("import_register", "Bring in an existing register by a mapping."),
    "find": ("find", "Find records by a name, a code or a number."),
    "list": ("list_records", "List the records of a kind, as of any day."),
    "loops": ("loops", "List what was found and is not concluded, by age."),
    "inspections": ("inspections", "Tell whether inspections hit, by authority."),
    "show": ("show", "Show a record, as of any day and as known at any time."),
    "history": ("history", "List the facts about a record, as they were recorded."),
    "document": ("document", "List what the document of a record carries."),
    "explain": ("explain", "Explain why a decision was lawful."),
    "assess": ("assess", "Compute a unit's assessment for a year."),
    "audit": ("audit", "List what an auditor looks at first."),
    "law": ("law", "Load, confirm and look up the law."),
    "sectors": ("sectors", "List, make, check and try sectors."),
    "streams": ("streams", "Compare the ledger with its streams and read models."),
    "backup": ("backup", "Back a ledger up while writing goes on, its keys apart."),
    "restore": ("restore", "Make a ledger again from its back-up."),
    "copy": ("copy", "Copy a ledger to another store, equal byte for byte."),
    "upgrade": ("upgrade", "Bring a ledger of an older release up to date."),
    "doctor": ("doctor", "Check this machine and a ledger, with remedies."),
}
"""Command → its module under `regledger_cli.commands`, and its short help. A test compares these with the commands."""


class Edge(click.Group):
    """A group that imports a command's module only when that command is invoked (`--help` imports none)."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """In the order of the work, not of the alphabet."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command, its module imported now; a sector's where regledger has none of that name."""
        if cmd_name not in COMMANDS:
            return command_named(ctx, cmd_name)
        module = import_module(f"regledger_cli.commands.{COMMANDS[cmd_name][0]}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - click's signature
        """From the table, so that nothing is imported."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in COMMANDS.items()])
        brought = [(name, several) for name, several in sector_commands().items() if name not in COMMANDS]
        if brought:
            with formatter.section("Sector commands"):
                formatter.write_dl(
                    [(name, "of " + " and ".join(one.label for one in several)) for name, several in brought]
                )

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """As click, with the nearest name for a slip of the pen."""
        name = args[0]
        if name in COMMANDS or name.startswith("-") or ctx.resilient_parsing or name in sector_commands():
            return super().resolve_command(ctx, args)
        from difflib import get_close_matches  # noqa: PLC0415 - only after a mistake

        near = get_close_matches(name, [*COMMANDS, *sector_commands()], n=1)
        raise click.UsageError(f"There is no command {name!r}." + (f" Did you mean {near[0]!r}?" if near else ""), ctx)

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """As click; whether JSON is asked for is known even where the command itself cannot be read."""
        words = args[: args.index("--")] if "--" in args else args
        ctx.meta[_AS_JSON] = "--json" in words
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; this is the one place where failures become messages and exit codes."""
        try:
            return super().invoke(ctx)
        except click.exceptions.Exit:
            raise
        except click.UsageError as error:
            _answer(ctx, error, error.format_message(), USAGE)
            raise
        except BrokenPipeError:
            _drop_stdout()
            ctx.exit(READER_GONE)
        except (KeyboardInterrupt, click.Abort):
            _message("Stopped.")
            ctx.exit(INTERRUPTED)
        except Exception as error:
            if ctx.params.get("debug"):
                raise
            told, code = _told(error, ctx.meta.get(META)), USAGE if _is_usage(error) else COULD_NOT
            _answer(ctx, error, told, code)
            _message(told)
            ctx.exit(code)


@click.command(
    cls=Edge,
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog='"regledger COMMAND --help" shows an example of each.',
)
@click.option("--debug", is_flag=True, help="Show the trace of a defect in regledger, or of a sector that failed.")
@click.version_option(package_name="regledger", message="regledger %(version)s")
def cli(debug: bool) -> None:
    """Keep regulatory records: every licence, inspection, rectification and penalty as a fact that is never edited.

    The ledger is named by --ledger URL or REGLEDGER_LEDGER, as sqlite:///FILE or
    postgresql://USER@HOST/DATABASE?beside=/FOLDER; without either it is regledger.db in this folder.
    """
    if debug:
        import logging  # noqa: PLC0415 - only for the asking

        # What was answered with an objection, such as a sector that failed, has its trace here.
        logger, handler = logging.getLogger("regledger"), logging.StreamHandler()
        logger.setLevel(logging.DEBUG)
        logger.addHandler(handler)
        click.get_current_context().call_on_close(lambda: logger.removeHandler(handler))


def main() -> NoReturn:
    """The console script."""
    for stream in (sys.stdout, sys.stderr):
        # A terminal that cannot show a character shows its escape instead of failing.
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.stdout = cast("TextIO", OwnOutput(sys.stdout))
    cli.main(prog_name="regledger")
    raise SystemExit(0)


def _told(error: Exception, by: SectorCommand | None = None) -> str:
    from regledger.errors import RegledgerError  # noqa: PLC0415 - only after a failure

    if isinstance(error, RegledgerError):
        return str(error)
    if isinstance(error, click.ClickException):
        return error.format_message()
    if isinstance(error, OSError):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror or error}. Mend that and try again."
    if type(error).__module__.partition(".")[0] == "msgspec":
        return f'Stored data cannot be read: {error}. Run "regledger doctor" on that ledger.'
    if by is not None:
        return (
            f"Command {by.name!r} of {by.label} failed: {type(error).__name__}: {error}. Rerun as"
            ' "regledger --debug COMMAND …" for the trace, and report it to those who make it.'
        )
    return (
        f"{type(error).__name__}: {error}. This is a defect in regledger; rerun as"
        ' "regledger --debug COMMAND …" for the trace, and report it.'
    )


def _is_usage(error: Exception) -> bool:
    """Whether a value on the command line is to blame, such as a URL that names no kind of store."""
    from regledger.errors import UnknownCommand  # noqa: PLC0415 - only after a failure
    from regledger.log.settings import BadLedgerSetting  # noqa: PLC0415
    from regledger.log.stores import BadUrl, NoFolder  # noqa: PLC0415

    return isinstance(error, (BadUrl, NoFolder, BadLedgerSetting, UnknownCommand))


def _answer(ctx: click.Context, error: Exception, told: str, code: int) -> None:
    """With --json a failure is an object on stdout as well, so that a program need not read messages."""
    if not ctx.meta.get(_AS_JSON):
        return
    from regledger_cli.printing import print_json  # noqa: PLC0415 - only after a failure

    try:
        print_json({"answer": "failed", "error": type(error).__name__, "message": told, "exit": code})
    except OSError:  # nobody reads answers any more
        _drop_stdout()


def _message(text: str) -> None:
    try:
        click.echo(text, err=True)
    except OSError:  # nobody reads messages any more
        return


def _drop_stdout() -> None:
    # What is still buffered would fail once more, noisily, when the interpreter ends.
    try:
        null = os.open(os.devnull, os.O_WRONLY)
        os.dup2(null, sys.stdout.fileno())
        os.close(null)
    except (OSError, ValueError):
        return
