"""Core's own law book, and the calendar over China's holidays."""

from __future__ import annotations

import pytest
from regledger.law import Law, Lawbook, LawSource


@pytest.fixture(scope="session")
def book() -> Lawbook:
    return Lawbook.load(LawSource.from_package("regledger.law", "data/core.toml"))


@pytest.fixture
def law(book: Lawbook) -> Law:
    return book.open()
