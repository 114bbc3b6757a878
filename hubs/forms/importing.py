"""The files somebody brings to be imported, and what is asked before they are."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from hubs.importing import LARGEST, MOST_ROWS, ImportRefused, Sheet, read_file
from hubs.models import Why

MOST_FILES = 10


class SeveralFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class SheetsField(forms.FileField):
    """Any number of CSV files; cleans to their sheets, or to a sentence for each that is none."""

    widget = SeveralFiles(attrs={"accept": ".csv,.tsv,.txt,text/csv"})

    def clean(self, data: Any, initial: Any = None) -> list[Sheet]:
        files = [file for file in data or () if file]
        if not files:
            raise ValidationError(_("Choose a file: one CSV, or several that belong together."))
        if len(files) > MOST_FILES:
            raise ValidationError(_("Choose at most %d files at a time.") % MOST_FILES)
        sheets, errors = [], []
        for file in files:
            try:
                sheets.append(read_file(file.name[:100], file.read(LARGEST + 1)))
            except ImportRefused as refused:
                errors.append(ValidationError(str(refused)))
        if sum(len(sheet.rows) for sheet in sheets) > MOST_ROWS:
            errors.append(
                ValidationError(
                    _("Together they have more than %d rows: bring them one after another.") % MOST_ROWS
                )
            )
        if errors:
            raise ValidationError(errors)
        return sheets


class UploadForm(forms.Form):
    files = SheetsField(label=_("CSV files"))


class ImportForm(forms.Form):
    """The last question before an import that replaces public statements."""

    why = forms.ChoiceField(
        label=_("Why are they corrected?"),
        choices=Why.choices,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, corrects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not corrects:
            del self.fields["why"]
