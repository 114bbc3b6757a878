"""Production refuses to start unsafe and says which variable to set; `.env.example` names them all."""

import ast
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parent.parent
SECRET = "an-example-of-a-secret-that-is-long-and-varied-enough-0123456789"
SAFE = {"SECRET_KEY": SECRET, "ALLOWED_HOSTS": "hubs.example.org"}
VARIABLES = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE)


def python(*command: str, **variables: str) -> subprocess.CompletedProcess[str]:
    """Python with nothing of ours in its environment but these variables."""
    ours = (*VARIABLES, "DJANGO_SETTINGS_MODULE", "DJANGO_ALLOW_ASYNC_UNSAFE")
    environment = {name: value for name, value in os.environ.items() if name not in ours} | variables
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True
    )


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY"),
        ({"SECRET_KEY": "a" * 60}, "SECRET_KEY"),
        ({"SECRET_KEY": "django-insecure-" + SECRET}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS"),
        ({"ALLOWED_HOSTS": "hubs.example.org, *"}, "ALLOWED_HOSTS"),
        ({"DEBUG": "1"}, "DEBUG"),
        ({"DEBUG": "yes"}, "DEBUG"),
        ({"HUBS_MODE": "prod"}, "HUBS_MODE"),
        ({"BEHIND_PROXY": "true"}, "BEHIND_PROXY"),
        ({"SITE_URL": "hubs.example.org"}, "SITE_URL"),
        ({"CODE_URL": "https://"}, "CODE_URL"),
        ({"REPORT_ERROR_ADDRESS": "somebody"}, "REPORT_ERROR_ADDRESS"),
        ({"DATABASE_URL": "mysql://root:pass-word@db/hubs"}, "DATABASE_URL"),
        ({"DATABASE_URL": "not an address"}, "DATABASE_URL"),
        ({"DATABASE_URL": "postgresql://me:pass-word@db:port/hubs"}, "DATABASE_URL"),
    ],
)
def test_a_setting_that_cannot_be_used_stops_the_start_with_one_sentence(variables, named):
    refused = python("manage.py", "check", **(SAFE | variables))
    assert refused.returncode == 1
    assert refused.stderr.startswith(named)
    assert refused.stderr.count("\n") == 1
    assert "pass-word" not in refused.stderr


def test_the_production_server_is_refused_in_the_same_words():
    refused = python("-c", "import hubs.wsgi")
    assert refused.returncode == 3
    assert re.fullmatch(r"SECRET_KEY is not set: .*\n", refused.stderr)


def test_the_deployment_check_finds_nothing_and_nothing_is_silenced():
    checked = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **SAFE)
    assert checked.returncode == 0, checked.stderr
    assert "no issues (0 silenced)" in checked.stdout


def test_production_asks_for_https_and_tells_browsers_to():
    code = """
from django.conf import settings
from django.test import Client
plain = Client().get("/anything?at=all", headers={"host": "hubs.example.org"})
print(plain.status_code, plain["Location"])
print(Client().get("/healthz", headers={"host": "10.0.0.1"}).status_code)
print(Client().get("/healthz", secure=True)["Strict-Transport-Security"])
print(settings.SESSION_COOKIE_NAME, settings.SESSION_COOKIE_SECURE)
print(settings.CSRF_COOKIE_NAME, settings.CSRF_COOKIE_SECURE)
"""
    asked = python("manage.py", "shell", "--no-imports", "-c", code, **SAFE)
    assert asked.stdout.splitlines() == [
        "301 https://hubs.example.org/anything?at=all",
        "200",
        "max-age=31536000; includeSubDomains; preload",
        "__Host-session True",
        "__Host-csrf True",
    ], asked.stderr


def test_postgresql_fails_early_and_keeps_what_the_address_says():
    code = "import hubs.settings; options = hubs.settings.DATABASES['default']['OPTIONS']; "
    code += "print(options['sslmode'], options['connect_timeout'], options['pool']['timeout'])"
    asked = python(
        "-c", code, **SAFE, DATABASE_URL="postgresql://me:secret@db/hubs?sslmode=require&connect_timeout=9"
    )
    assert asked.stdout == "require 9 2\n", asked.stderr


def test_an_address_for_errors_becomes_something_to_link_to():
    code = "import hubs.settings as s; print(s.REPORT_ERROR_ADDRESS, s.SITE_URL)"
    given = {"REPORT_ERROR_ADDRESS": "data@example.org", "SITE_URL": "https://hubs.example.org/"}
    assert python("-c", code, **SAFE, **given).stdout == "mailto:data@example.org https://hubs.example.org\n"


def test_every_variable_is_in_the_example_file_and_no_other():
    tree = ast.parse((ROOT / "hubs" / "settings.py").read_text())
    calls = [
        node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    ]
    reads = [call.args[0] for call in calls if call.func.id.startswith("env_")]
    read = {argument.value for argument in reads if isinstance(argument, ast.Constant)}
    assert read == set(VARIABLES)
    assert len(VARIABLES) == len(set(VARIABLES))


def test_settings_alone_read_the_environment():
    readers = [
        path for path in (ROOT / "hubs").rglob("*.py") if re.search(r"environ\b|getenv", path.read_text())
    ]
    assert {path.relative_to(ROOT).as_posix() for path in readers} == {"hubs/settings.py", "hubs/wsgi.py"}


def test_static_files_can_be_collected_for_production(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES["staticfiles"]["BACKEND"] = "whitenoise.storage.CompressedManifestStaticFilesStorage"
    call_command("collectstatic", interactive=False, verbosity=0)
    assert list(tmp_path.glob("vendor/htmx-*.min.*.js.gz"))
