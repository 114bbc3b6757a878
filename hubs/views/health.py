"""Two answers for machines: is the process up, and can it serve?"""

from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from hubs.database import has_unapplied_migrations


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process is up. Asks no database: restarting the site does not bring a lost database back."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers and knows every migration: requests can be sent here."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        problem = "migrations are not applied" if has_unapplied_migrations() else ""
    except DatabaseError:
        problem = "database does not answer"
    return HttpResponse(
        f"{problem or 'ok'}\n",
        status=503 if problem else 200,
        content_type="text/plain; charset=utf-8",
        headers={"Retry-After": "5"} if problem else None,
    )
