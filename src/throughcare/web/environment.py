"""What the environment says about database and secret key, in the form that settings want."""

import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit


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
    """Django's settings for a `postgresql://` address, or for SQLite in `home`."""
    if not url:
        home.mkdir(parents=True, exist_ok=True)
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": home / "site.sqlite3",
            # Wait for another writer rather than fail, and take the lock when a transaction begins.
            "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
    }
