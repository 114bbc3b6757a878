import json

import pytest
from django.core.management import CommandError, call_command

from hubs.models import Article, Statement, Suggestion
from tests.factories import make_hub, make_organisation

pytestmark = pytest.mark.django_db
TEXT = "HKMA opens sandbox\n\nThe HKMA launched a stablecoin sandbox on 12 March 2024 with 5 banks.\n"
KEYS = (
    "kind start end quote title jurisdictions organisations initiative category topic status"
    " value high unit bound date precision certainty because"
)


@pytest.fixture
def file(tmp_path):
    hub = make_hub("Hong Kong", currency="HKD")
    make_organisation("HKMA", slug="hkma", jurisdiction=hub)
    path = tmp_path / "article.txt"
    path.write_text(TEXT)
    return str(path)


def test_json_is_as_documented(file, capsys):
    call_command("capture", file, "--published", "2024-03-13", "--language", "en", "--format", "json")
    said = json.loads(capsys.readouterr().out)
    assert list(said) == ["article", "about", "mentions", "suggestions"]
    assert list(said["article"]) == ["title", "publisher", "author", "language", "published", "sha256"]
    for mention in said["mentions"]:
        assert list(mention) == [
            "kind",
            "start",
            "end",
            "text",
            "value",
            "high",
            "precision",
            "role",
            "unit",
            "bound",
        ]
    (suggestion,) = said["suggestions"]
    assert list(suggestion) == KEYS.split()
    assert said["about"] == ["hong-kong"]
    assert (suggestion["date"], suggestion["status"], suggestion["organisations"]) == (
        "2024-03-12",
        "live",
        ["hkma"],
    )
    text = Article.objects.get().text
    assert text[suggestion["start"] : suggestion["end"]] == suggestion["quote"]


def test_a_table_is_for_reading(file, capsys):
    call_command("capture", file, "--published", "2024-03-13")
    out = capsys.readouterr()
    assert "About: hong-kong" in out.out and "because: “launched” -> live" in out.out
    assert "with 1 suggestions to review" in out.err


def test_a_dry_run_keeps_nothing(file, capsys):
    call_command("capture", file, "--published", "2024-03-13", "--dry-run")
    assert not Article.objects.exists() and "nothing was kept" in capsys.readouterr().err


def test_an_article_of_a_day_to_come_is_refused(file):
    with pytest.raises(CommandError, match="has this article been published yet"):
        call_command("capture", file, "--published", "2099-03-13")
    assert not Article.objects.exists()


def test_nothing_is_public_and_the_second_time_is_recognised(file, capsys):
    for _ in range(2):
        call_command("capture", file, "--published", "2024-03-13")
    assert "The same text is kept" in capsys.readouterr().err
    assert Article.objects.count() == Suggestion.objects.count() == 1 and not Statement.objects.exists()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["/nowhere/at/all.txt"], "cannot be read"),
        (["http://127.0.0.1/"], "private"),
        (["ftp://example.org/"], "http"),
    ],
)
def test_what_is_refused_is_said_in_a_sentence(arguments, sentence):
    with pytest.raises(CommandError, match=sentence):
        call_command("capture", *arguments)


def test_a_date_we_cannot_keep_is_named(file):
    with pytest.raises(CommandError, match="not a date we can read"):
        call_command("capture", file, "--published", "last week")
