"""Every model in the admin, usable; what is public cannot be overwritten there."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import reverse

from hubs.models import Alias, Change, Initiative, Statement
from tests.factories import (
    cite,
    make_article,
    make_hub,
    make_initiative,
    make_organisation,
    make_series,
    make_statement,
    make_topic,
    publish,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast():
    """One of each, so that every list and form has something to show."""
    hub = make_hub("Hong Kong", name_zh_hant="香港")
    body = make_organisation(
        "Securities and Futures Commission", name_zh_hant="證券及期貨事務監察委員會", slug="sfc"
    )
    Alias.objects.create(text="香港證監會", organisation=body)
    topic = make_topic("stage", kind="choice", choices=("pilot",))
    number = make_topic("count", kind="number")
    publish(hub, topic, "pilot", key="public-fact")
    publish(hub, number, 3, series=make_series(number))
    initiative = make_initiative(hub=hub, lead=body)
    publish(initiative, make_topic("began", subject="initiative"), "2016")
    draft = make_statement(hub, topic, "pilot", key="draft-fact", as_of="2020")
    draft.save()
    cite(make_article("source"), statement=draft).save()


def registered():
    # What belongs to one parent is entered on the parent's page.
    inline = {"alias", "participation", "involvement"}
    names = {model._meta.model_name for model in apps.get_app_config("hubs").get_models()}
    return sorted(name for name in names - inline if not name.startswith("historical"))


@pytest.mark.parametrize("model", registered())
def test_every_model_lists_searches_and_opens(admin_client, cast, model):
    model_admin = admin.site._registry[apps.get_model("hubs", model)]
    changelist = reverse(f"admin:hubs_{model}_changelist")
    assert admin_client.get(changelist).status_code == 200
    assert model_admin.search_fields
    assert admin_client.get(changelist, {"q": "hong kong"}).status_code == 200
    for record in model_admin.model.objects.all():
        page = admin_client.get(reverse(f"admin:hubs_{model}_change", args=[record.pk]))
        assert page.status_code == 200
        if hasattr(record, "get_absolute_url") and model != "statement":
            assert "viewsitelink" in page.content.decode()
    add = admin_client.get(reverse(f"admin:hubs_{model}_add"))
    assert add.status_code in (200, 403)


@pytest.mark.parametrize("words", ["SFC", "香港證監會", "香港证监会", "證券及期貨", "futures commission"])
def test_autocomplete_knows_every_name_in_every_script(admin_client, cast, words):
    answer = admin_client.get(
        reverse("admin:autocomplete"),
        {"app_label": "hubs", "model_name": "involvement", "field_name": "organisation", "term": words},
    )
    assert [result["text"] for result in answer.json()["results"]] == ["Securities and Futures Commission"]


def test_a_draft_is_published_through_editing_and_then_cannot_be_overwritten(admin_client, admin_user, cast):
    draft = Statement.objects.get(key="draft-fact")
    before = Change.objects.count()

    admin_client.post(
        reverse("admin:hubs_statement_changelist"),
        {"action": "publish_drafts", "_selected_action": [draft.pk]},
    )

    draft.refresh_from_db()
    assert draft.published.by == admin_user
    assert draft.published.door == "admin"
    assert Change.objects.count() == before + 1
    page = admin_client.get(reverse("admin:hubs_statement_change", args=[draft.pk]))
    assert draft.get_absolute_url() in page.content.decode()
    refused = admin_client.post(reverse("admin:hubs_statement_change", args=[draft.pk]), {"key": "mine"})
    assert refused.status_code == 403
    assert (
        admin_client.post(
            reverse("admin:hubs_statement_delete", args=[draft.pk]), {"post": "yes"}
        ).status_code
        == 403
    )


def test_what_may_not_be_published_says_why_and_stays_a_draft(admin_client, cast):
    draft = make_statement(
        Statement.objects.first().jurisdiction, Statement.objects.first().topic, "pilot", key="bare"
    )
    draft.save()
    answer = admin_client.post(
        reverse("admin:hubs_statement_changelist"),
        {"action": "publish_drafts", "_selected_action": [draft.pk]},
        follow=True,
    )
    assert "has no source" in answer.content.decode()
    draft.refresh_from_db()
    assert draft.published is None


def test_public_pages_link_to_the_record_in_the_admin(client, admin_client, cast):
    hub, topic = Statement.objects.get(key="public-fact").jurisdiction, "stage"
    for address in (hub.get_absolute_url(), f"{hub.get_absolute_url()}{topic}/"):
        page = client.get(address).content.decode()
        (edit,) = re.findall(r'href="([^"]+)" rel="nofollow">Edit this', page)
        assert admin_client.get(edit.replace("&amp;", "&")).status_code == 200


class TestWhatIsPublic:
    """Corrected, withdrawn and preferred through the list of statements, each with what readers must know."""

    def act(self, client, action, statement, **fields):
        data = {"action": action, "_selected_action": [statement.pk], "reason": ""} | fields
        return client.post(reverse("admin:hubs_statement_changelist"), data, follow=True).content.decode()

    def test_a_correction_is_a_draft_that_replaces_when_published(self, admin_client, cast):
        wrong = Statement.objects.get(key="public-fact")
        page = self.act(admin_client, "start_correction", wrong)
        assert "replaces the public statement once you publish it" in page
        assert "already waiting" in self.act(admin_client, "start_correction", wrong)
        draft = wrong.replaced_by
        Statement.objects.filter(pk=draft.pk).update(note="Read again.")
        self.act(admin_client, "publish_drafts", draft)
        assert Statement.objects.live().get(key="public-fact").note == "Read again."
        wrong.refresh_from_db()
        assert wrong.withdrawn == Statement.objects.get(pk=draft.pk).published
        assert [c.article for c in draft.citations.all()] == [c.article for c in wrong.citations.all()]

    def test_withdrawing_and_preferring_ask_for_a_reason(self, admin_client, admin_user, cast):
        statement = Statement.objects.get(key="public-fact")
        assert "readers see the reason" in self.act(admin_client, "withdraw", statement)
        assert "readers see the reason" in self.act(admin_client, "prefer", statement)
        self.act(admin_client, "prefer", statement, reason="The law itself.")
        assert statement.rankings.live().get().reason == "The law itself."
        self.act(admin_client, "withdraw", statement, reason="Another hub was meant.")
        assert not Statement.objects.live().filter(key="public-fact").exists()
        assert (Change.objects.newest().note, Change.objects.newest().by) == (
            "Another hub was meant.",
            admin_user,
        )

    def test_what_is_missing_for_all_is_said_once(self, admin_client, cast):
        chosen = list(Statement.objects.live().values_list("pk", flat=True))
        for action, done in (("withdraw", "withdrawn"), ("prefer", "preferred")):
            data = {"action": action, "_selected_action": chosen, "reason": " "}
            page = admin_client.post(reverse("admin:hubs_statement_changelist"), data, follow=True)
            said = [str(message) for message in page.context["messages"]]
            assert len(chosen) > 1 and said == [f"Nothing was {done}. Say why: readers see the reason."]

    def test_nothing_public_is_deleted_from_the_list(self, admin_client, cast):
        page = admin_client.get(reverse("admin:hubs_statement_changelist")).content.decode()
        assert "delete_selected" not in page
        assert "0 firms" not in page and "3 firms" in page


def test_delete_is_offered_only_where_nothing_is_said_of_an_initiative(admin_client, cast):
    said_of = Initiative.objects.get()
    bare, successor = (
        make_initiative("Bare", hub=said_of.jurisdictions.get()),
        make_initiative("Next", hub=make_hub()),
    )
    for each, offered in ((said_of, False), (bare, True), (successor, True)):
        page = admin_client.get(reverse("admin:hubs_initiative_change", args=[each.pk])).text
        assert ('class="deletelink"' in page) == offered, each
    bare.successor = successor
    bare.save()
    page = admin_client.get(reverse("admin:hubs_initiative_change", args=[successor.pk])).text
    assert 'class="deletelink"' not in page


def test_an_article_is_offered_with_what_tells_it_from_others(admin_client, cast):
    asked = {"app_label": "hubs", "model_name": "citation", "field_name": "article", "term": "source"}
    answer = admin_client.get(reverse("admin:autocomplete"), asked)
    called = "What source says · The Paper, 28\xa0Feb\xa02019"
    assert [result["text"] for result in answer.json()["results"]] == [called]
    draft = Statement.objects.get(key="draft-fact")
    assert (
        f">{called}</option>"
        in admin_client.get(reverse("admin:hubs_statement_change", args=[draft.pk])).text
    )
