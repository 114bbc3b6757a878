"""Pages for what went wrong: each says what, and what would be right."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import requires_csrf_token

from hubs.forms import AddressForm, Problem

FOR_EDITORS = ("/admin/", "/capture/")


def bad_address(
    request: HttpRequest, form: AddressForm, *, page: str, fragment: bool = False
) -> HttpResponse:
    """400 (for a fragment 422): what could not be read of the address of `page`, and the nearest that exists."""
    problems = form.problems
    context = {
        "problems": [(problem, f"{page}?{_corrected(request, [problem])}") for problem in problems],
        "parts": _marked(request, problems),
        "page": page,
        "corrected": f"{page}?{_corrected(request, problems)}",
    }
    if fragment:
        return render(request, "errors/_problems.html", context, status=422)
    return render(request, "errors/bad_address.html", context, status=400)


def _corrected(request: HttpRequest, problems: list[Problem]) -> str:
    """The query string with the values of these problems replaced by the nearest, or left out."""
    query = request.GET.copy()
    for problem in problems:
        kept = []
        for value in query.getlist(problem.parameter):
            if value.strip() != problem.value:
                kept.append(value)
            elif problem.nearest:
                kept.append(problem.nearest.code)
        query.setlist(problem.parameter, list(dict.fromkeys(kept)))
    return query.urlencode()


def _marked(request: HttpRequest, problems: list[Problem]) -> list[tuple[str, str, bool]]:
    """Name, value and whether it is wrong, of each part of the query as it was read."""
    wrong = {(problem.parameter, problem.value) for problem in problems}
    return [
        (name, value[:80], (name, value.strip()) in wrong)
        for name, values in request.GET.lists()
        for value in values
        if value
    ]


@requires_csrf_token
def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    # Somebody typed something for us: the way on is the way back. Cached as browsers like, so that it keeps the text.
    typed = request.method == "POST" and request.path.startswith(FOR_EDITORS)
    return render(request, "400.html", {"sentence": str(exception), "typed": typed}, status=400)


@requires_csrf_token
def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """What is for others to do; `exception` says for whom, where it says anything."""
    return render(request, "403.html", {"sentence": str(exception)}, status=403)


@requires_csrf_token
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    words = request.path.rstrip("/").rpartition("/")[2].replace("-", " ")
    return render(request, "404.html", {"path": request.path[:200], "words": words[:200]}, status=404)
