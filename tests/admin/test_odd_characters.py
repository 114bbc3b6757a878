"""A character that neither database keeps, in a form: said at its field, or on a page that leads back to the form."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from hubs.models import Jurisdiction, Statement
from tests.admin.test_correcting import at, errors, filled, pressed
from tests.factories import make_article, make_hub, make_organisation, make_series, make_topic, publish
from tests.reading import links, read

pytestmark = pytest.mark.django_db

ODD = "The harbour\0 of the hub"
SAID = "Null characters are not allowed."
RIGHTS = {"username": "admin", "is_active": "on", "is_staff": "on", "is_superuser": "on"}


def opened(client, address) -> dict:
    """What a browser would send of a form of Django's admin as it comes."""
    page = client.get(address)
    formsets = [inline.formset for inline in page.context["inline_admin_formsets"]]
    forms = [page.context["adminform"].form]
    forms += [form for formset in formsets for form in (formset.management_form, *formset.forms)]
    data = {field.html_name: field.value() for form in forms for field in form}
    return {name: value for name, value in data.items() if value not in (None, "") and value is not False} | {
        "_opened": page.context["opened"]
    }


def test_the_form_comes_back_with_what_was_typed(admin_client):
    hub = make_hub("Hong Kong")
    records = [hub, make_organisation(), make_article(), make_topic("stage"), User.objects.get()]
    for record in records:
        name = {"user": "first_name", "topic": "coding_rule"}.get(record._meta.model_name, "note")
        if record._meta.model_name == "organisation":
            name = "name_zh_hant"
        address = reverse(
            f"admin:{record._meta.app_label}_{record._meta.model_name}_change", args=[record.pk]
        )
        page = admin_client.get(address)
        data = opened(admin_client, address) if "opened" in page.context else RIGHTS
        back = admin_client.post(address, data | {name: ODD})
        assert back.status_code == 200, record
        form = back.context["adminform"].form
        assert form.errors == {name: [SAID]} and form[name].value() == ODD, record
    assert not Jurisdiction.objects.exclude(note="").exists()


def test_every_field_of_every_form_that_says_it_itself_does(admin_client):
    """Whatever field it stands in, and in all of them at once, also where somebody saved meanwhile."""
    count = make_topic("firms", kind="number")
    firms = publish(make_hub("Hong Kong"), count, 100, series=make_series(count), as_of="2018", key="firms")
    add = f"{reverse('admin:hubs_statement_add')}?topic={count.pk}"
    forms = [
        (add, opened(admin_client, add)),
        (reverse("admin:hubs_initiative_add"), opened(admin_client, reverse("admin:hubs_initiative_add"))),
        (at(firms), filled(admin_client, at(firms), why="us", number="3")),
        (at(firms, "settle"), {"statement": firms.pk, "reason": "Because."}),
        (at(firms, "withdraw"), {"reason": "Because."}),
    ]
    for _round in ("before", "after it was replaced"):
        for address, data in forms:
            for name in data:
                odd = admin_client.post(address, data | {name: f"{data[name]}\0", "_publish": "1"})
                assert odd.status_code in (200, 302, 409, 422, 400), (address, name, odd.status_code)
            everywhere = {name: f"{value}\0" for name, value in data.items() if "_FORMS" not in name}
            assert admin_client.post(address, data | everywhere).status_code < 500
        if Statement.objects.live().get() == firms:
            looked = pressed(admin_client, at(firms), forms[2][1])
            pressed(admin_client, at(firms), forms[2][1] | {"seal": looked.context["seal"]}, "confirm")
    assert Statement.objects.live().get().number == 3
    kept = pressed(admin_client, at(Statement.objects.live().get()), forms[2][1] | {"note": ODD})
    assert SAID in errors(kept) and kept.context["form"]["note"].value() == ODD


@pytest.mark.parametrize("address", ["/admin/hubs/statement/waiting/", "/admin/login/", "/capture/"])
def test_elsewhere_a_page_says_which_field_and_that_back_keeps_it(admin_client, address):
    refused = admin_client.post(address, {"reason-1": ODD})
    words = read(refused, 400)
    assert (
        "There is a NUL character in “reason-1”." in words
        and "Back shows the form with what you typed" in words
    )
    assert "/admin/" in links(refused) and "no-store" not in refused.headers.get("Cache-Control", "")
    # Readers are told as before.
    assert "Back shows" not in read(admin_client.post("/", {"q": ODD}), 400)


@pytest.mark.parametrize("junk", ["abc", "1.5", "99999999999999999999", "-1"])
def test_junk_where_a_record_is_picked_is_said_at_the_field(admin_client, junk):
    tax = make_topic("tax", kind="prose")
    add = f"{reverse('admin:hubs_statement_add')}?topic={tax.pk}"
    for address, name in (
        (add, "jurisdiction"),
        (add, "citations-0-article"),
        (reverse("admin:hubs_initiative_add"), "participations-0-jurisdiction"),
        (reverse("admin:hubs_organisation_add"), "jurisdiction"),
        (reverse("admin:hubs_series_add"), "topic"),
    ):
        back = admin_client.post(address, opened(admin_client, address) | {name: junk})
        assert back.status_code == 200 and "not one of the available choices" in back.text, (address, name)
