"""The review page over HTTP: its cost, and answers to what no button asks for."""

import re

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hubs.capture.capturing import capture
from hubs.capture.keeping import keep
from hubs.models import Statement, Suggestion
from tests.factories import make_hub

pytestmark = pytest.mark.django_db

SENTENCE = "On March {day}, 2019, the Hong Kong Monetary Authority launched blockchain pilot number {day}."


@pytest.fixture
def editor(client):
    editor = get_user_model().objects.create_superuser("may", "may@hubs.example", "look-here-42")
    client.force_login(editor)
    return client


def entered(suggestion, **changes: str) -> dict[str, str]:
    return {
        "topic": "status", "choice": "status:pilot", "date": "4 March 2019", "title": "A name of my own",
        "category": "public_services", "lead": "hong-kong", "certainty": "stated", "standing": "accepted",
        "rests_on": suggestion.payload["quote"],
    } | changes  # fmt: skip


def article_of(days: int):
    text = "\n\n".join(SENTENCE.format(day=day) for day in range(1, days + 1))
    said = capture(text, title=f"{days} pilots", publisher="The Paper", language="en", published="2019-04-01")
    return keep(said).article


# First, before the tests below load the starter dataset for the rest of this file.
def test_a_site_without_topics_says_what_is_missing_instead_of_breaking(client):
    client.force_login(get_user_model().objects.create_superuser("may", "may@hubs.example", "look-here-42"))
    make_hub("Hong Kong")
    said = capture(
        "On March 4, 2019, Hong Kong launched a blockchain pilot.",
        title="A pilot", language="en", published="2019-04-01",
    )  # fmt: skip
    article = keep(said).article
    page = client.get(f"/capture/articles/{article.slug}/").content.decode()
    assert page.count("needs you") == article.suggestions.count() > 0


@pytest.mark.parametrize("path", ["", "publish/"])
def test_the_number_of_queries_does_not_grow_with_the_article(starter, editor, path):
    counts = []
    for days in (3, 25):
        article = article_of(days)
        address = f"/capture/articles/{article.slug}/"
        for suggestion in article.suggestions.all():
            editor.post(f"{address}{suggestion.pk}/accept/")
        assert article.suggestions.filter(state="accepted").count() == days
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert editor.get(address + path).status_code == 200
        counts.append(len(queries))
    if path == "":
        assert counts[0] == counts[1] <= 16
    else:
        # Rehearsed for real: each statement and initiative is written, looked up and undone.
        assert counts[1] < counts[0] * 10


def test_junk_gets_a_sentence_and_changes_nothing(starter, editor):
    article = article_of(3)
    address = f"/capture/articles/{article.slug}/"
    first = article.suggestions.first()

    def said(path: str, **data: str) -> str:
        answer = editor.post(address + path, data, follow=True)
        assert answer.status_code in (200, 422), path
        return answer.content.decode()

    assert "Say in a few words why" in said(f"{first.pk}/reject/")
    assert "no kind of suggestion" in said("accept-all/", kind="rumours")
    assert "Give some words" in said("passage/", start="0")
    assert (
        "do not stand in the article"
        in editor.get(f"{address}passage/?words=moon+base", follow=True).content.decode()
    )
    assert (
        "Enter a whole number"
        in editor.get(f"{address}passage/?words=pilot&start=x", follow=True).content.decode()
    )
    assert "Nothing is accepted" in said("publish/", seen="x")
    assert "meanwhile" in said(f"{first.pk}/undo/", decided="999")
    answer = said(
        f"{first.pk}/edit/", topic="status", choice="status:pilot", date="2019-02-30", number="many"
    )
    assert "2019-02-30" in answer and "many" in answer
    assert "Select a valid choice" in said(f"{first.pk}/edit/", topic="moon", hub="mars")
    for at in ("x", "99999999999999999999", "-1"):
        assert editor.get(f"{address}?at={at}&only=moon").status_code == 200
    assert editor.get("/capture/articles/moon/").status_code == 404
    assert editor.post(f"{address}999999/accept/").status_code == 404
    assert not Suggestion.objects.exclude(state="open").exists()


def test_what_is_public_is_shown_as_it_was_entered_and_not_as_it_was_proposed(starter, editor):
    article = article_of(1)
    address = f"/capture/articles/{article.slug}/"
    suggestion = article.suggestions.get()
    assert editor.post(f"{address}{suggestion.pk}/edit/", entered(suggestion)).status_code == 302
    seen = Suggestion.objects.get().decided_id
    assert editor.post(f"{address}publish/", {"seen": seen}).status_code == 302
    card = editor.get(address).content.decode().partition('<a class="card-title')[2]
    card = re.sub(r"<[^>]*>", "", card.partition("</div>")[0].partition(">")[2])
    for words in ("A name of my own · Status: Pilot", "4\xa0Mar\xa02019", "✓ Public"):
        assert words in card


def test_the_second_of_two_editors_keeps_what_she_entered_and_is_told_who_was_quicker(starter, editor):
    suggestion = article_of(1).suggestions.get()
    address = f"/capture/articles/{suggestion.article.slug}/{suggestion.pk}/edit/"
    june = Client()
    june.force_login(get_user_model().objects.create_superuser("june", "june@hubs.example", "look-here-42"))
    assert june.get(address).status_code == 200
    assert editor.post(address, entered(suggestion)).status_code == 302

    answer = june.post(address, entered(suggestion, title="Another name"))
    form = answer.content.decode().partition('<form class="entry"')[2].partition("</form>")[0]
    assert answer.status_code == 422 and 'value="Another name"' in form
    assert "may has accepted this meanwhile" in form
    # Told of it, she may put hers in its place; a third who was not told may not.
    seen = Suggestion.objects.get().decided_id
    assert f'name="decided" value="{seen}"' in form
    assert june.post(address, entered(suggestion, title="Another name", decided=seen)).status_code == 302
    assert editor.post(address, entered(suggestion, title="A third", decided=seen)).status_code == 422
    assert Suggestion.objects.get().entered["title"] == "Another name"
    assert 'value="Another name"' in editor.get(address).content.decode()
    undo = {"decided": Suggestion.objects.get().decided_id}
    editor.post(address.replace("edit", "undo"), undo)
    assert 'value="Another name"' in editor.get(address).content.decode()


def test_the_undo_in_the_head_is_of_ones_own_last_act_and_the_one_at_a_card_of_any(starter, editor):
    article = article_of(2)
    address = f"/capture/articles/{article.slug}/"
    first, second = article.suggestions.all()
    june = Client()
    june.force_login(get_user_model().objects.create_superuser("june", "june@hubs.example", "look-here-42"))
    editor.post(f"{address}{first.pk}/accept/")
    june.post(f"{address}{second.pk}/accept/")
    heads = [re.findall(r"Undo number \d", each.get(address).content.decode()) for each in (editor, june)]
    assert heads == [["Undo number 1"], ["Undo number 2"]]
    card = editor.get(address).content.decode().partition(f'id="s-{second.pk}"')[2].partition("</li>")[0]
    assert "june, " in card and f"{second.pk}/undo/" in card
    june.post(f"{address}{second.pk}/undo/", {"decided": Suggestion.objects.get(pk=second.pk).decided_id})
    assert "Undo number" not in june.get(address).content.decode()
    first.refresh_from_db()
    june.post(f"{address}{first.pk}/undo/", {"decided": first.decided_id})
    assert not article.suggestions.exclude(state="open").exists()


def test_who_enters_something_else_than_we_hold_is_asked_once(starter, editor):
    suggestion = article_of(1).suggestions.get()
    review = f"/capture/articles/{suggestion.article.slug}/"
    address = f"{review}{suggestion.pk}/edit/"
    held = Statement.objects.live().get(key="sg-fintech-sandbox--began")
    earlier = {"topic": "began", "initiative": "sg-fintech-sandbox", "date": "2016-10-02", "choice": ""}
    answer = editor.post(address, entered(suggestion, **earlier)).content.decode()
    assert "We hold something else" in answer and "16\xa0Nov\xa02016" in answer and "Accept both" in answer
    assert f'name="seen" value="{held.key}"' in answer and not suggestion.entered
    assert editor.post(address, entered(suggestion, **earlier, seen=held.key)).status_code == 302
    card = editor.get(f"{review}?at={suggestion.pk}").content.decode().partition("card-body")[2]
    assert "We hold something else" in card.partition("</li>")[0]

    # The same as we hold is a further source of it; asked about, nobody is.
    same = earlier | {"date": "2016-11-16", "decided": Suggestion.objects.get().decided_id}
    assert editor.post(address, entered(suggestion, **same)).status_code == 302
    page = editor.get(f"{review}?at={suggestion.pk}").content.decode()
    assert "We hold this already: 16\xa0Nov\xa02016" in page and "We hold something else" not in page
    editor.post(f"{review}publish/", {"seen": Suggestion.objects.get().decided_id})
    assert Suggestion.objects.get().statement == held


def test_who_accepts_what_was_rejected_meanwhile_is_told_so_and_not_what_it_lacks(starter, editor):
    suggestion = article_of(1).suggestions.get()
    suggestion.payload |= {"category": "", "quote": "It began.", "title": ""}
    suggestion.save()
    address = f"/capture/articles/{suggestion.article.slug}/{suggestion.pk}"
    assert editor.post(f"{address}/accept/").url == f"{address}/edit/"  # it lacks something
    editor.post(f"{address}/reject/", {"reason": "No"})
    answer = editor.post(f"{address}/accept/", follow=True).content.decode()
    assert "may has rejected this meanwhile" in answer
