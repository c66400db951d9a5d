"""`regledger attach` and `regledger attachments`: files in, listed, out again, and what is wrong with them."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
from click.testing import Result
from regledger.ledger import Ledger
from regledger.sectors.loading import Sectors
from regledger_cli.who import os_actor

from .conftest import AUTHORITY, ENTERPRISE, Run, line

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 3
SECRET = b"%PDF-1.7 statement of a witness whose name is Qin Shuang " * 5


@pytest.fixture(autouse=True)
def county(run: Run, ledger: str, folder: Path) -> None:
    """An authority and an enterprise on record, and files to attach."""
    given = [line("authority.register", AUTHORITY), line("enterprise.register", ENTERPRISE)]
    assert run("submit", "-", stdin="\n".join(given)).exit_code == 0
    (folder / "photo.jpg").write_bytes(PHOTO)
    (folder / "Qin Shuang.pdf").write_bytes(SECRET)


def objects(result: Result) -> list[dict[str, Any]]:
    return [msgspec.json.decode(each) for each in result.stdout.splitlines()]


def kept(folder: Path) -> list[Path]:
    return sorted(path for path in (folder / "regledger.db.attachments").rglob("*") if path.is_file())


def test_files_are_attached_and_listed(run: Run, folder: Path) -> None:
    """Each file is answered with its number and digest, and both lists and the record show it."""
    attached = run("attach", "enterprise:E-1", "photo.jpg", "Qin Shuang.pdf", "--title", "储罐 T-3", "--json")

    answers = objects(attached)
    assert attached.exit_code == 0
    assert [(one["answer"], one["number"], one["media_type"]) for one in answers] == [
        ("recorded", 3, "image/jpeg"),
        ("recorded", 4, "application/pdf"),
    ]
    [listed] = objects(run("attachments", "list", "enterprise:E-1", "--json"))
    assert [one["digest"] for one in listed["attachments"]] == [one["digest"] for one in answers]
    [every] = objects(run("attachments", "list", "--json"))
    assert every["attachments"] == listed["attachments"]
    [shown] = objects(run("show", "enterprise:E-1", "--json"))
    assert [one["number"] for one in shown["attachments"]] == [3, 4]
    assert "#3 image/jpeg, 772 bytes  储罐 T-3" in run("show", "enterprise:E-1").stdout
    assert "attachment.added" in run("history", "enterprise:E-1").stdout
    assert "Shuang" not in run("history", "enterprise:E-1", "--json").stdout


def test_a_public_file_is_had_back(run: Run, folder: Path) -> None:
    """By number or digest, whole, readable by its owner alone, and never over another file."""
    [answer] = objects(run("attach", "enterprise:E-1", "photo.jpg", "--json"))

    assert run("attachments", "get", "3", "--to", "a.jpg").exit_code == 0
    assert run("attachments", "get", answer["digest"], "--to", "b.jpg").exit_code == 0

    assert (folder / "a.jpg").read_bytes() == (folder / "b.jpg").read_bytes() == PHOTO
    assert (folder / "a.jpg").stat().st_mode & 0o777 == 0o600
    taken = run("attachments", "get", "3", "--to", "a.jpg")
    assert (taken.exit_code, "There is something at a.jpg already" in taken.stderr) == (3, True)
    unknown = run("attachments", "get", "1", "--to", "c.jpg")
    assert (unknown.exit_code, "1 is no attachment" in unknown.stderr) == (3, True)
    nowhere = run("attachments", "get", "3", "--to", "no/folder/c.jpg")
    assert (nowhere.exit_code, "no/folder/c.jpg cannot be written" in nowhere.stderr) == (3, True)


def test_one_bad_file_keeps_no_other_back(run: Run, folder: Path) -> None:
    """A file that cannot be read is named, one that is attached already is refused, the rest is attached."""
    run("attach", "enterprise:E-1", "photo.jpg")

    result = run("attach", "enterprise:E-1", "photo.jpg", "nowhere.png", "Qin Shuang.pdf", "--json")

    assert result.exit_code == 3
    assert [one["answer"] for one in objects(result)] == ["refused", "failed", "recorded"]
    assert "nowhere.png cannot be attached: there is no such file" in result.stderr
    refused = run("attach", "enterprise:E-1", "photo.jpg")
    assert (refused.exit_code, "already, by fact #3" in refused.stdout) == (1, True)
    assert run("attach", "enterprise:E-1", "photo.jpg", "--media-type", "no type").exit_code == 2
    assert run("attach", "enterprise:E-1", "photo.jpg", "--of", "person:p1").exit_code == 2
    assert run("attach", "enterprise:E-9", "photo.jpg").exit_code == 1
    assert len(kept(folder)) == 2


APPOINTED = {"officer": "li", "authority": "emb", "name": "Li", "appointed_on": "2020-01-02"}
GRANTED = {"holder": "officer:li", "authority": "emb", "valid_from": "2020-01-02", "ground": "Order 1"}
ROLES = [
    line("officer.appoint", APPOINTED),
    *(
        line("role.grant", {**GRANTED, "role": role, "granted_on": "2020-01-02"}, actor="officer:li")
        for role in ("approve", "disclose")
    ),
]
DISCLOSED = (
    "--purpose",
    "hearing of case C-1",
    "--recipient",
    "county court",
    "--authority",
    "emb",
    "--as",
    "officer:li",
)


@pytest.fixture
def personal(run: Run) -> dict[str, Any]:
    """A personal file of person:p1, and an officer who may disclose."""
    assert run("submit", "-", stdin="\n".join(ROLES)).exit_code == 0
    words = ("attach", "enterprise:E-1", "Qin Shuang.pdf", "--personal", "--of", "person:p1", "--json")
    [answer] = objects(run(*words))
    return answer


def test_a_personal_file_is_kept_encrypted(run: Run, folder: Path, personal: dict[str, Any]) -> None:
    """No file beside the ledger holds a piece of it, and the check needs no key."""
    (folder / "Qin Shuang.pdf").unlink()

    assert personal["owner"] == "person:p1"
    assert [path for path in folder.rglob("*") if path.is_file() and b"witness" in path.read_bytes()] == []
    (folder / "regledger.db.keys").unlink()
    assert run("attachments", "check").exit_code == 0


def test_a_personal_file_is_opened_once_its_disclosure_is_recorded(
    run: Run, folder: Path, personal: dict[str, Any]
) -> None:
    """Without purpose and recipient nothing is written; with them the fact is there first, and names the attachment."""
    number = str(personal["number"])

    bare = run("attachments", "get", number, "--to", "out.pdf")
    assert (bare.exit_code, "opening it is recorded first" in bare.stderr) == (3, True)
    stranger = run("attachments", "get", number, "--to", "out.pdf", *DISCLOSED[:-1], "officer:nobody")
    assert (stranger.exit_code, "REFUSED" in stranger.stdout) == (1, True)
    assert not (folder / "out.pdf").exists()

    [opened] = objects(run("attachments", "get", number, "--to", "out.pdf", *DISCLOSED, "--json"))

    assert (folder / "out.pdf").read_bytes() == SECRET
    [history] = objects(run("history", "person:p1", "--json"))
    told = {fact["number"]: fact["type"] for fact in history["facts"]}
    assert told[opened["disclosure"]] == "personal.disclosed"
    assert list(told.values()).count("personal.disclosed") == 1


def test_an_erased_subjects_file_reads_erased(run: Run, folder: Path, personal: dict[str, Any]) -> None:
    """After `personal erase` it is in no file any more; list and get say Erased, the facts and the check stay well."""
    (folder / "Qin Shuang.pdf").rename(folder.parent / "statement.pdf")
    [file] = kept(folder)
    encrypted = file.read_bytes()
    words = ("--ground", "consent_withdrawn", "--reason", "asked for", "--authority", "emb", "--as", "officer:li")

    assert run("personal", "erase", "person:p1", *words).exit_code == 0

    left = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert [piece for piece in (b"witness", encrypted[-64:], encrypted[100:164]) if piece in left] == []
    got = run("attachments", "get", str(personal["number"]), "--to", "out.pdf", *DISCLOSED)
    assert (got.exit_code, "reads Erased" in got.stderr) == (3, True)
    assert "Erased" in run("attachments", "list", "enterprise:E-1").stdout
    assert run("attachments", "check").exit_code == 0
    again = run("attach", "enterprise:E-1", str(folder.parent / "statement.pdf"), "--personal", "--of", "person:p1")
    assert (again.exit_code, "person:p1 was erased" in again.stdout) == (1, True)
    assert kept(folder) == []


def test_who_attaches_is_known_by_the_login(run: Run) -> None:
    """Unless another is named the fact is the login's, and known so; another is only asserted, and through which login."""
    run("attach", "enterprise:E-1", "photo.jpg")
    run("attach", "authority:emb", "photo.jpg", "--as", "officer:li")

    with Ledger.open("sqlite:///regledger.db") as ledger:
        commits = [fact.commit.by for fact in ledger.facts(types=["attachment.added"])]

    assert [(by.actor, by.known, by.channel) for by in commits if by] == [
        (os_actor(), "os", "cli"),
        ("officer:li", "asserted", "cli"),
    ]


def test_what_cannot_be_opened_records_no_disclosure(run: Run, folder: Path, personal: dict[str, Any]) -> None:
    """A damaged file, a lost key and a place that is taken are said before anything is recorded."""
    number = str(personal["number"])
    [file] = kept(folder)
    whole = file.read_bytes()

    assert run("attachments", "get", number, "--to", "photo.jpg", *DISCLOSED).exit_code == 3
    file.write_bytes(whole[:-9])
    damaged = run("attachments", "get", number, "--to", "out.pdf", *DISCLOSED)
    assert (damaged.exit_code, "was altered" in damaged.stderr) == (3, True)
    file.write_bytes(whole)

    assert "personal.disclosed" not in run("history", "person:p1").stdout
    assert not (folder / "out.pdf").exists()


def test_every_defect_is_listed_with_its_fact(run: Run, folder: Path) -> None:
    """Missing, altered and of another size: each by the number of the fact; what no fact names comes last."""
    paths = []
    for index in range(5):
        (folder / f"{index}.bin").write_bytes(os.urandom(100))
        [answer] = objects(run("attach", "enterprise:E-1", f"{index}.bin", "--json"))
        digest = answer["digest"]
        paths.append(folder / "regledger.db.attachments" / digest[:2] / digest[2:])
    assert run("attachments", "check").exit_code == 0
    paths[0].unlink()
    paths[1].write_bytes(os.urandom(100))
    paths[2].write_bytes(b"short")
    orphan = paths[3].with_name("0" * 62)
    orphan.write_bytes(b"nobody's")
    os.utime(orphan, (1_000_000, 1_000_000))

    result = run("attachments", "check", "--json")

    [found] = objects(result)
    assert (result.exit_code, found["well"], found["files"]) == (1, False, 5)
    assert [(one["wrong"], one["number"]) for one in found["defects"]] == [
        ("missing", 3),
        ("altered", 4),
        ("wrong size", 5),
        ("orphan", None),
    ]
    shown = run("attachments", "check")
    assert all(word in shown.stdout for word in ("missing  #3", "altered  #4", "wrong size  #5", "4 defects"))
    assert "sweep" in shown.stderr
    swept = run("attachments", "sweep")
    assert (swept.exit_code, "1 files removed" in swept.stdout, orphan.exists()) == (0, True, False)


def test_a_ledger_without_attachments_says_so(run: Run, folder: Path) -> None:
    """Listing, checking and sweeping find nothing, and make nothing."""
    assert "Nothing is attached." in run("attachments", "list").stderr
    assert "0 attachments, 0 files" in run("attachments", "check").stdout
    assert run("attachments", "sweep").exit_code == 0
    assert not (folder / "regledger.db.attachments").exists()


def test_doctor_looks_at_a_sample(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Attachments that are not what was attached, may be read by others or were left half written are told by doctor."""
    monkeypatch.setattr(Sectors, "installed", classmethod(lambda cls: cls()))

    def told() -> dict[str, tuple[str, str]]:
        checks = msgspec.json.decode(run("doctor", "--json").stdout)["checks"]
        return {one["name"]: (one["verdict"], one["found"]) for one in checks if one["name"].startswith("attachments")}

    assert told() == {"attachments": ("ok", "none yet")}
    run("attach", "enterprise:E-1", "photo.jpg")
    assert told() == {"attachments": ("ok", "a sample of 1 is what was attached")}
    attachments = folder / "regledger.db.attachments"
    [file] = kept(folder)
    file.write_bytes(os.urandom(len(PHOTO)))
    attachments.chmod(0o755)
    part = attachments / ".part-1"
    part.touch()
    os.utime(part, (1_000_000, 1_000_000))

    found = told()

    assert {name: verdict for name, (verdict, _) in found.items()} == {
        "attachments": "bad",
        "attachments folder": "bad",
        "attachments unfinished": "warn",
    }
    assert "#3 is altered" in found["attachments"][1]
    file.unlink()
    assert "#3 is missing" in told()["attachments"][1]
