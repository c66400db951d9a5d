"""Who types: the login of this machine, which nobody can set by an option or in the environment."""

from __future__ import annotations

import os
import re

from regledger.deciding.answers import Sent

__all__ = ["os_actor", "sent_by"]

_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")


def os_actor() -> str:
    """The login of this process as `os:id`; a name that is no id stands as `os:uid-` with the user's number."""
    try:
        import pwd  # noqa: PLC0415 - not on every platform

        number = os.getuid()
        name = pwd.getpwuid(number).pw_name
    except ImportError:
        name, number = os.getlogin(), 0
    except KeyError:
        name = ""
    return f"os:{name if _ID.fullmatch(name) else f'uid-{number}'}"


def sent_by(actor: str) -> Sent:
    """How `actor` is known to whoever types here: by the login, or because it is said, and then through which login."""
    login = os_actor()
    return (
        {"actor": actor, "known": "os", "via": ""}
        if actor == login
        else {"actor": actor, "known": "asserted", "via": login}
    )
