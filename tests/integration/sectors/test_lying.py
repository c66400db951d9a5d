"""Sectors that lie where the core asks for one answer: what cannot be one is named with plugin, version and hook."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import ModuleType
from typing import Any

import msgspec
import pytest
from regledger.deciding.consulting import Consultation
from regledger.deciding.judge import Judge
from regledger.law import Lawbook
from regledger.sectors import (
    Act,
    Classification,
    Competence,
    Finding,
    FineRange,
    LicenceKind,
    Offence,
    RiskAssessment,
    RiskItem,
    Sector,
    hookimpl,
)
from regledger.sectors.guard import LoadedSector, SectorFault
from regledger.sectors.loading import Sectors

FINDING = Finding(hazard="H-1", level="general", criterion=None, description="Full", basis="Art 20")
KIND = LicenceKind(
    code="fireworks_retail", title="", title_zh="", article="", term_years="K-1.term", renewal_months="K-1.renewal"
)
OFFENCE = Offence(id="K-9", title="", title_zh="", citations=(), status="VERIFIED")
ITEM = RiskItem(code="boxes", title="Boxes", score=Decimal(1))


class Wider(FineRange, frozen=True, kw_only=True):
    """A range that a sector derived from the real one."""


CLASSIFY, RISK, COMPETENCE, FINE = (f"regledger_{name}" for name in ("classify", "risk", "competence", "fine_range"))

LIES: list[tuple[str, Any, str]] = [
    (CLASSIFY, "major", "str instead of a Classification"),
    (CLASSIFY, Classification(level="grave", criterion="x"), "'grave'"),  # type: ignore[arg-type]
    (CLASSIFY, Classification(level="major"), "names no criterion"),
    (CLASSIFY, Classification(level="major", criterion="other/1"), "'other/1'"),
    (CLASSIFY, FineRange(), "FineRange instead of a Classification"),
    (RISK, 3, "int instead of a RiskAssessment"),
    (RISK, RiskAssessment(grade=9, formula="f/1", items=(ITEM,)), "9"),  # type: ignore[arg-type]
    (RISK, RiskAssessment(grade=3, formula="f/1", items=()), "no items"),
    (RISK, RiskAssessment(grade=3, formula=" ", items=(ITEM,)), "no formula"),
    (
        RISK,
        RiskAssessment(grade=3, formula="f/1", items=(msgspec.structs.replace(ITEM, score=Decimal("NaN")),)),
        "no number",
    ),
    *(
        (
            RISK,
            RiskAssessment(grade=3, formula="f/1", items=(msgspec.structs.replace(ITEM, score=Decimal(score)),)),
            "more than 28 digits before the point or 40 after it",
        )
        for score in ("1E+28", "1E+999999", "1E-41", "0E+999999")
    ),
    (RISK, RiskAssessment(grade=3, formula="f\n\x1b[2J", items=(ITEM,)), "the character U+000A"),
    (CLASSIFY, Classification(level="general", found="x" * 2_001), "2001 characters; 2000 are the most"),
    (CLASSIFY, Classification(level="general", found="\ud800"), "the character U+D800"),
    (COMPETENCE, Competence(levels=("county",), article="Art\x005"), "the character U+0000"),
    (COMPETENCE, ("county",), "tuple instead of a Competence"),
    (COMPETENCE, Competence(levels=("town",), article="Art 5"), "'town'"),  # type: ignore[arg-type]
    (COMPETENCE, Competence(levels=(), article="Art 5"), "names no level"),
    (COMPETENCE, Competence(levels=("county",), article=""), "names no article"),
    (FINE, 5_000_00, "int instead of a FineRange"),
    (FINE, FineRange(least_fen=2, most_fen=1), "least fine 2 fen is more than its most 1 fen"),
    (FINE, FineRange(least_fen=-1), "below nothing"),
    (FINE, FineRange(most_fen=1.5), "its FineRange cannot be used"),  # type: ignore[arg-type]
    (FINE, Wider(most_fen=1), "Wider instead of a FineRange"),
]


def _asked(hook: str, answer: Any) -> Any:
    """What the core makes of `answer` to `hook`."""
    module = ModuleType("regledger_fireworks")

    def gives() -> Any:
        return answer

    setattr(module, hook, hookimpl(gives))
    one = LoadedSector(
        sector=Sector(name="fireworks", title="Fireworks", title_zh="烟花爆竹", contract=2),
        version="1.2",
        distribution="regledger-fireworks",
        module=module,
    )
    sectors = Sectors([one])
    sectors.sentences["fireworks"] = {}
    site: Any = msgspec.defstruct("AnySite", [("sector", str), ("overlays", tuple)])("fireworks", ())
    asks = Consultation(
        sectors, {KIND.code: KIND}, {"fireworks": frozenset({KIND.code})}, Act(name="x", command=None, dossier=None)
    )
    judge = Judge(Lawbook({}, {}).open(), on=date(2026, 3, 2), zone="Asia/Shanghai", sectors=asks)
    how: dict[str, Any] = {
        CLASSIFY: lambda: asks.classify(site, FINDING, judge),
        RISK: lambda: asks.risk(site, judge),
        COMPETENCE: lambda: asks.competence(KIND, site, judge),
        FINE: lambda: asks.fine_range(site, OFFENCE, judge),
    }
    return how[hook]()


@pytest.mark.parametrize(("hook", "answer", "found"), LIES)
def test_an_answer_that_cannot_be_one_is_named(hook: str, answer: Any, found: str) -> None:
    """A wrong type, a value outside of what there is, or a ground that nothing declares is a fault of that sector."""
    with pytest.raises(SectorFault) as caught:
        _asked(hook, answer)

    details = caught.value.details
    assert (details["sector"], details["version"], details["hook"]) == ("fireworks", "1.2", hook)
    assert found in details["found"]


@pytest.mark.parametrize(
    ("hook", "answer"),
    [
        (RISK, RiskAssessment(grade=3, formula="f/1", items=(ITEM,))),
        (
            RISK,
            RiskAssessment(
                grade=3,
                formula="f/1",
                items=tuple(
                    msgspec.structs.replace(ITEM, score=Decimal(score)) for score in ("9E+27", "1E-40", "-9E+27")
                ),
            ),
        ),
        (COMPETENCE, Competence(levels=("county",), article="Art 5")),
        (COMPETENCE, Competence(levels=("county",), article="条" * 2_000)),
        (FINE, FineRange(least_fen=1, most_fen=1)),
        (FINE, None),
    ],
)
def test_an_answer_that_can_be_one_is_passed_on(hook: str, answer: Any) -> None:
    """A sound answer comes out equal to what was given."""
    assert _asked(hook, answer) == answer


def test_an_issuer_by_level_alone_is_named_with_the_article_of_its_kind() -> None:
    """Where the kind says who issues it and not where that stands, the article that asks for the licence is named."""
    kinds = [
        msgspec.structs.replace(KIND, article="Art 9", issued_by=("county",), issued_by_article=article)
        for article in ("", "Art 10")
    ]
    site: Any = None
    judge: Any = None

    found = [Consultation().competence(kind, site, judge) for kind in kinds]

    assert found == [Competence(levels=("county",), article=article) for article in ("Art 9", "Art 10")]
