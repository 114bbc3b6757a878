"""What an editor gives to the door of capture, and the corrected description of an article."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from hubs.capture.intake import PASTED, Found
from hubs.capture.reading import MAX_BYTES, MAX_CHARACTERS, tidy
from hubs.models import ArticleKind
from hubs.possible import why_unpublished
from hubs.typed import date_of

LANGUAGES = (
    ("en", _("English")),
    ("zh-Hans", _("Simplified Chinese")),
    ("zh-Hant", _("Traditional Chinese")),
)
MEGABYTES = MAX_BYTES // 1024 // 1024
NOT_AN_ADDRESS = _("That is not the address of a page: it begins with https:// or http://.")


def at_most(longest: int) -> dict[str, str]:
    return {"max_length": _("It is longer than %(limit_value)d characters: %(show_value)d.")}


class IntakeForm(forms.Form):
    """An article in one of three ways: its text, a file, or its address."""

    way = forms.ChoiceField(
        choices=[("text", ""), ("file", ""), ("address", "")],
        error_messages=dict.fromkeys(
            ("required", "invalid_choice"), _("Paste a text, choose a file or give an address.")
        ),
    )
    text = forms.CharField(required=False, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)
    address = forms.CharField(
        required=False,
        max_length=2000,
        error_messages={"max_length": _("The address is longer than 2,000 characters: no page has such.")},
    )

    def clean_text(self) -> str:
        text = self.cleaned_data["text"]
        if len(text.encode()) > MAX_BYTES:
            raise ValidationError(_("The text is larger than %d MB, the most we read.") % MEGABYTES)
        return text

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file and file.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than %d MB, the most we read.") % MEGABYTES)
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        way = data.get("way")
        missing = {
            "text": _("Paste the text of the article first."),
            "file": _("Choose a file first."),
            "address": _("Give the address of a page first."),
        }
        if way == "address" and not settings.CAPTURE_FETCH:
            # There is no field of that name to say it at.
            off = _("Fetching addresses is switched off on this site: paste the text or upload the page.")
            self.add_error("way", off)
        elif way and way not in self.errors and not data.get(way):
            self.add_error(way, missing[way])
        return data

    @property
    def given(self) -> dict[str, Any]:
        """What `take_in` is to read: the name it goes by, and its bytes unless they are to be fetched."""
        data = self.cleaned_data
        match data["way"]:
            case "text":
                return {"source": PASTED, "data": data["text"].encode()}
            case "file":
                return {"source": data["file"].name, "data": data["file"].read()}
        return {"source": data["address"]}


class FoundForm(forms.Form):
    """What was found of an article, for a person to correct before it is kept."""

    text = forms.CharField(
        label=_("Text"),
        error_messages={"required": _("Nothing is left of the text: an article cannot be kept without it.")},
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=500,
        widget=forms.Textarea({"rows": 2}),  # to be seen whole
        error_messages={"required": _("No title was found: write the one it carries.")} | at_most(500),
    )
    publisher = forms.CharField(
        label=_("Publisher"),
        required=False,
        max_length=200,
        error_messages=at_most(200),
        widget=forms.TextInput({"list": "publishers", "autocomplete": "off"}),
    )
    author = forms.CharField(label=_("Author"), required=False, max_length=200, error_messages=at_most(200))
    date = forms.CharField(label=_("Published"), required=False)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=[("", _("choose one")), *LANGUAGES],
        error_messages={
            "required": _("The language was not found: choose the one it is written in."),
            "invalid_choice": _("“%(value)s” is not a language we read: choose one of the three."),
        },
    )
    kind = forms.ChoiceField(
        label=_("Kind of source"),
        choices=ArticleKind.choices,
        error_messages={
            "required": _("Choose what kind of source it is."),
            "invalid_choice": _("“%(value)s” is not a kind of source we know: choose one of the list."),
        },
    )
    url = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=2000,
        assume_scheme="https",
        error_messages={"invalid": NOT_AN_ADDRESS} | at_most(2000),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean_text(self) -> str:
        text = tidy(self.cleaned_data["text"])
        if not text:
            raise ValidationError(self.fields["text"].error_messages["required"])
        if len(text) > MAX_CHARACTERS:
            message = _("The text has %(length)s characters; %(most)s are the most we keep.")
            raise ValidationError(message, params={"length": f"{len(text):,}", "most": f"{MAX_CHARACTERS:,}"})
        return text

    def clean_date(self) -> str:
        date = self.cleaned_data["date"]
        try:
            date = date_of(date).text if date else ""
        except ValueError as problem:
            raise ValidationError(str(problem)) from None
        if why := why_unpublished(date):
            raise ValidationError(why)
        return date

    def clean_url(self) -> str:
        # It will be a link: javascript: and ftp: are none that a reader should follow.
        if url := self.cleaned_data["url"]:
            URLValidator(schemes=["http", "https"], message=NOT_AN_ADDRESS)(url)
        return url

    @property
    def found(self) -> Found:
        return Found(**self.cleaned_data)
