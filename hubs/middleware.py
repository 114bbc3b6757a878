"""What happens to every request, whatever it asks for."""

import logging
import re
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.cache import patch_vary_headers

from hubs.database import is_away
from hubs.views import health

logger = logging.getLogger(__name__)

GetResponse = Callable[[HttpRequest], HttpResponseBase]

RETRY_AFTER = "5"  # seconds; a database that restarts is usually back by then
PATIENCE = 100 * 1024 * 1024  # bytes of what is too large that are received all the same


def keep_resources_to_ourselves(get_response: GetResponse) -> GetResponse:
    """Other sites may link here, not build its pages or files into theirs; a view may say otherwise."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def answer_probes(get_response: GetResponse) -> GetResponse:
    """Health probes ask by address, not by name: answer them before anything looks at the Host header."""
    probes = {"/healthz": health.healthz, "/readyz": health.readyz}

    def middleware(request: HttpRequest) -> HttpResponseBase:
        probe = probes.get(request.path_info)
        return probe(request) if probe else get_response(request)

    return middleware


def refuse_too_much(get_response: GetResponse) -> GetResponse:
    """More than any form here takes: told by its declared length, before anything reads or stores it.

    It is still received, into nowhere, because a browser listens only when it has had its say.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        most = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        length = request.META.get("CONTENT_LENGTH", "")
        if not length.isdecimal() or int(length) <= most:
            return get_response(request)
        for _ in range(PATIENCE // 65536):
            if not request.read(65536):
                break
        return render(request, "capture/too_large.html", {"most": most // 1024 // 1024}, status=413)

    return middleware


# Forms whose every text is looked at by Django, which names the field where NUL stands in it; and theirs alone.
SAY_IT_THEMSELVES = re.compile(r"admin:\w+_(add|change)|admin:hubs_statement_(correct|settle|withdraw)")


def refuse_bad_bytes(get_response: GetResponse) -> GetResponse:
    """NUL and bytes that are no UTF-8 are no honest question, and the databases disagree about them: 400.

    Where somebody types much, the form comes back with what was typed instead.
    """

    def middleware(request: HttpRequest) -> HttpResponseBase:
        # In the path, Django has put bad bytes back behind percent signs; the query string is as it came.
        query = request.META.get("QUERY_STRING", "").encode("latin-1")
        if not (is_text(unquote_to_bytes(request.path_info)) and is_text(unquote_to_bytes(query))):
            raise BadRequest("The address holds bytes that are no text.")
        if request.method == "POST":
            refuse_bad_form(request)
        return get_response(request)

    return middleware


def is_text(raw: bytes) -> bool:
    try:
        return "\0" not in raw.decode()
    except UnicodeDecodeError:
        return False


def refuse_bad_form(request: HttpRequest) -> None:
    if request.content_type == "application/x-www-form-urlencoded":
        try:
            unquote_to_bytes(request.body).decode()
        except UnicodeDecodeError:
            raise BadRequest("The form holds bytes that are no text.") from None
    # In a multipart form Django has replaced bad bytes by now; what it leaves in is NUL.
    odd = {
        name: texts for name, texts in request.POST.lists() if any("\0" in text for text in (name, *texts))
    }
    # Nobody types the name of a field, or the number of a record, which a widget would look up.
    junk = any("\0" in name or "".join(texts).replace("\0", "").isdecimal() for name, texts in odd.items())
    if odd and (junk or not says_it_itself(request)):
        names = ", ".join(name.replace("\0", "") for name in odd)
        raise BadRequest(f"The form holds bytes that are no text. There is a NUL character in “{names}”.")


def says_it_itself(request: HttpRequest) -> bool:
    try:
        name = resolve(request.path_info).view_name
    except Resolver404:
        return False
    return bool(SAY_IT_THEMSELVES.fullmatch(name))


def vary_on_htmx(get_response: GetResponse) -> GetResponse:
    """Tell caches that a page and a fragment are two answers, should one address ever give both."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        if response.headers.get("Content-Type", "").startswith("text/html"):
            patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


class DatabaseAway:
    """A database that is lost, locked, full or too slow is no error of the page: 503, try again.

    A class, because only this form is told of what a view raised.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not is_away(exception):
            return None
        logger.warning("The database did not serve %s: %s", request.path, exception)
        # Rendered without the request: nothing on this page may ask for a session or the database.
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": RETRY_AFTER})
