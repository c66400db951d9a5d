"""The reference of a sector: all that it declares, in words, the same whenever it is made."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from regledger.sectors.reference import reference
from regledger.sectors.reference.page import SectorNotInUse

from .conftest import Kilns

MORE = """
[[parameter]]
id = "NAME-02.least"
title = "Least fine"
nature = "substantive"
unit = "fen"
[[parameter.value]]
value = 1000000
valid_from = 2020-01-01
valid_to = 2024-12-31
citation = { instrument = "窑炉安全条例", edition = "2020", article = "Art 40" }
status = "VERIFIED"
known_from = 2020-01-01
[[parameter.value]]
value = 2000050
valid_from = 2025-01-01
citation = { instrument = "窑炉安全条例", edition = "2025", article = "Art 40" }
status = "VERIFIED"
known_from = 2025-01-01

[[parameter]]
id = "NAME-02.most"
title = "Highest fine"
nature = "substantive"
unit = "fen"
[[parameter.value]]
value = 5000000
valid_from = 2020-01-01
citation = { instrument = "窑炉安全条例", edition = "2020", article = "Art 40" }
status = "VERIFIED"
known_from = 2020-01-01

[[parameter]]
id = "NAME-03.term"
title = "Term"
nature = "substantive"
unit = "year"
[[parameter.value]]
value = 3
valid_from = 2020-01-01
citation = { instrument = "窑炉安全条例", edition = "2020", article = "Art 9" }
status = "VERIFIED"
known_from = 2020-01-01

[[offence]]
id = "NAME-40"
title = "Overloading | a kiln"
title_zh = "超载"
citations = [{ instrument = "窑炉安全条例", edition = "2020", article = "Art 40" }]
status = "VERIFIED"
fine_min = "NAME-02.least"
fine_max = "NAME-02.most"

[[benchmark]]
id = "NAME-40.lighter"
offence = "NAME-40"
title = "A little"
title_zh = "轻微"
citations = [{ instrument = "裁量基准", edition = "2023", article = "item 1" }]
status = "VERIFIED"
fine_min = "NAME-02.least"
fine_max = "NAME-02.least"

[[criterion]]
code = "NAME-2020/1"
title = "A crack"
title_zh = "裂缝"
citation = { instrument = "判定标准", edition = "2020", article = "item 1" }
status = "VERIFIED"
valid_from = 2020-01-01
rule = "NAME-01"
met = [[{ figure = "crack_mm", above = "2" }, { figure = "load", least = "1", most = "9" }], [{ figure = "cracks", least = "10" }]]

[[criterion]]
code = "NAME-2020/10"
title = "A hole"
title_zh = "孔洞"
citation = { instrument = "判定标准", edition = "2020", article = "item 10" }
status = "VERIFIED"
valid_from = 2020-01-01

[[criterion]]
code = "NAME-2020/9"
title = "A split"
title_zh = "裂口"
citation = { instrument = "判定标准", edition = "2020", article = "item 9" }
status = "VERIFIED"
valid_from = 2020-01-01

[[checklist]]
code = "NAME.yearly"
version = 2
title = "Yearly"
title_zh = "年度"
valid_from = 2021-01-01
[[checklist.items]]
code = "crack"
question = "Is there a crack?"
question_zh = "有裂缝吗?"
article = "Art 8"
criterion = "NAME-2020/1"

[[licence_kind]]
code = "NAME_licence"
title = "Kiln licence"
title_zh = "窑炉许可证"
article = "窑炉安全条例(2020) Art 9"
term_years = "NAME-03.term"
renewal_months = "D-05.lead"
issued_by = ["county"]
[[licence_kind.conditions]]
code = "insured"
title = "Insured"
title_zh = "投保"
article = "Art 10"

[[obligation]]
code = "NAME_kiln.reload"
title = "Load again"
title_zh = "再装"
rule = "NAME-01"
period = "NAME-03.term"
begins = ["NAME_kiln.loaded"]
met_by = ["NAME_kiln.loaded"]

[[exception]]
of = "A-19.decision"
by = "NAME-04.decision"
article = "窑炉安全条例(2020) Art 41"

[[parameter]]
id = "NAME-04.decision"
title = "Time for a decision"
nature = "procedural"
unit = "calendar day"
[[parameter.value]]
value = 30
valid_from = 2020-01-01
citation = { instrument = "窑炉安全条例", edition = "2020", article = "Art 41" }
status = "VERIFIED"
known_from = 2020-01-01

[[document_field]]
document = "order"
name = "NAME_place"
title = "Place"
title_zh = "地点"
record = "site"
field = "name"
"""


def page(kilns: Kilns) -> str:
    """The reference, of what its folder says now."""
    subject = kilns.subject()
    return reference(subject.installation, subject.name).replace(kilns.name, "NAME")


SAID = (
    "# Kilns 窑炉",
    "Brick kilns of the county.",
    "- valid for: 3 years (2020-01-01 on), `NAME-03.term`",
    "- renewal asked for: 3 months (2014-07-29 on), `D-05.lead` before it ends",
    "- issued by: county (窑炉安全条例(2020) Art 9)",
    "| `insured` | Insured 投保 | Art 10 |",
    "| `NAME-01` | Highest load of a kiln 窑炉最大装载量 | 窑炉安全条例(2020) Art 7 | VERIFIED | - |",
    "| `NAME-01.most` | Highest load | 100 brick | 2020-01-01 to 2025-12-31 | 窑炉安全条例(2020) Art 7 | VERIFIED | - |",
    "| `NAME-01.most` | Highest load | 80 brick | 2026-01-01 on | 窑炉安全条例(2025) Art 7 | SECONDARY | Review by 2027-06-30. |",
    "10,000.00 to 50,000.00 yuan from 2020-01-01; 20,000.50 to 50,000.00 yuan from 2025-01-01",
    "| `NAME-40` | Overloading \\| a kiln 超载 |",
    "| `NAME-40.lighter` | `NAME-40` | A little 轻微 | 10,000.00 to 10,000.00 yuan from 2020-01-01; 20,000.50 to 20,000.50 yuan from 2025-01-01 |",
    "| `NAME-2020/1` | A crack 裂缝 | major | NAME-01 | `crack_mm` more than 2 with `load` at least 1 and at most 9, or `cracks` at least 10 "
    "| 2020-01-01 | - | 判定标准(2020) item 1 | VERIFIED |\n"
    "| `NAME-2020/9` | A split 裂口 | major | I-01 | - | 2020-01-01 | - | 判定标准(2020) item 9 | VERIFIED |\n"
    "| `NAME-2020/10` | A hole 孔洞 | major | I-01 | - | 2020-01-01 | - | 判定标准(2020) item 10 | VERIFIED |",
    "| `A-19.decision` | `NAME-04.decision` | 窑炉安全条例(2020) Art 41 | - |",
    "### `NAME.yearly/2`: Yearly 年度",
    "| `crack` | Is there a crack? 有裂缝吗? | Art 8 | `NAME-2020/1` |",
    "### `NAME_kiln.loaded` v1",
    "- tags: `NAME_kiln` of `kiln`, `site` of `site`",
    "| `parts[].code` | Id | required |",
    "| `remark` | Text | nothing |",
    "### `NAME_kiln.load`",
    "- records: `NAME_kiln.loaded`",
    "- role: none",
    "3 years (2020-01-01 on) | `NAME_kiln.loaded` | `NAME_kiln.loaded` |",
    "| `order` | `NAME_place` | Place 地点 | `site.name` |",
    "### `NAME_kilns` v1",
    "| `load` | integer |",
    "| `NAME_kiln.too_full` | {load} bricks | at most {most} | Take some out. |",
)


@pytest.fixture
def full(kilns: Kilns) -> Kilns:
    """The sector with something of everything."""
    text = (kilns.package / "sector.toml").read_text("utf-8")
    kilns.write(f"{kilns.package.name}/sector.toml", f"{text}\n{MORE}")
    assert kilns.subject().broken == ""
    return kilns


def test_everything_is_told(full: Kilns) -> None:
    """Identity, licences, rules, dated parameters, fines in yuan, criteria, checklists, facts, commands and the rest are in it."""
    made = page(full)

    assert [one for one in SAID if one not in made] == []


def test_what_is_not_declared_has_no_heading(kilns: Kilns) -> None:
    """A heading stands only above something."""
    made = page(kilns)

    assert "## Rules" in made
    assert "## Licences" not in made
    assert "## Checklists" not in made


def test_made_twice_it_is_the_same(full: Kilns) -> None:
    """Two processes with different hash seeds write the same reference, byte for byte."""
    script = (
        "import sys; from regledger.sectors.reference import reference; "
        "from regledger.testing.conformance import subjects_of; "
        "[sys.stdout.write(reference(one.installation, one.name)) for one in subjects_of(sys.argv[1])]"
    )

    made = {
        subprocess.run(
            [sys.executable, "-c", script, str(full.folder)],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONUTF8": "1"},
            capture_output=True,
            check=True,
            timeout=60,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(made) == 1
    assert made.pop().decode().replace(full.name, "NAME") == page(full)


def test_a_sector_that_cannot_be_used(kilns: Kilns) -> None:
    """A sector that is left out has no reference, and the reason is told."""
    kilns.change("sector.toml", 'status = "VERIFIED"\n\n[[parameter]]', 'status = "SURE"\n\n[[parameter]]')

    with pytest.raises(SectorNotInUse, match="SURE"):
        page(kilns)


def test_a_fine_that_lapsed(full: Kilns) -> None:
    """A fine whose values have ended does not stand for ever: the day from which there is none is told."""
    tables = (full.package / "sector.toml").read_text("utf-8")
    head, name, fines = tables.partition(f'id = "{full.name}-02.least"')
    ended = fines.replace("valid_from = 2025-01-01", "valid_from = 2025-01-01\nvalid_to = 2025-12-31", 1)
    head_most, most, rest = ended.partition(f'id = "{full.name}-02.most"')
    rest = rest.replace("valid_from = 2020-01-01", "valid_from = 2020-01-01\nvalid_to = 2026-06-30", 1)
    (full.package / "sector.toml").write_text(head + name + head_most + most + rest, "utf-8")

    told = page(full)

    assert (
        "20,000.50 to 50,000.00 yuan from 2025-01-01; up to 50,000.00 yuan from 2026-01-01; none from 2026-07-01"
        in told
    )
