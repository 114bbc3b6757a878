"""Who is held back at the door, by django-axes: from where they come, and what they are told."""

import ipaddress

from axes.helpers import get_cool_off
from django.conf import settings
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def client_address(request: HttpRequest) -> str | None:
    """Where a visitor comes from; None through a local socket.

    Behind a proxy that is the last entry of the header, which the proxy wrote; what stands before it anyone
    can send. Of IPv6 the network counts: one subscriber has all addresses of it to try from.
    """
    said = request.META.get("REMOTE_ADDR", "")
    if settings.BEHIND_PROXY:
        said = request.META.get("HTTP_X_FORWARDED_FOR", said).rpartition(",")[2].strip()
    try:
        address = ipaddress.ip_address(said)
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return str(address.ipv4_mapped or ipaddress.ip_network((address.packed, 64), strict=False)[0])
    return str(address)


def locked_out(request: HttpRequest, response: HttpResponse, credentials: dict) -> HttpResponse:
    """The login page without its form, the same whether there is such a name or not."""
    seconds = int(get_cool_off(request).total_seconds())
    context = admin.site.each_context(request) | {"title": "Too many attempts", "minutes": seconds // 60}
    answer = render(request, "admin/locked_out.html", context, status=429)
    answer.headers["Retry-After"] = str(seconds)
    return answer
