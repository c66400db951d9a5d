"""What a query costs follows its rarest tag, not the log, whatever the planner believes of the tables."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from eventsourcing.dcb.api import DCBAppendCondition, DCBQuery, DCBQueryItem
from regledger.log.postgres import PostgresRecorder
from regledger.log.postgres.connections import Connection
from regledger.log.postgres.query import WORDS, straight
from regledger.log.query import tag_hash, terms_of, type_hash

from .conftest import fact, made

FACTS = 30_000
RARE = FACTS // 2
EVERY = "site:every"
QUERY = DCBQuery([DCBQueryItem(types=["hazard.found"], tags=[EVERY, "case:rare"])])


@pytest.fixture(scope="module")
def connection(postgres: Any) -> Iterator[Connection]:
    """Our own session in a ledger where all facts but one differ in nothing, its statistics up to date."""
    url = postgres.new_database()
    with made(url) as recorder, psycopg.connect(url, autocommit=True) as admin:
        admin.execute("SET search_path = regledger")
        admin.execute(
            "INSERT INTO fact SELECT n, n, 'hazard.found', CASE n WHEN %s THEN 'case:rare ' ELSE '' END || 'site:every', '{}'"
            " FROM generate_series(1, %s) n",
            (RARE, FACTS),
        )
        for hashed in (tag_hash(EVERY), type_hash("hazard.found")):
            admin.execute("INSERT INTO tag SELECT %s, n FROM generate_series(1, %s) n", (hashed, FACTS))
        admin.execute("INSERT INTO tag VALUES (%s, %s)", (tag_hash("case:rare"), RARE))
        admin.execute("VACUUM ANALYZE fact, tag")
        yield recorder._connections.writer()


def _touched(connection: Connection, sql: str, values: dict[str, Any]) -> tuple[set[str], float]:
    """The kinds of scans and joins of the plan, and how many rows they looked at."""
    row = connection.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", values).fetchone()
    assert row is not None
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    kinds: set[str] = set()
    rows = 0.0
    open_ = [plan[0]["Plan"]]
    while open_:
        node = open_.pop()
        kinds.add(node["Node Type"])
        rows += (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"]
        open_ += node.get("Plans", [])
    return kinds, rows


BOUNDS = {"after": 0, "until": FACTS}


@pytest.mark.parametrize("rarest_first", [True, False])
def test_a_conjunction_is_driven_by_what_it_names_first(connection: Connection, rarest_first: bool) -> None:
    """The arm reads the index of its first hash and looks the others up: one fact where that is the rarest, a log where not."""
    terms = terms_of(QUERY.items[0])
    rare = terms.pop(1)
    ordered = [rare, *terms] if rarest_first else [*terms, rare]

    kinds, rows = _touched(connection, *_bound(WORDS.speech.union([(ordered[0][0], ordered[1:])]), page=32))

    assert not {
        one
        for one in kinds
        if "Hash" in one or "Sort" in one or "Merge" in one or one in {"Seq Scan", "Bitmap Heap Scan"}
    }
    assert (rows < 20) if rarest_first else (rows > FACTS)


def test_terms_are_counted_no_further_than_needed(connection: Connection) -> None:
    """Finding the rarest term looks at a few facts of each."""
    hashes = [term[0] for term in terms_of(QUERY.items[0])]

    _, rows = _touched(connection, WORDS.speech.counts, {**BOUNDS, "hashes": hashes, "cap": 8})

    assert rows < 100


def test_a_page_of_the_log_is_all_that_is_read(connection: Connection) -> None:
    """A page in the middle of the log, and of the commonest tag, reads a page."""
    _, whole = _touched(connection, WORDS.speech.scan, {"after": RARE, "until": FACTS, "page": 32})
    _, common = _touched(connection, *_bound(WORDS.speech.union([(tag_hash(EVERY), [])]), page=32))
    _, either = _touched(
        connection, *_bound(WORDS.speech.union([(tag_hash(EVERY), []), (tag_hash("case:rare"), [])]), page=32)
    )

    assert max(whole, common, either) < 300


def test_a_condition_near_the_head_reads_what_came_since(connection: Connection) -> None:
    """A condition is checked in one statement that reads nothing older than its `after`."""
    statement = straight(QUERY, after=FACTS - 10, until=FACTS)

    assert statement is not None
    _, rows = _touched(connection, *statement)
    assert rows < 60
    assert straight(QUERY, after=0, until=FACTS) is None, "far from the head the rarest term is asked for first"


def test_a_query_finds_its_one_fact(connection: Connection, postgres: Any) -> None:
    """Asked through the recorder, the conjunction finds the one fact."""
    url = postgres.url(connection.info.dbname)

    with PostgresRecorder.open(url) as recorder:
        assert [one.position for one in recorder.stored(QUERY)] == [RARE]


@pytest.mark.parametrize("far", [False, True])
def test_a_collision_of_hashes_never_shows(url: str, recorder: PostgresRecorder, far: bool) -> None:
    """A fact under whose number another tag's hash stands neither answers a query for that tag nor fails a condition on it,
    however long ago that was."""
    recorder.append([fact("case:1", "site:1")])
    recorder.append([fact("site:1")] * (600 if far else 1))
    with psycopg.connect(url, autocommit=True) as admin:
        admin.execute("INSERT INTO regledger.tag VALUES (%s, 1)", (tag_hash("case:9"),))

    for tags in (["case:9"], ["case:9", "site:1"]):
        query = DCBQuery([DCBQueryItem(tags=tags)])
        assert list(recorder.stored(query)) == []
        recorder.append([fact("site:2")], DCBAppendCondition(query))


def _bound(statement: tuple[str, dict[str, int]], page: int) -> tuple[str, dict[str, Any]]:
    sql, hashes = statement
    return sql, {**hashes, **BOUNDS, "page": page}
