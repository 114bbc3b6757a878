"""Work lists: each finds what waits, says why and since when, leads to where it is done, and lets go of what is."""

import datetime

import pytest
from django.contrib.admin.models import ADDITION, LogEntry
from django.contrib.auth.models import User
from django.core.cache import cache
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hubs import editing, worklists
from hubs.capture.capture import Suggested
from hubs.comparison import coverage_of
from hubs.models import Article, Change, Citation, Door, Jurisdiction, Statement, Suggestion, Topic
from tests.factories import (
    cite,
    make_article,
    make_hub,
    make_initiative,
    make_series,
    make_statement,
    make_topic,
    publish,
)

pytestmark = pytest.mark.django_db

TODAY = datetime.date(2026, 11, 22)
LISTS = {each.slug: each for each in worklists.LISTS}


@pytest.fixture(autouse=True)
def a_fixed_day(monkeypatch, settings):
    settings.STALE_AFTER_YEARS = 2
    for module in ("cells", "research"):
        monkeypatch.setattr(f"hubs.worklists.{module}.today", lambda: TODAY)
    cache.clear()


def listed(slug, hub=None):
    """The jobs of a list as what they are about, on what, and since when."""
    found = LISTS[slug].find(hub)
    return [
        (str(job.subject), job.topic.slug if job.topic else "", job.when or str(job.since or ""))
        for job in LISTS[slug].jobs(found)
    ]


@pytest.fixture
def status():
    codes = ("announced", "pilot", "live", "completed", "unknown")
    return make_topic("status", kind="choice", subject="initiative", choices=codes)


def test_gaps_are_what_nobody_looked_into_and_what_applies():
    china = make_hub("China")
    beijing, singapore = make_hub("Beijing", kind="city", parent=china), make_hub("Singapore")
    regime = make_topic("regime", kind="prose", inherits=True, position=1)
    tax = make_topic("tax", kind="prose", position=2)
    make_topic("amount", kind="prose", subject="initiative")
    assert len(listed("gaps")) == 6

    publish(china, regime, "There is one.")  # and Beijing has it from China
    publish(beijing, tax, finding="not_applicable")
    publish(singapore, tax, finding="not_found", articles=[])
    publish(china, tax, "Maybe", standing="unconfirmed", articles=[])
    # Most answered first: two hubs have looked into tax, one into the regime.
    assert listed("gaps") == [("China", "tax", ""), ("Singapore", "regime", "")]
    assert listed("gaps", singapore) == [("Singapore", "regime", "")]

    # As coverage counts it, but for what is inherited.
    topics, looked_at = list(Topic.objects.about_hubs()), Statement.objects.looked_at()
    missing = sum(coverage_of(topics, looked_at.get(h.pk, {})).missing for h in Jurisdiction.objects.all())
    assert missing - 1 == len(listed("gaps"))


def test_the_newest_word_of_a_cell_grows_stale_and_a_newer_one_settles_it(status):
    hub, other = make_hub("Hong Kong"), make_hub("Singapore")
    count = make_topic("count", kind="number")
    licensed, applied = make_series(count), make_series(count, "applied")
    stage, since = make_topic("stage", kind="choice", choices=("yes",)), make_topic("since")
    publish(hub, count, 3, series=licensed, as_of="2019")
    publish(hub, count, 4, series=licensed, as_of="2021-Q1")
    publish(hub, count, 9, series=applied, as_of="2025")
    publish(hub, stage, "yes", articles=[make_article(date="2017-05")])  # as old as its source
    publish(hub, since, "2016", valid_from="2016")  # a day does not grow old
    pilot = make_initiative("Old pilot", hub=other, partners=[hub])
    publish(pilot, status, "pilot", as_of="2020-11-22")
    law = make_initiative("In force", hub=hub)
    publish(law, status, "completed", as_of="2018")

    everything = [
        ("Hong Kong", "stage", "2017"),
        ("Old pilot", "status", "2020-11-22"),
        ("Hong Kong", "count", "2021-Q1"),
    ]
    assert listed("stale") == everything
    assert listed("stale", other) == everything[1:2]

    # The newest of its evidence counts: a fresh article for what has long been so, and a fresh sighting.
    publish(
        hub, make_topic("law", kind="prose"), "A law", valid_from="2016", articles=[make_article(date="2026")]
    )
    publish(
        hub,
        make_topic("rule", kind="prose"),
        "A rule",
        valid_from="2016",
        articles=[make_article(date="2020")],
    )
    # A figure is no newer for being repeated.
    repeated = make_series(count, "repeated")
    publish(hub, count, 9, series=repeated, as_of="2018", articles=[make_article(date="2026")])
    assert listed("stale") == [
        everything[0],
        ("Hong Kong", "count", "2018"),
        everything[1],
        ("Hong Kong", "rule", "2020"),
        everything[2],
    ]
    Statement.objects.filter(Q(topic__slug="rule") | Q(series=repeated)).update(standing="rejected")
    assert listed("stale") == everything

    publish(hub, count, 5, series=licensed, as_of="2024-11-22")  # two years ago to the day
    publish(pilot, status, "live", as_of="2026")
    assert listed("stale") == everything[:1]


def test_sources_that_disagree_are_listed_until_one_is_preferred(admin_user):
    hub, topic = make_hub(), make_topic("sandbox-start")
    first = publish(hub, topic, "2016")
    assert listed("conflicts") == []
    second = publish(hub, topic, "2018")
    [job] = LISTS["conflicts"].find(None)
    assert (
        set(job.statements) == {first, second} and "No value is preferred: 2 values from 2 sources" in job.why
    )
    publish(make_hub("Hong Kong"), topic, "2018")

    editing.rank(statement=second, reason="The law itself", by=admin_user, door=Door.ADMIN)
    assert listed("conflicts") == []


def test_quotes_are_looked_for_character_by_character(admin_user):
    hub, topic = make_hub(), make_topic("tax", kind="prose")
    article = make_article(text="稅 — 𠮷: the sandbox opened in 2016.")
    quote = "sandbox opened"
    start = article.text.index(quote)
    held = make_statement(hub, topic, "Opened", key="held")
    citation = cite(article, quote=quote, start=start, end=start + len(quote))
    editing.publish(editing.Publication(held, [citation]), by=admin_user, door=Door.ADMIN)
    assert listed("quotes") == []

    Article.objects.update(text=article.text.replace("sandbox", "Sandbox"))
    assert [(subject, topic) for subject, topic, _ in listed("quotes")] == [("Singapore", "tax")]
    Citation.objects.update(quote="Sandbox opened")
    assert listed("quotes") == []


def test_a_plan_is_listed_from_the_day_after_until_something_came_of_it(status):
    hub, planned = make_hub(), make_topic("planned-date", subject="initiative")
    regime = make_topic("regime-start")
    late = make_initiative("Late", hub=hub)
    publish(late, status, "announced", as_of="2026")
    publish(late, planned, "2026-Q3", planned=True, articles=[make_article()])
    publish(make_initiative("Today", hub=hub), planned, "2026-11-22", planned=True)
    publish(hub, regime, "2025", planned=True)
    assert listed("overdue") == [("Singapore", "regime-start", "2025"), ("Late", "planned-date", "2026-Q3")]

    publish(hub, regime, "2025-06-01")
    publish(late, planned, "2027", planned=True)  # put off
    assert listed("overdue") == []


def test_a_promise_of_which_nothing_is_heard_is_quiet_until_somebody_says_so(status):
    hub = make_hub()
    old, new = make_initiative("Old", hub=hub), make_initiative("New", hub=hub)
    publish(old, status, "announced", as_of="2019-02")
    publish(new, status, "announced", as_of="2026-02")
    make_initiative("Bare", hub=hub)
    make_statement(make_initiative("Proposed", hub=hub), status, "announced", as_of="2018").save()
    assert listed("quiet") == [("Bare", "", ""), ("Old", "", "2019")]
    publish(old, status, "unknown", as_of="2026-11-20")
    assert listed("quiet", hub) == [("Bare", "", "")]


def test_what_waits_for_a_decision_and_what_is_not_public_yet(admin_client):
    hub, topic = make_hub(), make_topic("tax", kind="prose")
    article = make_article("paper", text="Tax is low.", accessed=datetime.date(2026, 11, 1))
    payload = {"kind": "fact", "jurisdictions": [hub.slug]}
    suggestion = Suggestion.objects.create(article=article, start=0, end=3, payload=payload)
    draft = make_statement(hub, topic, "Low", key="draft")
    draft.save()
    proposed = LogEntry.objects.log_actions(
        user_id=User.objects.create_user("ed").pk, queryset=[draft], action_flag=ADDITION, single_object=True
    )
    LogEntry.objects.update(action_time=datetime.datetime(2026, 11, 20, 20, tzinfo=datetime.UTC))
    assert listed("suggestions") == listed("suggestions", hub) == [(article.title, "", "2026-11-01")]
    assert listed("suggestions", make_hub("Hong Kong")) == []
    assert [job.why for job in LISTS["drafts"].jobs(LISTS["drafts"].find(hub))] == ["Has no source yet."]
    # Since it was proposed, not since its article was read.
    assert proposed and listed("drafts") == [("Singapore", "tax", "2026-11-20")]
    editing.send_back(draft=draft, reason="Too low.")
    assert (listed("drafts"), listed("returned")) == ([], [("Singapore", "tax", "2026-11-20")])
    Statement.objects.update(sent_back="")

    page = admin_client.get(reverse("admin:work_list", args=["suggestions"])).content.decode()
    assert reverse("review", args=["paper"]) in page
    page = admin_client.get(reverse("admin:work_list", args=["drafts"])).content.decode()
    assert reverse("admin:hubs_statement_change", args=[draft.pk]) in page

    decided = Change.objects.create(door=Door.REVIEW)
    Change.objects.filter(pk=decided.pk).update(at=datetime.datetime(2026, 11, 21, tzinfo=datetime.UTC))
    Suggestion.objects.update(state="accepted", decided=decided, entered={})
    assert (listed("suggestions"), listed("accepted")) == ([], [(article.title, "", "2026-11-21")])
    suggestion.delete()
    cite(article, statement=draft).save()
    editing.publish(editing.Publication(draft), by=None, door=Door.ADMIN)
    assert listed("suggestions") == listed("drafts") == []


def some_of_each(status, number):
    """So many rows of each list."""
    hub, topic = make_hub(f"Hub {number}"), Topic.objects.get(slug="tax")
    make_topic(f"open-{number}")
    publish(hub, topic, "Low", as_of="2017", key=f"low-{number}")
    publish(hub, topic, "High", as_of="2017", key=f"high-{number}")
    publish(make_initiative(f"Pilot {number}", hub=hub), status, "pilot", as_of="2019")
    publish(
        make_initiative(f"Plan {number}", hub=hub),
        Topic.objects.get(slug="planned-date"),
        "2020",
        planned=True,
    )
    publish(make_initiative(f"Quiet {number}", hub=hub), status, "announced", as_of="2018")
    article = make_article(text=f"Tax is low in hub {number}.")
    proposal = Suggested("fact", 0, 3, "Tax", "Tax", [hub.slug], [], topic="tax")
    Suggestion.objects.create(article=article, start=0, end=3, payload=proposal.to_json())
    accepted = make_article(text=f"Tax is low in hub {number}, too.")
    decided = Change.objects.create(door=Door.REVIEW)
    Suggestion.objects.create(
        article=accepted,
        start=0,
        end=3,
        payload=proposal.to_json(),
        state="accepted",
        decided=decided,
        entered={},
    )
    draft = make_statement(hub, topic, "Low", key=f"draft-{number}")
    draft.save()
    cite(article, statement=draft, quote="Gone", start=0, end=4).save()
    make_statement(hub, topic, "Low", key=f"returned-{number}", sent_back="Too low.").save()


def test_a_list_asks_as_much_for_many_rows_as_for_few(status, admin_client):
    make_topic("tax", kind="prose")
    make_topic("planned-date", subject="initiative")

    def asked():
        each = {}
        for slug in LISTS:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                page = admin_client.get(reverse("admin:work_list", args=[slug]))
            assert page.status_code == 200 and page.context["rows"], slug
            each[slug] = len(queries)
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            assert all(worklists.counts().values())
        return each | {"counts": len(queries)}

    some_of_each(status, 0)
    few = asked()
    for number in range(1, 30):
        some_of_each(status, number)
    assert asked() == few
    assert max(few.values()) <= 20


def test_the_pages_of_a_list(client, admin_client, status):
    make_topic("tax", kind="prose")
    make_topic("planned-date", subject="initiative")
    for number in range(30):
        some_of_each(status, number)
    counted = worklists.counts()
    front = admin_client.get(reverse("admin:work")).content.decode()
    for slug in LISTS:
        assert reverse("admin:work_list", args=[slug]) in front and str(counted[slug]) in front
    address = reverse("admin:work_list", args=["stale"])
    assert admin_client.get(address, {"page": 2}).context["page"].number == 2
    of_hub = admin_client.get(address, {"hub": "hub-7"})
    assert {str(row.job.subject) for row in of_hub.context["rows"]} == {"Hub 7", "Pilot 7"}
    for wrong, sentence in (
        ({"hub": "hub-77"}, "is not a hub we know"),
        ({"page": 99}, "There is no page 99"),
    ):
        refused = admin_client.get(address, wrong)
        assert (refused.status_code, sentence in refused.content.decode()) == (400, True)
    assert admin_client.get(reverse("admin:work_list", args=["nothing"])).status_code == 404
    assert admin_client.post(address).status_code == 405
    empty = admin_client.get(reverse("admin:work_list", args=["gaps"]), {"hub": "hub-29", "page": 1})
    assert empty.status_code == 200
    # Of those who have an account, all; of others, nobody.
    assert client.__class__().get(address).status_code == 302
    editor = User.objects.create_user("ed", is_staff=True)
    admin_client.force_login(editor)
    assert admin_client.get(address).status_code == 200


def test_every_row_leads_in_one_step_to_a_form_that_knows_what_it_is_about(admin_client, status):
    hub, topic = make_hub(), make_topic("tax", kind="prose")
    [row] = admin_client.get(reverse("admin:work_list", args=["gaps"])).context["rows"]
    [(_words, address)] = row.acts
    form = admin_client.get(address).context["adminform"].form
    assert (int(form["jurisdiction"].value()), int(form["topic"].value())) == (hub.pk, topic.pk)

    publish(hub, topic, "Low", as_of="2017")
    publish(hub, topic, "High", as_of="2017")
    publish(make_initiative("Old", hub=hub), status, "announced", as_of="2018")
    make_topic("planned-date", subject="initiative")
    some_of_each(status, 1)
    for slug in LISTS:
        rows = admin_client.get(reverse("admin:work_list", args=[slug])).context["rows"]
        assert rows, slug
        for _words, address in (act for row in rows for act in row.acts):
            assert admin_client.get(address).status_code == 200, address


def test_what_the_front_page_counts_is_what_the_lists_show_at_any_moment(admin_client, status):
    make_topic("tax", kind="prose")
    make_topic("planned-date", subject="initiative")
    some_of_each(status, 1)
    hub = make_hub("Macau")
    for _look in range(2):
        front = admin_client.get(reverse("admin:index"))
        for each, count in front.context["work"]:
            assert count == len(
                admin_client.get(reverse("admin:work_list", args=[each.slug])).context["rows"]
            )
        counted = {each.slug: count for each, count in front.context["work"]}
        # What waits to be published are the drafts and what was accepted from articles.
        assert front.context["waiting_count"] == counted["drafts"] + counted["accepted"]
        assert front.context["sent_back_count"] == counted["returned"] == 1
        make_statement(hub, Topic.objects.get(slug="tax"), "Low").save()
        if _look == 0:
            assert counted["drafts"] == 1
    assert counted["drafts"] == 2


def test_what_was_begun_on_a_list_leads_back_to_it(admin_client, status):
    hub, topic = make_hub(), make_topic("sandbox-start")
    for year in ("2016", "2018"):
        publish(hub, topic, year)
    publish(make_initiative("Old", hub=hub), status, "pilot", as_of="2018")
    make_hub("Macau")
    draft = make_statement(hub, topic, "2019", key="draft")
    draft.save()

    def act_of(slug, **asked):
        address = reverse("admin:work_list", args=[slug])
        [row] = admin_client.get(address, asked).context["rows"]
        return row.acts[0][1], address + (f"?hub={asked['hub']}" if asked else "")

    def sent(page):
        forms = [page.context["adminform"].form]
        for inline in page.context["inline_admin_formsets"]:
            forms += [inline.formset.management_form, *inline.formset.forms]
        data = {field.html_name: field.value() for form in forms for field in form}
        given = {
            name: str(value) for name, value in data.items() if value not in (None, "") and value is not False
        }
        return given | {"_opened": page.context["opened"]}

    settle, conflicts = act_of("conflicts")
    data = {"statement": Statement.objects.live().first().pk, "reason": "The law itself."}
    looked = admin_client.post(settle, data)
    done = admin_client.post(settle, data | {"confirm": "1", "seal": looked.context["seal"]})
    assert (done.status_code, done.url) == (302, conflicts)

    cited = {"citations-0-article": make_article(date="2026-10").pk, "_publish": "1"}
    again, stale = act_of("stale")
    done = admin_client.post(again, sent(admin_client.get(again)) | cited | {"as_of": "2026-10"})
    assert (done.status_code, done.url) == (302, stale)

    answer, gaps = act_of("gaps", hub="macau")
    form = sent(admin_client.get(answer)) | cited | {"value_date": "2020"}
    assert admin_client.post(answer, form | {"_continue": "1"}).url != gaps
    form = sent(admin_client.get(answer)) | cited | {"value_date": "2021"}
    assert admin_client.post(answer, form).url == gaps

    opened, drafts = act_of("drafts")
    assert admin_client.post(opened, sent(admin_client.get(opened))).url == drafts
    for elsewhere in ("https://evil.example/", "//evil.example/admin/", "/hubs/", "javascript:alert(1)", ""):
        form = reverse("admin:hubs_statement_change", args=[draft.pk]) + f"?next={elsewhere}"
        saved = admin_client.post(form, sent(admin_client.get(form)))
        assert saved.url == reverse("admin:hubs_statement_changelist"), elsewhere
