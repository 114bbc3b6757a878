"""Work lists: what is waiting for an editor, each row one step from the page where it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import admin
from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.timesince import timesince
from django.views.decorators.http import require_safe

from hubs.editing import STATUS
from hubs.forms.address import OneOf, PagedForm, hub_options
from hubs.models import Initiative, Jurisdiction, Statement, Topic, TopicKind
from hubs.worklists import LISTS, Job, WorkList, counts


class WorkForm(PagedForm):
    """The address of one list: of one hub, a page at a time."""

    hub = OneOf(noun="hub")

    def __init__(self, query: QueryDict, *, hubs: Sequence[Jurisdiction]):
        super().__init__(query)
        self.fields["hub"].options = hub_options(hubs)


@dataclass(frozen=True, slots=True)
class Row:
    """A job as a row shows it: how long it has waited, and where it is done."""

    job: Job
    age: str
    acts: tuple[tuple[str, str], ...]  # words and address


@require_safe
def work(request: HttpRequest) -> HttpResponse:
    """Every list with how much is in it."""
    counted = counts()
    context = {"title": "Work lists", "lists": [(each, counted[each.slug]) for each in LISTS]}
    return render(request, "admin/work.html", admin.site.each_context(request) | context)


@require_safe
def work_list(request: HttpRequest, slug: str) -> HttpResponse:
    """One list, most urgent first."""
    asked = next((each for each in LISTS if each.slug == slug), None)
    if asked is None:
        raise Http404(f"There is no work list “{slug}”.")
    hubs = list(Jurisdiction.objects.order_by("name_en"))
    form = WorkForm(request.GET, hubs=hubs)
    page, hub = None, None
    if form.is_valid():
        hub = next((each for each in hubs if each.slug == form.cleaned_data["hub"]), None)
        page = form.page_of(asked.find(hub))
    context = {
        "title": asked.title,
        "list": asked,
        "lists": LISTS,
        "hubs": hubs,
        "hub": hub,
        "page": page,
        "rows": rows_of(asked, page.object_list, back_to(request, page)) if page is not None else [],
        "problems": form.problems,
    }
    status = 400 if page is None else 200
    return render(request, "admin/work_list.html", admin.site.each_context(request) | context, status=status)


def back_to(request: HttpRequest, page: Page) -> str:
    """Where a list is gone on with once one of its rows is done; the last page may be gone by then."""
    asked = {name: value for name in ("hub", "page") if (value := request.GET.get(name))}
    if not page.has_next():
        asked.pop("page", None)
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def rows_of(asked: WorkList, found: Iterable, back: str) -> list[Row]:
    status = Topic.objects.filter(slug=STATUS).first()
    return [
        Row(
            job,
            age_of(job),
            tuple((words, and_back(address, back)) for words, address in acts_on(asked, job, status)),
        )
        for job in asked.jobs(found)
    ]


def and_back(address: str, back: str) -> str:
    """The address of an act that leads back once it is done."""
    return f"{address}{'&' if '?' in address else '?'}{urlencode({'next': back})}"


def age_of(job: Job) -> str:
    """How long ago, in its largest unit."""
    if job.since is None:
        return ""
    return timesince(job.since, depth=1) if job.since < timezone.localdate() else "today"


def acts_on(asked: WorkList, job: Job, status: Topic | None) -> Iterable[tuple[str, str]]:
    """Where a job of this list is done, the likeliest way first."""
    first = job.statements[0] if job.statements else None
    match asked.slug:
        case "suggestions":
            yield "Review", reverse("review", args=[job.subject.slug])
        case "accepted":
            yield "Look and publish", reverse("review_publish", args=[job.subject.slug])
        case "conflicts":
            yield "Settle", reverse("admin:hubs_statement_settle", args=[first.pk])
        case "drafts" | "returned":
            yield "Open the draft", entry_page(first)
        case "quotes":
            yield "Cite again", entry_page(first)
        case "overdue":
            topic = status if isinstance(job.subject, Initiative) else job.topic
            yield "Say what came of it", blank_statement(job, topic)
            yield "Correct the plan", entry_page(first)
        case "stale" if job.topic.kind == TopicKind.NUMBER:
            yield "Add a newer figure", blank_statement(job, job.topic)
        case "stale":
            yield "Bring it up to date", f"{reverse('admin:hubs_statement_add')}?again={first.pk}"
        case "quiet":
            yield "Say where it stands", blank_statement(job, status)
        case _:
            yield "Add an answer", blank_statement(job, job.topic)


def entry_page(statement: Statement) -> str:
    """Where a draft is written, or what is public is corrected."""
    name = "correct" if statement.published_id else "change"
    return reverse(f"admin:hubs_statement_{name}", args=[statement.pk])


def blank_statement(job: Job, topic: Topic | None) -> str:
    """The form for a new statement, with what it is about filled in."""
    kind = "initiative" if isinstance(job.subject, Initiative) else "jurisdiction"
    given = {kind: job.subject.pk, "topic": topic and topic.pk, "series": job.series and job.series.pk}
    filled = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('admin:hubs_statement_add')}?{filled}"


admin.site.pages += [
    path("work/", admin.site.admin_view(work), name="work"),
    path("work/<slug:slug>/", admin.site.admin_view(work_list), name="work_list"),
]
