"""The whole starter dataset out and in again: an export imported changes nothing, and is all there is."""

import csv
import io
import time

import pytest

from hubs.checking import broken_promises
from hubs.importing import IMPORTED, ImportRefused, Outcome, export_of, look, read_file, template_of, write
from hubs.models import Alias, Article, Change, Citation, Door, Initiative, Organisation, Statement

pytestmark = pytest.mark.django_db


def written():
    """How many rows there are of everything an import could write."""
    models = (
        Organisation,
        Article,
        Initiative,
        Statement,
        Citation,
        Alias,
        Change,
        Organisation.history.model,
    )
    return [model.objects.count() for model in models]


def test_exporting_everything_and_importing_it_again_changes_nothing(starter):
    before = written()
    sheets = [read_file(table.file, export_of(table)) for table in IMPORTED]
    preview = look(sheets)
    assert str(preview) == f"0 new, 0 changed, {sum(len(s.rows) for s in sheets)} unchanged"
    assert len(preview.rows) > 1200
    with pytest.raises(ImportRefused, match="nothing to import"):
        write(sheets, looked_at=preview.states(), by=None)
    assert written() == before


def test_a_spreadsheet_may_save_the_export_in_its_own_way(starter):
    for table in IMPORTED:
        header, *rows = csv.reader(io.StringIO(export_of(table).decode("utf-8-sig")))
        for separator, encoding in ((";", "utf-8-sig"), ("\t", "utf-16"), (",", "gb18030")):
            text = io.StringIO()
            writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
            writer.writerows([[*reversed(header), ""], *([*reversed(row), ""] for row in rows)])
            preview = look([read_file("saved.csv", text.getvalue().encode(encoding))])
            assert len(preview.of(Outcome.UNCHANGED)) == len(rows), (
                table.kind,
                encoding,
                preview.refused[:2],
            )


def test_templates_have_the_columns_and_a_row_that_fits_the_dataset_and_is_none_of_it(starter):
    examples = [template_of(table) for table in IMPORTED]
    preview = look([read_file("template.csv", data) for data in examples])
    assert str(preview) == "0 new, 0 changed, 0 unchanged, 4 left out"
    own = [read_file("own.csv", data.replace(b"example-row", b"my-own")) for data in examples]
    assert str(look(own)) == "4 new, 0 changed, 0 unchanged"


def test_what_was_meant_is_found_by_any_name(starter):
    names = {"深圳": "cn-shenzhen", "Shenzhen": "cn-shenzhen", "香港": "hong-kong", "hongkong": "hong-kong"}
    rows = [f"body-{n},Name,,,regulator,{name},\r\n" for n, name in enumerate(names)]
    header = ",".join(next(table for table in IMPORTED if table.kind == "organisation").names)
    preview = look([read_file("o.csv", f"{header}\r\n{''.join(rows)}".encode())])
    for judged, slug in zip(preview.refused, names.values(), strict=True):
        assert f"did you mean “{slug}”?" in judged.problems[0].sentence


def test_an_emptied_site_is_filled_from_its_exports(starter):
    exports = [export_of(table) for table in IMPORTED]
    Citation.objects.all().delete()
    Statement.objects.all().delete()
    Article.objects.all().delete()
    Initiative.objects.all().update(successor=None)
    Alias.objects.filter(jurisdiction=None).delete()
    Initiative.jurisdictions.through.objects.all().delete()
    Initiative.organisations.through.objects.all().delete()
    Initiative.objects.all().delete()
    Organisation.objects.all().delete()
    sheets = [read_file("export.csv", data) for data in exports]
    preview = look(sheets)
    began = time.monotonic()
    change, _ = write(sheets, looked_at=preview.states(), by=None)
    assert time.monotonic() - began < 30
    assert change.door == Door.IMPORT
    assert [export_of(table) for table in IMPORTED] == exports
    assert Statement.objects.live().count() == Statement.objects.filter(published=change).count() > 700
    assert list(broken_promises()) == []
