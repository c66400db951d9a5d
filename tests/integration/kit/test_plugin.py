"""The pytest plugin: a stranger's tests run on a store that they do not name, with a sector that is not installed."""

from __future__ import annotations

from pathlib import Path

from .conftest import DRAFT, FIREWORKS, Pytest, lay

STORE = """
from regledger.testing.scenario import step

STORE = step("site.register", site="S-2", enterprise="E-1", name="Store", address="2 River Road", authority="emb",
             sector="fireworks", registered_on="2020-01-02")
"""

FIRE = """
from regledger.testing.scenario import step

FIRE = step("authority.register", authority="fire", name="Fire brigade", registered_on="2026-03-02")
"""


def test_a_draft_is_tested_without_being_installed(tmp_path: Path, tested: Pytest) -> None:
    """With `regledger_sector` the sector of that folder is in use, from whichever folder pytest is started."""
    test = STORE + "def test_it(given):\n    given().when(STORE).then('site.registered').quietly()\n"
    files = {"pyproject.toml": DRAFT, "regledger_fireworks/__init__.py": FIREWORKS, "tests/test_it.py": test}
    folder = lay(tmp_path / "fireworks", files)

    at_root, below = tested(folder), tested(folder / "tests")
    from_above = tested(tmp_path, "--rootdir", str(tmp_path), "-c", "fireworks/pyproject.toml", "fireworks/tests")

    for ran in (at_root, below, from_above):
        assert "1 passed" in ran.stdout, ran.stdout


def test_without_the_setting_the_installed_sectors_are_in_use(tmp_path: Path, tested: Pytest) -> None:
    """The same test in a project that names no sector is warned that nobody judges that site."""
    test = STORE + "def test_it(given):\n    given().when(STORE).warns('SECTOR', code='sector.not_in_use')\n"

    ran = tested(lay(tmp_path / "other", {"test_it.py": test}))

    assert "1 passed" in ran.stdout, ran.stdout


def test_every_scenario_has_a_store_of_its_own(tmp_path: Path, tested: Pytest) -> None:
    """Two of one test share nothing, an empty county is one, and the clock passes on to the day of the history."""
    test = (
        FIRE
        + """
def test_it(given, county):
    one, other, bare = given(FIRE), given(), given(county=())
    assert one.state("authority:fire") is not None and other.state("authority:fire") is None
    assert bare.state("authority:emb") is None and county.state("authority:emb") is not None
    other.when(FIRE).refuses("TIME")
    one.when(FIRE.but(authority="f-2")).then("authority.registered")
"""
    )

    ran = tested(lay(tmp_path / "other", {"test_it.py": test}), "-W", "error")

    assert "1 passed" in ran.stdout, ran.stdout


def test_a_property_tries_many_histories_in_one_test(tmp_path: Path, tested: Pytest) -> None:
    """`given` may be asked for under hypothesis: each example has its scenario, and nothing is left behind."""
    test = (
        FIRE
        + """
import hypothesis
from hypothesis import strategies

@hypothesis.settings(max_examples=30, database=None, deadline=None)
@hypothesis.given(name=strategies.sampled_from(["a", "b", "c", "d"]), late=strategies.booleans())
def test_it(given, name, late):
    day = "2026-03-02" if late else "2026-03-01"
    attempt = given().on(day).when(FIRE.but(authority=name))
    attempt.then("authority.registered") if late else attempt.refuses("TIME")
"""
    )

    ran = tested(lay(tmp_path / "other", {"test_it.py": test}), "-W", "error")

    assert "1 passed" in ran.stdout, ran.stdout
    assert list((tmp_path / "temporary").iterdir()) == []


def test_a_sector_that_cannot_be_used_fails_its_tests_with_the_reason(tmp_path: Path, tested: Pytest) -> None:
    """Its mistake is named in a line, without the kit's own frames."""
    files = {"pyproject.toml": DRAFT, "regledger_fireworks/__init__.py": FIREWORKS + "\nregledger_misnamed = 1 / 0\n"}
    test = {"tests/test_it.py": "def test_it(county): pass\n"}

    ran = tested(lay(tmp_path / "fireworks", files | test))

    assert "sector fireworks 0.1.0 cannot be used: " in ran.stdout
    assert "division by zero" in ran.stdout
    assert "Traceback" not in ran.stdout
    assert "testing/plugin.py" not in ran.stdout


def test_a_folder_without_a_sector_is_named_with_the_remedy(tmp_path: Path, tested: Pytest) -> None:
    """A setting that leads nowhere fails the tests that ask for a scenario, and says where it led."""
    files = {"pytest.ini": "[pytest]\nregledger_sector = nowhere\n", "test_it.py": "def test_it(county): pass\n"}

    ran = tested(lay(tmp_path / "other", files))

    assert f"{tmp_path}/other/nowhere holds no sector that can be used" in ran.stdout
    assert "regledger sectors new NAME" in ran.stdout


def test_other_projects_pay_nothing(tmp_path: Path, tested: Pytest) -> None:
    """Where no test asks for a fixture of the kit, neither the ledger nor any of its libraries is imported."""
    test = """
import sys

def test_it():
    loaded = {name for name in sys.modules if name.split(".")[0] in ("regledger", "msgspec", "eventsourcing", "pydantic")}
    assert loaded == {"regledger", "regledger.testing", "regledger.testing.plugin"}
"""

    ran = tested(lay(tmp_path / "other", {"test_it.py": test}), "-p", "no:hypothesispytest")

    assert "1 passed" in ran.stdout, ran.stdout
