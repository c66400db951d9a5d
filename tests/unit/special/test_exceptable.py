"""What a sector can except from, and what it cannot."""

from __future__ import annotations

import pytest

from .conftest import Drafted, exception, parameter, rule

OWN = rule("K-02") + parameter("K-02.decision", 30, "calendar day") + parameter("K-02.sum", 30, "fen")
COUNTS = parameter("K-02.boxes", 30, "box") + parameter("K-02.part", 1, "ratio")


@pytest.mark.parametrize(
    ("exceptions", "said"),
    [
        *(
            (exception(one, "K-02"), "rule of the platform")
            for one in ("REF", "SEQ", "TIME", "ROLE", "SECTOR", "X-02", "X-05")
        ),
        (exception("Q-77", "K-02"), "no parameter or rule Q-77"),
        (exception("A-19.unheard_of", "K-02.decision"), "no parameter or rule A-19.unheard_of"),
        (exception("A-18", "K-77"), "declares no parameter or rule K-77"),
        (exception("A-18", "A-19"), "declares no parameter or rule A-19"),
        (exception("A-18", "T-18"), "declares no parameter or rule T-18"),
        (exception("T-18", "K-02"), "no parameter or rule T-18"),
        (exception("A-18", "K-02.decision"), "a rule, the other a parameter"),
        (exception("A-19.decision", "K-02"), "a rule, the other a parameter"),
        (exception("A-19.decision", "K-02.sum"), "'fen'"),
        (COUNTS + exception("A-15.large_fine_unit", "K-02.boxes"), "in 'fen', the other in 'box'"),
        (exception("A-15.large_fine_unit", "K-02.decision"), "in 'fen', the other in 'calendar day'"),
        (COUNTS + exception("A-25.cap", "K-02.part"), "of different types"),
        (exception("A-18", "K-02") * 2, "twice"),
        (exception("A-18", "K-02", article=" "), "no article"),
    ],
    ids=range(21),
)
def test_a_sector_that_excepts_what_it_cannot_is_left_out(drafted: Drafted, exceptions: str, said: str) -> None:
    """The platform's rules, what is not common law, what is not the sector's own, and what is no like thing are refused by name."""
    installation = drafted(kiln=OWN + exceptions, another=rule("T-18"))

    (broken,) = installation.sectors.broken
    assert broken.name == "kiln"
    assert said in broken.found
    assert "another" in installation.declared


def test_what_can_be_excepted_is_in_use(drafted: Drafted) -> None:
    """Beside those of the wrong kinds: a rule for a rule, a period for one in another unit, a sum for a sum."""
    excepted = (("A-18", "K-02"), ("A-16.request", "K-02.decision"), ("A-15.large_fine_unit", "K-02.sum"))
    installation = drafted(kiln=OWN + "".join(exception(of, by) for of, by in excepted))

    assert installation.sectors.broken == []
