"""Whether it is an editor who asks for a page that everyone may read."""

from django.http import HttpRequest


def may(request: HttpRequest, permission: str) -> bool:
    """Readers have no cookie and are asked nothing, so that one answer serves all of them."""
    return bool(request.COOKIES) and request.user.has_perm(permission)
