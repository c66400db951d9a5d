"""The process that the tests kill: serves the ledger at argv[1] from the directory argv[2].

Options: `--nats URL`, `--once`.
"""

from __future__ import annotations

import argparse
import asyncio
from pathlib import Path

from regledger.log.catalogue import Catalogue
from regledger.log.sqlite import SQLiteRecorder
from regledger.records import CORE_FACTS
from regledger_projections.logs import log_to_stderr
from regledger_projections.service import ServeOptions, serve


def main() -> None:
    """Serve until told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("ledger", type=Path)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--nats")
    parser.add_argument("--once", action="store_true")
    arguments = parser.parse_args()
    log_to_stderr()
    options = ServeOptions(directory=arguments.directory, nats_url=arguments.nats, once=arguments.once)
    with SQLiteRecorder.open(arguments.ledger) as recorder:
        asyncio.run(serve(recorder, Catalogue(CORE_FACTS), options))


if __name__ == "__main__":
    main()
