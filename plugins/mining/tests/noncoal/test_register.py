"""A county's register of mines and tailings ponds (`regledger_import_mappings`)."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from regledger.testing.looking import Installation, import_files
from regledger.testing.scenario import Scenario, step
from regledger.testing.scenarios import Scenarios
from regledger_mining.mine_licensing.register import Mines
from regledger_mining.profile import MiningSite

BUREAU = step("authority.register", authority="qx-emb", name="清溪县应急管理局", registered_on="2019-01-02")
ROWS = """\
矿山编号,企业名称,统一社会信用代码,矿山名称,地址,主管部门编号,登记日期,矿山类型,核定生产能力（吨/年）,瓦斯等级,设计总坝高（米）,设计库容（万立方米）,矿长,联系电话,数据日期
K-1,清溪矿业有限公司,91430100MA4L16JQ9D,东沟铁矿,东沟村,qx-emb,2019年3月4日,金属非金属地下矿山,300000,—,—,—,张三,13800000000,2026-03-31
K-2,清溪矿业有限公司,91430100MA4L16JQ9D,东沟尾矿库,东沟村,qx-emb,2019年3月4日,尾矿库,—,—,80,900.5,李四,13900000000,2026-03-31
K-3,清溪煤业有限公司,91430100MA4L16JQ9D,西岭煤矿,西岭村,qx-emb,2019年3月4日,井工煤矿,450000,高瓦斯,—,—,王五,13700000000,2026-03-31
"""


@pytest.fixture
def imported(installation: Installation, given: Scenarios, tmp_path: Path) -> Scenario:
    """A county of its own after its register was imported."""
    scenario = given(BUREAU, county=(), on="2026-04-01").on("2026-04-01")
    mapping = installation.sectors.loaded["mining"].file
    assert mapping is not None
    form, register = tmp_path / "mines.toml", tmp_path / "mines.csv"
    form.write_text(next(one.text for one in mapping.import_mappings if one.name == "mines"), encoding="utf-8")
    register.write_text(ROWS, encoding="utf-8")

    report = import_files(scenario.ledger, form, [register], actor="officer:li", rejects_in=tmp_path)

    assert (report.new, report.rejected) == (3, 0)
    return scenario


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("东沟铁矿", MiningSite(kind="metal_underground", approved_tonnes_year=300_000)),
        (
            "东沟尾矿库",
            MiningSite(kind="tailings", design_dam_height_m=Decimal(80), design_volume_10k_m3=Decimal("900.5")),
        ),
        ("西岭煤矿", MiningSite(kind="coal_underground", approved_tonnes_year=450_000, gas="high")),
    ],
)
def test_a_row_says_what_a_mine_is_like(imported: Scenario, name: str, known: MiningSite) -> None:
    """Words become kinds, a dash becomes nothing; what the register says is asserted."""
    bodies: list[Any] = [fact.body for fact in imported.ledger.facts(types=["site.registered"])]
    [site] = [str(body.site) for body in bodies if body.name == name]

    held = imported.ledger.show(f"mining_site:{site}")

    assert held is not None
    assert held.asserted
    assert held.state == known


def test_mines_as_rows(imported: Scenario) -> None:
    """Each mine is one row, as it was last profiled; what is not known is nothing."""
    facts = list(imported.ledger.facts(types=["mining_site.profiled"]))
    model = Mines()

    rows = [model.row(key, facts) for fact in facts for key in model.keys(fact)]

    told = {
        (row["kind"], row["approved_tonnes_year"], row["design_dam_height_m"], row["design_volume_10k_m3"])
        for row in rows
        if row is not None
    }
    assert told == {
        ("metal_underground", 300_000, None, None),
        ("tailings", None, "80", "900.5"),
        ("coal_underground", 450_000, None, None),
    }
    assert model.row("S-9", facts) is None
