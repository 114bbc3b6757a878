"""Documentation that cannot rot: what can be checked of it is checked."""

import re
from pathlib import Path

from django.core.management import get_commands
from django.urls import URLPattern, get_resolver

from hubs import forms

ROOT = Path(__file__).parent.parent
SURFACE = (ROOT / "docs/surface.md").read_text(encoding="utf-8")
README = (ROOT / "README.md").read_text(encoding="utf-8")


def section(text, heading):
    return re.split(r"^## ", text.split(f"\n## {heading}\n", 1)[1], flags=re.M)[0]


def first_cells(text, heading):
    """Everything in backticks in the first column of a section's table."""
    rows = [line for line in section(text, heading).splitlines() if line.startswith("| `")]
    return {code for row in rows for code in re.findall(r"`([^`]+)`", row.split("|")[1])}


def test_surface_lists_every_address_and_no_other():
    routes = set()
    for pattern in get_resolver().url_patterns:
        route = "/" + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            routes.add(re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", route))
        else:
            routes.add(route)
    assert first_cells(SURFACE, "Addresses") == routes


def test_surface_lists_every_parameter_and_no_other():
    parameters = set()
    for form in vars(forms).values():
        if isinstance(form, type) and issubclass(form, forms.AddressForm):
            parameters |= form.base_fields.keys() | set(form.not_built)
    assert first_cells(SURFACE, "Parameters") == parameters


def test_surface_gives_each_address_its_parameters():
    listed = {}
    for row in section(SURFACE, "Addresses").splitlines():
        if row.startswith("| `"):
            cells = [cell.strip() for cell in row.strip("|").split("|")]
            listed[re.findall(r"`([^`]+)`", cells[0])[0]] = set(re.findall(r"`([^`]+)`", cells[2]))
    for address, form in {
        "/compare/": forms.ComparisonPageForm,
        "/compare.csv": forms.ComparisonFileForm,
        "/initiatives/": forms.InitiativeListForm,
        "/articles/": forms.ArticleListForm,
        "/search/": forms.SearchForm,
        "/changes/": forms.ChangeListForm,
        "/changes.atom": forms.ChangeFeedForm,
        "/organisations/": forms.OrganisationListForm,
    }.items():
        assert listed[address] == set(form.base_fields), address


def test_surface_lists_every_command_of_ours():
    ours = {name for name, app in get_commands().items() if app == "hubs"}
    listed = set(re.findall(r"`manage\.py (\w+)", section(SURFACE, "Commands")))
    assert listed == ours
    help_text = (ROOT / "dev").read_text(encoding="utf-8")
    for name in re.findall(r"`python3 dev (\w+)", SURFACE):
        assert name in help_text


def test_readme_maps_every_module_and_no_other():
    mapped = set(re.findall(r"`hubs/(\w+)(?:\.py|/)`", section(README, "Where things live")))
    modules = {
        path.stem
        for path in (ROOT / "hubs").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").exists()
    }
    assert mapped == modules - {"__init__", "migrations"}
    for path in re.findall(r"`((?:templates|static|tests|docs|bench)/[\w/]*)`", README):
        assert (ROOT / path).is_dir(), path


def test_links_between_documents_lead_somewhere():
    for document in (*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")):
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", document.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (document.parent / target).exists(), f"{document.name} links to {target}"
