"""The form of a statement asks for what its topic calls for; what was said long ago is said again in one step."""

import re

import pytest
from django.contrib.auth.models import Group, User
from django.core.cache import cache
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from hubs.admin.refusals import sentence_of
from hubs.models import Statement
from tests.factories import make_article, make_hub, make_initiative, make_series, make_topic, publish

pytestmark = pytest.mark.django_db

ADD = "/admin/hubs/statement/add/"


@pytest.fixture
def publisher():
    user = User.objects.create_user("publisher", is_staff=True)
    user.groups.add(Group.objects.get(name="publisher"))
    client = Client()
    client.force_login(user)
    return client


def offered(page) -> set[str]:
    """The fields a form shows of a statement."""
    return {field.name for field in page.context["adminform"].form if not field.is_hidden}


def sent(page) -> dict:
    """What a browser would send of a form as it first comes."""
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form]
    forms += [form for formset in formsets for form in (formset.management_form, *formset.forms)]
    data = {field.html_name: field.value() for form in forms for field in form}
    return {name: value for name, value in data.items() if value not in (None, "") and value is not False} | {
        "_opened": page.context["opened"]
    }


def test_an_editor_answers_what_nobody_has_looked_at_from_where_it_says_so(publisher, client):
    hub, other = make_hub("Hong Kong"), make_hub("Singapore")
    empty, half = make_topic("empty", kind="prose"), make_topic("stage", kind="prose")
    firms = make_topic("firms", kind="number")
    publish(other, half, "Said.")
    publish(other, firms, 3, series=(series := make_series(firms)))
    of = {topic: f"{ADD}?jurisdiction={hub.pk}&amp;topic={topic.pk}" for topic in (empty, half, firms)}
    counted = f"{of[firms]}&amp;series={series.pk}"
    for address, links in (
        ("/compare/?hub=hong-kong&hub=singapore", (of[empty], of[half], counted)),
        ("/compare/result/?hub=hong-kong&hub=singapore", (of[empty], of[half], counted)),
        (hub.get_absolute_url(), (of[empty], of[half], of[firms])),
        (half.get_absolute_url(), (of[half],)),
    ):
        page = publisher.get(address).text
        for link in links:
            assert f'href="{link}"' in page, (address, link)
            assert publisher.get(link.replace("&amp;", "&")).context["topic"]
        # Readers are asked nothing, and every one of them gets the same page.
        read = client.get(address)
        assert ADD not in read.text and "Cookie" not in read.headers.get("Vary", "")


def test_first_the_question_then_the_fields_that_answer_it(publisher):
    hub = make_hub("Hong Kong")
    make_topic("other", kind="choice", choices=("no",))
    kinds = {kind: make_topic(f"a-{kind}", kind=kind) for kind in ("number", "date", "prose")}
    kinds["choice"] = make_topic("a-choice", kind="choice", choices=("open", "closed"))
    status = make_topic("status", kind="choice", subject="initiative", choices=("pilot",))
    series = make_series(kinds["number"])

    first = publisher.get(ADD, {"jurisdiction": hub.pk})
    links = re.findall(r'href="\?([^"]+topic=\d+)"', first.text)
    assert len(links) == 5 and all(f"jurisdiction={hub.pk}&amp;" in link for link in links)
    assert f'?topic={status.pk}"' in publisher.get(ADD).text and "<form method" not in first.text

    own = {
        "number": {"series", "number", "method", "break_before"},
        "date": {"value_date"},
        "choice": {"choice"},
        "prose": set(),
    }
    for kind, topic in kinds.items():
        page = publisher.get(ADD, {"jurisdiction": hub.pk, "topic": topic.pk})
        asked = offered(page)
        assert own[kind] | {"jurisdiction", "finding", "text", "as_of"} <= asked, kind
        assert not asked & (
            {"initiative"} | {name for names in own.values() for name in names} - own[kind]
        ), kind
        assert str(topic.coding_rule) in page.text and f"?jurisdiction={hub.pk}" in page.text
    assert {"initiative", "choice", "value_date"} <= offered(publisher.get(ADD, {"topic": status.pk}))
    form = publisher.get(ADD, {"topic": kinds["choice"].pk}).context["adminform"].form
    assert list(form.fields["choice"].queryset) == list(kinds["choice"].choices.all())
    form = publisher.get(ADD, {"topic": kinds["number"].pk}).context["adminform"].form
    assert form["series"].value() == series.pk  # there is but one

    # Sent back as it came: what is missing is named at its field, and the topic is not lost.
    page = publisher.get(ADD, {"topic": kinds["date"].pk})
    wrong = publisher.post(ADD, sent(page) | {"value_date": "2019"})
    assert wrong.context["adminform"].form.errors == {"jurisdiction": ["This field is required."]}
    article = make_article()
    right = {"value_date": "2019", "jurisdiction": hub.pk, "citations-0-article": article.pk, "_publish": "1"}
    publisher.post(ADD, sent(page) | right)
    said = Statement.objects.live().get()
    assert (said.topic, said.value_date, said.nature) == (kinds["date"], "2019", "event")
    assert publisher.get(reverse("admin:hubs_statement_change", args=[said.pk])).status_code == 200
    publisher.force_login(User.objects.create_user("nobody", is_staff=True))
    assert publisher.get(ADD).status_code == 403


def test_what_is_missing_or_too_much_is_said_at_its_field_and_blamed_on_nobody(publisher):
    hub, count = make_hub("Hong Kong"), make_topic("firms", kind="number")
    series, stage = make_series(count), make_topic("stage", kind="choice", choices=("open",))
    for topic, given, field, sentence in (
        (count, {}, "number", "“Firms” wants a number"),
        (stage, {}, "choice", "“Stage” wants a choice"),
        (
            count,
            {"number": "3", "finding": "not_found"},
            "number",
            "“Looked, not found” is a finding without",
        ),
        (count, {"number": "3", "series": ""}, "__all__", "A number belongs to a series"),
        (count, {"number": "3", "valid_from": "2024", "valid_until": "2023"}, "__all__", "“True from” comes"),
    ):
        page = publisher.get(ADD, {"topic": topic.pk, "jurisdiction": hub.pk, "series": series.pk})
        for button in ("_save", "_publish", "_preview"):
            answer = publisher.post(ADD, sent(page) | given | {button: "1"})
            assert "Somebody" not in answer.text and "somebody" not in answer.text and sentence in answer.text
        assert publisher.post(ADD, sent(page) | given).context["adminform"].form.errors.keys() == {field}
    assert not Statement.objects.exists()


def test_what_the_database_refuses_names_the_promise_or_says_that_it_is_there_already():
    said = {
        "CHECK constraint failed: statement_true_from_before_until": "“True from” comes before “true until”.",
        'violates check constraint "statement_value_fits_its_finding"': "Give a value with a choice, number,",
        "UNIQUE constraint failed: hubs_statement.key": "Twice.",
        'duplicate key value violates unique constraint "statement_one_live_per_key"': "Twice.",
        "FOREIGN KEY constraint failed": "not there any more",
    }
    for error, sentence in said.items():
        assert sentence in sentence_of(IntegrityError(error), "Twice.")
    with pytest.raises(IntegrityError):
        sentence_of(IntegrityError("NOT NULL constraint failed: hubs_statement.topic_id"), "Twice.")


def test_what_was_read_last_is_no_source_of_what_was_not_found(publisher):
    hub, other = make_hub("Hong Kong"), make_hub("Macao")
    stage = make_topic("stage", kind="choice", choices=("open",))
    article = make_article()
    first = publisher.get(ADD, {"topic": stage.pk})
    right = {"jurisdiction": hub.pk, "choice": stage.choices.get().pk, "_publish": "1"}
    publisher.post(ADD, sent(first) | right | {"citations-0-article": article.pk})
    # A cell that nothing is said in opens without it; a form for whatever comes next opens with it.
    gap = publisher.get(ADD, {"jurisdiction": other.pk, "topic": stage.pk})
    assert "citations-0-article" not in sent(gap)
    known = publisher.get(ADD, {"jurisdiction": hub.pk, "topic": stage.pk})
    page = publisher.get(ADD, {"topic": stage.pk})
    assert sent(known)["citations-0-article"] == sent(page)["citations-0-article"] == article.pk

    data = sent(page) | {"jurisdiction": other.pk, "finding": "not_found", "_save": "1"}
    saved = publisher.post(ADD, data, follow=True)
    draft = Statement.objects.get(published=None)
    assert not draft.citations.exists() and "is not cited: nothing was found in it" in saved.text
    data |= {"finding": "not_applicable", "citations-0-locator": "page 3"}
    publisher.post(ADD, data)
    assert Statement.objects.get(finding="not_applicable").citations.get().article == article
    publisher.post(ADD, sent(page) | {"jurisdiction": other.pk, "finding": "none_reported", "_save": "1"})
    assert Statement.objects.get(finding="none_reported").citations.get().article == article


def test_a_statement_of_a_later_day_than_all_its_sources_is_told_so(publisher):
    hub, stage = make_hub("Hong Kong"), make_topic("stage", kind="choice", choices=("open",))
    said = "every source is older than the day this speaks of"
    data = sent(publisher.get(ADD, {"topic": stage.pk})) | {"jurisdiction": hub.pk, "as_of": "2020"}
    data |= {"choice": stage.choices.get().pk, "citations-0-article": make_article(date="2019-02").pk}
    previewed = publisher.post(ADD, data | {"_preview": "1"}, headers={"HX-Request": "true"})
    assert said in previewed.text and "As readers will see it" in previewed.text
    assert said not in publisher.post(ADD, data | {"_preview": "1", "planned": "on"}).text
    assert said not in publisher.post(ADD, data | {"_preview": "1", "as_of": "2019"}).text
    assert said in publisher.post(ADD, data | {"_save": "1"}, follow=True).text
    again = sent(publisher.get(ADD, {"topic": stage.pk})) | data | {"as_of": "2021", "_publish": "1"}
    assert said in publisher.post(ADD, again, follow=True).text
    assert Statement.objects.live().count() == 1


def test_what_was_said_long_ago_is_said_again_from_a_newer_article(publisher):
    cache.clear()
    status = make_topic("status", kind="choice", subject="initiative", choices=("pilot", "live"))
    project = make_initiative("Old pilot", hub=make_hub())
    old = publish(project, status, "pilot", value_date="2018-05", nature="event", text="As said")
    address = reverse("admin:work_list", args=["stale"])
    [row] = publisher.get(address).context["rows"]
    [(words, again)] = row.acts
    page = publisher.get(again)
    data = sent(page)
    assert (words, data["choice"], data["initiative"]) == ("Bring it up to date", old.choice_id, project.pk)
    assert not {"as_of", "value_date", "citations-0-article"} & data.keys()
    assert (data["nature"], data["text"]) == ("observed", "As said")
    assert re.search(r'<input type="text" name="as_of"[^>]* autofocus', page.text)
    assert "change_form.js" not in page.text  # it would take the focus elsewhere

    newer = {"citations-0-article": make_article(date="2026-10").pk, "_publish": "1"}
    refused = publisher.post(again, data | newer)
    assert "the older statement stays in front" in refused.text
    published = publisher.post(again, data | newer | {"as_of": "Oct 2026"})
    assert published.status_code == 302
    new = Statement.objects.live().get(as_of="2026-10")
    assert (new.choice, new.nature, old in Statement.objects.live()) == (old.choice, "observed", True)
    assert publisher.get(address).context["rows"] == []
    assert (
        publisher.get(ADD, {"again": "junk"}).status_code
        == publisher.get(ADD, {"again": 0}).status_code
        == 200
    )


def test_every_statement_on_a_public_page_is_one_press_from_being_corrected_by_editors_alone(
    publisher, client
):
    hub, count = make_hub("Hong Kong"), make_topic("firms", kind="number")
    figures = [
        publish(hub, count, number, series=series, as_of=day)
        for series in (make_series(count), make_series(count, "applied"))
        for number, day in ((3, "2018"), (4, "2019"))
    ]
    project = make_initiative(hub=hub)
    began = make_topic("began", subject="initiative")
    told = [publish(project, began, day) for day in ("2016", "2018")]
    for address, statements in (
        ("/hubs/hong-kong/firms/", figures),
        ("/receipt/hong-kong/firms/", figures),
        (project.get_absolute_url(), told),
    ):
        readers = client.get(address)
        links = [reverse("admin:hubs_statement_correct", args=[each.pk]) for each in statements]
        edited = publisher.get(address).text
        assert all(edited.count(f'href="{link}"') == 1 for link in links), address
        assert not any(link in readers.text for link in links) and ">Correct<" not in readers.text
        assert "Cookie" not in readers.headers["Vary"] and not readers.cookies
        assert publisher.get(links[0]).status_code == 200


def test_a_number_is_kept_in_the_unit_of_its_series_however_it_is_typed(publisher):
    hub, topic = make_hub("Shenzhen"), make_topic("size", kind="number")
    series = make_series(topic, "fund", unit="CNY million")
    make_series(topic, "funds", unit="funds")
    page = publisher.get(ADD, {"jurisdiction": hub.pk, "topic": topic.pk})
    assert ">Fund (CNY million)</option>" in page.text and ">Funds (funds)</option>" in page.text
    assert "In the unit of its series" in page.text
    article = make_article()
    data = sent(page) | {"series": series.pk, "citations-0-article": article.pk}
    for typed, kept in (("25 million", 25), ("1.2亿", 120), ("25", 25)):
        preview = publisher.post(ADD, data | {"number": typed, "_preview": "1"}, headers={"HX-Request": "1"})
        assert re.search(rf"{kept}\s*</\w+>\s*<span class=\"unit\">CNY million", preview.text), preview.text
    wrong = publisher.post(ADD, data | {"number": "25000000", "_publish": "1"})
    assert wrong.context["adminform"].form.errors == {
        "number": [
            "“25000000” looks like a number in full; in CNY million this is 25: write 25 or 25 million."
        ]
    }
    publisher.post(ADD, data | {"number": "1.5 trillion", "_save": "1"})
    draft = Statement.objects.get()
    assert draft.number == 1_500_000
    # What stands in the form is read again as the same.
    change = reverse("admin:hubs_statement_change", args=[draft.pk])
    page = publisher.get(change)
    assert 'value="1500000 million"' in page.text and "Unit: CNY million." in page.text
    publisher.post(change, sent(page) | {"_publish": "1"})
    said = Statement.objects.live().get()
    assert said.number == 1_500_000
    again = publisher.get(ADD, {"again": said.pk}).context["adminform"].form
    assert again["number"].value() == "1500000 million"


def test_a_language_is_one_of_those_we_hold(publisher):
    make_topic("status", kind="choice", subject="initiative", choices=("live",))
    topic = make_topic("law", kind="prose")
    add = "/admin/hubs/article/add/"
    page = publisher.get(add)
    offered_languages = [code for code, _name in page.context["adminform"].form.fields["language"].choices]
    assert offered_languages[:3] == ["en", "zh-Hant", "zh-Hans"] and {"ru", "vi"} <= {*offered_languages}
    data = sent(page) | {"title": "A page", "slug": "a-page", "kind": "news", "accessed": "2026-11-22"}
    for language, saved in (("klingon", False), ("english", False), ("vi", True)):
        answer = publisher.post(add, data | {"language": language})
        assert (answer.status_code == 302) == saved, language
        if not saved:
            sentence = f"“{language}” is no language we hold texts in: choose one from the list."
            assert answer.context["adminform"].form.errors == {"language": [sentence]}

    page = publisher.get(ADD, {"topic": topic.pk, "jurisdiction": make_hub().pk})
    said = sent(page) | {"text": "A law.", "text_language": "klingon"}
    assert said["text_language"] != (page.context["adminform"].form["text_language"].value() or "") == "en"
    assert "text_language" in publisher.post(ADD, said).context["adminform"].form.errors
    assert publisher.post(ADD, said | {"text_language": "zh-Hant"}).status_code == 302
    assert Statement.objects.get().text_language == "zh-Hant"


def test_what_is_odd_is_said_in_the_preview_and_after_saving_and_refuses_nothing(publisher):
    china = make_hub("Mainland China")
    chengdu = make_hub("Chengdu", kind="city", parent=china)
    make_hub("Hong Kong")
    topic = make_topic("firms", kind="number")
    ours = make_series(topic, "fintechs-in-hong-kong", unit="companies")
    national = make_series(topic, "companies-of-mainland-china", unit="companies")
    page = publisher.get(ADD, {"topic": topic.pk, "jurisdiction": chengdu.pk})
    data = sent(page) | {"series": ours.pk, "number": "7", "citations-0-article": make_article().pk}
    data |= {"verification": "two_sources"}
    doubts = (
        "“Fintechs-in-hong-kong” names Hong Kong, and this is about Chengdu: is it the right way of counting?",
        "Two sources are said to say so, and it rests on one: add the other, or say how it is verified.",
    )
    preview = publisher.post(ADD, data | {"_preview": "1"}, headers={"HX-Request": "1"})
    assert all(doubt in preview.text for doubt in doubts) and "7" in preview.text
    saved = publisher.post(ADD, data | {"_publish": "1"}, follow=True)
    assert all(doubt in saved.text for doubt in doubts)
    assert Statement.objects.live().count() == 1

    fine = data | {"series": national.pk, "verification": "verified"}
    fine["_opened"] = publisher.get(ADD, {"topic": topic.pk}).context["opened"]
    preview = publisher.post(ADD, fine | {"_preview": "1"}, headers={"HX-Request": "1"})
    assert "doubt" not in preview.text and "7" in preview.text
