"""What sectors declare as data, on the command line: what is due, what a document carries, which registers come in."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from regledger.testing.rectification import FOUND, ORDERED
from regledger.testing.scenario import COUNTY, Step, step

from tests.unit.history.drafted import BOXES, REPORT, STORES_TABLE, TRAINING, draft

from .conftest import Run, line

INFO = "Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"


@pytest.fixture
def county(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A ledger of a county whose site S-1 is a store of the drafted sector, installed as an installer would."""
    one = draft(tmp_path / "drafts", TRAINING, REPORT, BOXES, STORES_TABLE)
    info = one.folder / f"{one.distribution.replace('-', '_')}-{one.version}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(INFO.format(name=one.distribution, version=one.version))
    (info / "entry_points.txt").write_text(
        "[regledger.sectors]\n" + "".join(f"{name} = {value}\n" for name, value in one.points)
    )
    monkeypatch.setattr(sys, "path", [*sys.path])
    monkeypatch.syspath_prepend(str(one.folder))
    *before, site = COUNTY
    steps: list[Step] = [
        *before,
        site.but(sector="fireworks"),
        step("store.open", site="S-1", boxes=12, on="2026-03-01"),
        FOUND.but(hazards=FOUND.body["hazards"][:1]),
        ORDERED,
    ]
    assert run("init").exit_code == 0
    lines = "\n".join(line(one.command, one.body) for one in steps)
    sent = run("submit", "--as", "authority:emb", "-", stdin=lines)
    assert sent.exit_code == 0, sent.output


def answer(run: Run, *words: str) -> Any:
    result = run(*words, "--json")
    assert result.exit_code == 0, result.output
    return msgspec.json.decode(result.stdout)


@pytest.mark.usefixtures("county")
def test_what_is_due_is_listed_oldest_first(run: Run) -> None:
    """The report of a month, the training of sixty days and the order's last day, with rule and reckoning; only what has begun by then."""
    listed = answer(run, "due", "--on", "2026-03-02", "--until", "2026-12-31")
    shown = run("due", "--on", "2026-04-02")
    none = run("due", "--on", "2026-03-29")

    assert [(one["due"], one["subject"], one["obligation"]) for one in listed["due"]] == [
        ("2026-04-01", "site:S-1", "store.report_due"),
        ("2026-04-30", "site:S-1", "store.training_due"),
    ]
    assert (listed["on"], listed["until"], listed["left_out"]) == ("2026-03-02", "2026-12-31", 0)
    assert (
        "2026-04-01, overdue since 2026-04-02  site:S-1: Report the store 上报, by the authority  (K-01 某办法(2020) Art 5)"
        in shown.stdout
    )
    assert "start, not counted" in shown.stdout
    assert "Train" not in shown.stdout
    assert none.stdout == "Nothing is due by 2026-03-29.\n"
    assert "--until DAY" in none.stderr


@pytest.mark.usefixtures("county")
def test_a_list_without_a_broken_sector_says_so(run: Run, tmp_path: Path) -> None:
    """A sector that cannot be used any more is named, so that nobody takes its silence for nothing due."""
    [file] = (tmp_path / "drafts").rglob("sector.toml")
    file.write_text(file.read_text(encoding="utf-8").replace("K-01.training", "K-09", 1), encoding="utf-8")

    shown = run("due", "--on", "2026-04-02")
    listed = answer(run, "due", "--on", "2026-04-02")

    assert "site:S-1" not in shown.stdout
    assert "Sector fireworks cannot be used, and its obligations are not listed" in shown.stderr
    assert [one["subject"] for one in listed["due"]] == ["hazard:H-1"]
    assert listed["sectors_broken"] == ["fireworks"]


@pytest.mark.usefixtures("county")
def test_a_subject_that_cannot_be_counted_is_named(run: Run, tmp_path: Path) -> None:
    """What is due elsewhere is listed all the same; the subject is said on stderr, and the list ends with exit code 1."""
    [file] = (tmp_path / "drafts").rglob("sector.toml")
    text = file.read_text(encoding="utf-8").replace('unit = "month"', 'unit = "year"')
    file.write_text(text.replace("value = 1\n", "value = 9000\n"), encoding="utf-8")

    shown = run("due", "--on", "2026-04-02")
    listed = run("due", "--on", "2026-04-02", "--json")

    assert (shown.exit_code, listed.exit_code) == (1, 1)
    assert shown.stdout.startswith("2026-03-30, overdue since 2026-03-31  hazard:H-1: ")
    assert "What is due on site:S-1 could not be counted: " in shown.stderr
    assert [one["subject"] for one in msgspec.json.decode(listed.stdout)["unread"]] == ["site:S-1"]


@pytest.mark.usefixtures("county")
def test_the_steps_on_a_subject_are_due_as_well(run: Run) -> None:
    """Asked for by its name, a site lists its hazard's report beside its own obligations."""
    listed = answer(run, "due", "site:S-1", "--on", "2026-03-30")

    assert [(one["subject"], one["command"], one["sector"]) for one in listed["due"]] == [
        ("hazard:H-1", "hazard.report_rectified", "")
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["due", "site:S-9"], 3, "Nothing is recorded about site:S-9."),
        (["due", "S-1"], 2, "'S-1' is no subject"),
        (["due", "--authority", "emd"], 3, "Nothing is recorded about authority:emd."),
        (["due", "--authority", "应急局"], 2, "'authority:应急局' is no subject"),
        (["due", "--until", "soon"], 2, "'soon' is no day written YYYY-MM-DD."),
        (["due", "--sector", "fishing"], 2, "'fishing' is no sector in use"),
        (["document", "site:S-1"], 3, "it is a site. Name one of inspection:…"),
        (["document", "order:R-9"], 3, "Nothing is recorded about order:R-9."),
        (["document", "order:R-1", "--on", "2026-03-02"], 3, "no such record stands then."),
        (["import", "fireworks:store", "stores.csv"], 2, "Did you mean fireworks:stores?"),
        (["import", "fireworks:stores"], 2, "Missing argument 'FILES...'"),
        (["import", "nowhere.toml", "stores.csv"], 2, "'nowhere.toml' does not exist"),
    ],
)
@pytest.mark.usefixtures("county")
def test_a_slip_is_named(run: Run, folder: Path, words: list[str], code: int, said: str) -> None:
    """What nobody can answer is said on stderr with its remedy, without a trace."""
    (folder / "stores.csv").write_text("编号,日期\n", encoding="utf-8")

    result = run(*words)

    assert (result.exit_code, result.stdout) == (code, "")
    assert said in " ".join(result.stderr.split())


@pytest.mark.usefixtures("county")
def test_next_lists_the_obligations_that_wait(run: Run) -> None:
    """Each with its command, or its title where no command records it."""
    steps = {one["obligation"]: one for one in answer(run, "next", "site:S-1", "--on", "2026-03-02")["steps"]}
    shown = run("next", "site:S-1", "--on", "2026-05-01")

    assert (steps["store.training_due"]["command"], steps["store.training_due"]["due"]) == ("store.train", "2026-04-30")
    assert "- site:S-1: store.train - Train the staff 培训 by 2026-04-30, overdue since 2026-05-01" in shown.stdout
    assert "- site:S-1: Report the store 上报 by 2026-04-01" in shown.stdout


@pytest.mark.usefixtures("county")
def test_a_document_lists_its_fields_with_the_facts_behind_them(run: Run) -> None:
    """The core's and the sector's, nothing personal, and the same in both forms."""
    listed = answer(run, "document", "order:R-1", "--on", "2026-04-01")
    shown = run("document", "order:R-1", "--on", "2026-04-01")

    fields = {one["name"]: one for one in listed["fields"]}
    assert (listed["document"], fields["boxes"]["value"], fields["boxes"]["sector"]) == ("order", 12, "fireworks")
    assert fields["items"]["value"][0]["responsible"] == "(personal)"
    assert fields["boxes"]["from_facts"]
    assert "boxes [fireworks]" in shown.stdout
    assert "County court" in shown.stdout
    assert "张三" not in shown.stdout


@pytest.mark.usefixtures("county")
def test_a_register_comes_in_by_a_mapping_of_the_sector(run: Run, folder: Path) -> None:
    """`--list` names it; by its name a register is read, and again nothing is recorded."""
    (folder / "stores.csv").write_text("编号,日期\nS-1,2026年3月2日\n", encoding="utf-8")
    words = ("import", "fireworks:stores", "stores.csv", "--as", "authority:emb", "--as-of", "2026-03-03")

    listed = answer(run, "import", "--list")
    shown = run("import", "--list")
    first, again = answer(run, *words), answer(run, *words)

    assert ("fireworks:stores", "stores") in [(one["name"], one["register"]) for one in listed["mappings"]]
    assert "fireworks:stores" in shown.stdout
    assert first["recorded_by_type"]["store.opened"] == 1
    assert again["recorded"] == 0


@pytest.mark.usefixtures("county")
def test_a_file_called_as_a_mapping_of_a_sector_goes_first_and_says_so(run: Run, folder: Path) -> None:
    """Where both are there the file is the mapping, and stderr says which was used; by the sector's alone nothing is said."""
    (folder / "stores.csv").write_text("编号,日期\nS-1,2026年3月2日\n", encoding="utf-8")
    words = ("import", "fireworks:stores", "stores.csv", "--as", "authority:emb", "--as-of", "2026-03-03")
    alone = run(*words)
    (folder / "fireworks:stores").write_text("[register]\n", encoding="utf-8")

    both = run(*words)

    assert (alone.exit_code, both.exit_code) == (0, 3), both.output
    assert "A file is called" not in alone.stderr
    assert "A file is called fireworks:stores: it is the mapping" in both.stderr
