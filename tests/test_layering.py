"""Imports point down: a file that imports upward, or that belongs to no layer, fails here."""

import ast
from pathlib import Path

import pytest

HUBS = Path(__file__).parent.parent / "hubs"

# From the top down; a module may import from rows below its own, and from its own package.
LAYERS = [
    {"urls", "middleware", "wsgi", "apps"},
    {"views", "admin", "admin_site", "sitemaps", "context_processors", "management"},
    {"feeds"},
    {"forms", "templatetags"},
    {"importing"},
    {"charts", "export", "starter"},
    {"review"},
    {"comparison", "changes", "checking", "capture", "merging", "worklists"},
    {"editing"},
    {"possible"},
    {"preference", "selection", "typed", "wording"},
    {"models", "database"},
]
# Django loads these by name; nothing imports them.
ALONE = {"settings", "formats", "migrations", "__init__"}
# The middle layers serve page, command, admin and test alike: the ORM is theirs, HTTP is not.
NO_HTTP = {
    "charts",
    "export",
    "starter",
    "importing",
    "comparison",
    "changes",
    "checking",
    "capture",
    "merging",
    "worklists",
    "review",
    "editing",
    "possible",
    "preference",
    "selection",
    "models",
}
HTTP = ("django.http", "django.shortcuts", "django.forms", "django.template", "django.contrib")


def modules():
    for path in sorted(HUBS.rglob("*.py")):
        parts = path.relative_to(HUBS).with_suffix("").parts
        if parts[0] not in ALONE:
            yield pytest.param(path, parts[0], id="/".join(parts))


def imported(path: Path):
    """Dotted names a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            for alias in node.names:
                yield f"{node.module}.{alias.name}"
        elif isinstance(node, ast.ImportFrom):
            assert path.parent.name in ("models", "admin"), "relative imports only inside models and admin"


def depth(module: str) -> int:
    return next(n for n, layer in enumerate(LAYERS) if module in layer)


@pytest.mark.parametrize(("path", "module"), list(modules()))
def test_imports_point_down(path, module):
    assert any(module in layer for layer in LAYERS), f"{module} belongs to no layer"
    for name in imported(path):
        package, _, rest = name.partition(".")
        below = rest.split(".")[0]
        if package == "hubs" and below != module:
            assert below not in ALONE, f"{name}: ask django.conf.settings"
            assert depth(below) > depth(module), (
                f"{path.name} imports {name}, which stands above or beside it"
            )
        if module in NO_HTTP:
            allowed = ("django.contrib.auth", "django.contrib.admin.models", "simple_history")  # tables
            assert not name.startswith(HTTP) or name.startswith(allowed), f"{path.name} imports {name}"


def test_every_layer_still_exists():
    names = {path.stem for path in HUBS.iterdir()}
    assert set().union(*LAYERS) <= names
