"""What the environment says about mode, hosts, keys, database and mail, in the form that settings want.

What is missing or unsafe in service stops the start with a sentence; the demonstration makes up its own.
"""

import base64
import ipaddress
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class SettingMissing(RuntimeError):
    """A setting that the service cannot do without."""


LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
SHORTEST_KEY = 50
"""Characters of SECRET_KEY, as `check --deploy` asks."""


def is_demo(environment: Mapping[str, str]) -> bool:
    """Whether this is the demonstration, the default."""
    mode = environment.get("THROUGHCARE_MODE", "demo")
    if mode not in {"demo", "service"}:
        raise SettingMissing(f"THROUGHCARE_MODE is demo or service, not {mode}.")
    return mode == "demo"


def hosts(environment: Mapping[str, str], *, demo: bool) -> list[str]:
    """The host names that are answered to. The demonstration has known accounts, so it refuses any but its own."""
    told = [h.strip() for h in environment.get("THROUGHCARE_HOSTS", "").split(",")]
    named = [host for host in told if host]
    if demo and set(named) - set(LOCAL_HOSTS):
        raise SettingMissing(
            "The demonstration answers on this machine only. Take THROUGHCARE_HOSTS away, or set THROUGHCARE_MODE=service."
        )
    if not demo and not named:
        raise SettingMissing(
            "Set THROUGHCARE_HOSTS: the host names that the service answers to."
        )
    return LOCAL_HOSTS if demo else named


def address(environment: Mapping[str, str], named: list[str], *, demo: bool) -> str:
    """Where links in letters lead: THROUGHCARE_ADDRESS, else the first host."""
    told = environment.get("THROUGHCARE_ADDRESS", "").rstrip("/")
    if told and not demo and not told.startswith("https://"):
        raise SettingMissing("THROUGHCARE_ADDRESS must begin with https://.")
    return told or ("http://127.0.0.1:8000" if demo else f"https://{named[0]}")


def contact(environment: Mapping[str, str]) -> str:
    """Where readers ask about the figures; blank where nobody is named."""
    told = environment.get("PUBLIC_CONTACT", "").strip()
    if told and not told.startswith(("mailto:", "https://")):
        raise SettingMissing("PUBLIC_CONTACT must begin with mailto: or https://.")
    return told


def secret_key(environment: Mapping[str, str], home: Path, *, demo: bool) -> str:
    """The key from SECRET_KEY; the demonstration keeps one of its own in `home`."""
    told = environment.get("SECRET_KEY")
    if told and len(told) < SHORTEST_KEY and not demo:
        raise SettingMissing(f"SECRET_KEY must have {SHORTEST_KEY} characters or more.")
    if told:
        return told
    if not demo:
        raise SettingMissing(
            "Set SECRET_KEY: in service it is never made up. Or set THROUGHCARE_MODE=demo."
        )
    return kept_secret(home / "secret_key")


def factor_keys(environment: Mapping[str, str], home: Path, *, demo: bool) -> list[str]:
    """The keys of SECOND_FACTOR_KEYS, the newest first; the demonstration keeps one of its own in `home`."""
    told = [k.strip() for k in environment.get("SECOND_FACTOR_KEYS", "").split(",")]
    keys = [key for key in told if key]
    if not keys and demo:
        kept = kept_secret(home / "second_factor_key").encode()[:32]
        return [base64.urlsafe_b64encode(kept).decode()]
    if not keys or not all(map(_is_fernet_key, keys)):
        raise SettingMissing(
            "Set SECOND_FACTOR_KEYS: keys of 32 bytes in URL-safe base 64, separated by commas, the newest first. "
            "Make one with: python -m throughcare.web.manage make_key"
        )
    return keys


def _is_fernet_key(key: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(key)) == 32
    except ValueError:
        return False


def email(
    environment: Mapping[str, str], home: Path, named: list[str], *, demo: bool
) -> dict[str, object]:
    """Django's settings of mail, from EMAIL; the demonstration writes letters into a folder."""
    told = environment.get("EMAIL", "")
    sender = environment.get("EMAIL_FROM") or f"no-reply@{named[0]}"
    if not told and demo:
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "EMAIL_FILE_PATH": home / "letters",
            "DEFAULT_FROM_EMAIL": sender,
        }
    parts = urlsplit(told)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise SettingMissing(
            "Set EMAIL: smtp://user:password@host:port of the server that sends invitations."
        )
    is_tls = parts.scheme == "smtps"
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or (465 if is_tls else 587),
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_tls,
        "EMAIL_USE_TLS": not is_tls,
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": sender,
    }


def kept_secret(path: Path) -> str:
    """The secret in the file at `path`, made at first use and readable by its owner only."""
    if not path.is_file():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(50), encoding="utf-8")
    return path.read_text(encoding="utf-8")


def database(
    environment: Mapping[str, str], home: Path, *, demo: bool
) -> dict[str, object]:
    """Django's settings for the `postgresql://` address in DATABASE, or for SQLite in `home`.

    What the address says after `?` goes to the driver, as `sslmode`; `host` there may be the folder of a socket.

    >>> told = {"DATABASE": "postgresql://me@/site?host=/run/postgresql&sslmode=require"}
    >>> found = database(told, Path("."), demo=False)
    >>> found["HOST"], found["NAME"], found["OPTIONS"]
    ('/run/postgresql', 'site', {'sslmode': 'require'})
    """
    url = environment.get("DATABASE")
    return _postgresql(url, environment, demo=demo) if url else _sqlite(home)


def _sqlite(home: Path) -> dict[str, object]:
    home.mkdir(parents=True, exist_ok=True)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": home / "site.sqlite3",
        # Wait for another writer rather than fail, and take the lock when a transaction begins.
        "OPTIONS": {"timeout": 20, "transaction_mode": "IMMEDIATE"},
    }


def _postgresql(
    url: str, environment: Mapping[str, str], *, demo: bool
) -> dict[str, object]:
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"}:
        raise SettingMissing(
            f"DATABASE must begin with postgresql://, not {parts.scheme}://"
        )
    options: dict[str, object] = dict(parse_qsl(parts.query))
    host = str(options.pop("host", "")) or unquote(parts.hostname or "")
    if not demo and not _is_here(host) and options.get("sslmode") != "verify-full":
        raise SettingMissing(
            "DATABASE is on another machine: add ?sslmode=verify-full, so that the way there is encrypted and checked."
        )
    if environment.get("DATABASE_POOL"):
        options["pool"] = {"min_size": 1, "max_size": int(environment["DATABASE_POOL"])}
    return {
        "ENGINE": "throughcare.web.rowsecurity",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(options.pop("port", "")) or str(parts.port or ""),
        "OPTIONS": options,
    }


def _is_here(host: str) -> bool:
    """Whether a host is this machine: a socket's folder, or a loopback address."""
    if not host or host.startswith("/") or host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
