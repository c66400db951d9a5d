"""A ledger's URL is read as libpq reads it, and shown without what may be a secret."""

from __future__ import annotations

from pathlib import Path

import pytest
from regledger.log.stores import place_of
from regledger.log.urls import BadUrl

SHOWN = {
    "postgresql://u:SECRET@host/db?schema=a": "postgresql://u@host/db?schema=a",
    "postgres://u:SECRET@host:5433/db": "postgresql://u@host:5433/db",
    "PostgreSQL://u:SECRET@host/db": "postgresql://u@host/db",
    "postgresql://:SECRET@host/db": "postgresql://host/db",
    "postgresql://u%40x:p%40SECRET@host/db": "postgresql://u%40x@host/db",
    "postgresql://u:SECRET@h1:5432,h2:5433/db": "postgresql://u@h1:5432,h2:5433/db",
    "postgresql://u:SECRET@[::1]:5432/db": "postgresql://u@[::1]:5432/db",
    "postgresql:///db?host=/run/postgresql&password=SECRET": "postgresql:///db?host=/run/postgresql",
    "postgresql:///?service=county": "postgresql:///?service=county",
    "postgresql://u@host/db?sslpassword=SECRET&sslmode=verify-full": "postgresql://u@host/db?sslmode=verify-full",
    "postgresql://u@host/db?oauth_client_secret=SECRET": "postgresql://u@host/db",
    "postgresql://u@host/db?Password=SECRET": "postgresql://u@host/db",
    "postgresql://u@host/db?pass%77ord=SECRET": "postgresql://u@host/db",
    "postgresql://u@host/db?options=-cSECRET%3Dx": "postgresql://u@host/db",
}
"""What is shown of a URL that is good, or that only libpq refuses."""
HIDDEN = {
    "a port that is no number": "postgresql://u:SECRET@host:abc/db",
    "a port that is none": "postgresql://u:SECRET@host:99999/db",
    "another driver's scheme": "postgresql+psycopg://u:SECRET@host/db",
    "another scheme": "mysql://u:SECRET@host/db",
    "a slash in the password": "postgresql://u:SEC/RET@host/db",
    "a slash behind digits": "postgresql://u:123/SECRET@host/db",
    "a question mark in the password": "postgresql://u:SEC?RET@host/db",
    "a question mark behind digits": "postgresql://u:123?SEC=RET@host/db",
    "a hash in the password": "postgresql://u:SEC#RET@host/db",
    "a bracket in the password": "postgresql://u:SEC[RET@host/db",
    "an at sign in the password": "postgresql://u:SEC@RET@host/db",
    "a bracket that is left open": "postgresql://u:SECRET@[::1/db",
    "an option behind a semicolon": "postgresql://u@host/db;password=SECRET",
    "an option without a value": "postgresql://u@host/db?SECRET",
    "no scheme": "u:SECRET@host/db",
    "a password in a file's URL": "sqlite://u:SECRET@host/db",
}


@pytest.mark.parametrize(("url", "shown"), SHOWN.items(), ids=SHOWN.values())
def test_a_url_is_shown_without_secrets(url: str, shown: str) -> None:
    """Of a server's URL only what is known to be no secret is shown, as it was written."""
    place = place_of(url)

    assert place.url == shown
    assert "SECRET" not in place.url


@pytest.mark.parametrize("url", HIDDEN.values(), ids=HIDDEN.keys())
def test_nothing_is_shown_of_a_url_that_cannot_be_read(url: str) -> None:
    """Where nobody can say in which part of a URL the password is, the error shows no part of it."""
    with pytest.raises(BadUrl, match="names no ledger") as told:
        place_of(url)

    assert not [part for part in ("SEC", "RET", "123") if part in f"{told.value} {told.value.details}"]


def test_what_libpq_is_given_is_as_it_was_written() -> None:
    """All but the folder goes on as it stands: a "+" is no space, and no slash is lost where no host is named."""
    place = place_of("postgresql:///db?host=/run/postgresql&password=a+b%20c&beside=/a+b%20c")

    assert place.address == "postgresql:///db?host=/run/postgresql&password=a+b%20c"
    assert place.folder == Path("/a+b c")


def test_a_wrong_file_url_is_shown() -> None:
    """A file's URL with a slash missing is shown as it was written, so that the slip can be seen."""
    with pytest.raises(BadUrl, match=r"'sqlite://county\.db' names no ledger"):
        place_of("sqlite://county.db")
