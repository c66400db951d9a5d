"""Stories of sectors: what a `demo.toml` may hold, and what is said of one that ends otherwise than it says."""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from regledger.errors import LawError
from regledger.installation import Installation
from regledger.sectors.demo import Demo, DemoStep
from regledger.sectors.loading import Sectors
from regledger.testing.conformance.told import told_wrong

REGISTER = (
    '{"command": "site.register", "body": {"site": "S-2", "enterprise": "%s", "name": "Store", "address": "Road", '
    '"authority": "emb", "sector": "%s", "registered_on": "2020-01-02"}}'
)
GOOD = 'title = "A store"\ntitle_zh = "仓库"\n[[step]]\nsay = "A store."\n'
Told = Callable[[str], Demo | None]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Reads a story from a package of its own."""
    monkeypatch.syspath_prepend(str(tmp_path))
    (tmp_path / "telling").mkdir()
    (tmp_path / "telling" / "__init__.py").touch()
    monkeypatch.delitem(sys.modules, "telling", raising=False)

    def read(text: str) -> Demo | None:
        (tmp_path / "telling" / "demo.toml").write_text(text, encoding="utf-8")
        return Demo.of_package("telling")

    return read


def test_a_story_is_read(told: Told) -> None:
    """Its lines are commands, in their order."""
    demo = told(GOOD + f"submit = '''\n{REGISTER % ('E-1', 'general')}\n'''\nrun = [\"show site:S-2\"]\n")

    assert demo is not None
    assert [line.command for line in demo.step[0].lines] == ["site.register"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("title =", "Invalid value"),
        ('title = "A store"\n', "title_zh"),
        (GOOD + "shout = 1\n", "shout"),
        (GOOD + "submit = '''{\"command\": 1}'''\n", "a line of step 1 is no command"),
        (GOOD + "submit = '''no'''\n", "a line of step 1 is no command"),
        (GOOD + 'refused_by = ["A-1"]\n', "step 1 is refused and submits nothing"),
        (GOOD + '[[step]]\nsay = " "\n', "step 2 says nothing"),
    ],
)
def test_a_story_that_cannot_be_told_is_named(told: Told, text: str, found: str) -> None:
    """What is no TOML, no command, or says nothing is refused with its file and step."""
    with pytest.raises(LawError, match=f"telling:demo.toml.*{found}"):
        told(text)


def test_a_package_without_a_story_has_none() -> None:
    """A sector need not tell one."""
    assert Demo.of_package("regledger") is None


@pytest.mark.parametrize(
    ("enterprise", "sector", "refused_by", "warned_by", "found"),
    [
        ("E-1", "general", (), (), None),
        ("E-9", "general", ("REF",), (), None),
        ("E-1", "quarry", (), ("SECTOR",), None),
        ("E-9", "general", (), (), "was refused by REF and not by no rule"),
        ("E-1", "general", ("REF",), (), "was refused by no rule and not by REF"),
        ("E-1", "general", (), ("SECTOR",), "nothing was warned of by SECTOR"),
    ],
)
def test_how_a_step_ends(
    enterprise: str, sector: str, refused_by: tuple[str, ...], warned_by: tuple[str, ...], found: str | None
) -> None:
    """A step that ends as it says is quiet; of another it is said which rules refused, or did not warn."""
    one = DemoStep(say="A store.", submit=REGISTER % (enterprise, sector), refused_by=refused_by, warned_by=warned_by)
    demo = Demo(title="A store", title_zh="仓库", step=(one,))

    wrong = list(told_wrong(demo, Installation(Sectors()), today=date(2026, 3, 2)))

    assert (found is None) == (wrong == [])
    assert all(number == 1 and (found or "") in what for number, what in wrong)


def test_only_the_last_line_of_a_step_may_be_refused() -> None:
    """A line before it that is refused is told, whatever the step says."""
    first = DemoStep(say="Two stores.", submit=REGISTER % ("E-9", "general") + "\n" + REGISTER % ("E-1", "general"))

    wrong = list(
        told_wrong(Demo(title="A", title_zh="一", step=(first,)), Installation(Sectors()), today=date(2026, 3, 2))
    )

    assert wrong == [(1, "line 1, site.register, was refused by REF and not by no rule")]
