"""Run by the tests as a program of its own: files cases in one numbered series, and tells each as it is recorded.

    filing_writer.py URL NAME COUNT

It says "ready" first and starts when a line comes on stdin.
"""

from __future__ import annotations

import sys

from regledger.deciding.answers import Recorded
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors
from regledger.testing.numbering import filing


def main(url: str, name: str, count: str) -> None:
    """File the cases NAME-0, NAME-1, …, and print each that was recorded."""
    with Ledger.open(url, installation=Installation(Sectors())) as ledger:
        print("ready", flush=True)
        sys.stdin.readline()
        for number in range(int(count)):
            answer = ledger.submit(filing(f"{name}-{number}"))
            told = "recorded" if isinstance(answer, Recorded) else "refused"
            sys.stdout.write(f"{told} {name}-{number}\n")  # at once, so that a kill leaves no half line
            sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:])
