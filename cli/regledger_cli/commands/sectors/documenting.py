"""`regledger sectors docs`."""

from __future__ import annotations

from pathlib import Path

import click

from regledger_cli.options import example, json_option
from regledger_cli.printing import message, print_json

__all__ = ["document_sector"]


@click.command(
    "docs",
    short_help="Make a sector's reference from its own data.",
    epilog=example("regledger sectors docs fireworks", "regledger sectors docs . --output REFERENCE.md"),
)
@click.argument("named", metavar="FOLDER|NAME")
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="Write it there instead of on stdout.")
@json_option
def document_sector(named: str, output: Path | None, as_json: bool) -> None:
    """Print the reference of the sector in FOLDER, which need not be installed, or of the installed one called NAME.

    Markdown, made of what the sector declares and nothing else: its law with every dated value and citation, its facts,
    commands, obligations, read models and objections. The same data give the same text, byte for byte.
    """
    from regledger.sectors.reference import reference  # noqa: PLC0415 - help needs none of it
    from regledger.testing.conformance import subjects_of  # noqa: PLC0415

    pages = {one.name: reference(one.installation, one.name) for one in subjects_of(named)}
    text = "\n".join(pages.values())
    if output is not None:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as error:
            raise click.ClickException(f"{output} cannot be written: {error.strerror}. Name another file.") from None
        message(f"Wrote {output}.")
    if as_json:
        print_json({"sectors": [{"sector": name, "markdown": page} for name, page in pages.items()]})
    elif output is None:
        click.echo(text, nl=False)
