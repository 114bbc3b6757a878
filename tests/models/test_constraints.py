"""Promises the database itself holds: for each, something that would break it, refused on either database.

Rows are written past every form, `save()` and check of ours, as a script or another program would.
"""

import datetime

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import IntegrityError, models, transaction

from hubs.models import (
    Alias,
    Article,
    Change,
    Choice,
    Citation,
    FormerAddress,
    Initiative,
    Intake,
    Involvement,
    Jurisdiction,
    Organisation,
    Participation,
    Ranking,
    Statement,
    Suggestion,
    Topic,
)
from tests.factories import (
    make_article,
    make_hub,
    make_initiative,
    make_organisation,
    make_series,
    make_statement,
    make_topic,
    publish,
)

DAY = datetime.date(2019, 2, 28)


@pytest.fixture
def cast(db):
    """One of each, all in order."""

    class Cast:
        hub = make_hub("Hong Kong")
        other = make_hub("Singapore")
        topic = make_topic("status-of", kind="choice", choices=("yes",))
        number = make_topic("count", kind="number")
        series = make_series(number)
        article = make_article("paper", text="The sandbox opened in 2016.")
        organisation = make_organisation()
        initiative = make_initiative(hub=hub, lead=organisation)
        statement = publish(hub, topic, "yes", key="fact", articles=[article])
        change = Change.objects.get()
        person = get_user_model().objects.create(username="may")

    return Cast


def new(model, **fields):
    """Insert as is: no `save()`, no `pre_save` of dates."""
    return lambda: models.QuerySet(model).bulk_create([model(**fields)])


def edit(model, **fields):
    """Change every row as is."""
    return lambda: model.objects.update(**fields)


def fact(cast, **fields):
    """A draft statement with these fields, everything else in order."""
    defaults = {"key": "draft", "jurisdiction": cast.hub, "topic": cast.topic, "text": "As said"}
    return new(Statement, **defaults | fields)


def quoted(cast, **fields):
    return new(Citation, **{"statement": cast.statement, "article": cast.article, "level": "press"} | fields)


BREACHES = {
    "change_door_is_one_of_its_choices": lambda c: new(Change, door="window"),
    "jurisdiction_kind_is_one_of_its_choices": lambda c: edit(Jurisdiction, kind="planet"),
    "jurisdiction_is_not_its_own_parent": lambda c: edit(Jurisdiction, parent=models.F("id")),
    "organisation_kind_is_one_of_its_choices": lambda c: edit(Organisation, kind="band"),
    "topic_subject_is_one_of_its_choices": lambda c: edit(Topic, subject="planet"),
    "topic_kind_is_one_of_its_choices": lambda c: edit(Topic, kind="smell"),
    "topic_heading_is_one_of_its_choices": lambda c: edit(Topic, heading="misc"),
    "topic_figures_never_inherit": lambda c: edit(Topic, kind="number", inherits=True),
    "choice_code_once_per_topic": lambda c: new(Choice, topic=c.topic, code="yes", name_en="Yes"),
    "initiative_category_is_one_of_its_choices": lambda c: edit(Initiative, category="misc"),
    "initiative_status_is_one_of_its_choices": lambda c: edit(Initiative, status="shiny"),
    "initiative_does_not_succeed_itself": lambda c: edit(Initiative, successor=models.F("id")),
    "initiative_status_on_spans_its_days": lambda c: edit(Initiative, status_on_first=DAY),
    "initiative_began_spans_its_days": lambda c: edit(Initiative, began_first=DAY),
    "initiative_ended_spans_its_days": lambda c: edit(Initiative, ended_last=DAY),
    "participation_once_per_jurisdiction": lambda c: new(
        Participation, initiative=c.initiative, jurisdiction=c.hub
    ),
    "participation_one_lead": lambda c: new(
        Participation, initiative=c.initiative, jurisdiction=c.other, lead=True
    ),
    "involvement_role_is_one_of_its_choices": lambda c: edit(Involvement, role="fan"),
    "involvement_once_per_role": lambda c: new(
        Involvement, initiative=c.initiative, organisation=c.organisation, role="lead"
    ),
    "alias_has_exactly_one_subject": lambda c: new(
        Alias, text="HK", folded="hk", jurisdiction=c.hub, organisation=c.organisation
    ),
    "alias_is_not_empty": lambda c: new(Alias, text="", folded="", jurisdiction=c.hub),
    **{
        f"alias_once_per_{owner}": lambda c, owner=owner, record=record: (
            lambda: Alias.objects.bulk_create(
                [Alias(text="HK", folded="hk", **{owner: getattr(c, record)}) for _ in range(2)]
            )
        )
        for owner, record in (
            ("jurisdiction", "hub"),
            ("organisation", "organisation"),
            ("initiative", "initiative"),
        )
    },
    "former_address_has_exactly_one_subject": lambda c: new(
        FormerAddress, slug="old", article=c.article, organisation=c.organisation
    ),
    "former_address_is_not_empty": lambda c: new(FormerAddress, slug="", article=c.article),
    **{
        f"former_address_once_per_{kind}": lambda c, kind=kind: (
            lambda: FormerAddress.objects.bulk_create(
                [FormerAddress(slug="old", **{kind: getattr(c, kind)}) for _ in range(2)]
            )
        )
        for kind in ("organisation", "initiative", "article")
    },
    "article_kind_is_one_of_its_choices": lambda c: edit(Article, kind="rumour"),
    "article_date_spans_its_days": lambda c: edit(Article, date_last=None),
    "article_text_has_its_digest": lambda c: edit(Article, sha256=""),
    "article_text_is_kept_once": lambda c: new(
        Article, slug="copy", kind="news", accessed=DAY, text=c.article.text, sha256=c.article.sha256
    ),
    "statement_has_exactly_one_subject": lambda c: fact(c, initiative=c.initiative),
    **{
        f"statement_{field}_is_one_of_its_choices": lambda c, field=field: edit(Statement, **{field: "odd"})
        for field in ("finding", "nature", "standing", "certainty", "verification")
    },
    "statement_why_is_one_of_its_choices": lambda c: fact(c, replaces=c.statement, why="odd"),
    "statement_bound_is_one_of_its_choices": lambda c: fact(
        c, topic=c.number, series=c.series, number=1, bound="odd"
    ),
    **{
        f"statement_{name}_spans_its_days": lambda c, name=name: edit(Statement, **{f"{name}_last": DAY})
        for name in ("value_date", "valid_from", "valid_until", "as_of")
    },
    "statement_value_fits_its_finding": lambda c: edit(Statement, finding="not_found"),
    "statement_number_belongs_to_a_series": lambda c: fact(c, number=1),
    "statement_range_goes_up": lambda c: fact(c, topic=c.number, series=c.series, number=4, number_high=3),
    "statement_bound_needs_a_number": lambda c: fact(c, bound="about"),
    "statement_true_from_before_until": lambda c: fact(c, valid_from="2020", valid_until="2019"),
    "statement_correction_says_why": lambda c: fact(c, replaces=c.statement),
    "statement_sent_back_is_a_draft": lambda c: edit(Statement, sent_back="Which page?"),
    "statement_withdrawn_after_published": lambda c: edit(Statement, withdrawn=c.change),
    "statement_one_live_per_key": lambda c: fact(c, key="fact", published=c.change),
    "citation_level_is_one_of_its_choices": lambda c: edit(Citation, level="gossip"),
    "citation_quote_has_its_range": lambda c: quoted(c, quote="sandbox", start=4, end=10),
    "citation_withdrawn_after_published": lambda c: edit(Citation, withdrawn=c.change),
    "citation_once_per_article": lambda c: quoted(c),
    "citation_once_per_passage": lambda c: (
        lambda: [quoted(c, quote="sandbox", start=4, end=11)() for _ in range(2)]
    ),
    "ranking_has_a_reason": lambda c: new(Ranking, statement=c.statement, reason=""),
    "ranking_withdrawn_after_published": lambda c: new(
        Ranking, statement=c.statement, reason="Newer", withdrawn=c.change
    ),
    "ranking_once_per_statement": lambda c: (
        lambda: [new(Ranking, statement=c.statement, reason="Newer", published=c.change)() for _ in range(2)]
    ),
    "suggestion_state_is_one_of_its_choices": lambda c: new(
        Suggestion, article=c.article, start=0, end=3, payload={}, state="odd", decided=c.change
    ),
    "suggestion_range_goes_up": lambda c: new(Suggestion, article=c.article, start=3, end=3, payload={}),
    "suggestion_decided_in_a_change": lambda c: new(
        Suggestion, article=c.article, start=0, end=3, payload={}, state="accepted", entered={}
    ),
    "suggestion_accepted_as_entered": lambda c: new(
        Suggestion, article=c.article, start=0, end=3, payload={}, state="accepted", decided=c.change
    ),
    "suggestion_becomes_a_statement_when_accepted": lambda c: new(
        Suggestion, article=c.article, start=0, end=3, payload={}, statement=c.statement
    ),
    "intake_state_is_one_of_its_choices": lambda c: new(Intake, by=c.person, source="a", state="odd"),
    "intake_read_has_its_reading": lambda c: new(Intake, by=c.person, source="a", state="read"),
    "intake_refused_says_why": lambda c: new(Intake, by=c.person, source="a", state="refused"),
}


@pytest.mark.parametrize("promise", BREACHES)
def test_the_database_refuses_what_breaks(promise, cast):
    breach = BREACHES[promise](cast)
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        breach()
    message = str(refused.value)
    # SQLite names a broken CHECK but, of a broken UNIQUE, only the columns.
    assert promise in message or "UNIQUE" in message


def test_every_promise_has_its_breach():
    promises = {
        constraint.name
        for model in apps.get_app_config("hubs").get_models()
        if not model.__name__.startswith("Historical")
        for constraint in model._meta.constraints
    }
    assert promises <= BREACHES.keys() | {name for name in promises if name.startswith("starter_row")}
    assert BREACHES.keys() <= promises


def test_the_cast_breaks_nothing(cast):
    fact(cast)()
    quoted(cast, quote="sandbox", start=4, end=11)()
    assert Statement.objects.count() == 2


def test_what_statements_rest_on_cannot_be_deleted(cast):
    for record in (cast.article, cast.hub, cast.topic, cast.statement, cast.change):
        with pytest.raises(models.ProtectedError):
            record.delete()


def test_dates_fill_their_days_when_saved_in_bulk(cast):
    Statement.objects.bulk_create([make_statement(cast.hub, cast.topic, "yes", as_of="2018-Q2")])
    statement = Statement.objects.get(as_of="2018-Q2")
    assert (statement.as_of_first, statement.as_of_last) == (
        datetime.date(2018, 4, 1),
        datetime.date(2018, 6, 30),
    )
