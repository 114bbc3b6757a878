"""What every page says of the site itself."""

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.db import DatabaseError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from hubs.models import Change


def site(request: HttpRequest) -> dict:
    """The date of the data, and the addresses that settings give; asked for only where a template shows them."""
    return {
        "data_version": SimpleLazyObject(_data_version),
        "REPORT_ERROR_ADDRESS": settings.REPORT_ERROR_ADDRESS,
        "SITE_URL": SimpleLazyObject(lambda: settings.SITE_URL or _own_address(request)),
        "CODE_URL": settings.CODE_URL,
    }


def _data_version() -> Change | None:
    # An error page without the date still helps; one that fails in its own footer does not.
    try:
        return Change.objects.data_version()
    except DatabaseError:
        return None


def _own_address(request: HttpRequest) -> str:
    # The page that refuses a wrong host name must not stumble over it again.
    try:
        return f"{request.scheme}://{request.get_host()}"
    except DisallowedHost:
        return ""
