"""What a PostgreSQL ledger's URL says, read as libpq reads it, and how it is shown: never with a password."""

from __future__ import annotations

import re
from urllib.parse import unquote

import msgspec

from regledger.errors import RegledgerError

__all__ = ["BadUrl", "ServerUrl", "hidden", "server_url"]


class BadUrl(RegledgerError):
    """{url!r} names no ledger. Write sqlite:///folder/file.db (or sqlite:////absolute/file.db), or postgresql://user@host/database?beside=/folder; in a user, a password or a database write "/", "?", "#", "@", "[" as %2F, %3F, %23, %40, %5B."""


_HOST = r"(?:\[[0-9A-Fa-f:.%]+\]|[^\[\]:,@/?#\s]*)(?::(\d{0,5}))?"
_URL = re.compile(
    r"(?i:postgres(?:ql)?)://"
    r"(?:(?P<user>[^:@/?#\[\]\s]*)(?P<password>:[^@/?#\[\]\s]*)?(?P<at>@))?"
    rf"(?P<hosts>{_HOST}(?:,{_HOST})*)"
    r"(?:/(?P<database>[^/?#;=\[\]\s]*))?"
    r"(?:\?(?P<query>[^#\s]*))?"
)
_OURS = ("schema", "beside")
_SHOWN = {
    *_OURS,
    *("host", "hostaddr", "port", "user", "service", "connect_timeout", "application_name"),
    *("target_session_attrs", "load_balance_hosts", "channel_binding", "gssencmode", "require_auth"),
    *("sslmode", "sslrootcert", "sslcert", "sslkey", "sslcrl", "passfile"),
}
"""What may be shown: all else may be a secret, or become one in a later libpq."""


class ServerUrl(msgspec.Struct, frozen=True, kw_only=True):
    """A URL in its parts, each as it was written."""

    authority: str
    shown_authority: str
    """The same without the password."""
    database: str
    options: tuple[tuple[str, str], ...]

    def option(self, key: str, default: str = "") -> str:
        """The first value of one of our own options, decoded."""
        return next((unquote(value) for name, value in self.options if name == key), default)

    def without(self, *keys: str) -> str:
        """The URL, with its password, without these options."""
        return self._joined(self.authority, [one for one in self.options if one[0] not in keys])

    @property
    def shown(self) -> str:
        """The URL as it may be shown to anybody."""
        return self._joined(self.shown_authority, [one for one in self.options if one[0] in _SHOWN])

    def _joined(self, authority: str, options: list[tuple[str, str]]) -> str:
        query = "&".join(f"{key}={value}" for key, value in options)
        path = f"/{self.database}" if self.database or query else ""
        return f"postgresql://{authority}{path}{'?' if query else ''}{query}"

    def __repr__(self) -> str:
        return f"ServerUrl({self.shown!r})"


def server_url(url: str) -> ServerUrl:
    """Read `url`; raises `BadUrl`, which shows nothing of it, where it cannot be a PostgreSQL ledger's."""
    found = _URL.fullmatch(url)
    # An "@" where no user is named ends a password in which something is written that would have to be escaped.
    if found is None or (found["at"] is None and "@" in url):
        raise BadUrl(url=hidden(url))
    ports = re.findall(r":(\d+)(?=,|$)", found["hosts"])
    pairs = [one.partition("=") for one in (found["query"] or "").split("&") if one]
    if any(int(port) > 65_535 for port in ports) or any(not mark for _, mark, _ in pairs):
        raise BadUrl(url=hidden(url))
    user, at = found["user"] or "", found["at"] or ""
    return ServerUrl(
        authority=f"{user}{found['password'] or ''}{at}{found['hosts']}",
        shown_authority=f"{user}{at if user else ''}{found['hosts']}",
        database=found["database"] or "",
        options=tuple((unquote(key), value) for key, _, value in pairs),
    )


def hidden(url: str) -> str:
    """What of a URL that cannot be read may be shown: of a server's only the scheme, for who knows where its password begins."""
    scheme, mark, _ = url.partition(":")
    if not mark or (scheme == "sqlite" and "@" not in url) or len(scheme) == 1:
        return url if "@" not in url else "…"
    return f"{scheme}://…" if re.fullmatch(r"[A-Za-z0-9+.-]{1,20}", scheme) else "…"
