"""A site profile from the command line: submitted, shown, told and found as any record is."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

FIREWORKS = """
from regledger.sectors import Profile, Sector, SiteProfile, Text, hookimpl

@hookimpl
def regledger_sector():
    return Sector(name="fireworks", title="Fireworks", title_zh="烟花爆竹", contract=2)

class Store(Profile, frozen=True, kw_only=True):
    boxes_licensed: int
    keeper: Text = ""

@hookimpl
def regledger_site_profiles():
    return [SiteProfile(schema=Store, title="fireworks store", title_zh="零售点")]
"""

SITE = {
    "site": "S-1",
    "enterprise": "E-1",
    "name": "Store",
    "address": "1 River Road",
    "authority": "emb",
    "sector": "fireworks",
    "registered_on": "2020-01-02",
}
STEPS: list[tuple[str, dict[str, Any]]] = [
    ("authority.register", {"authority": "emb", "name": "应急管理局", "registered_on": "2020-01-02"}),
    (
        "enterprise.register",
        {"enterprise": "E-1", "name": "店", "credit_code": "91430100MA4L16JQ9D", "registered_on": "2020-01-02"},
    ),
    ("site.register", SITE),
    (
        "fireworks_site.profile",
        {
            "site": "S-1",
            "authority": "emb",
            "profile": {"boxes_licensed": 50, "keeper": "East gate"},
            "profiled_on": "2026-03-02",
        },
    ),
]

Cli = Callable[..., str]


@pytest.fixture(scope="module")
def cli(new_shelf: Callable[[], Any], tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """The command line on a ledger in which store S-1 has a profile, with the sector installed."""
    shelf, folder = new_shelf(), tmp_path_factory.mktemp("county")
    shelf.lay("fireworks", FIREWORKS, bare=True)
    ledger = f"sqlite:///{folder}/county.db"

    def run(*arguments: str) -> str:
        ran = shelf.python("-m", "regledger_cli", *arguments, "--ledger", ledger)
        assert ran.returncode == 0, ran.stderr + ran.stdout
        return str(ran.stdout)

    run("init")
    lines = folder / "lines.ndjson"
    lines.write_text("".join(json.dumps({"command": name, "body": body}) + "\n" for name, body in STEPS))
    run("submit", str(lines))
    return run


def test_a_profile_is_shown(cli: Cli) -> None:
    """`show` gives the fields of the schema, as a table and as JSON."""
    shown, plain = cli("show", "fireworks_site:S-1"), json.loads(cli("show", "fireworks_site:S-1", "--json"))

    assert "boxes_licensed" in shown
    assert plain["state"]["boxes_licensed"] == 50


def test_a_profile_stands_in_the_history_of_its_site(cli: Cli) -> None:
    """`history` of the site and of its record both tell when it was profiled."""
    of_site, of_record = cli("history", "site:S-1"), cli("history", "fireworks_site:S-1")

    assert "fireworks_site.profiled" in of_site
    assert "fireworks_site.profiled" in of_record


def test_the_text_of_a_profile_is_found(cli: Cli) -> None:
    """`find` leads from a word in the profile to the site."""
    found = cli("find", "East gate")

    assert "site:S-1" in found


def test_a_profile_has_a_template_and_a_schema(cli: Cli) -> None:
    """Who submits one sees the fields of the schema, as of every command."""
    template = json.loads(cli("submit", "--template", "fireworks_site.profile"))
    schema = cli("submit", "--schema", "fireworks_site.profile")

    assert "boxes_licensed" in template["body"]["profile"]
    assert "boxes_licensed" in schema
