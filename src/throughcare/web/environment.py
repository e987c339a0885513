"""What the environment says about database and secret key, in the form that settings want."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class SettingMissing(RuntimeError):
    """A setting that the service cannot do without."""


def secret_key(environment: Mapping[str, str], home: Path, *, demo: bool) -> str:
    """The key from SECRET_KEY; the demonstration keeps one of its own in `home`."""
    if environment.get("SECRET_KEY"):
        return environment["SECRET_KEY"]
    if not demo:
        raise SettingMissing(
            "Set SECRET_KEY: in service it is never made up. Or set THROUGHCARE_MODE=demo."
        )
    return kept_secret(home / "secret_key")


def kept_secret(path: Path) -> str:
    """The secret in the file at `path`, made at first use and readable by its owner only."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def database(url: str | None, home: Path) -> dict[str, object]:
    """Django's settings for a `postgresql://` address, or for SQLite in `home`.

    What the address says after `?` goes to the driver, as `sslmode`; `host` there may be the folder of a socket.

    >>> found = database("postgresql://me@/site?host=/run/postgresql&sslmode=require", Path("."))
    >>> found["HOST"], found["NAME"], found["OPTIONS"]
    ('/run/postgresql', 'site', {'sslmode': 'require'})
    """
    if not url:
        home.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "site.sqlite3",
            # Wait for another writer rather than fail, and take the lock when a transaction begins.
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingMissing(
            f"DATABASE must begin with postgresql://, not {parts.scheme}://"
        )
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": options.pop("port", "") or str(parts.port or ""),
        "OPTIONS": options,
    }
