"""Every setting of the project; the only file that reads the environment.

Readers on top, values below. `.env.example` lists what may be set. A value that cannot be used stops the
start with one sentence that names its variable: nothing is guessed, and production never starts unsafe.
"""

import os
import secrets
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

# --- Readers ------------------------------------------------------------------------------------------------


def env_text(name: str, default: str = "") -> str:
    """The variable without surrounding space; one that is set but empty counts as not set."""
    return os.environ.get(name, "").strip() or default


def env_switch(name: str) -> bool:
    """1 or 0, and nothing that would have to be guessed."""
    value = env_text(name, "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def env_years(name: str, default: int) -> int:
    """A whole number of years, from one to a hundred."""
    value = env_text(name, str(default))
    if not (value.isascii() and value.isdecimal() and 1 <= int(value) <= 100):
        raise ImproperlyConfigured(f"{name} must be a whole number from 1 to 100, not {value!r}.")
    return int(value)


def env_list(name: str) -> list[str]:
    return [part.strip() for part in env_text(name).split(",") if part.strip()]


def env_mode(name: str) -> str:
    value = env_text(name, "production")
    if value not in ("production", "development"):
        raise ImproperlyConfigured(f"{name} must be production or development, not {value!r}.")
    return value


def env_url(name: str) -> str:
    """A web address without its closing slash, so that a path can be put behind it."""
    value = env_text(name)
    if value and not is_web_address(value):
        raise ImproperlyConfigured(f"{name} must be like https://hubs.example.org, not {value!r}.")
    return value.rstrip("/")


def env_contact(name: str) -> str:
    """An e-mail or web address, as something a link can point to."""
    value = env_text(name)
    if not value or is_web_address(value):
        return value
    if value.count("@") != 1 or any(sign in value for sign in " /:?&"):
        raise ImproperlyConfigured(f"{name} must be an e-mail address or a web address, not {value!r}.")
    return f"mailto:{value}"


def is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False


def env_secret(name: str) -> str:
    """A secret long and varied enough to sign sessions with."""
    value = env_text(name)
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: give it 50 or more random characters, kept secret.")
    if len(value) < 50 or len(set(value)) < 5 or value.startswith("django-insecure-"):
        raise ImproperlyConfigured(f"{name} is too easy to guess: give it 50 or more random characters.")
    return value


def kept_secret(path: Path) -> str:
    """A random secret made once and kept, so that a restart in development logs nobody out."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(secrets.token_urlsafe(64))
        except FileExistsError:
            pass
        # Empty: another start is writing it at this moment.
        return path.read_text() or secrets.token_urlsafe(64)
    except OSError as problem:
        message = f"Cannot write {path} ({problem.strerror}): make room, or let us write there."
        raise ImproperlyConfigured(message) from problem


def env_hosts(name: str) -> list[str]:
    """The names the site answers to; a wildcard would let a visitor choose what links in the pages say."""
    hosts = env_list(name)
    if not hosts:
        raise ImproperlyConfigured(f"{name} is not set: list the site's names, such as hubs.example.org.")
    if "*" in hosts:
        raise ImproperlyConfigured(f"{name} must list the site's names, not *.")
    return hosts


def env_debug_off(name: str) -> bool:
    """Off; a mode that must not debug says so instead of quietly leaving it out."""
    if env_switch(name):
        raise ImproperlyConfigured(f"{name} must not be 1 in production: it shows settings to strangers.")
    return False


def env_database(name: str, default: Path) -> dict[str, Any]:
    """PostgreSQL where the variable says so, else SQLite in one file; each set to fail early and clearly."""
    url = env_text(name, f"sqlite:///{default}")
    try:
        database: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=0, conn_health_checks=True))
    except (ValueError, KeyError):
        database = {"ENGINE": "unknown"}
    options = database.get("OPTIONS", {})  # what the address itself says, such as sslmode, wins
    if database["ENGINE"] == "django.db.backends.postgresql":
        return database | {"OPTIONS": POSTGRESQL_OPTIONS | options}
    if database["ENGINE"] == "django.db.backends.sqlite3":
        try:
            Path(database["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            message = f"{name}: the folder of {database['NAME']} cannot be made: {problem.strerror}."
            raise ImproperlyConfigured(message) from problem
        return database | {"OPTIONS": SQLITE_OPTIONS | options}
    # The address is not repeated: it may hold a password.
    raise ImproperlyConfigured(f"{name} must be postgresql://user:password@host/name or sqlite:////a/file.")


# A write takes its lock at the start, so that two writers wait for each other instead of failing half-way;
# FULL, so that an edit which was acknowledged survives a power cut.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 10,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
        "PRAGMA journal_size_limit=67108864;"
    ),
}

# A database that is lost or frozen is noticed in seconds; no statement and no lock holds a page up for long.
POSTGRESQL_OPTIONS: dict[str, Any] = {
    "pool": {"min_size": 2, "max_size": 8, "timeout": 2, "reconnect_timeout": 3},
    "connect_timeout": 3,
    "keepalives_idle": 5,
    "keepalives_interval": 2,
    "keepalives_count": 3,
    "tcp_user_timeout": 8000,
    "options": "-c statement_timeout=5000 -c lock_timeout=4000 -c idle_in_transaction_session_timeout=10000",
}

# --- Where things are ---------------------------------------------------------------------------------------

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"  # all that running the site writes

# --- How it runs --------------------------------------------------------------------------------------------

PRODUCTION = env_mode("HUBS_MODE") == "production"
# Off in development too, unless asked for: our own error pages show.
DEBUG = env_debug_off("DEBUG") if PRODUCTION else env_switch("DEBUG")
SECRET_KEY = env_secret("SECRET_KEY") if PRODUCTION else kept_secret(VAR / "secret_key")
OUR_OWN_MACHINE = ["localhost", "127.0.0.1", "[::1]"]
ALLOWED_HOSTS = env_hosts("ALLOWED_HOSTS") if PRODUCTION else [*OUR_OWN_MACHINE, *env_list("ALLOWED_HOSTS")]

# --- What the site says of itself ---------------------------------------------------------------------------

SITE_URL = env_url("SITE_URL")  # base of addresses in the sitemap and previews; empty: taken from the request
REPORT_ERROR_ADDRESS = env_contact("REPORT_ERROR_ADDRESS")  # a link's target; empty: /about/#report
CODE_URL = env_url("CODE_URL")  # where the source of this site can be had; empty: not mentioned

# --- Application --------------------------------------------------------------------------------------------

ROOT_URLCONF = "hubs.urls"
WSGI_APPLICATION = "hubs.wsgi.application"

INSTALLED_APPS = [
    "whitenoise.runserver_nostatic",
    "hubs.apps.DataEntryConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "simple_history",
    "axes",
    "django_htmx",
    "csp",
    "hubs",
]

# From the outside in. What adds headers comes first, so that refusals and files carry them too.
MIDDLEWARE = [
    "hubs.middleware.keep_resources_to_ourselves",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "hubs.middleware.answer_probes",
    "hubs.middleware.refuse_too_much",
    "hubs.middleware.refuse_bad_bytes",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hubs.middleware.vary_on_htmx",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "axes.middleware.AxesMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "hubs.middleware.DatabaseAway",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "hubs.context_processors.site",
            ],
        },
    },
]

# --- Accounts -----------------------------------------------------------------------------------------------

LOGIN_URL = "admin:login"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Five wrong passwords for one name from one address close that name to that address for a while. They are
# counted in the database, so every worker knows of them and a restart forgets nothing; whoever keeps trying
# does not keep the name closed.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_CLIENT_IP_CALLABLE = "hubs.admin.login.client_address"
AXES_LOCKOUT_CALLABLE = "hubs.admin.login.locked_out"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "csrfmiddlewaretoken"]  # kept out of log and database
AXES_DISABLE_ACCESS_LOG = True  # the user's own record says when they last logged in
AXES_ENABLE_ADMIN = False  # hubs.admin.users shows what can be unlocked
AXES_VERBOSE = False

# --- Data ---------------------------------------------------------------------------------------------------

DATABASES = {"default": env_database("DATABASE_URL", default=VAR / "hubs.sqlite3")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Language and time --------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
FORMAT_MODULE_PATH = ["hubs.formats"]

# --- Files for browsers -------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
# Filled by collectstatic; production serves from here, each file under a name that changes with its content.
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        )
    },
}
WHITENOISE_USE_FINDERS = not PRODUCTION
WHITENOISE_AUTOREFRESH = not PRODUCTION

# --- Work lists ---------------------------------------------------------------------------------------------

# After how many years without a newer word editors are asked to look again.
STALE_AFTER_YEARS = env_years("STALE_AFTER_YEARS", default=2)

# --- Capture ------------------------------------------------------------------------------------------------

# Whether editors may have the site fetch an address; pasting and uploading always work.
CAPTURE_FETCH = not env_switch("CAPTURE_FETCH_OFF")

# Of a whole request: a file of 5 MB, the most that capture reads, and the fields around it.
DATA_UPLOAD_MAX_MEMORY_SIZE = 6 * 1024 * 1024

# --- Security -----------------------------------------------------------------------------------------------

# Everything comes from this site, and nothing may be written inline: no nonce, no exception, no other site.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "manifest-src": ["'self'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"  # which page a reader came from is nobody else's business
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

SESSION_COOKIE_AGE = 12 * 60 * 60  # a working day, then log in again
# Only editors ever get a cookie. The prefix has browsers refuse one set over plain HTTP or by a sister site.
SESSION_COOKIE_NAME = "__Host-session" if PRODUCTION else "session"
SESSION_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "__Host-csrf" if PRODUCTION else "csrf"
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]  # probes ask the process itself, without TLS
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
# Without a proxy in front that sets these headers itself, any visitor could send them.
BEHIND_PROXY = env_switch("BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None

# --- Logs ---------------------------------------------------------------------------------------------------

# To standard error, whichever the mode; who runs the process decides where that goes.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "hubs": {"level": "INFO"},
    },
}
