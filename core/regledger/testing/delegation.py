"""A county with a township that acts for the emergency bureau: whom the tests of delegation and supervision start from.

Beside `COUNTY`: province `prov`, county government `gov`, fire brigade `fire`, township `qinghe` with officers `qiu` and `qian`.
"""

from __future__ import annotations

from regledger.testing.scenario import Step, step

__all__ = ["BODY", "EMPOWERED", "LETTER", "LISTED", "ORGANS", "PUBLISHED"]

_ON = "2020-01-02"


def _organ(authority: str, level: str, form: str) -> Step:
    return step("authority.register", authority=authority, name=authority, registered_on=_ON, level=level, form=form)


ORGANS: tuple[Step, ...] = (
    _organ("prov", "province", "government"),
    _organ("gov", "county", "government"),
    _organ("fire", "county", "department"),
    _organ("qinghe", "township", "government"),
    *(
        each
        for officer in ("qiu", "qian")
        for each in (
            step("officer.appoint", officer=officer, authority="qinghe", name=officer, appointed_on=_ON),
            step(
                "officer.certify",
                officer=officer,
                certificate=f"HN-{officer}",
                valid_from=_ON,
                valid_to="2029-12-31",
                certified_on=_ON,
            ),
        )
    ),
)
"""Authorities with level and form, and the township's two officers."""

LISTED = step(
    "duty_list.publish",
    duty_list="DL-1",
    authority="fire",
    version="2026",
    items=[{"code": "fire-exits", "text": "Supervise fire exits", "safety": True}],
    place="county website",
    valid_from="2026-01-05",
    published_on="2026-01-05",
)
BODY = step(
    "safety_body.name", authority="qinghe", body="Emergency office", staff=3, plan="QH-2026", named_on="2026-01-05"
)
LETTER = step(
    "delegation.sign",
    delegation="D-1",
    delegator="emb",
    delegate="qinghe",
    basis="provincial regulation on work safety, Art 60",
    matters=["small-shops"],
    powers=["inspect", "warn", "fine"],
    fine_limit_fen=2_000_000,
    lawful_public_body=True,
    can_inspect=True,
    staff=["qiu", "qian"],
    valid_from="2026-01-10",
    valid_to="2026-06-30",
    signed_on="2026-01-06",
)
"""To 2026-06-30, for warnings and fines up to 20,000 yuan."""
PUBLISHED = tuple(
    step("delegation.publish", delegation="D-1", by=by, place="county website", published_on="2026-01-08")
    for by in ("emb", "qinghe")
)
EMPOWERED = step(
    "empowerment.decide",
    empowerment="P-1",
    province="prov",
    department="emb",
    township="qinghe",
    number="湘政发〔2026〕1号",
    matters=["small-shops"],
    published_on="2026-02-01",
    evaluate_by="2027-02-01",
    valid_from="2026-03-01",
    decided_on="2026-01-20",
)
