"""The browser files of others are what they were when somebody looked at them."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FOLDERS = ("static/vendor", "tests/vendor")


@pytest.fixture
def tree(tmp_path):
    """A copy of what `dev vendor` looks at."""
    shutil.copy(ROOT / "dev", tmp_path)
    for folder in FOLDERS:
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return tmp_path


def vendor(tree):
    return subprocess.run([sys.executable, "dev", "vendor"], cwd=tree, capture_output=True, text=True)


def test_the_files_are_what_the_list_says():
    checked = vendor(ROOT)
    assert checked.returncode == 0, checked.stdout


@pytest.mark.parametrize("change", [lambda file: file.write_bytes(file.read_bytes() + b" "), Path.unlink])
def test_one_changed_or_missing_file_is_found(tree, change):
    change(next(tree.glob("static/vendor/htmx-*.min.js")))
    checked = vendor(tree)
    assert checked.returncode == 1
    assert checked.stdout.startswith("static/vendor/htmx-")


def test_every_file_is_on_the_list():
    listed = {
        name
        for entry in json.loads((ROOT / "static/vendor/vendor.json").read_text())
        for name in entry["sha256"]
    }
    present = {path.relative_to(ROOT).as_posix() for folder in FOLDERS for path in (ROOT / folder).iterdir()}
    assert present - {"static/vendor/vendor.json"} == listed


def test_nothing_points_to_a_source_map_that_is_not_there():
    assert not [
        path for path in ROOT.glob("*/vendor/*.js") if b"sourceMappingURL" in path.read_bytes()[-200:]
    ]
