"""A page as its reader sees it."""

import re
from html import unescape

from django.utils.html import strip_tags

# Where one of these ends, the next word does not belong to the last.
APART = re.compile(r"<(br|/p|/li|/dt|/dd|/td|/th|/h\d|/div|/blockquote|/title)\b")


def read(response, code: int = 200) -> str:
    """The words of a page in order, whatever the markup around them."""
    assert response.status_code == code, response.status_code
    words = unescape(strip_tags(APART.sub(r" <\1", response.text)))
    return " ".join(words.replace("\N{NO-BREAK SPACE}", " ").split())


def links(response) -> list[str]:
    """Every address a page leads to, in order."""
    return [unescape(address) for address in re.findall(r'href="([^"]+)"', response.text)]
