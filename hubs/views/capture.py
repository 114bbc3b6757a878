"""The door of capture: an article comes in, is read in the background, looked at, and kept or given up."""

from collections.abc import Callable
from dataclasses import asdict
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hubs.capture import intake as door
from hubs.capture.keeping import Known, discard, read_again
from hubs.capture.refused import Refused
from hubs.forms import PagedForm
from hubs.forms.capture import FoundForm, IntakeForm
from hubs.models import Article, Intake, IntakeState, SuggestionState
from hubs.views.errors import bad_address

View = Callable[..., HttpResponse]


def for_editors(view: View) -> View:
    """People who may decide on suggestions; others are asked to log in, or told what they lack."""

    @wraps(view)
    def guarded(request: HttpRequest, **address: object) -> HttpResponse:
        if request.user.has_perm("hubs.change_suggestion"):
            return view(request, **address)
        if request.htmx:
            # A fragment cannot hold the page that says so.
            return HttpResponse(headers={"HX-Refresh": "true"})
        if request.user.is_authenticated:
            return render(request, "capture/forbidden.html", status=403)
        return redirect_to_login(request.get_full_path(), resolve_url(settings.LOGIN_URL))

    return cache_control(private=True)(guarded)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def capture(request: HttpRequest) -> HttpResponse:
    """The three ways in, and what goes on."""
    form = IntakeForm(request.POST, request.FILES) if request.method == "POST" else IntakeForm()
    if form.is_bound and form.is_valid():
        try:
            return redirect(door.take_in(by=request.user, **form.given))
        except Refused as refusal:
            form.add_error(form.cleaned_data["way"], str(refusal))
    paging = PagedForm(request.GET)
    page = paging.page_of(door.under_review()) if paging.is_valid() else None
    if page is None:
        return bad_address(request, paging, page=reverse("capture"))
    intakes = [(intake, door.is_cut_short(intake)) for intake in door.intakes_of(request.user)]
    context = {"form": form, "fetching": settings.CAPTURE_FETCH, "intakes": intakes, "page": page}
    context["refused"] = sum(intake.state == IntakeState.REFUSED for intake, _ in intakes)
    return render(request, "capture/capture.html", context, status=422 if form.errors else 200)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """An article on its way in: how far it is, why it was refused, or what was found, to be corrected and kept."""
    mine = Intake.objects.filter(by=request.user, pk=pk).first()
    if mine is None:
        return gone(request)
    if mine.state == IntakeState.READ:
        return keep(request, mine) if request.method == "POST" else show(request, mine)
    if mine.state == IntakeState.REFUSED or door.is_cut_short(mine):
        form = IntakeForm(initial={"address": door.address_of(mine)})
        context = {"intake": mine, "said": mine.said, "form": form, "fetching": settings.CAPTURE_FETCH}
        if mine.state == IntakeState.READING:
            context["said"] = door.CUT_SHORT
        return render(request, "capture/refused.html", context)
    return render(request, "capture/reading.html", {"intake": mine})


@for_editors
@require_safe
def intake_progress(request: HttpRequest, pk: int) -> HttpResponse:
    """Fragment: how far the reading is. Nothing when that is shown already; the page itself when it is over."""
    mine = Intake.objects.filter(by=request.user, pk=pk).defer("reading").first()
    if mine is None or mine.state != IntakeState.READING or door.is_cut_short(mine):
        return HttpResponse(headers={"HX-Refresh": "true"})
    if mine.said == request.GET.get("shown"):
        return HttpResponse(status=204)
    return render(request, "capture/_progress.html", {"intake": mine})


@for_editors
@require_POST
def intake_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Give an article up: nothing of it is left."""
    Intake.objects.filter(by=request.user, pk=pk).delete()
    return redirect("capture")


@for_editors
@require_POST
def intakes_discard_refused(request: HttpRequest) -> HttpResponse:
    """Take what could not be read off one's list."""
    Intake.objects.filter(by=request.user, state=IntakeState.REFUSED).delete()
    return redirect("capture")


@for_editors
@require_POST
def article_read_again(request: HttpRequest, slug: str) -> HttpResponse:
    """What an article says is proposed anew, as its title and day are now."""
    article = get_object_or_404(Article.objects.exclude(text=""), slug=slug)
    try:
        count = read_again(article)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(
            request, ngettext("Read again: %d suggestion.", "Read again: %d suggestions.", count) % count
        )
    return redirect("review", slug)


@for_editors
@require_http_methods(["GET", "HEAD", "POST"])
def article_discard(request: HttpRequest, slug: str) -> HttpResponse:
    """Give up an article that was kept, after saying what goes with it."""
    article = get_object_or_404(Article.objects.exclude(text=""), slug=slug)
    refused = ""
    if request.method == "POST":
        try:
            discard(article)
            return redirect("capture")
        except Refused as refusal:
            refused = str(refusal)
    decided = article.suggestions.exclude(state=SuggestionState.OPEN).count()
    context = {
        "article": article,
        "decided": decided,
        "proposed": article.suggestions.count(),
        "refused": refused,
    }
    return render(request, "capture/discard.html", context, status=422 if refused else 200)


def show(request: HttpRequest, mine: Intake) -> HttpResponse:
    found = door.found(mine)
    return found_page(request, mine, FoundForm(initial=asdict(found)), found.recognised())


def keep(request: HttpRequest, mine: Intake) -> HttpResponse:
    form = FoundForm(request.POST)
    if not form.is_valid():
        return found_page(request, mine, form, None)
    into, apart = request.POST.get("into", ""), request.POST.getlist("apart")
    # What is listed has the day it is listed with.
    undated = not (form.found.date or into or request.POST.get("undated"))
    if undated and form.found.recognised(apart) is None:
        return found_page(request, mine, form, None, undated=True)
    try:
        kept = door.settle(mine, form.found, into=into, apart=apart)
    except Intake.DoesNotExist:
        return gone(request)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return found_page(request, mine, form, None)
    if isinstance(kept, Known):
        return found_page(request, mine, form, kept)
    return redirect("review", kept.article.slug)


def found_page(
    request: HttpRequest, mine: Intake, form: FoundForm, known: Known | None, *, undated: bool = False
) -> HttpResponse:
    text = (
        form.cleaned_data["text"] if form.is_bound and "text" in form.cleaned_data else form["text"].value()
    )
    context = {
        "intake": mine,
        "form": form,
        "known": known,
        "undated": undated,
        "publishers": door.publishers(),
        "length": len(text),
    }
    context["apart"] = request.POST.getlist("apart")
    context["wants_text"] = known and door.wants_text(known.article, text)
    return render(request, "capture/found.html", context, status=422 if form.is_bound else 200)


def gone(request: HttpRequest) -> HttpResponse:
    """An intake that was kept or given up, or is somebody else's; sent twice, the form finds what it had kept."""
    form = FoundForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid() and (known := form.found.recognised()) and known.article.suggestions.exists():
        return redirect("review", known.article.slug)
    return render(request, "capture/gone.html", status=404)
