"""One side of a trial: `python -m regledger.history.trial installed|draft`, what is asked on the first line of stdin. For `tried` alone."""

from __future__ import annotations

import os
import sys
import traceback
from contextlib import suppress

import msgspec

from regledger.errors import RegledgerError
from regledger.history.trial.protocol import Asked, Installed, Stopped, Taken
from regledger.history.trial.sides import draft_side, installed_side

_read = msgspec.json.Decoder(Installed | Taken | Stopped)


def main(side: str) -> None:
    """Do one side's work; whatever a sector prints goes to stderr, for stdout is the other side's."""
    with suppress(BrokenPipeError), os.fdopen(os.dup(1), "wb") as out:  # broken: the other side ended, and says why
        os.dup2(2, 1)

        def tell(line: object) -> None:
            out.write(msgspec.json.encode(line) + b"\n")
            out.flush()

        def told() -> Installed | Taken | Stopped:
            line = sys.stdin.buffer.readline()
            return _read.decode(line) if line else Stopped(found="the installed side ended early", draft=False)

        try:
            what = msgspec.json.decode(sys.stdin.buffer.readline(), type=Asked)
            if side == "draft":
                draft_side(what, tell, told)
            else:
                installed_side(what, tell)
        except BrokenPipeError:
            raise
        except KeyboardInterrupt:  # of the sector's own making: Ctrl-C does not come here
            tell(Stopped(found=f"the {side} side was interrupted", draft=False))
        except RegledgerError as error:
            tell(Stopped(found=str(error), draft=False))
        except Exception as error:
            traceback.print_exc()
            tell(Stopped(found=f"{type(error).__name__}: {error}", draft=False))


if __name__ == "__main__":
    try:
        main(sys.argv[1])
    except BaseException:
        traceback.print_exc()
        os._exit(1)
    sys.stderr.flush()
    os._exit(0)  # all is said: a thread that a sector began and nobody ends would keep the process for ever
