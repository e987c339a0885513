"""Settings of the site, from environment variables.

THROUGHCARE_MODE     demo (the default: this machine only, no https) or service
THROUGHCARE_HOME     folder for the demonstration's database and secret key; default ./demo
THROUGHCARE_STORE    the store of returns and cuts; default THROUGHCARE_HOME/store
THROUGHCARE_HOSTS    host names the service answers to, separated by commas
THROUGHCARE_ADDRESS  where links in e-mails lead; default https:// and the first host
THROUGHCARE_PROXIES  how many proxies of the operator's own stand before the site; default 0
DATABASE             postgresql://user:password@host:port/name; SQLite where it is missing. In service another machine needs ?sslmode=verify-full
DATABASE_POOL        most connections that one process keeps open to PostgreSQL; none are kept where it is missing
SECRET_KEY           50 characters or more; needed in service; the demonstration makes its own
SECOND_FACTOR_KEYS   Fernet keys that encrypt the seeds of second factors, separated by commas, the newest first; needed in service
AGREEMENT            file with the data-sharing agreement that providers accept before their first return; a draft where it is missing
VIRUS_SCAN           command that is given each file before it is taken in, as clamdscan --fdpass --no-summary; none where it is missing
PUBLIC_CONTACT       where readers ask about the figures, for the help page: mailto:... or https://...; none where it is missing
SECURITY_CONTACT     where faults in the safety of the site are told to, for security.txt: mailto:... or https://...; the page about the site where it is missing
LEAKED_PASSWORDS     file of sorted SHA-1 hashes of leaked passwords, which are refused; none where it is missing
EMAIL                smtp://user:password@host:port of the mail server (smtps:// for TLS from the start); needed in service; the demonstration writes letters into THROUGHCARE_HOME/letters
EMAIL_FROM           the sender of letters; default no-reply at the first host
"""

import datetime as dt
import os
from pathlib import Path

from throughcare import parameters
from throughcare.web import environment

DEMO = environment.is_demo(os.environ)
HOME = Path(os.environ.get("THROUGHCARE_HOME", "demo")).resolve()
THROUGHCARE_STORE = Path(os.environ.get("THROUGHCARE_STORE", HOME / "store")).resolve()

BASE_DIR = Path(__file__).resolve().parent
BUILD_DIR = BASE_DIR / "static/build"

DEBUG = False
SECRET_KEY = environment.secret_key(os.environ, HOME, demo=DEMO)
SECOND_FACTOR_KEYS = environment.factor_keys(os.environ, HOME, demo=DEMO)
ALLOWED_HOSTS = environment.hosts(os.environ, demo=DEMO)
SITE_ADDRESS = environment.address(os.environ, ALLOWED_HOSTS, demo=DEMO)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "throughcare.web.work",
    "throughcare.web.organisations",
    "throughcare.web.accounts",
    "throughcare.web.audit",
    "throughcare.web.governance",
    "throughcare.web.portal",
    "throughcare.web.api",
    "throughcare.web.reports",
    "throughcare.web.viewit",
    "throughcare.web.comparison",
    "throughcare.web.public",
]

MIDDLEWARE = [
    "throughcare.web.logs.NumberedRequests",
    "throughcare.web.middleware.ClientAddress",
    "django.middleware.security.SecurityMiddleware",
    "throughcare.web.middleware.BrowserRules",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "throughcare.web.middleware.SessionLimits",
    "throughcare.web.middleware.Sights",
    "throughcare.web.middleware.Permissions",
    "throughcare.web.middleware.TypedWork",
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

DATABASES = {"default": environment.database(os.environ, HOME, demo=DEMO)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# In the database, so that every process knows which codes were used.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    },
    # Of one process: how many requests an address made lately.
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "accounts:start"
LOGOUT_REDIRECT_URL = "public:home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]


def _today(name: str) -> object:
    return parameters.at(name, dt.date.today()).value


_VALIDATION = "django.contrib.auth.password_validation."
_OWN_VALIDATION = "throughcare.web.accounts.passwords."
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": _OWN_VALIDATION + "LengthValidator",
        "OPTIONS": {
            "shortest": _today("accounts.password_shortest"),
            "longest": _today("accounts.password_longest"),
        },
    },
    {"NAME": _VALIDATION + "CommonPasswordValidator"},
    {"NAME": _VALIDATION + "UserAttributeSimilarityValidator"},
    {"NAME": _OWN_VALIDATION + "ContextValidator"},
    {"NAME": _OWN_VALIDATION + "LeakedValidator"},
]
LEAKED_PASSWORDS = os.environ.get("LEAKED_PASSWORDS", "")
PASSWORD_RESET_TIMEOUT = 60 * _today("accounts.reset_minutes")
INVITATION_DAYS = _today("accounts.invitation_days")

MFA_ADAPTER = "throughcare.web.accounts.second_factor.Adapter"
MFA_TOTP_ISSUER = "Throughcare"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
USERSESSIONS_TRACK_ACTIVITY = True
PROXIES = int(os.environ.get("THROUGHCARE_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = PROXIES

SESSION_IDLE_SECONDS = 60 * _today("sessions.idle_minutes")
SESSION_ABSOLUTE_SECONDS = 3600 * _today("sessions.absolute_hours")
AGREEMENT = os.environ.get("AGREEMENT", "")
EXPORT_HOURS = _today("governance.export_hours")
PROPOSAL_DAYS = _today("governance.proposal_days")
PUBLIC_CONTACT = environment.contact(os.environ)
SECURITY_CONTACT = os.environ.get("SECURITY_CONTACT") or SITE_ADDRESS + "/about/"
SECURITY_TXT_DAYS = _today("governance.security_txt_days")
VIRUS_SCAN = os.environ.get("VIRUS_SCAN", "")
VIRUS_SCAN_SECONDS = _today("uploads.scan_seconds")
SESSION_WARNING_SECONDS = _today("sessions.warning_seconds")
KEPT_WORK_SECONDS = 3600 * _today("sessions.kept_hours")
FRESH_SECONDS = 60 * _today("sessions.fresh_minutes")
SECOND_STEP_SECONDS = 60 * _today("sessions.second_step_minutes")
SIGN_IN_TRIES = _today("sessions.sign_in_tries")
ADDRESS_TRIES = _today("sessions.address_tries")
CODE_TRIES = _today("sessions.code_tries")
RESET_TRIES = _today("accounts.reset_tries")
THROTTLE_SECONDS = 60 * _today("sessions.throttle_minutes")
API_TOKEN_DAYS = _today("api.token_days")
API_REQUESTS_PER_MINUTE = _today("api.requests_per_minute")
PUBLIC_REQUESTS_PER_MINUTE = _today("api.public_requests_per_minute")
PUBLIC_FRESH_SECONDS = _today("publication.fresh_seconds")
PUBLIC_SETTLED_SECONDS = _today("publication.settled_seconds")
HAS_ACCOUNTS, IS_STATIC = True, False
PUBLIC_FORMS = ("csv", "json", "ods", "xlsx")
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
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not DEMO
# The API refuses plain http by itself: a redirect would hide that a token went over the line unprotected.
SECURE_REDIRECT_EXEMPT = [r"^api/v1/"]
if PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 0 if DEMO else 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = not DEMO
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# Putting a domain on the browsers' own list is for its operator to decide; the header then says so at the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
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

vars().update(environment.email(os.environ, HOME, ALLOWED_HOSTS, demo=DEMO))

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "throughcare.web.logs.JsonLines"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "django.request": {"level": "ERROR"},
        "throughcare": {"handlers": ["stderr"], "level": "INFO"},
    },
}
if DEMO:  # the terminal of the demonstration is for its reader
    LOGGING["loggers"]["throughcare"]["level"] = "WARNING"
