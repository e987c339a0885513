"""Settings of the site, from environment variables.

THROUGHCARE_MODE   demo (the default: this machine only, no https) or service
THROUGHCARE_HOME   folder for the demonstration's database and secret key; default ./demo
THROUGHCARE_STORE  the store of returns and cuts; default THROUGHCARE_HOME/store
THROUGHCARE_HOSTS  host names the service answers to, separated by commas
DATABASE           postgresql://user:password@host:port/name; SQLite where it is missing
SECRET_KEY         needed in service; the demonstration makes its own
"""

import datetime as dt
import os
from pathlib import Path

from throughcare import parameters
from throughcare.web.environment import database, secret_key

MODE = os.environ.get("THROUGHCARE_MODE", "demo")
DEMO = MODE == "demo"
HOME = Path(os.environ.get("THROUGHCARE_HOME", "demo")).resolve()
THROUGHCARE_STORE = Path(os.environ.get("THROUGHCARE_STORE", HOME / "store")).resolve()

BASE_DIR = Path(__file__).resolve().parent
BUILD_DIR = BASE_DIR / "static/build"

DEBUG = False
SECRET_KEY = secret_key(os.environ, HOME, demo=DEMO)
_LOCAL_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = (
    _LOCAL_HOSTS if DEMO else os.environ.get("THROUGHCARE_HOSTS", "").split(",")
)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "throughcare.web.organisations",
    "throughcare.web.accounts",
    "throughcare.web.audit",
    "throughcare.web.portal",
    "throughcare.web.public",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "throughcare.web.middleware.BrowserRules",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "throughcare.web.middleware.SessionLimits",
    "throughcare.web.middleware.Permissions",
]

ROOT_URLCONF = "throughcare.web.urls"
WSGI_APPLICATION = "throughcare.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "environment": "throughcare.web.jinja.environment",
            "context_processors": [
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "throughcare.web.jinja.site",
            ],
        },
    }
]

DATABASES = {"default": database(os.environ.get("DATABASE"), HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "accounts:start"
LOGOUT_REDIRECT_URL = "public:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _VALIDATION + "MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},  # security.md S1
    },
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
]


def _today(name: str) -> object:
    return parameters.at(name, dt.date.today()).value


SESSION_IDLE_SECONDS = 60 * _today("sessions.idle_minutes")
SESSION_ABSOLUTE_SECONDS = 3600 * _today("sessions.absolute_hours")
SIGN_IN_TRIES = _today("sessions.sign_in_tries")
UPLOAD_BYTES = 1_000_000 * _today("uploads.largest_megabytes")

# Browsers keep a `__Host-` cookie only over https, which the demonstration on this machine does not have.
_PREFIX = "" if DEMO else "__Host-"
SESSION_COOKIE_NAME = _PREFIX + "session"
SESSION_COOKIE_AGE = SESSION_ABSOLUTE_SECONDS
SESSION_COOKIE_SECURE = not DEMO
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = _PREFIX + "csrf"
CSRF_COOKIE_SECURE = not DEMO
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "throughcare.web.errors.stale_form"
SECURE_SSL_REDIRECT = not DEMO
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Files are served from where they are built, so that no second step can be forgotten.
WHITENOISE_USE_FINDERS = True
WHITENOISE_MAX_AGE = 3600

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
    },
}
