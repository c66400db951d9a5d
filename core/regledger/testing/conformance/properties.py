"""Properties, tried the same way in every run: two runs have to try the same examples, and a busy machine is no defect."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

__all__ = ["UNUSED", "has_properties", "steady_properties"]

EXAMPLES = 30
PLUGIN = "hypothesispytest"
UNUSED = ("-p", f"no:{PLUGIN}")
"""For a sector without properties: importing hypothesis takes a third of the time of a short run."""
_WORDS = (b"hypothesis", b"regledger.testing.strategies")


def has_properties(tests: Path) -> bool:
    """Whether a file below `tests` names hypothesis, or the strategies that are made of it."""
    return any(word in path.read_bytes() for path in sorted(tests.rglob("*.py")) for word in _WORDS)


def steady_properties(config: pytest.Config, *, shrinking: bool = True) -> None:
    """Let hypothesis try the same examples each time; nothing where it is not in use, for a sector may have no properties.

    Args:
        config: of the run.
        shrinking: whether a failing example is made small; who only asks whether there is one needs it not.
    """
    if find_spec("hypothesis") is None or not config.pluginmanager.hasplugin(PLUGIN):
        return
    import hypothesis  # noqa: PLC0415 - see above

    phases = [one for one in hypothesis.Phase if shrinking or one.name in {"explicit", "generate"}]
    hypothesis.settings.register_profile(
        "regledger-observed", derandomize=True, database=None, deadline=None, max_examples=EXAMPLES, phases=phases
    )
    hypothesis.settings.load_profile("regledger-observed")
