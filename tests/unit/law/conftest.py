"""Core's own law book, and the calendar over China's holidays."""

from __future__ import annotations

import pytest
from regledger.law import Law, Lawbook
from regledger.law.core_law import common_law


@pytest.fixture(scope="session")
def book() -> Lawbook:
    return Lawbook.load(*common_law())


@pytest.fixture
def law(book: Lawbook) -> Law:
    return book.open()
