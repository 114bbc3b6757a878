"""From suggestions to a comparison, without a browser: decisions, what they make, and what becomes public when."""

from dataclasses import replace

import pytest
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db.models import Q

from hubs import editing, review
from hubs.capture.capturing import capture
from hubs.capture.keeping import keep
from hubs.editing import EditingError
from hubs.models import Article, Change, Citation, Initiative, Statement, Suggestion
from hubs.review.page import paragraphs
from tests.factories import draft_correction

TEXT = """Sandbox cities look ahead

Singapore's MAS opened its fintech regulatory sandbox in November 2016, the first in the region.
More than 300 Chinese companies have landed in Singapore.

On March 4, 2019, the Hong Kong Monetary Authority launched a blockchain land registry pilot with the Land Registry.

According to CNNIC, 298 companies are active in the blockchain in China as of June 2018.

The Shanghai government will launch a blockchain invoice platform in 2020.
"""

WORDS = {
    "sandbox": "milestone",
    "landed": "fact",
    "land registry": "milestone",
    "298": "fact",
    "invoice": "milestone",
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def may():
    return get_user_model().objects.create(username="may")


@pytest.fixture
def article(starter) -> Article:
    said = capture(
        TEXT, title="Sandbox cities look ahead", publisher="The Paper", language="en", published="2019-03-05"
    )
    article = keep(said).article
    # However much more capture learns to propose, these tests are about five passages.
    first = [
        article.suggestions.filter(payload__quote__icontains=word, payload__kind=kind).first().pk
        for word, kind in WORDS.items()
    ]
    article.suggestions.exclude(pk__in=first).delete()
    return article


def open_ones(article) -> dict[str, tuple[Suggestion, review.Entry]]:
    """Open suggestions with what accepting them would enter, by a word of their quote."""
    vocabulary = review.read_vocabulary()
    live = {s.key: s for s in Statement.objects.live()}
    return {
        next(word for word in WORDS if word in s.payload["quote"]): (
            s,
            review.proposed(s.payload, article, vocabulary, live),
        )
        for s in article.suggestions.filter(state="open")
    }


def accept(pair, by, **changes):
    suggestion, entry = pair
    review.accept(suggestion, replace(entry, **changes), by=by, vocabulary=review.read_vocabulary())


def public():
    """Everything a reader can be shown that reviewing might add."""
    return (
        Statement.objects.live().count(),
        Citation.objects.live().count(),
        Initiative.objects.count(),
    )


def test_what_is_accepted_becomes_public_in_one_change_each_value_tied_to_its_sentence(article, may):
    before = public()
    found = open_ones(article)
    assert set(found) == {"sandbox", "landed", "land registry", "298", "invoice"}

    # What we hold already is a further source of it, not a second statement.
    held = found["298"][1]
    assert held.cites == "blockchain-companies-active--china-mainland--2018-06"
    for word in ("sandbox", "landed", "298"):
        accept(found[word], may)
    # A new initiative asks for what is not in the text; its title is a person's.
    with pytest.raises(EditingError, match="choose its category"):
        accept(found["land registry"], may, category="")
    accept(found["land registry"], may, title="Blockchain land registry", category="public_services")
    review.reject(found["invoice"][0], reason="Too vague", by=may)
    assert public() == before
    assert not article.suggestions.filter(Q(state="open") | Q(decided__by=None)).exists()

    # To look at first, without a trace.
    with review.rehearsed(article, by=may) as change:
        assert change.published_statements.count() == 4
        assert Initiative.objects.filter(title_en="Blockchain land registry").exists()
    assert public() == before and review.waiting(article).count() == 4

    change = review.publish(article, by=may)
    assert (change.by, change.door) == (may, "review")
    # The figure, the status and the beginning of the new initiative, and “November 2016” beside the day we hold;
    # and a further source of what we hold already.
    assert [n - m for n, m in zip(public(), before, strict=True)] == [4, 5, 1]
    month = Statement.objects.live().get(initiative__slug="sg-fintech-sandbox", value_date="2016-11")
    assert (month.topic.slug, month.initiative.began) == ("began", "2016-11-16")
    assert all(c.quote_found for c in Citation.objects.filter(published=change).select_related("article"))

    figure = Statement.objects.live().get(key="sg-chinese-blockchain-firms--singapore--2019-03-05")
    assert (figure.number, figure.bound, figure.verification) == (300, "at_least", "verified")
    assert "More than 300 Chinese companies" in figure.citations.get().quote
    initiative = Initiative.objects.get(title_en="Blockchain land registry")
    assert (initiative.slug, initiative.status, initiative.status_on) == (
        "blockchain-land-registry",
        "pilot",
        "2019-03-04",
    )
    assert (initiative.began, initiative.lead.slug) == ("2019-03-04", "hong-kong")
    assert [body.slug for body in initiative.organisations.all()] == ["hkma"]
    cited = Statement.objects.live().get(key=held.cites)
    assert "298 companies are active" in cited.citations.get(article=article).quote
    for suggestion in article.suggestions.filter(state="accepted"):
        assert suggestion.statement and suggestion.decided.by == may
        with pytest.raises(EditingError, match="public already"):
            review.undo(suggestion, by=may)
    with pytest.raises(EditingError, match="Nothing is accepted"):
        review.publish(article, by=may)
    call_command("check_data")


def test_a_decision_can_be_taken_back_and_the_second_of_two_editors_is_told(article, may):
    june = get_user_model().objects.create(username="june")
    mine = open_ones(article)["landed"]
    theirs = open_ones(article)["landed"]
    accept(mine, may)
    with pytest.raises(EditingError, match="may has accepted this meanwhile"):
        accept(theirs, june)
    with pytest.raises(EditingError, match="may has accepted this meanwhile"):
        review.reject(theirs[0], reason="No", by=june)
    with pytest.raises(EditingError, match="in a few words why"):
        review.reject(mine[0], reason="  ", by=may)

    seen = Suggestion.objects.get(pk=mine[0].pk)
    review.undo(mine[0], by=may)
    assert mine[0].state == "open"
    with pytest.raises(EditingError, match="taken the decision back"):
        review.undo(seen, by=june)
    review.reject(mine[0], reason="A guess of the author", by=june)
    with pytest.raises(EditingError, match="june has rejected"):
        review.undo(seen, by=may)
    # Who decided what, when, stays.
    notes = [(c.by.username, c.note.split()[0]) for c in Change.objects.filter(door="review").order_by("pk")]
    assert notes == [("may", "Accepted"), ("may", "Reopened"), ("june", "Rejected")]
    assert Change.objects.newest().note.endswith(": A guess of the author")


def test_what_was_entered_stays_when_it_is_taken_back_and_can_be_mended_in_one_act(article, may):
    june = get_user_model().objects.create(username="june")
    vocabulary = review.read_vocabulary()
    suggestion, entry = open_ones(article)["landed"]
    fewer = suggestion.start, suggestion.start + 30
    mine = replace(entry, number="301")
    review.accept(suggestion, mine, by=may, vocabulary=vocabulary, place=fewer)
    review.undo(suggestion, by=may)
    assert shown(suggestion).entry == mine and not suggestion.decided
    review.reject(suggestion, reason="No", by=may)
    review.undo(suggestion, by=may)
    assert shown(suggestion).entry == mine

    review.accept(suggestion, shown(suggestion).entry, by=may, vocabulary=vocabulary)
    as_junes_page_showed_it = Suggestion.objects.get(pk=suggestion.pk)
    review.mend(suggestion, replace(mine, number="302"), by=may, vocabulary=vocabulary)
    with pytest.raises(EditingError, match="may has accepted this meanwhile"):
        review.mend(as_junes_page_showed_it, entry, by=june, vocabulary=vocabulary)
    kept = Suggestion.objects.get(pk=suggestion.pk)
    assert (kept.state, kept.start, kept.end) == ("accepted", *fewer)
    assert (kept.entered["number"], kept.decided.note.split()[0]) == ("302", "Mended")
    review.mend(kept, replace(mine, number="303"), by=june, vocabulary=vocabulary)
    review.publish(article, by=may)
    assert Statement.objects.get(suggestions=suggestion).number == 303
    with pytest.raises(EditingError, match="public already"):
        review.mend(Suggestion.objects.get(pk=suggestion.pk), mine, by=may, vocabulary=vocabulary)


def shown(suggestion: Suggestion):
    page = review.page_of(suggestion.article, at=suggestion.pk)
    assert page.selected
    return page.selected


def test_all_of_one_kind_leaves_those_that_need_a_person(article, may):
    vocabulary, found = review.read_vocabulary(), open_ones(article)
    found["invoice"] = found["invoice"][0], replace(found["invoice"][1], category="")
    assert review.accept_all(found.values(), by=may, vocabulary=vocabulary) == (4, 1)
    assert [s.pk for s in article.suggestions.filter(state="open")] == [found["invoice"][0].pk]
    assert len({s.decided_id for s in review.waiting(article)}) == 1
    seen = max(s.decided_id for s in review.waiting(article))
    accept(found["invoice"], may, title="Invoice platform", category="public_services")
    with pytest.raises(EditingError, match="meanwhile"):
        review.publish(article, by=may, seen=seen)
    assert not Statement.objects.filter(suggestions__article=article).exists()

    review.publish(article, by=may)
    planned = Initiative.objects.get(title_en="Invoice platform")
    assert (planned.status, planned.began, planned.began_planned) == ("announced", "2020", True)
    assert planned.status_observed and planned.status_on == "2019-03-05"


def test_the_only_series_of_a_hub_is_meant_where_the_words_say_what_its_name_adds(starter):
    vocabulary = review.read_vocabulary()

    def series(quote: str, topic: str, hub: str) -> str:
        payload = {
            "kind": "fact", "quote": quote, "topic": topic, "jurisdictions": [hub], "value": 12000000, "high": None,
            "unit": "HKD", "bound": "", "date": "2024-05", "certainty": "stated", "because": [],
        }  # fmt: skip
        if topic != "spot-fund-turnover":
            payload["unit"] = "companies"
        return review.proposed(payload, Article(), vocabulary, {}).series

    first_day = "hk-spot-etf-first-day"
    assert (
        series("First-day turnover of the funds was HK$12 million", "spot-fund-turnover", "hong-kong")
        == first_day
    )
    assert series("相關基金首日成交1200萬港元", "spot-fund-turnover", "hong-kong") == first_day
    assert series("相关基金首日成交1200万港元", "spot-fund-turnover", "hong-kong") == first_day
    assert series("Daily average turnover of spot crypto funds", "spot-fund-turnover", "hong-kong") == ""
    assert series("相關現貨基金日均成交1200萬港元", "spot-fund-turnover", "hong-kong") == ""
    # Its name adds nothing but where the hub is.
    assert series("some 1,200 firms", "fintech-companies", "hong-kong") == "hk-fintech-companies"


def test_what_is_entered_is_held_against_what_we_hold(article, may):
    vocabulary, (suggestion, entry) = review.read_vocabulary(), open_ones(article)["sandbox"]
    lives = {"topic": "status", "choice": "live", "initiative": "sg-fintech-sandbox", "cites": ""}
    for date, contradicted in (
        ("2016-11-20", "sg-fintech-sandbox--began"),
        ("2016-11", None),
        ("2018-05", None),
    ):
        review.accept(suggestion, replace(entry, **lives, date=date), by=may, vocabulary=vocabulary)
        held = shown(suggestion).contradicts
        assert (held.key if held else None) == contradicted, date
        review.undo(suggestion, by=may)

    suggestion, entry = open_ones(article)["298"]
    figure = replace(entry, cites="", number="299", series="blockchain-companies-active")
    review.accept(suggestion, figure, by=may, vocabulary=vocabulary)
    assert shown(suggestion).contradicts.key == entry.cites
    # Counted in another way it is no other answer to the same.
    review.mend(
        suggestion, replace(figure, series="blockchain-companies-by-name"), by=may, vocabulary=vocabulary
    )
    assert shown(suggestion).contradicts is None and shown(suggestion).twin is None
    review.mend(suggestion, replace(figure, number="298"), by=may, vocabulary=vocabulary)
    assert shown(suggestion).twin.key == entry.cites and shown(suggestion).contradicts is None


def test_all_of_one_kind_takes_none_that_only_seems_to_be_something_we_know(article, may):
    def plain() -> dict[str, bool]:
        return {
            word: card.is_plain
            for card in review.page_of(article).cards
            for word in WORDS
            if word in card.suggestion.payload["quote"]
        }

    # “landed” is counted in the one series Singapore has; 298 is what we hold.
    assert plain() == {
        "sandbox": True, "landed": False, "land registry": False, "298": True, "invoice": False
    }  # fmt: skip
    suggestion, _ = open_ones(article)["sandbox"]
    agrees = next(r for r in suggestion.payload["because"] if r.startswith("known: further citation of"))
    for recognised in (
        "seems to be MAS FinTech Regulatory Sandbox: same body",
        "“it” -> a sandbox, told of before",
    ):
        for known, is_plain in (("known: new milestone of sg-fintech-sandbox", False), (agrees, True)):
            suggestion.payload["because"] = [recognised, known]
            suggestion.save()
            assert plain()["sandbox"] is is_plain, (recognised, known)
    suggestion.payload["because"] = ["“MAS” -> a sandbox", "known: new milestone of sg-fintech-sandbox"]
    suggestion.save()
    assert plain()["sandbox"]


def test_a_passage_chosen_by_hand_and_the_same_told_twice(article, may):
    vocabulary = review.read_vocabulary()
    start = article.text.index("More than 300")
    entry = review.Entry(
        hub="singapore", topic="foreign-firms-landed", series="sg-chinese-blockchain-firms", number="300",
        bound="at_least", as_of="2019-03-05",
    )  # fmt: skip
    again = review.by_hand(article, start, start + 30, entry, by=may, vocabulary=vocabulary)
    accept(open_ones(article)["landed"], may)
    with pytest.raises(EditingError, match="choose the series"):
        review.by_hand(article, 0, 5, replace(entry, series=""), by=may, vocabulary=vocabulary)
    with pytest.raises(EditingError, match="words of the article"):
        review.by_hand(article, 0, 0, entry, by=may, vocabulary=vocabulary)

    # Taken back, it stays to be decided again, as it was entered.
    review.undo(again, by=may)
    assert review.proposed(again.payload, article, vocabulary, {}) == entry
    review.accept(again, entry, by=may, vocabulary=vocabulary)

    change = review.publish(article, by=may)
    figure = change.published_statements.get()
    assert sorted(c.start for c in figure.citations.all()) == sorted({start, found_start(article)})


def found_start(article):
    return next(s.start for s in article.suggestions.all() if "landed" in s.payload["quote"] and s.start)


def test_a_text_without_blank_lines_has_a_paragraph_for_each_line():
    def starts(text: str) -> list[tuple[int, str]]:
        return [(p.start, "".join(piece.text for piece in p.pieces)) for p in paragraphs(text, [])]

    assert starts("One line\n  another \nand a third\n") == [
        (0, "One line"), (11, "another"), (20, "and a third")
    ]  # fmt: skip
    assert starts("\n\nOne line\nof two\n\nAnother\n\n") == [(2, "One line\nof two"), (19, "Another")]


def test_a_number_stays_what_it_was_when_words_before_it_are_chosen_by_hand(article, may):
    before = {card.suggestion.pk: card.number for card in review.page_of(article).cards}
    vocabulary = review.read_vocabulary()
    entry = review.Entry(hub="singapore", topic="blockchain-focus", text="Sandboxes", as_of="2019")
    made = review.by_hand(article, 0, 7, entry, by=may, vocabulary=vocabulary)
    cards = review.page_of(article).cards
    assert {card.suggestion.pk: card.number for card in cards} == before | {made.pk: 6}
    assert cards[0].number == 6  # and it stands where its words do


def test_a_citation_with_words_takes_the_place_of_one_without(article, may):
    held = Statement.objects.live().get(key="blockchain-companies-active--china-mainland--2018-06")
    wordless = Citation.objects.create(
        statement=held, article=article, level="press", published=Change.objects.newest()
    )
    suggestion, entry = open_ones(article)["298"]
    assert shown(suggestion).adds_words
    accept((suggestion, entry), may)
    assert shown(suggestion).adds_words
    change = review.publish(article, by=may)
    effect = review.effect_of(change, article)
    assert (len(effect.worded), effect.further, effect.changed, effect.behind) == (1, [], [], [])
    wordless.refresh_from_db()
    assert wordless.withdrawn == change
    assert Citation.objects.live().get(statement=held, article=article).quote


@pytest.mark.parametrize("right", [{"number": 299}, {"bound": "at_least"}, {"number_high": 300}])
def test_a_passage_is_no_source_of_what_was_corrected_since(article, may, right):
    suggestion, entry = open_ones(article)["298"]
    accept((suggestion, entry), may)
    held = Statement.objects.live().get(key=entry.cites)
    draft = draft_correction(held)
    for name, value in right.items():
        setattr(draft, name, value)
    editing.publish(editing.Publication(draft, list(draft.citations.all()), held, "us"), by=may, door="admin")
    with pytest.raises(EditingError, match="was corrected after"):
        review.publish(article, by=may)
    # Looked at again, the passage says something else than we hold, and is offered as such.
    review.undo(suggestion, by=may)
    entry = shown(suggestion).entry
    assert (entry.cites, entry.number) == ("", "298")
