"""`regledger sectors check`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from regledger_cli.main import REFUSED
from regledger_cli.options import example, json_option
from regledger_cli.printing import message, print_json, table

if TYPE_CHECKING:
    from regledger.testing.conformance import Report, Subject

__all__ = ["check_sector"]


@click.command(
    "check",
    short_help="Check a sector: law, purity, boundaries, schemas, privacy, time.",
    epilog=example("regledger sectors check .", "regledger sectors check fireworks --json"),
)
@click.argument("named", metavar="FOLDER|NAME")
@click.option("--release", is_flag=True, help="Where all is well, write released.json: what later releases must keep.")
@click.option("--median-ms", type=click.FloatRange(min=0), default=20, show_default=True, help="Budget of a hook.")
@click.option("--worst-ms", type=click.FloatRange(min=0), default=250, show_default=True, help="Of its longest call.")
@json_option
def check_sector(named: str, release: bool, median_ms: float, worst_ms: float, as_json: bool) -> None:
    """Check the sector in FOLDER, which need not be installed, or the installed one called NAME.

    Its own tests are run watched, in other surroundings, and with one rule after the other turned round: a test has to notice.
    Exit code 1 where something is wrong or still to be filled in; advice is told
    and does not count.
    """
    from regledger.clock import DEFAULT_ZONE, day_of, from_micros, system_clock  # noqa: PLC0415 - help needs none of it
    from regledger.testing.conformance import Budget, check, subjects_of  # noqa: PLC0415

    today = day_of(from_micros(system_clock()), DEFAULT_ZONE)
    budget = Budget(median_ms=median_ms, worst_ms=worst_ms)
    reports: list[Report] = []
    written: list[str] = []
    for subject in subjects_of(named):
        message(f"Checking {subject.name} {subject.version}; its tests are run several times.")
        report = check(subject, today=today, budget=budget)
        reports.append(report)
        if release and report.passed:
            written += _release(subject)
    passed = all(one.passed for one in reports)
    if as_json:
        print_json({"passed": passed, "released": written, "sectors": [_json(one) for one in reports]})
    else:
        for one in reports:
            _print(one)
    for path in written:
        message(f"Wrote {path}. Keep it with the source.")
    if release and not passed:
        message("Not released: released.json is as it was.")
    click.get_current_context().exit(0 if passed else REFUSED)


def _release(subject: Subject) -> list[str]:
    from regledger.testing.conformance import Released  # noqa: PLC0415 - help needs none of it

    if subject.folder is None:
        return []
    return [str(Released.of(subject).write(subject.folder))]


def _json(report: Report) -> dict[str, Any]:
    return {
        "sector": report.sector,
        "version": report.version,
        "distribution": report.distribution,
        "folder": report.folder,
        "passed": report.passed,
        "checks": [
            {"check": one.check, "verdict": one.verdict, "looked_at": one.looked_at, "findings": list(one.findings)}
            for one in report.checks
        ],
    }


def _print(report: Report) -> None:
    click.echo(f"{report.sector} {report.version} ({report.distribution})")
    table(("check", "verdict", "looked at"), [(one.check, one.verdict, one.looked_at) for one in report.checks])
    for one in report.checks:
        if not one.findings:
            continue
        click.echo(f"\n{one.check}")
        for finding in one.findings:
            click.echo(f"  {finding.severity:<6}  {finding.where}: {finding.found}")
            click.echo(f"          {finding.remedy}")
    severities = [finding.severity for finding in report.findings]
    counted = (("wrong", "error"), ("to be filled in", "todo"), ("advice", "advice"))
    click.echo("\n" + ", ".join(f"{severities.count(severity)} {word}" for word, severity in counted))  # type: ignore[arg-type]
