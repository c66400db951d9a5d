"""Identity over time at the command line: `history`, `find`, `show` and `next` follow it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from click.testing import Result
from regledger.deciding.answers import Recorded, Submission
from regledger.ledger import Ledger
from regledger.testing.scenario import COUNTY, step

from .conftest import Run

SECOND = step(
    "enterprise.register",
    enterprise="E-2",
    name="湘江新材料有限公司",
    credit_code="91430100MA4L110J01",
    registered_on="2021-01-02",
)
RENAMED = step(
    "enterprise.rename",
    enterprise="E-1",
    name="湘江高纯有限公司",
    ground="Registered",
    authority="emb",
    renamed_on="2024-05-06",
)
MERGED = step(
    "subject.succeed",
    predecessors=["enterprise:E-1"],
    successors=["enterprise:E-2"],
    how="merged",
    ground="Contract of merger",
    authority="emb",
    decided_on="2025-03-04",
    effective_on="2025-03-05",
)


def read(result: Result) -> Any:
    assert result.exit_code == 0, result.output
    return msgspec.json.decode(result.stdout)


@pytest.fixture(autouse=True)
def merged(ledger: str) -> None:
    """Facts 1 to 9 the county, 10 E-2, 11 the new name of E-1, 12 its merger into E-2."""
    with Ledger.open(ledger) as opened:
        for one in (*COUNTY, SECOND, RENAMED, MERGED):
            answer = opened.submit(Submission(command=one.command, body=one.body, actor="officer:li"))
            assert isinstance(answer, Recorded)


def test_history_of_the_successor_says_of_whom_each_fact_is(run: Run) -> None:
    """Its table has a column for it, which a history without predecessors has not; --alone leaves them out."""
    followed = run("history", "enterprise:E-2")
    rows = read(run("history", "enterprise:E-2", "--json"))["facts"]
    alone = run("history", "enterprise:E-2", "--alone")

    assert [(row["number"], row["subject"]) for row in rows] == [
        (8, "enterprise:E-1"),
        (9, "enterprise:E-1"),
        (10, "enterprise:E-2"),
        (11, "enterprise:E-1"),
        (12, "enterprise:E-2"),
    ]
    assert "  of  " in followed.stdout.splitlines()[0]
    assert "enterprise:E-1  enterprise.renamed" in followed.stdout
    assert "  of  " not in alone.stdout.splitlines()[0]
    assert "enterprise.renamed" not in alone.stdout


def test_history_of_the_ended_one_ends_with_where_it_goes_on(run: Run) -> None:
    """Its last line names the successor; on the day before there is no such line."""
    words = "enterprise:E-1 was merged into enterprise:E-2 on 2025-03-05 (#12)."

    assert run("history", "enterprise:E-1").stdout.splitlines()[-1] == words
    assert words not in run("history", "enterprise:E-1", "--on", "2025-03-04").stdout
    assert read(run("history", "enterprise:E-1", "--json"))["ended"]["goes_on"] == ["enterprise:E-2"]
    assert read(run("history", "enterprise:E-2", "--json"))["ended"] is None


def test_find_tells_the_present_name_and_what_became_of_it(run: Run) -> None:
    """The first name finds the enterprise, its present name and its successor; the successor's finds it as a predecessor."""
    old = run("find", "氯碱").stdout
    new = run("find", "新材料").stdout

    assert "enterprise:E-1 is called 湘江高纯有限公司, formerly 湘江氯碱有限公司." in old
    assert "enterprise:E-1 was merged into enterprise:E-2 on 2025-03-05 (#12)." in old
    assert "predecessor of" in new
    assert [one["subject"] for one in read(run("find", "新材料", "--json"))["records"]] == [
        "enterprise:E-2",
        "enterprise:E-1",
    ]


def test_show_says_former_names_origins_and_the_end(run: Run) -> None:
    """In words, and in the state as it is folded."""
    ended, goes_on = run("show", "enterprise:E-1").stdout, run("show", "enterprise:E-2").stdout

    assert "  formerly 湘江氯碱有限公司, until 2024-05-06" in ended
    assert "  was merged into enterprise:E-2 on 2025-03-05 (#12)." in ended
    assert "  in the place of enterprise:E-1 since 2025-03-05 (merged)" in goes_on
    assert "succession" not in ended
    assert read(run("show", "enterprise:E-1", "--json"))["state"]["succession"]["on"] == "2025-03-05"


def test_next_begins_nothing_on_what_has_ended(run: Run) -> None:
    """A site is registered with the successor, and while the enterprise stood with itself."""
    ended = run("next", "enterprise:E-1")
    before = run("next", "enterprise:E-1", "--on", "2025-03-04")

    assert "No step is open" in ended.stdout
    assert "was merged into enterprise:E-2" in ended.stderr
    assert "site.register" in before.stdout
    assert "merged" not in before.stderr
