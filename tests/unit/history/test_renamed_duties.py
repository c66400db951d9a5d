"""Data of a sector that names a fact or a command as it was called before: it means the present one."""

from __future__ import annotations

from pathlib import Path

from .drafted import CODE, STORES_TABLE, TRAINING, installed

RENAMED = (
    CODE.replace("def act(verb, done, formerly=()):", "def act(verb, done, formerly=(), was=()):")
    .replace('f"site:{command.site}"])', 'f"site:{command.site}"], formerly=was)')
    .replace('act("train", "trained")', 'act("drill", "drilled", "store.trained", "store.train")')
    .replace('act("open", "opened")', 'act("found", "founded", "store.opened", "store.open")')
)


def test_an_obligation_by_former_names_goes_on(tmp_path: Path) -> None:
    """What begins and meets it, and the command that does, are found under the present names."""
    installation = installed(tmp_path / "sector", TRAINING, code=RENAMED)

    [one] = installation.obligations.values()
    assert installation.declared["fireworks"].obligations == (one,)
    assert (one.begins, one.met_by, one.command) == (
        ("store.founded", "store.drilled"),
        ("store.drilled",),
        "store.drill",
    )


def test_a_mapping_by_a_former_name_of_a_command_is_used(tmp_path: Path) -> None:
    """A sector's mapping that names the command as it was called is no reason to leave the sector out."""
    installation = installed(tmp_path / "sector", STORES_TABLE, code=RENAMED)

    assert installation.sectors.broken == []
    assert [one.name for one in installation.declared["fireworks"].import_mappings] == ["stores"]
