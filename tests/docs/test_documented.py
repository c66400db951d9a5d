"""Everything public is documented where it is declared, and the examples there work."""

from __future__ import annotations

import doctest
import importlib
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from regledger.ledger import Installation
from regledger.log.facts import FactType
from regledger.sectors.contract import HOOKS, SectorHooks

ROOT = Path(__file__).resolve().parents[2]
INSTALLED = Installation()
PACKAGES = [
    ROOT / "core/regledger",
    ROOT / "projections/regledger_projections",
    ROOT / "cli/regledger_cli",
    *sorted(ROOT.glob("plugins/*/regledger_*")),
]
WITH_EXAMPLES = sorted(
    ".".join(path.relative_to(package.parent).with_suffix("").parts).removesuffix(".__init__")
    for package in PACKAGES
    for path in package.rglob("*.py")
    if ">>> " in path.read_text(encoding="utf-8")
)


@pytest.mark.parametrize("declared", INSTALLED.catalogue.types, ids=lambda declared: declared.name)
def test_every_fact_is_documented(declared: FactType) -> None:
    """The docstring of a fact begins with its public name and version."""
    name, version, body = declared.name, declared.version, declared.body

    assert re.match(rf"`{re.escape(name)}` v{version}: \S", body.__dict__.get("__doc__") or ""), (
        f"{body.__module__}.{body.__name__}"
    )


@pytest.mark.parametrize("name", INSTALLED.handlers.names())
def test_every_command_is_documented(name: str) -> None:
    """The class of a command has a docstring of its own, a sentence."""
    command = INSTALLED.handlers.named(name).command

    assert len((command.__dict__.get("__doc__") or "").split()) >= 3, f"{command.__module__}.{command.__name__}"


@pytest.mark.parametrize("hook", HOOKS)
def test_every_hook_is_documented(hook: str) -> None:
    """The docstring of a hook says what it is for and has an example to run."""
    text = getattr(SectorHooks, hook).__doc__ or ""

    assert "Example:" in text
    assert ">>> " in text


@pytest.mark.parametrize("module", WITH_EXAMPLES)
def test_the_examples_in_docstrings_run(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """An example in a docstring gives what it shows, run in a module of its own as a reader would paste it."""
    declared = importlib.import_module(module)
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)

    for example in doctest.DocTestFinder(exclude_empty=True).find(declared):
        pasted = ModuleType("pasted")
        monkeypatch.setitem(sys.modules, "pasted", pasted)
        # Without the declaring module's own `annotations` feature, which doctest would take over.
        known = {name: value for name, value in vars(declared).items() if name != "annotations"}
        vars(pasted).update(known | {"__name__": "pasted"})
        example.globs = vars(pasted)
        runner.run(example, clear_globs=False)

    assert runner.tries > 0
    assert runner.failures == 0
