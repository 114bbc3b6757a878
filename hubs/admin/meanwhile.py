"""A correction that was typed while somebody else replaced what it is about: put on top of what is public now."""

import dataclasses

from django import forms
from django.forms.formsets import DEFAULT_MAX_NUM as MOST
from django.http import HttpRequest, QueryDict

from hubs.admin.versions import Difference, Version, differences, merge, sent
from hubs.models import Article, Citation, Statement

# What a browser sends of a source.
SOURCE = ("article", "quote", "locator", "level", "start", "DELETE")
Row = dict[str, str]


def on_top_of(
    request: HttpRequest,
    now: forms.ModelForm,
    held: Statement,
    was: Version,
    before: list[Row],
    prefix: str,
) -> list[Difference]:
    """Put what was typed on top of what is public `now`, in the request; gives what differs.

    `was` and `before` are what the form opened with, its sources under `prefix`.
    """
    typed = sent_rows(request.POST, prefix)
    request.POST = merge(now, [], was, request.POST)
    # Without a name, which would offer to take one field: this form is looked at before anything is done.
    found = differences(now, [], was, request.POST)
    told = [dataclasses.replace(each, name="") for each in found if each.name != "why"]
    here = [row_of(citation) for citation in held.citations.all()]
    known = [as_cited(row) for row in before]
    if [as_cited(row) for row in typed] == known:
        rows = here
    else:
        rows = typed + [row for row in here if as_cited(row) not in known]
    lines = [in_lines(each) for each in (before, here, rows)]
    if len({*lines}) > 1:
        told.append(Difference("Sources", *lines))
    for name in [name for name in request.POST if name.startswith("sources-")]:
        del request.POST[name]
    for n, row in enumerate(rows):
        request.POST.update({f"sources-{n}-{name}": value for name, value in row.items() if value})
    request.POST.update({"sources-INITIAL_FORMS": str(len(rows)), "sources-TOTAL_FORMS": str(len(rows) + 1)})
    return told


def row_of(citation: Citation) -> Row:
    """A source as a browser sends it."""
    return {name: sent(getattr(citation, name.replace("article", "article_id"), "")) for name in SOURCE}


def sent_rows(data: QueryDict, prefix: str) -> list[Row]:
    """The sources of a form as they were sent, without empty lines."""
    total = data.get(f"{prefix}-TOTAL_FORMS", "")
    rows = [
        {name: sent(data.get(f"{prefix}-{n}-{name}")) for name in SOURCE}
        for n in range(min(int(total), MOST) if total.isdecimal() else 0)
    ]
    return [row for row in rows if row["article"].isdecimal()]


def as_cited(row: Row) -> Row:
    """A source without where its words stand, which not every form knows."""
    return {name: value for name, value in row.items() if name != "start"}


def in_lines(rows: list[Row]) -> str:
    """Sources as a person reads them, one a line."""
    known = Article.objects.defer("text").in_bulk([int(row["article"]) for row in rows])
    return "\n".join(
        " ".join(
            filter(None, (str(known.get(int(row["article"]), "")), row["quote"] and f"“{row['quote']}”"))
        )
        for row in rows
        if not row["DELETE"]
    )
