"""`manage.py load_starter`: says in a line what it did, and ends with an error when it did nothing."""

import pytest
from django.core.management import CommandError, call_command

from hubs.models import Jurisdiction, Organisation
from tests.starter.fixtures import Copy

pytestmark = pytest.mark.django_db


def test_it_says_what_became_of_the_rows(capsys):
    call_command("load_starter")
    first = capsys.readouterr().out
    assert first.startswith("Starter dataset: ") and first.endswith(" new, 0 unchanged.\n")
    call_command("load_starter")
    rows = first.split()[2]
    assert capsys.readouterr().out == f"Starter dataset: 0 new, {rows} unchanged.\n"


def test_it_names_what_it_kept(capsys):
    call_command("load_starter")
    Organisation.objects.filter(slug="hkma").update(name_en="An editor's name")
    capsys.readouterr()
    call_command("load_starter")
    summary, detail = capsys.readouterr().out.splitlines()
    assert summary.endswith(" unchanged, 1 changed here, kept.")
    assert detail.strip() == "changed here, kept: organisation hkma"


def test_a_bad_copy_ends_in_an_error(tmp_path):
    copy = Copy(tmp_path)
    row = copy.change("jurisdictions.csv", "singapore", kind="planet")
    with pytest.raises(CommandError) as error:
        call_command("load_starter", directory=copy.directory)
    assert f"jurisdictions.csv, row {row}, column “kind”: “planet”" in str(error.value)
    assert str(error.value).endswith("Nothing was written.")
    assert error.value.returncode == 1
    assert not Jurisdiction.objects.exists()
