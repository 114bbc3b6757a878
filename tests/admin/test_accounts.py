"""Accounts: who may do what, who is held back at the door, and when a session ends."""

import re
from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from hubs.admin.login import client_address
from hubs.models import Alias, Initiative, Involvement, Participation, Statement
from tests.factories import (
    cite,
    make_article,
    make_hub,
    make_initiative,
    make_organisation,
    make_statement,
    make_topic,
    publish,
)

pytestmark = pytest.mark.django_db

INDEX, LOGIN = reverse("admin:index"), reverse("admin:login")
RIGHT, WRONG = "look-closely-1", "look-away-1"


def make_person(name, *groups, **fields) -> User:
    person = User.objects.create_user(name, password=RIGHT, **{"is_staff": True} | fields)
    person.groups.set(Group.objects.filter(name__in=groups))
    return person


def logged_in(name, **headers) -> Client:
    client = Client(**headers)
    assert log_in(client, name).status_code == 302
    return client


def log_in(client, name, password=RIGHT, **headers):
    return client.post(LOGIN, {"username": name, "password": password, "next": INDEX}, headers=headers)


def is_in(client) -> bool:
    return client.get(INDEX).status_code == 200


# --- Who may do what ----------------------------------------------------------------------------------------


@pytest.fixture
def cast():
    hub, topic = make_hub("Hong Kong"), make_topic("stage", kind="choice", choices=("pilot",))
    publish(hub, topic, "pilot", key="public-fact")
    make_initiative(hub=hub, lead=make_organisation())
    draft = make_statement(hub, topic, "pilot", key="draft-fact", as_of="2020")
    draft.save()
    cite(make_article("source"), statement=draft).save()


def act(client, action, statement, **fields):
    data = {"action": action, "_selected_action": [statement.pk], "reason": "Because."} | fields
    page = client.post(reverse("admin:hubs_statement_changelist"), data)
    if page.context and (seal := page.context.get("seal")):
        client.post(reverse("admin:hubs_statement_changelist"), data | {"confirm": "1", "seal": seal})
    statement.refresh_from_db()


@pytest.mark.parametrize(("role", "may_publish"), [("editor", False), ("publisher", True)])
def test_editors_write_drafts_and_publishers_make_them_public(cast, role, may_publish):
    make_person("mei", role)
    client = logged_in("mei")
    draft, public = Statement.objects.get(key="draft-fact"), Statement.objects.get(key="public-fact")

    # Records and drafts are there to look at, add and change; whatever stands in the list of models opens.
    for model in ("jurisdiction", "organisation", "initiative", "article", "statement"):
        assert client.get(reverse(f"admin:hubs_{model}_add")).status_code == 200, model
    for model in ("topic", "series", "choice", "change", "citation", "ranking", "suggestion"):
        assert client.get(reverse(f"admin:hubs_{model}_changelist")).status_code == 200, model
    initiative = Initiative.objects.get()
    page = client.get(reverse("admin:hubs_initiative_change", args=[initiative.pk]))
    assert page.context["has_change_permission"]
    inlines = {inline.formset.model: inline for inline in page.context["inline_admin_formsets"]}
    for part in (Alias, Participation, Involvement):
        assert inlines[part].has_add_permission and inlines[part].has_delete_permission

    # How answers are coded is for publishers, and so is what readers see.
    assert (client.get(reverse("admin:hubs_topic_add")).status_code == 200) is may_publish
    offered = client.get(reverse("admin:hubs_statement_changelist")).text
    act(client, "publish_drafts", draft)
    for name in ("publish_drafts", "withdraw", "prefer"):
        assert (f'value="{name}"' in offered) is may_publish
    assert 'value="correct"' in offered
    assert (draft.published is not None) is may_publish
    act(client, "withdraw", public)
    assert (public.withdrawn is not None) is may_publish

    # Nobody but superusers manages accounts; nothing public is deleted.
    for address in ("auth_user_changelist", "auth_user_add", "auth_group_changelist"):
        assert client.get(reverse(f"admin:{address}")).status_code == 403
    assert client.get(reverse("admin:axes_accessattempt_changelist")).status_code == 403
    for model, record in (("statement", public), ("initiative", initiative)):
        delete = reverse(f"admin:hubs_{model}_delete", args=[record.pk])
        assert client.post(delete, {"post": "yes"}).status_code == 403


def test_an_editor_deletes_a_draft_that_cites_nothing(cast):
    make_person("mei", "editor")
    draft = Statement.objects.get(key="draft-fact")
    draft.citations.all().delete()
    client = logged_in("mei")
    address = reverse("admin:hubs_statement_delete", args=[draft.pk])
    asked = client.get(address)
    client.post(address, {"post": "yes", "_opened": asked.context["opened"]})
    assert not Statement.objects.filter(key="draft-fact").exists()


def test_an_account_without_a_group_is_told_whom_to_ask():
    make_person("mei")
    assert "ask an administrator" in logged_in("mei").get(INDEX).text


def test_the_groups_can_be_made_twice_and_taken_away():
    migration = import_module("hubs.migrations.0003_editors_and_publishers")
    at = ("hubs", "0003_editors_and_publishers")
    apps = MigrationLoader(connection).project_state(at).apps
    schema_editor = SimpleNamespace(connection=connection)  # SQLite gives no real one inside a transaction
    later = {"view_formeraddress"}  # given by a later migration
    assert groups() == {name: rights | later for name, rights in migration.GROUPS.items()}
    migration.make_groups(apps, schema_editor)
    assert all(groups()[name] >= rights for name, rights in migration.GROUPS.items())
    migration.remove_groups(apps, schema_editor)
    assert groups() == {}
    migration.make_groups(apps, schema_editor)
    assert groups() == migration.GROUPS


def groups():
    return {
        group.name: set(group.permissions.values_list("codename", flat=True)) for group in Group.objects.all()
    }


# --- Accounts in the admin ----------------------------------------------------------------------------------


def test_a_superuser_makes_an_editor_who_then_gets_to_work(admin_client, cast):
    editor = Group.objects.get(name="editor")
    form = {"username": "mei", "password1": RIGHT, "password2": RIGHT}
    form |= {"is_staff": "on", "groups": [editor.pk]}
    page = admin_client.get(reverse("admin:auth_user_add")).text
    assert re.search(r'id="id_is_staff"[^>]* checked', page)
    admin_client.post(reverse("admin:auth_user_add"), form)
    page = logged_in("mei").get(INDEX).text
    assert "Statements" in page
    assert "Users" not in page


def test_nobody_is_deleted_not_even_by_a_superuser(admin_client):
    person = make_person("mei")
    page = admin_client.get(reverse("admin:auth_user_change", args=[person.pk])).text
    assert "deletelink" not in page
    delete = reverse("admin:auth_user_delete", args=[person.pk])
    assert admin_client.post(delete, {"post": "yes"}).status_code == 403
    changelist = reverse("admin:auth_user_changelist")
    assert "delete_selected" not in admin_client.get(changelist).text
    admin_client.post(
        changelist, {"action": "delete_selected", "_selected_action": [person.pk], "post": "yes"}
    )
    assert User.objects.filter(username="mei").exists()


def test_the_two_roles_stay_under_their_names(admin_client):
    other = Group.objects.create(name="guests")
    changelist = reverse("admin:auth_group_changelist")
    for role in Group.objects.filter(name__in=("editor", "publisher")):
        page = admin_client.get(reverse("admin:auth_group_change", args=[role.pk]))
        assert "deletelink" not in page.text and "name" not in page.context["adminform"].form.fields
        delete = reverse("admin:auth_group_delete", args=[role.pk])
        assert admin_client.post(delete, {"post": "yes"}).status_code == 403
        both = {"action": "delete_selected", "_selected_action": [role.pk, other.pk], "post": "yes"}
        assert admin_client.post(changelist, both).status_code == 403
    assert Group.objects.count() == 3
    admin_client.post(reverse("admin:auth_group_delete", args=[other.pk]), {"post": "yes"})
    assert {group.name for group in Group.objects.all()} == {"editor", "publisher"}


def test_somebody_stays_who_can_manage_accounts(admin_client, admin_user):
    address = reverse("admin:auth_user_change", args=[admin_user.pk])
    rights = {"is_active": "on", "is_staff": "on", "is_superuser": "on"}
    make_person("mei", is_superuser=True, is_active=False)
    for lost in rights:
        form = {"username": "admin"} | {name: on for name, on in rights.items() if name != lost}
        refused = admin_client.post(address, form)
        assert refused.context["adminform"].form.errors.keys() == {lost}
        assert "the last account that can manage accounts" in refused.text
    admin_user.refresh_from_db()
    assert admin_user.is_active and admin_user.is_superuser and is_in(admin_client)
    change_user(admin_client, admin_user, **rights, first_name="Ada")
    User.objects.filter(username="mei").update(is_active=True)
    change_user(admin_client, admin_user)
    assert not is_in(admin_client)


# --- When a session ends ------------------------------------------------------------------------------------


def change_user(admin_client, person, **fields):
    form = {"username": person.username, "is_staff": "on"} | fields
    answer = admin_client.post(reverse("admin:auth_user_change", args=[person.pk]), form)
    assert answer.status_code == 302


def test_who_is_deactivated_is_out_at_the_next_request_and_stays_out_when_taken_back(admin_client):
    person = make_person("mei")
    client, other = logged_in("mei"), logged_in(make_person("ada").username)
    assert is_in(client)
    change_user(admin_client, person)  # without "is_active"
    assert not is_in(client)
    assert log_in(Client(), "mei").status_code == 200
    change_user(admin_client, person, is_active="on")
    assert not is_in(client)
    assert is_in(logged_in("mei"))
    assert is_in(other) and is_in(admin_client)


def test_a_new_password_ends_every_other_session():
    make_person("mei")
    here, elsewhere = logged_in("mei"), logged_in("mei")
    new = "look-twice-22"
    form = {"old_password": RIGHT, "new_password1": new, "new_password2": new}
    here.post(reverse("admin:password_change"), form)
    assert is_in(here)
    assert not is_in(elsewhere)


def test_a_session_lasts_a_working_day():
    make_person("mei")
    cookie = logged_in("mei").cookies["session"]
    assert cookie["max-age"] == 12 * 60 * 60
    assert cookie["httponly"]


# --- Held back at the door ----------------------------------------------------------------------------------


def guess(name, times=5, **headers):
    return [log_in(Client(), name, WRONG, **headers) for _ in range(times)]


def test_five_wrong_passwords_close_a_name_to_an_address_for_a_while():
    make_person("mei")
    *before, last = guess("mei")
    assert [answer.status_code for answer in before] == [200] * 4
    assert last.status_code == 429
    assert last["Retry-After"] == "900"
    assert "Wait 15 minutes" in last.text
    assert log_in(Client(), "mei").status_code == 429  # whoever has the right one by now
    # Another address, another name: not held back.
    assert log_in(Client(REMOTE_ADDR="203.0.113.7"), "mei").status_code == 302
    assert log_in(Client(), make_person("ada").username).status_code == 302
    # Who keeps trying does not keep it closed: it opens when the time is over.
    shortly_before = timezone.now() - timedelta(minutes=14)
    AccessAttempt.objects.update(attempt_time=shortly_before)
    assert log_in(Client(), "mei", WRONG).status_code == 429
    assert AccessAttempt.objects.get().attempt_time == shortly_before
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert log_in(Client(), "mei").status_code == 302


def test_nobody_learns_which_names_there_are():
    make_person("mei")
    make_person("gone", is_active=False)
    answers = [guess(name) for name in ("mei", "gone", "nobody")]
    said = [[(each.status_code, each.context.get("errors")) for each in answer] for answer in answers]
    assert said[0] == said[1] == said[2]
    assert answers[0][-1].text == answers[1][-1].text == answers[2][-1].text
    messages = {error for answer in answers for error in answer[0].context["form"].non_field_errors()}
    assert len(messages) == 1


def test_a_mistyped_password_is_forgotten_at_the_next_right_one():
    make_person("mei")
    for _ in range(3):
        guess("mei", times=4)
        assert log_in(Client(), "mei").status_code == 302
    assert not AccessAttempt.objects.exists()


@pytest.mark.parametrize("way", ["in the admin", "on the command line"])
def test_who_is_locked_out_can_be_let_in_before(admin_client, way):
    make_person("mei")
    guess("mei")
    if way == "in the admin":
        attempt = AccessAttempt.objects.get()
        assert "mei" in admin_client.get(reverse("admin:axes_accessattempt_changelist")).text
        assert WRONG not in attempt.post_data
        admin_client.post(reverse("admin:axes_accessattempt_delete", args=[attempt.pk]), {"post": "yes"})
    else:
        call_command("axes_reset_username", "mei", verbosity=0)
    assert log_in(Client(), "mei").status_code == 302


def test_behind_a_proxy_the_address_is_the_one_it_saw_and_forging_does_not_help(settings):
    make_person("mei")
    settings.BEHIND_PROXY = True
    forged = [
        log_in(Client(), "mei", WRONG, x_forwarded_for=f"198.51.100.{n}, 203.0.113.7") for n in range(5)
    ]
    assert forged[-1].status_code == 429
    assert AccessAttempt.objects.get().ip_address == "203.0.113.7"
    assert log_in(Client(), "mei", x_forwarded_for="203.0.113.8").status_code == 302


@pytest.mark.parametrize(
    ("behind_proxy", "peer", "forwarded", "address"),
    [
        (False, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (False, "", "198.51.100.1", None),  # a local socket
        (True, "127.0.0.1", "", None),  # a proxy that says nothing is misconfigured, and is not the visitor
        (True, "", "unknown", None),
        (True, "", "198.51.100.1,203.0.113.7", "203.0.113.7"),
        (False, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::"),
        (False, "::ffff:203.0.113.7", "", "203.0.113.7"),
    ],
)
def test_the_address_of_a_visitor(settings, behind_proxy, peer, forwarded, address):
    settings.BEHIND_PROXY = behind_proxy
    request = RequestFactory(REMOTE_ADDR=peer).get("/", headers={"X-Forwarded-For": forwarded})
    assert client_address(request) == address
