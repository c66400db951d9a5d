"""Run by the tests as a program of its own: sends submissions to a ledger and tells each answer.

    racing_writer.py LEDGER LINES

Each line of LINES is a submission. It says "ready" first and starts when a line comes on stdin.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec
from regledger.deciding.answers import Recorded, Submission
from regledger.errors import RegledgerError
from regledger.ledger import Installation, Ledger
from regledger.sectors.loading import Sectors


def main(path: str, lines: str) -> None:
    """Send every line, one by one."""
    with Ledger.open(f"sqlite:///{path}", installation=Installation(Sectors())) as ledger:
        sent = [msgspec.json.decode(line, type=Submission) for line in Path(lines).read_bytes().splitlines()]
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        sys.stdin.readline()
        for one in sent:
            try:
                answer = ledger.submit(one)
            except RegledgerError as error:
                sys.stdout.write(f"{type(error).__name__} {error}\n")
                continue
            if isinstance(answer, Recorded):
                sys.stdout.write(f"{'again' if answer.again else 'recorded'} {answer.numbers[0]}\n")
            else:
                sys.stdout.write(f"refused {','.join(sorted({each.code for each in answer.objections}))}\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
