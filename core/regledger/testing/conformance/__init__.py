"""The conformance kit: what `regledger sectors check` looks at, for a sector in a folder or an installed one.

for subject in subjects_of("."):
    report = check(subject, today=date(2026, 11, 23))
    assert report.passed, report.findings
"""

from __future__ import annotations

from regledger.testing.conformance.checking import check
from regledger.testing.conformance.finding import Checked, Finding, Report
from regledger.testing.conformance.released import Released
from regledger.testing.conformance.subject import Subject, subjects_of
from regledger.testing.conformance.timing import Budget

__all__ = ["Budget", "Checked", "Finding", "Released", "Report", "Subject", "check", "subjects_of"]
