"""The walls of the house: who may import whom (DESIGN §1)."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import regledger.sectors as contract

ROOT = Path(__file__).resolve().parents[3]
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))
LAYERS = {
    "core": ROOT / "core",
    "projections": ROOT / "projections",
    "cli": ROOT / "cli",
}
PARTS = {path.name for plugin in PLUGINS for path in plugin.glob("regledger_*")}
FORBIDDEN = {
    "core": {"nats", "click", "rich", "regledger_projections", "regledger_cli", *PARTS},
    "projections": {"click", "rich", "regledger_cli", *PARTS},
    "cli": PARTS,
}


def _imports(path: Path) -> Iterator[str]:
    """Every module that a file imports, also late or only for types; `from x import y` as `x.y`."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module or ''}.{name.name}" if node.level == 0 else "." for name in node.names)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "import_module":
            yield from (arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str))


def _crossing(folder: Path, forbidden: set[str]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sorted(folder.rglob("*.py"))
        for name in _imports(path)
        if name.split(".")[0] in forbidden
    ]


@pytest.mark.parametrize("layer", LAYERS)
def test_a_layer_imports_nothing_below_it(layer: str) -> None:
    """Core imports no NATS, click or plugin; projections no click, CLI or plugin; the CLI no plugin."""
    assert list(LAYERS[layer].rglob("*.py")) != []
    assert _crossing(LAYERS[layer], FORBIDDEN[layer]) == []


def test_a_wall_that_is_broken_is_seen(tmp_path: Path) -> None:
    """An import inside a function, under a condition or by name is found as one at the top is."""
    module = tmp_path / "broken.py"
    module.write_text("def f():\n    from click import echo\nif f:\n    import nats.js\nimport_module('rich.table')\n")

    assert list(_imports(module)) == ["click.echo", "nats.js", "rich.table"]


@pytest.mark.parametrize("plugin", PLUGINS, ids=lambda plugin: plugin.name)
def test_a_plugin_imports_the_public_contract_only(plugin: Path) -> None:
    """A plugin takes what `regledger.sectors` and `regledger_cli.kit` offer; its tests also the testing kit."""
    strays = []
    for path in sorted(plugin.rglob("*.py")):
        in_tests = path.is_relative_to(plugin / "tests")
        for name in _imports(path):
            package, *rest = name.split(".")
            if package not in {"regledger", "regledger_cli", "regledger_projections"}:
                continue
            offered = len(rest) == 2 and (package, rest[0]) in {("regledger", "sectors"), ("regledger_cli", "kit")}
            kit = in_tests and package == "regledger" and rest[:1] == ["testing"]
            if not (offered or kit):
                strays.append(f"{path.relative_to(ROOT)} imports {name}")

    assert strays == []


def test_what_plugins_import_is_offered() -> None:
    """Every name that a shipped plugin takes from `regledger.sectors` stands in its `__all__`."""
    taken = {
        name.removeprefix("regledger.sectors.")
        for plugin in PLUGINS
        for path in plugin.rglob("*.py")
        for name in _imports(path)
        if name.startswith("regledger.sectors.")
    }

    assert taken != set()
    assert taken - set(contract.__all__) == set()
    assert [name for name in contract.__all__ if not hasattr(contract, name)] == []


def test_core_names_no_shipped_sector() -> None:
    """No file of core names a shipped sector or its package: they are found as a stranger's would be."""
    names = {
        name
        for plugin in PLUGINS
        for name in tomllib.loads((plugin / "pyproject.toml").read_text("utf-8"))["project"]["entry-points"][
            "regledger.sectors"
        ]
    }
    files = [path for path in (ROOT / "core").rglob("*") if path.suffix in {".py", ".toml", ".sql"}]

    found = [
        f"{path.relative_to(ROOT)} names {name}"
        for path in files
        for name in names
        if re.search(rf"regledger[_-]{name}\b|sector\W{{1,6}}{name}\b", path.read_text("utf-8"))
    ]

    assert names != set()
    assert found == []


def test_the_contract_alone_pulls_in_no_stream_and_no_command_line() -> None:
    """What a plugin imports brings neither NATS nor click with it."""
    asked = "import sys, regledger.sectors; print(sorted({'nats', 'click', 'rich'} & set(sys.modules)))"
    answered = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)

    assert answered.stdout.strip() == "[]"
