"""A sector that is data alone: a `sector.toml` in a package without any Python file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

SECTOR = '[sector]\nname = "{name}"\ntitle = "Data"\ntitle_zh = "数据"\ncontract = 2\n'
RULE = (
    '[[rule]]\nid = "K-{name}"\ntitle = "T"\ntitle_zh = "题"\nstatus = "VERIFIED"\n'
    'citations = [{{ instrument = "x", edition = "2020", article = "Art 1" }}]\n'
)
BROKEN: dict[str, tuple[str, tuple[str, ...]]] = {
    # name: (the file, words that must be said)
    "not_toml": ("[sector", ("not_toml:sector.toml", "not TOML", "Mend the line")),
    "nameless": ('[sector]\ntitle = "x"\n', ("nameless:sector.toml, [sector]", "Mend that field")),
    "no_sector": (RULE, ("no hook regledger_sector", "[sector] table")),
    "unknown_table": (SECTOR + "[[rules]]\n", ("unknown_table:sector.toml", "'rules'", "[[rule]]")),
    "unknown_field": (SECTOR + "colour = 1\n", ("[sector]", "colour")),
    "half_a_rule": (SECTOR + '[[rule]]\nid = "K-x"\n', ("half_a_rule:sector.toml", "rule K-x", "title")),
    "half_a_licence": (SECTOR + '[[licence_kind]]\ncode = "x"\n', ("[[licence_kind]] number 1", "title")),
    "half_an_obligation": (SECTOR + '[[obligation]]\ncode = "x"\n', ("[[obligation]] number 1", "title")),
    "half_an_exception": (SECTOR + '[[exception]]\nof = "x"\n', ("[[exception]] number 1", "by")),
    "half_a_field": (SECTOR + '[[document_field]]\nname = "x"\n', ("[[document_field]] number 1", "document")),
    "half_a_text": (SECTOR + '[objection."a.b"]\nfound = "x"\n', ("a.b", "found, asks and remedy")),
}

LIST = """
import json
from regledger.ledger import Installation
installed = Installation()
print(json.dumps({
    "loaded": sorted(installed.sectors.loaded),
    "rules": [name for name in installed.lawbook.rules if name.startswith("K-")],
    "broken": {one.name: one.found for one in installed.sectors.broken},
}))
"""


@pytest.fixture(scope="module")
def listing(new_shelf: Callable[[], Any]) -> dict[str, Any]:
    """A sound sector that is data alone beside broken ones, and what is then listed."""
    shelf = new_shelf()
    for name, text in {"sound": SECTOR + RULE, **{name: text for name, (text, _) in BROKEN.items()}}.items():
        shelf.lay(name, "", bare=True)
        package = shelf.folder / f"sector_{name}"
        (package / "__init__.py").unlink()
        (package / "sector.toml").write_text(text.format(name=name), encoding="utf-8")
    listed: dict[str, Any] = shelf.run(LIST)
    return listed


def test_a_sector_of_data_alone_is_in_use(listing: dict[str, Any]) -> None:
    """A package with a `sector.toml` and no Python file is a sector, and its rules are in the law book."""
    assert "sound" in listing["loaded"]
    assert listing["rules"] == ["K-sound"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_named(name: str, listing: dict[str, Any]) -> None:
    """Each way in which a `sector.toml` is broken is named with its table and field."""
    found = listing["broken"][name]

    assert [word for word in BROKEN[name][1] if word not in found] == [], found


CITED = 'citation = { instrument = "x", edition = "2020", article = "Art 1" }\nstatus = "VERIFIED"\n'
TITLED = 'title = "T"\ntitle_zh = "题"\n'
WHOLE = (
    SECTOR.format(name="whole")
    + RULE.format(name="whole")
    + '[[parameter]]\nid = "K-whole.period"\ntitle = "T"\nnature = "substantive"\nunit = "calendar day"\n'
    f"[[parameter.value]]\nvalue = 30\nvalid_from = 2020-01-01\n{CITED}known_from = 2026-01-01\n"
    f'[[criterion]]\ncode = "whole-2020/1"\n{TITLED}{CITED}valid_from = 2020-01-01\n'
    f'[[licence_kind]]\ncode = "whole_retail"\n{TITLED}article = "Art 1"\n'
    'term_years = "D-05.term"\nrenewal_months = "D-05.lead"\n'
    f'[[obligation]]\ncode = "whole.name_due"\n{TITLED}rule = "K-whole"\nperiod = "K-whole.period"\n'
    'begins = ["site.registered"]\nmet_by = ["site.renamed"]\n'
)

DECIDE = """
import json, tempfile
from datetime import date
from regledger.deciding.answers import Submission
from regledger.history.due import due
from regledger.ledger import Ledger
from regledger.testing.scenario import COUNTY

with tempfile.TemporaryDirectory() as folder, Ledger.create(f"sqlite:///{folder}/county.db") as ledger:
    def send(command, **body):
        answer = ledger.submit(Submission(command=command, body=body))
        objections = [one.code for one in getattr(answer, "objections", ())]
        sectors = list(ledger.at(answer.numbers[0]).commit.by.sectors) if not objections else []
        return [objections, [one.code for one in answer.warnings], sectors]
    def inspected(number, criterion):
        return send("inspection.record", inspection=f"I-{number}", enterprise="E-1", site="S-2", authority="emb",
            officers=["li", "wang"], certificates_shown=True, place="Plant", content="Everything", unit_signature="signed",
            hazards=[dict(hazard=f"H-{number}", level="major", criterion=criterion, description="Full", basis="Art 1")],
            inspected_on="2026-01-07")
    def applied(licence, kind):
        return send("licence.apply", licence=licence, enterprise="E-1", site="S-2", authority="emb", kind=kind,
                    applied_on="2026-01-08")
    for one in COUNTY:
        send(one.command, **one.body)
    found = {
        "site": send("site.register", site="S-2", enterprise="E-1", name="Plant", address="Road 1", authority="emb",
                     sector="whole", registered_on="2026-01-05"),
        "known": inspected(1, "whole-2020/1"),
        "unknown": inspected(2, "whole-2020/9"),
        "licence": applied("L-1", "whole_retail"),
        "other": applied("L-2", "retail"),
    }
    listed = due(ledger, on=date(2026, 1, 10), until=date(2026, 3, 1), sector="whole")
    found["due"] = [[one.obligation, str(one.due), one.sector] for one in listed.due]
print(json.dumps(found))
"""


def test_acts_are_decided_by_data_alone(new_shelf: Callable[[], Any]) -> None:
    """Its criterion grounds a finding, its kind of licence is applied for, its obligation falls due, and others are told."""
    shelf = new_shelf()
    shelf.lay("whole", "", bare=True)
    package = shelf.folder / "sector_whole"
    (package / "__init__.py").unlink()
    (package / "sector.toml").write_text(WHOLE, encoding="utf-8")

    found = shelf.run(DECIDE)

    mine = ["whole 1.2"]
    assert found["site"] == [[], [], mine]
    assert found["known"] == [[], [], mine]
    assert found["unknown"] == [[], ["hazard.criterion_unknown"], mine]
    assert found["licence"] == [[], [], mine]
    assert found["other"] == [[], ["licence.kind_unknown"], mine]
    assert found["due"] == [["whole.name_due", "2026-02-04", "whole"]]
