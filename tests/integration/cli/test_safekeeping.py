"""`regledger copy`, `backup`, `restore` and `upgrade`: what they say, and with which exit code."""

from __future__ import annotations

from pathlib import Path

import msgspec

from .conftest import AUTHORITY, Run, line


def recorded(run: Run) -> None:
    assert run("submit", stdin=line("authority.register", AUTHORITY)).exit_code == 0


def test_a_ledger_goes_through_all_four(run: Run, ledger: str, folder: Path) -> None:
    """Each says what it did, in JSON with the same figures, and ends with 0."""
    recorded(run)

    copied = run("copy", ledger, "sqlite:///moved.db", "--json")
    backed = run("backup", "backups", "--json")
    checked = run("backup", "backups", "--check", "--json")
    restored = run("restore", "backups", "--to", "sqlite:///restored.db", "--json")
    upgraded = run("upgrade", "--json")

    assert {one.exit_code for one in (copied, backed, checked, restored, upgraded)} == {0}
    figures = [msgspec.json.decode(one.stdout) for one in (copied, backed, checked, restored)]
    figures[1] = figures[1]["manifest"]
    assert {one["figure"]["number"] for one in figures} == {1}
    assert len({one["figure"]["chain"] for one in figures}) == 1
    assert msgspec.json.decode(upgraded.stdout)["steps"] == []
    assert run("history", "authority:emb", "--ledger", "sqlite:///restored.db").exit_code == 0


def test_people_are_told_what_comes_next(run: Run, ledger: str) -> None:
    """After a restore the command that compares with the stream is named, with this ledger's URL."""
    recorded(run)
    run("backup", "backups")

    told = run("restore", "backups", "--to", "sqlite:///restored.db")

    assert told.exit_code == 0
    assert "What was recorded after #1 is not in this back-up." in told.stderr
    assert "streams status --whole --ledger sqlite:///restored.db" in told.stderr


def test_what_cannot_be_done_is_named(run: Run, ledger: str, folder: Path) -> None:
    """A missing back-up, a taken place, a URL of no kind, options that say the opposite: no trace, and nothing is made."""
    recorded(run)
    run("backup", "backups")
    cases = {
        ("restore", "nowhere", "--to", "sqlite:///x.db"): (3, "holds no finished back-up"),
        ("backup", "nowhere", "--check"): (3, "holds no finished back-up"),
        ("restore", "backups", "--to", ledger): (3, "already; nothing was changed"),
        ("restore", "backups", "--to", "mysql://x"): (2, "names no ledger"),
        ("copy", ledger, ledger): (3, "are the same"),
        ("copy", "sqlite:///none.db", "sqlite:///x.db"): (3, "There is no ledger at"),
        ("copy", ledger, "sqlite:///x.db", "--until", "9"): (3, "has no fact 9; its last one is 1"),
        ("copy", ledger, "sqlite:///no/folder/x.db"): (3, "its folder does not exist"),
        ("backup", "b", "--keys", "k", "--no-keys"): (2, "say the opposite"),
        ("backup", "b", "--keys", "b/k"): (3, "keys beside the values"),
        ("backup", "b", "--keys", "no/folder/k"): (3, "its folder is not there"),
        ("upgrade", "--ledger", "sqlite:///none.db"): (3, "There is no ledger at"),
    }
    before = sorted(one.name for one in folder.iterdir())

    for words, (code, told) in cases.items():
        done = run(*words)
        assert (done.exit_code, told in done.stderr, "Traceback" in done.output) == (code, True, False), (
            words,
            done.output,
        )

    assert sorted(one.name for one in folder.iterdir()) == before


def test_a_damaged_back_up_ends_with_3_and_names_the_file(run: Run, ledger: str, folder: Path) -> None:
    """One byte of the ledger's file in the back-up is another: it is named, and nothing is restored."""
    recorded(run)
    run("backup", "backups")
    file = next((folder / "backups").glob("ledger.*.db"))
    file.write_bytes(file.read_bytes()[:-1] + b"x")

    done = run("restore", "backups", "--to", "sqlite:///x.db")

    assert (done.exit_code, f"{file.name} has other bytes" in done.stderr) == (3, True)
    assert not (folder / "x.db").exists()


def test_doctor_names_a_restore_that_was_broken_off(run: Run, ledger: str, folder: Path) -> None:
    """While the mark of a restore lies beside the ledger, nobody opens it, and the command that goes on is named."""
    recorded(run)
    before = msgspec.json.decode(run("doctor", "--json").stdout)["checks"]
    (folder / "regledger.db.restoring").write_text("01a209f0-21ae-791e-9eb7-d3e11a82f25a")

    checks = {one["name"]: one for one in msgspec.json.decode(run("doctor", "--json").stdout)["checks"]}

    assert [one["verdict"] for one in before if one["name"] == "ledger"] == ["ok"]
    assert (checks["ledger"]["verdict"], "regledger restore" in checks["ledger"]["found"]) == ("bad", True)


def test_a_missing_attachment_ends_with_1(run: Run, ledger: str, folder: Path) -> None:
    """Back-up, copy and restore are done, and each names the file that a fact names and nobody has."""
    recorded(run)
    (folder / "photo.jpg").write_bytes(b"\xff\xd8\xff photo")
    assert run("attach", "authority:emb", "photo.jpg").exit_code == 0
    [file] = [one for one in (folder / "regledger.db.attachments").rglob("*") if one.is_file()]
    file.unlink()

    works = (
        ("backup", "backups"),
        ("copy", ledger, "sqlite:///moved.db"),
        ("restore", "backups", "--to", "sqlite:///restored.db"),
    )
    for words in works:
        done = run(*words)

        assert done.exit_code == 1, done.output
        assert f"Attachment {file.parent.name}{file.name} is named by a fact" in done.stderr
