"""Where the side index cannot be written, what it would answer is answered all the same."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from regledger.ledger import Ledger
from regledger.testing.rectification import FOUND
from regledger.testing.scenario import COUNTY, county_ledger, given

from .conftest import NOBODY, run

AS_NOBODY = """
import json, os, sys
from contextlib import suppress
from regledger.ledger import Installation, Ledger

path, nobody = sys.argv[1], int(sys.argv[2])
installation = Installation()  # Python's own library may be closed to others
with Ledger.open(f"sqlite:///{path}", installation=installation) as ledger:
    list(ledger.facts(tags=["site:S-1"]))
os.chdir("/")
with suppress(PermissionError):  # root writes where nobody else may
    os.setgid(nobody)
    os.setuid(nobody)
with Ledger.open(f"sqlite:///{path}", installation=installation) as ledger:
    found = [fact.number for fact in ledger.facts(tags=["hazard_criterion:hazchem-2017_5"])]
    state = ledger.side.state()
    print(json.dumps({"found": found, "kept": state.kept, "said": state.found}))
"""


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    """A ledger with a major hazard as fact 12, in a folder that everybody can reach."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        with county_ledger(folder) as opened:
            given(opened, COUNTY, FOUND)
            yield opened
        folder.chmod(0o700)


def as_nobody(ledger: Ledger) -> dict[str, Any]:
    assert ledger.place.file is not None
    ledger.close()
    ledger.place.file.chmod(0o644)
    ledger.place.file.parent.chmod(0o555)
    said: dict[str, Any] = json.loads(run(AS_NOBODY, ledger.place.file, NOBODY))
    return said


def test_in_a_read_only_folder_it_is_kept_in_memory(ledger: Ledger) -> None:
    """A ledger that may only be read is asked by derived tags as well, and nothing is left beside it."""
    said = as_nobody(ledger)

    assert (said["found"], said["kept"]) == ([12], False)
    assert list(ledger.place.file.parent.glob("*.index")) == []  # type: ignore[union-attr]


def test_an_index_that_another_user_made_is_done_without(ledger: Ledger) -> None:
    """It is readable by its owner alone, as the ledger's other files are."""
    assert [fact.number for fact in ledger.facts(tags=["hazard_criterion:hazchem-2017_5"])] == [12]

    said = as_nobody(ledger)

    assert (said["found"], said["kept"]) == ([12], False)
