"""`regledger law coverage`."""

from __future__ import annotations

import click

from regledger_cli.options import example, json_option
from regledger_cli.printing import message, print_json, shortened, table

__all__ = ["show_coverage"]

KINDS = ("executable", "derived", "data", "outside")
WIDEST = 56


@click.command(
    "coverage",
    short_help="List what the platform does with each rule.",
    epilog=example("regledger law coverage --section A", "regledger law coverage --kind outside --json"),
)
@click.option("--section", metavar="LETTER", help="Only the rules of one section of the catalogue, such as A.")
@click.option("--kind", type=click.Choice(KINDS), help="Only rules of this kind.")
@json_option
def show_coverage(section: str | None, kind: str | None, as_json: bool) -> None:
    """List every rule of the catalogue: whether acts are judged by it, last days follow from it, it is declared only, or outside.

    Where it is applied and which tests fail without it is part of --json. It was found in the code and its tests when
    this release was made; the rules that sectors and law packs declare besides are in `regledger law list`.
    """
    from regledger.installation import Installation  # noqa: PLC0415 - help needs none of it
    from regledger.law.coverage import coverage, sections  # noqa: PLC0415

    if section is not None and section.upper() not in sections():
        listed = ", ".join(sections())
        raise click.BadParameter(f"{section!r} is no section of the catalogue ({listed}).", param_hint="--section")
    installed = Installation()
    found = [
        one
        for one in coverage(installed.lawbook, installed.sectors.packages)
        if kind in (None, one.kind) and section in (None, one.rule[0], one.rule[0].lower())
    ]
    if as_json:
        print_json(found)
        return
    table(
        ("rule", "kind", "tests", "text", "title"),
        (
            (one.rule, one.kind, len(one.tests) or "", ", ".join(one.status), shortened(one.title, WIDEST))
            for one in found
        ),
    )
    message(
        ", ".join(f"{sum(one.kind == name for one in found)} {name}" for name in KINDS) + f", of {len(found)} rules."
    )
