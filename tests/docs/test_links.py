"""Links between pages lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    [
        *ROOT.glob("*.md"),
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "examples").rglob("*.md"),
        *(ROOT / "plugins").glob("*/README.md"),
    ]
)
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_of_a_page_resolve(page: Path) -> None:
    """Every link of a page to a file of the project names one that is there, and a heading that it has."""
    dead = [link for link in _LINK.findall(_CODE.sub("", page.read_text("utf-8"))) if not _resolves(page, link)]

    assert dead == []


def _resolves(page: Path, link: str) -> bool:
    if re.match(r"[a-z]+:", link):
        return True
    name, _, heading = link.partition("#")
    target = page if not name else (page.parent / name).resolve()
    if not target.exists() or not target.is_relative_to(ROOT):
        return False
    return not heading or heading in _headings(target)


def _headings(page: Path) -> set[str]:
    lines = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", line.lower()).replace(" ", "-") for line in lines}


def test_every_decision_is_listed() -> None:
    """The index of decisions names every page of docs/adr, in order, and each page is short."""
    pages = sorted(page for page in (ROOT / "docs/adr").glob("[0-9]*.md"))

    listed = re.findall(r"\]\((\d{4}-[a-z0-9-]+\.md)\)", (ROOT / "docs/adr/README.md").read_text("utf-8"))

    assert listed == [page.name for page in pages]
    assert [page.name for page in pages if len(page.read_text("utf-8").splitlines()) > 40] == []
