"""Merging in the real dataset: nothing is lost, and loading it again brings nothing back."""

import pytest
from django.urls import reverse

from hubs.checking import broken_promises
from hubs.merging import merge
from hubs.models import (
    Article,
    Citation,
    Initiative,
    Involvement,
    Organisation,
    Participation,
    Statement,
)
from hubs.starter import load
from hubs.starter.loader import Outcome

pytestmark = pytest.mark.django_db


def same_lead() -> list[Initiative]:
    """Two initiatives of one hub that no successor keeps apart, each with public statements."""
    lead = Participation.objects.filter(lead=True, jurisdiction__slug="singapore").values("initiative")
    alone = Initiative.objects.filter(pk__in=lead, successor=None, predecessors=None)
    return list(alone.filter(statements__citations__isnull=False).distinct().order_by("slug")[:2])


def test_merging_loses_nothing_and_nothing_comes_back(starter, client, admin_user):
    def join(stays, goes):
        merge(stays=stays, goes=goes, by=admin_user, reason="The same")

    first, second = same_lead()
    bodies = Involvement.objects.filter(role="lead").order_by("organisation_id")
    body, rival = bodies.first().organisation, bodies.last().organisation
    cited = Citation.objects.live().filter(start=None, statement__initiative=first).first().article
    again = Article.objects.exclude(pk=cited.pk).filter(citations__isnull=False).first()

    said = set(Statement.objects.values_list("key", "published", "withdrawn"))
    rests = set(Citation.objects.values_list("statement", "pk"))
    statements_of = [set(i.statements.values_list("key", flat=True)) for i in (first, second)]
    led = set(Involvement.objects.filter(organisation__in=(body, rival)).values_list("initiative", flat=True))
    counts = [model.objects.count() for model in (Organisation, Initiative, Article)]

    join(first, second)
    join(body, rival)
    join(cited, again)

    assert set(Statement.objects.values_list("key", "published", "withdrawn")) == said
    assert set(Citation.objects.values_list("statement", "pk")) == rests
    assert set(first.statements.values_list("key", flat=True)) == statements_of[0] | statements_of[1]
    assert set(body.involvements.values_list("initiative", flat=True)) == led
    assert [model.objects.count() for model in (Organisation, Initiative, Article)] == [n - 1 for n in counts]
    assert list(broken_promises()) == []

    # The dataset still has all three, and brings none of them back.
    report = load()
    assert list(broken_promises()) == []
    assert [model.objects.count() for model in (Organisation, Initiative, Article)] == [n - 1 for n in counts]
    gone = {("initiative", second.slug), ("organisation", rival.slug), ("article", again.slug)}
    assert gone <= set(report.rows[Outcome.DELETED])
    assert not report.count(Outcome.NEW) and not report.count(Outcome.UPDATED)
    for address, slug in (("initiative", second.slug), ("organisation", rival.slug), ("article", again.slug)):
        answer = client.get(reverse(address, args=[slug]))
        assert answer.status_code == 301
        assert client.get(answer.url).status_code == 200
