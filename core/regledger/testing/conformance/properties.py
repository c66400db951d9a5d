"""Properties, tried the same way in every run: two runs have to try the same examples, and a busy machine is no defect."""

from __future__ import annotations

from importlib.util import find_spec

__all__ = ["steady_properties"]

EXAMPLES = 30


def steady_properties(*, shrinking: bool = True) -> None:
    """Let hypothesis try the same examples each time; nothing where it is not installed, for a sector may have no properties.

    Args:
        shrinking: whether a failing example is made small; who only asks whether there is one needs it not.
    """
    if find_spec("hypothesis") is None:
        return
    import hypothesis  # noqa: PLC0415 - see above

    phases = [one for one in hypothesis.Phase if shrinking or one.name in {"explicit", "generate"}]
    hypothesis.settings.register_profile(
        "regledger-observed", derandomize=True, database=None, deadline=None, max_examples=EXAMPLES, phases=phases
    )
    hypothesis.settings.load_profile("regledger-observed")
