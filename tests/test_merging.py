"""Two records that are the same become one: nothing is lost, nothing is said anew, every old way leads on."""

import html

import pytest
from django.contrib.auth.models import Group, User
from django.urls import reverse
from django.utils.timezone import localtime

from hubs import editing, merging
from hubs.checking import broken_promises
from hubs.editing import EditingError
from hubs.importing import IMPORTED, look, read_file
from hubs.models import (
    Alias,
    Article,
    Change,
    Citation,
    Door,
    FormerAddress,
    Initiative,
    Organisation,
    Ranking,
    Suggestion,
    free_slug,
)
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
from tests.reading import read

pytestmark = pytest.mark.django_db

WHY = "The bank says so itself"


@pytest.fixture
def may(django_user_model):
    return django_user_model.objects.create_superuser("may")


def merge(stays, goes, by, reason=WHY) -> Change:
    return merging.merge(stays=stays, goes=goes, by=by, reason=reason)


def test_every_relation_to_what_may_be_merged_is_thought_of():
    """A table that comes to point at one of these must be moved by `merging`, or a merge refuses."""
    tied = {
        model: {name for name, _rows in merging.tied_to(model(pk=1))}
        for model in (Organisation, Initiative, Article)
    }
    assert tied == {
        Organisation: {"aliases", "involvements", "former addresses"},
        Initiative: {
            *("aliases", "involvements", "participations", "statements", "predecessors"),
            "former addresses",
        },
        Article: {"citations", "suggestions", "former addresses"},
    }


def test_an_initiative_takes_over_what_is_said_of_another(may, client):
    hub, partner = make_hub("Singapore"), make_hub("Hong Kong")
    body = make_organisation()
    status = make_topic("status", kind="choice", subject="initiative", choices=("pilot", "live"))
    ubin = make_initiative("Project Ubin", hub=hub, lead=body)
    twin = make_initiative("Ubin", hub=hub, partners=[partner], lead=body, title_zh_hant="烏賓")
    after, before = make_initiative("Orchid", hub=hub), make_initiative("Before", hub=hub, successor=twin)
    twin.successor = after
    twin.save()
    Alias.objects.create(text="Project Ubin", initiative=twin)
    Alias.objects.create(text="烏賓項目", initiative=twin)
    pilot = publish(ubin, status, "pilot", as_of="2018")
    live = publish(twin, status, "live", as_of="2020")
    old = publish(twin, status, "pilot", as_of="2016")
    editing.withdraw(statement=old, reason="Not so", by=may, door=Door.ADMIN)
    draft = make_statement(twin, status, "live", key="draft")
    draft.save()
    editing.rank(statement=pilot, reason="Ours", by=may, door=Door.ADMIN)
    editing.rank(statement=live, reason="Theirs", by=may, door=Door.ADMIN)
    article = make_article("paper", text="Ubin goes live.")
    waiting = Suggestion.objects.create(
        article=article,
        start=0,
        end=4,
        payload={"kind": "milestone", "initiative": twin.slug, "organisations": []},
    )

    change = merge(ubin, twin, may)

    assert (change.by, change.door, WHY in change.note) == (may, Door.ADMIN, True)
    assert {s.key for s in ubin.statements.all()} == {pilot.key, live.key, old.key, "draft"}
    ubin.refresh_from_db()
    before.refresh_from_db()
    assert (ubin.successor, before.successor) == (after, ubin)
    assert ubin.title_zh_hant == "烏賓"  # it had no Chinese title
    assert {a.text for a in ubin.aliases.all()} == {"Ubin", "烏賓項目"}
    assert {(p.jurisdiction, p.lead) for p in ubin.participations.all()} == {(hub, True), (partner, False)}
    assert ubin.involvements.count() == 1
    # One cell has one preference: that of the one that stays. What it repeats follows it.
    assert list(Ranking.objects.live().values_list("statement__key", flat=True)) == [pilot.key]
    assert (ubin.status, ubin.status_on) == ("pilot", "2018")
    waiting.refresh_from_db()
    assert waiting.payload["initiative"] == ubin.slug
    assert list(broken_promises()) == []
    gone, kept = Initiative.history.filter(slug="ubin").first(), ubin.history.first()
    assert (gone.history_type, gone.history_user, kept.history_user) == ("-", may, may)
    assert gone.history_change_reason == f"merged into project-ubin: {WHY}"
    assert kept.history_change_reason == f"ubin merged into it: {WHY}"

    # Merged further, every address that ever was leads to the last in one step, with its parameters.
    third = make_initiative("Ubin phase 5", hub=hub)
    merge(third, ubin, may)
    third.refresh_from_db()
    assert (third.status, third.status_on) == ("pilot", "2018")
    for slug in ("ubin", "project-ubin"):
        answer = client.get(reverse("initiative", args=[slug]), {"from": "mail"})
        assert (answer.status_code, answer.url) == (301, f"{third.get_absolute_url()}?from=mail")
    assert client.get(reverse("initiative", args=["never-was"])).status_code == 404
    assert free_slug(Initiative, "ubin") == "ubin-2"


def test_an_article_takes_over_citations_text_and_suggestions(may):
    hub, topic = make_hub(), make_topic("sandbox", kind="prose")
    kept = make_article("kept", url="https://a.example/1")
    copy = make_article("copy", url="https://b.example/1", text="The sandbox opened.")
    both = publish(hub, topic, "It opened.", articles=[kept, copy])
    only = publish(hub, topic, "It is open.", articles=[copy])
    quoted = make_statement(hub, topic, "Opened")
    passage = cite(copy, quote="The sandbox", start=0, end=11)
    editing.publish(editing.Publication(quoted, [passage]), by=may, door=Door.ADMIN)
    Suggestion.objects.create(article=copy, start=0, end=3, payload={"kind": "fact"})

    change = merge(kept, copy, may)

    kept.refresh_from_db()
    assert (kept.text, kept.url, kept.note) == (
        "The sandbox opened.",
        "https://a.example/1",
        "Also at https://b.example/1",
    )
    assert Citation.objects.live().filter(article=kept).count() == 3
    assert Citation.objects.get(withdrawn=change).statement == both
    assert Citation.objects.live().get(statement=only).article == kept
    assert Citation.objects.get(pk=passage.pk).quote_found
    assert Suggestion.objects.get().article == kept
    assert list(broken_promises()) == []

    # Where the one that stays has no address, it takes over that of the other.
    bare = make_article("bare")
    merge(bare, make_article("web", url="https://c.example/"), may)
    assert Article.objects.get(slug="bare").url == "https://c.example/"


def test_what_is_empty_is_filled_from_the_one_that_goes_and_the_page_says_so(may, admin_client):
    hub = make_hub()
    stays = make_organisation("HKMA", kind="central_bank")
    goes = make_organisation("Office", name_zh_hant="金管局", jurisdiction=hub, kind="regulator")
    page = html.unescape(
        admin_client.get(reverse("admin:hubs_organisation_merge", args=[stays.pk, goes.pk])).text
    )
    words = " ".join(page.split())
    assert "filled from the other: Name in traditional Chinese (“金管局”), Hub (“Singapore”)." in words
    merge(stays, goes, may)
    stays.refresh_from_db()
    assert (stays.kind, stays.name_zh_hant, stays.jurisdiction) == ("central_bank", "金管局", hub)
    assert {alias.text for alias in stays.aliases.all()} == {"Office"}
    kept, copy = (
        make_article("kept", publisher="", date=""),
        make_article("copy", date="2019-02", note="A copy."),
    )
    merge(kept, copy, may)
    kept.refresh_from_db()
    assert (kept.publisher, kept.date, kept.note) == ("The Paper", "2019-02", "A copy.")
    assert str(kept.dated.last) == "2019-02-28"
    for other in (make_organisation("Other"), make_article("other")):
        twin = type(other).objects.exclude(pk=other.pk).first()
        assert merging.outlook(twin, other).filled == []


def apart(problem):
    """Two that may not become one, and a word of the sentence that says why."""
    hub, other = make_hub("Singapore"), make_hub("Hong Kong")
    first = make_initiative("One", hub=hub)
    match problem:
        case "texts":
            return make_article(text="This."), make_article(text="That."), "two articles"
        case "leads":
            return first, make_initiative("Two", hub=other), "one lead"
        case "successor":
            return first, make_initiative("Two", hub=hub, successor=first), "successor of the other"
        case "successors":
            followers = [make_initiative(title, hub=hub) for title in ("Three", "Four")]
            first.successor = followers[0]
            first.save()
            return first, make_initiative("Two", hub=hub, successor=followers[1]), "one successor"
        case "circle":
            second = make_initiative("Two", hub=hub)
            between = make_initiative("Three", hub=hub, successor=second)
            first.successor = between
            first.save()
            return first, second, "circle"
        case "itself":
            return first, first, "two different"


@pytest.mark.parametrize("problem", ["texts", "leads", "successor", "successors", "circle", "itself"])
def test_what_is_not_the_same_is_not_merged(problem, may):
    stays, goes, words = apart(problem)
    assert any(words in sentence for sentence in merging.outlook(stays, goes).conflicts)
    with pytest.raises(EditingError, match=words):
        merge(stays, goes, may)
    assert not Change.objects.exists() and not FormerAddress.objects.exists()


def test_nothing_new_goes_by_the_address_of_what_was_merged(may, admin_client):
    hub = make_hub("Singapore")
    ubin, twin = make_initiative("Project Ubin", hub=hub), make_initiative("Ubin", hub=hub)
    kept, copy = make_article("kept", text="It opened."), make_article("copy")
    body, office = make_organisation("HKMA"), make_organisation("Office")
    make_topic("status", kind="choice", subject="initiative", choices=("live",))
    for stays, goes in ((ubin, twin), (kept, copy), (body, office)):
        merge(stays, goes, may)
    day = f"{localtime(Change.objects.newest().at):%-d %B %Y}"
    sentence = f"“Ubin” was merged into “Project Ubin” on {day}: use “project-ubin”."

    # The forms of the admin, where a record may keep what it has.
    add = reverse("admin:hubs_organisation_add")
    page = admin_client.post(add, {"name_en": "Office", "slug": "office", "kind": "regulator"})
    assert "“Office” was merged into “HKMA”" in html.unescape(page.text)
    assert Organisation.objects.get() == body

    # A file, of it or of what refers to it.
    def refused(table, **cells):
        row = [cells.get(name, "") for name in table.names]
        sheet = read_file("f.csv", "\n".join([",".join(table.names), ",".join(row)]).encode())
        return [(p.column, p.value, p.sentence) for judged in look([sheet]).refused for p in judged.problems]

    bodies, _articles, initiatives, statements = IMPORTED
    own = {"title_en": "Ubin", "category": "sandbox", "lead": "singapore"}
    assert refused(initiatives, slug="ubin", **own) == [("slug", "ubin", sentence)]
    after = own | {"slug": "orchid", "successor": "ubin"}
    assert refused(initiatives, **after) == [("successor", "ubin", sentence)]
    assert refused(bodies, slug="office", name_en="Office", kind="regulator")[0][0] == "slug"
    said = {
        "key": "k",
        "topic": "status",
        "finding": "not_found",
        "nature": "observed",
        "standing": "accepted",
    }
    said |= {"certainty": "stated", "verification": "verified", "text_language": "en", "sources": "copy;kept"}
    assert [each[:2] for each in refused(statements, initiative="ubin", **said)] == [
        ("initiative", "ubin"),
        ("sources", "copy;kept"),
    ]

    # The review of an article goes on where its text is now.
    old = reverse("review", args=["copy"])
    answer = admin_client.get(old, {"at": "3"})
    assert (answer.status_code, answer.url) == (301, f"{reverse('review', args=['kept'])}?at=3")
    assert admin_client.get(answer.url).status_code == 200


def test_a_publisher_merges_in_the_admin_and_an_editor_may_not(client, admin_client):
    hub = make_hub()
    stays, goes = make_organisation("HKMA", jurisdiction=hub), make_organisation("金管局", slug="jin-guan-ju")
    make_initiative(hub=hub, lead=goes)
    page = reverse("admin:hubs_organisation_merge", args=[stays.pk, goes.pk])
    chosen = {"action": "merge_chosen", "_selected_action": [stays.pk, goes.pk]}
    changelist = reverse("admin:hubs_organisation_changelist")

    editor = User.objects.create_user("ed", is_staff=True)
    editor.groups.add(Group.objects.get(name="editor"))
    client.force_login(editor)
    refused = read(client.get(page), 403)
    assert "Merging is for publishers" in refused and "You are logged in as ed" in refused
    assert client.get(reverse("admin:hubs_organisation_merge_with", args=[stays.pk])).status_code == 403
    own = client.get(reverse("admin:hubs_organisation_change", args=[stays.pk]))
    assert own.status_code == 200 and "Merge with another" not in own.text
    assert client.get(reverse("admin:hubs_formeraddress_changelist")).status_code == 200
    assert client.post(page, {"reason": WHY}).status_code == 403
    assert "merge_chosen" not in client.get(changelist).content.decode()

    publisher = User.objects.create_user("pu", is_staff=True)
    publisher.groups.add(Group.objects.get(name="publisher"))
    client.force_login(publisher)
    one = client.post(changelist, chosen | {"_selected_action": [stays.pk]}, follow=True)
    assert "exactly two" in one.content.decode()
    assert client.post(changelist, chosen).url == page
    # Or from the record itself, by any name of the other.
    own = client.get(reverse("admin:hubs_organisation_change", args=[stays.pk])).text
    find = reverse("admin:hubs_organisation_merge_with", args=[stays.pk])
    assert f'href="{find}">Merge with another…' in own
    assert page in client.get(find, {"q": "金管"}).text
    for words in ("HKMA", "nobody"):
        assert "No other one has" in client.get(find, {"q": words}).text
    shown = client.get(page).content.decode()
    assert (
        "involvements (1)" in shown
        and reverse("admin:hubs_organisation_merge", args=[goes.pk, stays.pk]) in shown
    )
    assert "They differ in" not in shown and "Leave them as they are" in shown
    # What somebody changed since it was looked at is looked at again first.
    seal = client.get(page).context["seal"]
    Organisation.objects.filter(pk=goes.pk).update(kind="exchange_operator")
    stopped = client.post(page, {"reason": WHY, "seal": seal})
    assert stopped.status_code == 409 and "since you looked" in stopped.text and WHY in stopped.text
    assert "They differ in kind (“regulator” and “exchange operator”): are they the same?" in stopped.text
    seal = stopped.context["seal"]
    assert client.post(page, {"reason": " ", "seal": seal}).status_code == 422
    assert Organisation.objects.count() == 2
    done = client.post(page, {"reason": WHY, "seal": seal}, follow=True).content.decode()
    assert "its address leads here" in done
    assert Organisation.objects.get() == stays
    assert Alias.objects.get().text == "金管局"
    assert Change.objects.newest().by == publisher
    # Pressed twice, the second finds it done.
    again = client.post(page, {"reason": WHY}, follow=True).content.decode()
    assert "not there any more" in again
