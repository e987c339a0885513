"""Settings of the public site alone: no database, no accounts, no sessions, no forms that change anything.

It reads the releases of THROUGHCARE_STORE and nothing else, so that it can stand on a machine of its own that has
nothing but their figures. THROUGHCARE_MODE, THROUGHCARE_HOSTS, THROUGHCARE_PROXIES and PUBLIC_CONTACT mean what they
mean for the whole site (web/settings.py).
"""

import datetime as dt
import os
import secrets
from pathlib import Path

from throughcare import parameters
from throughcare.web import environment

DEMO = environment.is_demo(os.environ)
THROUGHCARE_STORE = Path(os.environ.get("THROUGHCARE_STORE", "demo/store")).resolve()
BASE_DIR = Path(__file__).resolve().parents[1]
BUILD_DIR = BASE_DIR / "static/build"

DEBUG = False
SECRET_KEY = secrets.token_urlsafe(50)
"""Signs nothing that outlives the process: there is nobody to remember."""
ALLOWED_HOSTS = environment.hosts(os.environ, demo=DEMO)
DATABASES: dict[str, dict] = {}
"""None: Django's stand-in refuses every question."""

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "throughcare.web.public",
]
MIDDLEWARE = [
    "throughcare.web.logs.NumberedRequests",
    # Nothing secret is in these pages, so that their length once pressed tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "throughcare.web.public.alone.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "throughcare.web.public.alone.BrowserRules",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "throughcare.web.public.alone.Nobody",
]
ROOT_URLCONF = "throughcare.web.public.alone"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "throughcare.web.jinja.environment",
            "context_processors": ["throughcare.web.jinja.site"],
        },
    }
]
CACHES = {
    name: {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    for name in ("default", "memory")
}

PROXIES = int(os.environ.get("THROUGHCARE_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES
HAS_ACCOUNTS = False
PUBLIC_CONTACT = environment.contact(os.environ)
IS_STATIC = False
PUBLIC_FORMS = ("csv", "json", "ods", "xlsx")


def _today(name: str) -> object:
    return parameters.at(name, dt.date.today()).value


PUBLIC_REQUESTS_PER_MINUTE = _today("api.public_requests_per_minute")
PUBLIC_FRESH_SECONDS = _today("publication.fresh_seconds")
PUBLIC_SETTLED_SECONDS = _today("publication.settled_seconds")

SECURE_SSL_REDIRECT = not DEMO
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "throughcare.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "throughcare": {"handlers": ["stderr"], "level": "WARNING"},
    },
}
