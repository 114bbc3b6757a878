"""Names in three scripts, and the folding that lets one be found by another."""

import functools
import itertools
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from django.db import models

LANGUAGES = ("en", "zh-hant", "zh-hans")
# What to show when the wanted language has no name: the other script first, then English.
FALLBACKS = {
    "en": ("en", "zh-hant", "zh-hans"),
    "zh-hant": ("zh-hant", "zh-hans", "en"),
    "zh-hans": ("zh-hans", "zh-hant", "en"),
}
# What goes into a lang attribute, so that fonts and speech follow the script.
HTML_LANG = {"en": "en", "zh-hant": "zh-Hant-HK", "zh-hans": "zh-Hans-CN"}


class Worded(NamedTuple):
    """Text and the HTML language it is in, which may not be the one asked for."""

    text: str
    lang: str


@functools.cache
def _conversion(name: str):
    # Loading OpenCC's dictionaries takes a moment; most pages never search.
    from opencc import OpenCC

    return OpenCC(name).convert


def fold(text: str) -> str:
    """The form in which text is searched: width, case, accents, Chinese script and spacing no longer matter.

    香港證監會 and 香港证监会 fold alike, as do “HKEx” and “hkex”.
    """
    decomposed = unicodedata.normalize("NFKD", text)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c)).casefold()
    if not plain.isascii():
        plain = _conversion("t2s")(plain)
    words = "".join(c if c.isalnum() else " " for c in plain)
    return " ".join(words.split())


def simplified(text: str) -> str:
    """The text in simplified Chinese, character for character, so that positions in it stay what they were."""
    if text.isascii():
        return text
    convert = _conversion("t2s")
    at_once = convert(text)
    return at_once if len(at_once) == len(text) else "".join(convert(c)[:1] or c for c in text)


def traditional(text: str) -> str:
    """The text in traditional Chinese, as OpenCC has it."""
    return text if text.isascii() else _conversion("s2t")(text)


def in_both_scripts(phrase: str) -> set[str]:
    """The phrase as typed and in either Chinese script: how it may stand in a text kept as said."""
    if phrase.isascii():
        return {phrase}
    return {phrase, _conversion("t2s")(phrase), _conversion("s2t")(phrase)}


def says(field: str, phrase: str) -> models.Q:
    """The field, kept as said, holds the phrase in either Chinese script."""
    forms = in_both_scripts(phrase)
    return functools.reduce(models.Q.__or__, (models.Q(**{f"{field}__icontains": form}) for form in forms))


def has_word(field: str, word: str) -> models.Q:
    """A folded field has a word that begins so; in Chinese, which has no spaces, it may stand anywhere."""
    if not word.isascii():
        return models.Q(**{f"{field}__contains": word})
    return (
        models.Q(**{f"{field}__startswith": word})
        | models.Q(**{f"{field}__contains": f" {word}"})
        | models.Q(**{f"{field}__contains": f"\n{word}"})
    )


def first_free(base: str, is_taken: Callable[[str], bool]) -> str:
    """A slug or key as it is, or with the first number behind it that makes it one nobody has."""
    numbered = (f"{base}-{number}" for number in itertools.count(2))
    return next(name for name in itertools.chain([base], numbered) if not is_taken(name))


class Named(models.Model):
    """A record with a name in English and, where we are sure of it, in both Chinese scripts."""

    name_en = models.CharField("name", max_length=200)
    name_zh_hant = models.CharField("name in traditional Chinese", max_length=200, blank=True)
    name_zh_hans = models.CharField("name in simplified Chinese", max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        return self.name_en

    def name_in(self, language: str) -> Worded:
        """The name in a language of LANGUAGES, or the nearest we have, saying which it is."""
        return in_language(self, "name", language)

    @property
    def chinese(self) -> Worded | None:
        """The Chinese name that stands beside the English one, if there is any."""
        worded = self.name_in("zh-hant")
        return worded if worded.lang != "en" else None


def in_language(record: models.Model, field: str, language: str) -> Worded:
    """`field` of a record in the nearest language that has it."""
    for candidate in FALLBACKS[language]:
        text = getattr(record, f"{field}_{candidate.replace('-', '_')}")
        if text:
            return Worded(text, HTML_LANG[candidate])
    return Worded("", HTML_LANG["en"])


class SearchableQuerySet(models.QuerySet):
    def found_by(self, words: str):
        """Records that have every one of the words, whatever script or case they are in."""
        folded = fold(words).split()
        return self.filter(*map(self.having, folded)) if folded else self.none()

    def having(self, word: str) -> models.Q:
        """Where a folded word may stand: in the record's own texts, and wherever a subclass adds."""
        return has_word("folded", word)


class Searchable(models.Model):
    """A record found by words: `folded` holds its searched texts, one a line, in folded form."""

    searched_fields: tuple[str, ...] = ()

    folded = models.TextField(editable=False, default="", blank=True)

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        self.fold_texts()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "folded"}
        super().save(*args, **kwargs)

    def fold_texts(self) -> None:
        """Bring `folded` up to date; saving does it, bulk creation must ask for it."""
        self.folded = "\n".join(filter(None, (fold(getattr(self, name)) for name in self.searched_fields)))
