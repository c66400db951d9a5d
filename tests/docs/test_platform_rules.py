"""The platform's own rules stand on a page, since no statute has them: an objection's article can be looked up there."""

from __future__ import annotations

import re
from pathlib import Path

from regledger.law import Lawbook
from regledger.law.core_law import common_law

PAGE = Path(__file__).resolve().parents[2] / "docs" / "platform-rules.md"


def test_the_page_has_the_rules_that_cite_it() -> None:
    """Each rule or value of the core that cites the platform rules has its heading and a paragraph, and no other has one."""
    book = Lawbook.load(*common_law())
    sections = re.split(r"^## ", PAGE.read_text("utf-8"), flags=re.MULTILINE)[1:]
    told = {heading: text for heading, _, text in (section.partition("\n") for section in sections)}

    citing = {rule.id: citation for rule in book.rules.values() for citation in rule.citations} | {
        parameter.id.partition(".")[0]: value.citation
        for parameter in book.parameters.values()
        for value in parameter.values
        if "regledger" in value.citation.instrument
    }
    own = {name: citation for name, citation in citing.items() if "regledger" in citation.instrument}

    assert {str(citation) for citation in own.values()} == {f"regledger platform rules(1) {name}" for name in own}
    assert set(told) == set(own)
    assert all(len(text.split()) > 20 for text in told.values())
