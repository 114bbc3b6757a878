"""Addresses of records that were merged into another one."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.urls import reverse

from hubs.models import FormerAddress

View = Callable[[HttpRequest, str], HttpResponse]


def leads_on(kind: str, *, page_of: str = "") -> Callable[[View], View]:
    """A page of one record: where there is none of that slug but once was, its address leads to what it is now.

    `page_of` is the name of the page, where it is another one than the record's own. Only what is not found is
    looked for, so that a page which is found asks nothing more.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        def page(request: HttpRequest, slug: str) -> HttpResponse:
            try:
                return view(request, slug)
            except Http404:
                record = FormerAddress.objects.now(kind, slug)
                if record is None:
                    raise
                address = reverse(page_of, args=[record.slug]) if page_of else record.get_absolute_url()
                query = request.META.get("QUERY_STRING", "")
                return HttpResponsePermanentRedirect(address + (f"?{query}" if query else ""))

        return page

    return decorate
