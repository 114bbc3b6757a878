"""Every model in the admin, usable; what is public cannot be overwritten there."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, User
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from hubs.models import Alias, Article, Change, Initiative, Statement
from tests.admin.test_correcting import at
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
from tests.reading import read

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


def without_arguments(patterns, prefix="") -> list[str]:
    """Every address of the admin that can be asked for as it stands; an app is one of the words of its pattern."""
    found = []
    for pattern in patterns:
        route = str(pattern.pattern)
        if apps_named := re.match(r"\^\(\?P<app_label>([\w|]+)\)/\$", route):
            found += [f"{prefix}{label}/" for label in apps_named[1].split("|")]
        elif re.search(r"[<(]", route):
            continue
        elif isinstance(pattern, URLPattern):
            found.append(prefix + route)
        else:
            found += without_arguments(pattern.url_patterns, prefix + route)
    return found


def someone(role: str) -> Client:
    if role == "superuser":
        user = User.objects.create_superuser(role)
    else:
        user = User.objects.create_user(role, is_staff=True)
        user.groups.set(Group.objects.filter(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("role", ["superuser", "publisher", "editor"])
def test_every_page_of_the_admin_answers_whoever_asks(cast, role):
    addresses = without_arguments(get_resolver().url_patterns)
    ours = [f"/{address}" for address in addresses if address.startswith("admin/")]
    assert {"/admin/", "/admin/hubs/", "/admin/auth/", "/admin/work/", "/admin/hubs/statement/waiting/"} <= {
        *ours
    }
    assert len(ours) > 40
    client = someone(role)
    answers = {address: client.get(address).status_code for address in ours if "logout" not in address}
    assert {address: code for address, code in answers.items() if code not in (200, 302, 403, 405)} == {}


def test_the_way_back_leads_through_records_and_not_through_an_app(admin_client, cast):
    assert admin_client.get("/admin/hubs/").headers["location"] == "/admin/"
    hub = Statement.objects.get(key="public-fact").jurisdiction
    of_hub = [f"/admin/hubs/jurisdiction/{hub.pk}/{page}/" for page in ("change", "history", "delete")]
    version = reverse("admin:hubs_jurisdiction_simple_history", args=[hub.pk, hub.history.get().pk])
    user = User.objects.get()
    of_user = [f"/admin/auth/user/{user.pk}/{page}/" for page in ("change", "history", "password")]
    lists = ["/admin/hubs/jurisdiction/", "/admin/hubs/jurisdiction/add/", "/admin/auth/user/"]
    for address in (*of_hub, version, *of_user, *lists):
        [crumbs] = re.findall(r'<div class="breadcrumbs">(.*?)</div>', admin_client.get(address).text, re.S)
        ways = re.findall(r'href="([^"]+)"', crumbs)
        assert ways[0] == "/admin/" and not {"/admin/hubs/", "/admin/auth/"} & {*ways}, address
        assert address in lists or len(ways) >= 2, address


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

    choose(admin_client, "publish_drafts", draft)

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


def choose(client, action, *statements, **fields):
    """Act on statements chosen in the list: at once, or with a press on the page that shows what it would do."""
    address = reverse("admin:hubs_statement_changelist")
    data = {"action": action, "_selected_action": [each.pk for each in statements], "reason": ""} | fields
    page = client.post(address, data, follow=True)
    seal = page.context.get("seal")
    return client.post(address, data | {"confirm": "1", "seal": seal}, follow=True) if seal else page


class TestSeveral:
    """Chosen in the list, looked at as readers will see them, and done in one change."""

    @pytest.fixture
    def public(self, cast):
        return list(Statement.objects.live().filter(jurisdiction__isnull=False))

    address = "/admin/hubs/statement/"

    def test_several_are_withdrawn_in_one_change_once_both_sides_were_looked_at(self, admin_client, public):
        before, draft = Change.objects.count(), Statement.objects.get(key="draft-fact")
        data = {"action": "withdraw", "_selected_action": [*(s.pk for s in public), draft.pk], "reason": ""}
        page = admin_client.post(self.address, data)
        assert page.context["title"] == "Withdraw 2 statements"
        assert "1 of them is not public, and stays as it is." in page.text
        assert len(page.context["cells"]) == 2 and page.text.count("Not researched") == 2
        assert Statement.objects.live().count() == 3 and Change.objects.count() == before
        confirm = data | {"confirm": "1", "seal": page.context["seal"]}
        silent = admin_client.post(self.address, confirm)
        assert silent.status_code == 422 and "readers see the reason" in silent.text

        done = admin_client.post(self.address, confirm | {"reason": "Another hub was meant."}, follow=True)
        assert "Withdrawn: 2. 1 of them is not public" in done.text
        assert (Change.objects.count(), Change.objects.newest().note) == (
            before + 1,
            "Another hub was meant.",
        )
        assert not Statement.objects.live().filter(jurisdiction__isnull=False).exists()

    def test_what_changed_since_the_look_is_looked_at_again(self, admin_client, public):
        data = {"action": "withdraw", "_selected_action": [s.pk for s in public], "reason": "Wrong hub."}
        seal = admin_client.post(self.address, data).context["seal"]
        publish(public[0].jurisdiction, public[0].topic, "pilot", key="meanwhile")
        again = admin_client.post(self.address, data | {"confirm": "1", "seal": seal})
        assert again.context["again"] and "look again" in again.text
        assert all(each in Statement.objects.live() for each in public)

    def test_the_slower_of_two_who_withdraw_is_told_who_did_and_keeps_the_reason(self, admin_client, public):
        other = someone("publisher")
        data = {"action": "withdraw", "_selected_action": [s.pk for s in public], "reason": "Wrong hub."}
        confirm = data | {"confirm": "1", "seal": admin_client.post(self.address, data).context["seal"]}
        first, second = public
        choose(other, "withdraw", first, reason="Counted twice.")
        again = admin_client.post(self.address, confirm)
        assert again.context["pks"] == [second.pk] and again.context["form"]["reason"].value() == "Wrong hub."
        assert re.search(
            rf"“{first}” was withdrawn by publisher on [^:]+:\d\d UTC: “Counted twice.”", read(again)
        )

        choose(other, "withdraw", second, reason="This one, too.")
        late = read(admin_client.post(self.address, confirm, follow=True))
        assert "Nothing was changed." in late and f"“{second}” was withdrawn by publisher" in late
        assert "Your reason was: “Wrong hub.”" in late
        alone = admin_client.post(self.address, confirm | {"_selected_action": [second.pk]})
        words = read(alone, 410)
        assert "publisher withdrew this" in words and "This one, too." in words and "Wrong hub." in words

    def test_drafts_are_published_without_those_that_were_sent_back(self, admin_client, public):
        draft = Statement.objects.get(key="draft-fact")
        back = make_statement(draft.jurisdiction, draft.topic, "pilot", key="back", sent_back="Which page?")
        back.save()
        data = {"action": "publish_drafts", "_selected_action": [draft.pk, back.pk, public[0].pk]}
        page = admin_client.post(self.address, data)
        assert page.context["title"] == "Publish a draft" and page.context["pks"] == [draft.pk]
        assert "1 was sent back, and is left out. 1 is public already." in page.text
        seal = page.context["seal"]
        Statement.objects.filter(pk=draft.pk).update(note="Altered.")
        confirm = data | {"confirm": "1", "seal": seal}
        again = admin_client.post(self.address, confirm)
        assert again.context["again"]
        done = admin_client.post(self.address, confirm | {"seal": again.context["seal"]}, follow=True)
        assert "Published: 1. 1 was sent back" in done.text
        assert draft in Statement.objects.live() and back not in Statement.objects.live()
        assert "sent back" in choose(admin_client, "publish_drafts", back).text

    def test_not_more_than_can_be_looked_at(self, admin_client, public, monkeypatch):
        monkeypatch.setattr("hubs.admin.chosen.MOST", 1)
        assert "Choose at most 1 at a time" in choose(admin_client, "withdraw", *public, reason="All.").text
        assert all(each in Statement.objects.live() for each in public)


class TestWhatIsPublic:
    """Corrected, withdrawn and preferred from the list of statements."""

    def act(self, client, action, statement, **fields):
        return choose(client, action, statement, **fields).text

    def test_what_is_done_to_one_at_a_time_has_a_screen_of_its_own(self, admin_client, cast):
        statement, draft = (Statement.objects.get(key=f"{state}-fact") for state in ("public", "draft"))
        assert f'action="{at(statement, "settle")}"' in self.act(admin_client, "prefer", statement)
        assert f'action="{at(statement, "correct")}"' in self.act(admin_client, "correct", statement)
        several = Statement.objects.live()
        for chosen in ([draft], [statement, draft], several):
            for action in ("prefer", "correct"):
                assert "Choose one public statement" in choose(admin_client, action, *chosen).text
        assert Statement.objects.count() == len(several) + 1 and not statement.rankings.exists()

    def test_withdrawing_asks_for_a_reason(self, admin_client, admin_user, cast):
        statement = Statement.objects.get(key="public-fact")
        assert "readers see the reason" in self.act(admin_client, "withdraw", statement)
        self.act(admin_client, "withdraw", statement, reason="Another hub was meant.")
        assert not Statement.objects.live().filter(key="public-fact").exists()
        assert (Change.objects.newest().note, Change.objects.newest().by) == (
            "Another hub was meant.",
            admin_user,
        )

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


def test_one_place_of_the_admin_is_lit_at_a_time_and_what_is_closed_says_for_whom(admin_client, cast):
    lit = r'<a href="([^"]+)" aria-current'
    for address in ("/admin/hubs/statement/", "/admin/hubs/statement/waiting/", "/admin/hubs/initiative/"):
        assert re.findall(lit, admin_client.get(address).text) == [address]
    statement = Statement.objects.get(key="public-fact")
    words = read(someone("editor").post(at(statement, "withdraw"), {"reason": "x"}), 403)
    assert "You are logged in as editor, who may not do this" in words


def test_records_are_described_in_plain_words_and_one_way_of_writing_days(admin_client, cast):
    hub, began = (
        Statement.objects.get(key="public-fact").jurisdiction,
        Statement.objects.get(value_date="2016"),
    )
    listed = read(admin_client.get(reverse("admin:hubs_statement_changelist")))
    assert "as of 2020" in listed.replace("\xa0", " ")
    assert "By hub" in read(admin_client.get(reverse("admin:hubs_initiative_changelist")))
    public = admin_client.get(reverse("admin:hubs_statement_change", args=[began.pk]))
    assert "Planned: no" in read(public) and "icon-no" not in public.text
    # The hint of the article stands only where it was filled in.
    add = reverse("admin:hubs_initiative_add")
    assert "the one you cited last" not in admin_client.get(add).text
    session = admin_client.session
    session["last_article"] = Article.objects.get(slug="source").pk
    session.save()
    assert "the one you cited last" in admin_client.get(add).text
    change = reverse("admin:hubs_initiative_change", args=[began.initiative_id])
    assert "the one you cited last" not in admin_client.get(change).text

    at = began.published.at
    written = f"{at.day} {at:%b %Y, %H:%M} UTC"
    assert str(began.published) == f"Change {began.published_id} (command line, {written})"
    for page in ("change/", f"change/{began.published_id}/change/", f"jurisdiction/{hub.pk}/history/"):
        assert re.search(
            r"\b\d\d? \w{3} \d{4}, \d\d:\d\d UTC", read(admin_client.get(f"/admin/hubs/{page}"))
        ), page
