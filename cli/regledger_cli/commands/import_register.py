"""`regledger import`."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from regledger_cli.main import REFUSED
from regledger_cli.options import DEFAULT_URL, actor_option, example, json_option, ledger_option
from regledger_cli.printing import fields, message, print_json, table

if TYPE_CHECKING:
    from regledger.installation import Installation
    from regledger.intake.report import Progress, Report
    from regledger.ledger import Ledger

__all__ = ["command"]

_SHOWN = 20  # rewritten rows on a terminal; --json has them all


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> date | None:
    try:
        return None if value is None else date.fromisoformat(value)
    except ValueError:
        raise click.BadParameter(f"{value!r} is no day written YYYY-MM-DD.") from None


def _mapping(ctx: click.Context, param: click.Parameter, value: str | None) -> Path | str | None:
    """The file of a mapping, or the name of one that a sector brings."""
    if value is None or (":" in value and not Path(value).exists()):
        return value
    found: Path = click.Path(exists=True, dir_okay=False, path_type=Path).convert(value, param, ctx)
    return found


@click.command(
    "import",
    short_help="Bring in an existing register by a mapping.",
    epilog=example(
        "regledger import examples/imports/phmsa.toml asof_2025-09-03.csv --ledger sqlite:///p.db",
        "regledger import fireworks:stores stores.csv",
        "regledger import --list",
    ),
)
@click.argument("mapping", required=False, metavar="MAPPING", callback=_mapping)
@click.argument("files", nargs=-1, metavar="FILES...", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--list", "listing", is_flag=True, help="List the mappings that sectors bring.")
@actor_option
@click.option(
    "--as-of",
    metavar="YYYY-MM-DD",
    callback=_day,
    help="The day as of which the files show the register; needed where the mapping cannot tell it.",
)
@click.option(
    "--rejects",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Folder for the reject files; this one unless given.",
)
@ledger_option
@json_option
def command(
    mapping: Path | str | None,
    files: tuple[Path, ...],
    listing: bool,
    actor: str,
    as_of: date | None,
    rejects: Path | None,
    url: str | None,
    as_json: bool,
) -> None:
    """Record what is new in FILES, exports of one register, by MAPPING: a TOML file, or SECTOR:NAME of one that a sector brings.

    A file that is called SECTOR:NAME goes before the sector's mapping; it is said where there are both. Makes the ledger where there is none.

    Running it again records nothing twice; a later export records what changed, and names what the register itself
    dropped, renumbered or backdated. Bad rows go to a reject file and the rest is recorded; exit code 1 then.
    """
    from regledger.installation import Installation  # noqa: PLC0415 - help needs none of it
    from regledger.intake.importing import check_files, import_files  # noqa: PLC0415
    from regledger.intake.sector_mappings import MappingUnknown, mapping_of, sector_mappings  # noqa: PLC0415

    from regledger_cli.who import sent_by  # noqa: PLC0415

    installation = Installation()
    if listing:
        _list(installation, as_json)
        return
    context = click.get_current_context()
    for given, name in ((mapping, "mapping"), (files, "files")):
        if not given:
            raise click.MissingParameter(
                ctx=context, param=next(one for one in context.command.params if one.name == name)
            )
    assert mapping is not None
    if isinstance(mapping, Path) and str(mapping) in {one.name for one in sector_mappings(installation)}:
        message(f"A file is called {mapping}: it is the mapping, and not the one that the sector brings.")
    try:
        mapping_of(mapping, installation)
    except MappingUnknown as unknown:
        raise click.BadParameter(str(unknown), param_hint="MAPPING") from None

    def check() -> None:
        check_files(mapping, files, installation, actor=actor, as_of=as_of)

    with _ledger(url or DEFAULT_URL, installation, check) as ledger, _told_if_cut_off(ledger), _progress() as progress:
        report = import_files(
            ledger,
            mapping,
            files,
            progress=progress,
            **sent_by(actor),
            as_of=as_of,
            rejects_in=rejects,
        )
    if as_json:
        print_json(report)
    else:
        _print(report)
    click.get_current_context().exit(REFUSED if report.rejected else 0)


def _list(installation: Installation, as_json: bool) -> None:
    from regledger.intake.sector_mappings import sector_mappings  # noqa: PLC0415 - help needs none of it

    found = list(sector_mappings(installation))
    if as_json:
        print_json({"mappings": found})
    elif found:
        rows = ((one.name, one.register, f"{one.title} {one.title_zh}".strip()) for one in found)
        table(("mapping", "register", "what"), rows)
    else:
        click.echo("No sector in use brings a mapping; name a file.")


def _ledger(url: str, installation: Installation, check: Callable[[], None]) -> Ledger:
    """The ledger; what fails `check` leaves no new one behind."""
    from regledger.errors import LedgerExists, LedgerMissing  # noqa: PLC0415 - help needs none of it
    from regledger.ledger import Ledger  # noqa: PLC0415

    try:
        return Ledger.open(url, installation=installation)
    except LedgerMissing:
        check()
        try:
            ledger = Ledger.create(url, installation=installation)
        except LedgerExists:  # another import made it meanwhile
            return Ledger.open(url, installation=installation)
        message(f"Made ledger {ledger.recorder.name} at {ledger.place.url}.")
        return ledger


@contextmanager
def _told_if_cut_off(ledger: Ledger) -> Iterator[None]:
    """Whatever stops it on the way, such as a full disk, says "nothing was recorded" of the last rows alone."""
    before = ledger.recorder.head().number
    try:
        yield
    except BaseException:
        if (now := ledger.recorder.head().number) > before:
            message(
                f"Rows before that are recorded, as facts {before + 1} to {now}; running it again records the rest."
            )
        raise


@contextmanager
def _progress() -> Iterator[Callable[[Progress], None] | None]:
    if not sys.stderr.isatty():
        yield None
        return
    from rich import progress as bar  # noqa: PLC0415
    from rich.console import Console  # noqa: PLC0415 - only a terminal pays for it

    columns = (
        bar.TextColumn("{task.description}"),
        bar.BarColumn(),
        bar.TaskProgressColumn(),
        bar.TextColumn("{task.fields[rows]} rows, {task.fields[recorded]} facts"),
        bar.TimeRemainingColumn(),
    )
    with bar.Progress(*columns, console=Console(stderr=True), transient=True) as drawn:
        tasks: dict[str, bar.TaskID] = {}

        def show(at: Progress) -> None:
            if at.file not in tasks:
                tasks[at.file] = drawn.add_task(at.file, total=1.0, rows=0, recorded=0)
            drawn.update(tasks[at.file], completed=at.share, rows=at.rows, recorded=at.recorded)

        yield show


def _print(report: Report) -> None:
    from regledger.intake.facts import REWRITINGS  # noqa: PLC0415 - help needs none of it

    click.echo(f"register {report.register}, ledger now at #{report.head}")
    for one in report.files:
        click.echo(f"  {one.file} as of {one.as_of} ({one.as_of_from})")
    counts = ("rows", "new", "changed", "unchanged", "rejected", "refused", "recorded")
    fields({name: getattr(report, name) for name in counts})
    for type_, number in report.recorded_by_type.items():
        click.echo(f"    {number:>7}  {type_}")
    for one in report.files:
        for note in one.notes:
            message(f"{one.file}: {note}")
    for file in report.reject_files:
        message(f"Rejected rows are in {file}, each with its reason.")
    if report.rewritten:
        click.echo(f"  rewritten by the register itself: {len(report.rewritten)}")
        table(
            ("key", "record", "what", "column", "before", "now", "shown by"),
            (
                (one.key, one.record, one.kind, one.column, one.before, one.now, one.file)
                for one in report.rewritten[:_SHOWN]
            ),
        )
        shown = {one.kind for one in report.rewritten}
        fields({kind: text for kind, text in REWRITINGS.items() if kind in shown})
        if len(report.rewritten) > _SHOWN:
            message(f"{len(report.rewritten) - _SHOWN} more; --json lists them all.")
