"""Who types, and with whose key: logins, signatures and key files at the command line."""

from __future__ import annotations

import getpass
import os
import pwd
from pathlib import Path

import msgspec
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from regledger.ledger import Ledger
from regledger.log.envelope import Particulars
from regledger_cli import who
from regledger_cli.key_file import PASSPHRASE

from .conftest import AUTHORITY, Run, answers, line

GOOD = line("authority.register", AUTHORITY)
APPOINT = line("officer.appoint", {"officer": "li", "authority": "emb", "name": "Li", "appointed_on": "2020-01-02"})
CERTIFY = {
    "officer": "li",
    "certificate": "HN-li",
    "valid_from": "2020-01-02",
    "valid_to": "2029-12-31",
    "certified_on": "2020-01-02",
}
LOGIN = who.os_actor()


def by_of(url: str, number: int) -> Particulars:
    with Ledger.open(url) as ledger:
        fact = ledger.at(number)
    assert fact is not None
    assert fact.commit.by is not None
    return fact.commit.by


# ── who types ────────────────────────────────────────────────────────────────────────────────────────────


def test_without_a_name_the_login_sends(run: Run, ledger: str) -> None:
    """Who is not named is the login of this machine, and known as such."""
    run("submit", stdin=GOOD)

    by = by_of(ledger, 1)
    assert (by.actor, by.known, by.via) == (LOGIN, "os", "")


@pytest.mark.parametrize("where", ["option", "line"])
def test_a_name_is_only_said_and_the_login_is_kept(run: Run, ledger: str, where: str) -> None:
    """--as and a line's own actor are asserted, and through whom they came is kept."""
    if where == "option":
        run("submit", "--as", "officer:li", stdin=GOOD)
    else:
        run("submit", stdin=line("authority.register", AUTHORITY, actor="officer:li"))

    by = by_of(ledger, 1)
    assert (by.actor, by.known, by.via) == ("officer:li", "asserted", LOGIN)


def test_the_environment_does_not_make_another_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """LOGNAME and USER are whatever the caller wrote there."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody")
    assert getpass.getuser() == "somebody"

    assert who.os_actor() == LOGIN


@pytest.mark.parametrize(
    ("login", "shown"), [("li.wei", "os:uid-{}"), ("li_wei-2", "os:li_wei-2"), ("李", "os:uid-{}")]
)
def test_two_logins_are_never_one_actor(monkeypatch: pytest.MonkeyPatch, login: str, shown: str) -> None:
    """A login that is no id stands by its number: letters left out could make two of them one."""
    entry = pwd.struct_passwd((login, "x", os.getuid(), 0, "", "", ""))
    monkeypatch.setattr(pwd, "getpwuid", lambda _: entry)

    assert who.os_actor() == shown.format(os.getuid())


@pytest.mark.parametrize("claim", [{"known": "signed"}, {"known": "os"}, {"channel": "nats"}, {"via": "os:li"}])
def test_no_line_says_how_its_sender_is_known(run: Run, ledger: str, claim: dict[str, str]) -> None:
    """A line that claims it is not read."""
    result = run("submit", "--json", stdin=line("authority.register", AUTHORITY, **claim))

    assert result.exit_code == 2
    assert answers(result)[0]["answer"] == "unreadable"


# ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def key(run: Run, ledger: str) -> str:
    """Li's key in li.pem, registered."""
    made = run("key", "new", "li.pem", "--officer", "li", "--json")
    assert made.exit_code == 0, made.output
    told = msgspec.json.decode(made.stdout)
    sent = run("submit", stdin="\n".join((GOOD, APPOINT, msgspec.json.encode(told["line"]).decode())))
    assert sent.exit_code == 0, sent.output
    return str(told["key"])


def test_a_new_key_is_its_owners_alone(run: Run, folder: Path) -> None:
    """The file has mode 0600, and what is printed is a line that can be sent."""
    result = run("key", "new", "li.pem", "--officer", "li")

    assert result.exit_code == 0
    assert (folder / "li.pem").stat().st_mode & 0o777 == 0o600
    assert msgspec.json.decode(result.stdout)["command"] == "officer.register_key"
    assert "PRIVATE" not in result.output


def test_a_key_is_never_overwritten(run: Run, folder: Path) -> None:
    """A second key under the name of the first is refused, and the first stays."""
    run("key", "new", "li.pem", "--officer", "li")
    before = (folder / "li.pem").read_bytes()

    result = run("key", "new", "li.pem", "--officer", "li")

    assert result.exit_code == 3
    assert "nothing was changed" in result.stderr
    assert (folder / "li.pem").read_bytes() == before


def test_signed_lines_are_recorded_as_signed(run: Run, ledger: str, key: str) -> None:
    """What --sign-with sends is known as signed, and `explain` checks it anew."""
    signed = line("officer.certify", CERTIFY, key="k-1")

    result = run("submit", "--as", "officer:li", "--sign-with", "li.pem", stdin=signed)

    assert result.exit_code == 0, result.output
    assert by_of(ledger, 4).known == "signed"
    assert f"with key {key} (valid)" in run("explain", "4").stdout


def test_signed_lines_are_checked_and_recorded_whole(run: Run, ledger: str, key: str) -> None:
    """--check and --atomic take signatures as well."""
    signed = line("officer.certify", CERTIFY, key="k-1")

    for flags in (["--check"], ["--check", "--atomic"], ["--atomic"]):
        result = run("submit", "--as", "officer:li", "--sign-with", "li.pem", *flags, stdin=signed)
        assert result.exit_code == 0, result.output

    assert by_of(ledger, 4).known == "signed"


def test_a_line_without_a_key_is_not_signed(run: Run, ledger: str, key: str) -> None:
    """It could be sent again by whoever copies it: the line is named, and nothing is recorded."""
    result = run("submit", "--as", "officer:li", "--sign-with", "li.pem", stdin=line("officer.certify", CERTIFY))

    assert result.exit_code == 2
    assert "has no key" in result.stderr


def test_a_line_that_was_signed_elsewhere_is_taken(run: Run, ledger: str, key: str) -> None:
    """A forged one is refused with its remedy, and stands in the journal."""
    forged = {"key": key, "signature": "A" * 86, "salt": "00" * 32}
    sent = line("officer.certify", CERTIFY, key="k-1", signature=forged, actor="officer:li")

    result = run("submit", stdin=sent)

    assert result.exit_code == 1
    assert "Sign it again for this ledger" in result.stdout
    assert "signature.wrong" in run("journal").stdout


def test_a_passphrase_is_asked_for(run: Run, ledger: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An encrypted file is opened by its passphrase alone, typed or in the environment."""
    made = run("key", "new", "li.pem", "--officer", "li", "--passphrase", "--json", stdin="open sesame\nopen sesame\n")
    told = msgspec.json.decode(made.stdout.splitlines()[-1])
    run("submit", stdin="\n".join((GOOD, APPOINT, msgspec.json.encode(told["line"]).decode())))
    Path("day.ndjson").write_text(line("officer.certify", CERTIFY, key="k-1"))
    sign = ("submit", "day.ndjson", "--as", "officer:li", "--sign-with", "li.pem")

    wrong = run(*sign, stdin="close sesame\n")
    right = run(*sign, stdin="open sesame\n")
    monkeypatch.setenv(PASSPHRASE, "open sesame")
    again = run(*sign)

    assert told["encrypted"]
    assert (wrong.exit_code, right.exit_code, again.exit_code) == (3, 0, 0)
    assert "the passphrase is wrong" in wrong.stderr
    assert "recorded before" in again.stdout


@pytest.mark.parametrize("fault", ["missing", "no key", "open", "other kind", "pipe"])
def test_a_file_that_holds_no_key_is_named(run: Run, ledger: str, folder: Path, fault: str) -> None:
    """Nothing is sent unsigned where a signature was asked for."""
    file = folder / "li.pem"
    if fault == "no key":
        file.write_text("no key at all")
    if fault == "other kind":
        pem = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        file.write_bytes(ec.generate_private_key(ec.SECP256R1()).private_bytes(*pem))
    if fault == "pipe":
        os.mkfifo(file)
    if fault == "open":
        run("key", "new", "li.pem", "--officer", "li")
    if file.exists():
        file.chmod(0o644 if fault == "open" else 0o600)

    result = run("submit", "--sign-with", "li.pem", stdin=line("authority.register", AUTHORITY, key="k"))

    assert result.exit_code == 3
    assert "li.pem holds no key to sign with" in result.stderr
    assert "Traceback" not in result.output
    with Ledger.open(ledger) as opened:
        assert opened.recorder.head().number == 0
