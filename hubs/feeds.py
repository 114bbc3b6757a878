"""What changed, as an Atom feed of entries with absolute links."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from hubs.changes import Told, tell
from hubs.models import Change, ChangeKind, Jurisdiction
from hubs.templatetags.change_tags import headline

# Entries in a feed; the list of changes has the others.
NEWEST = 50

# What XML cannot hold, even escaped; texts out of a PDF may have it.
NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Asked:
    """What a feed is of, and the address of the site in front of its links."""

    hub: Jurisdiction | None
    kinds: Sequence[ChangeKind]
    query: str
    site: str

    def address(self, name: str) -> str:
        return f"{self.site}{reverse(name)}{'?' if self.query else ''}{self.query}"


@dataclass(frozen=True, slots=True)
class Entry:
    """A change as an entry: its title in words, and where it stands in full."""

    told: Told
    title: str
    link: str
    at: datetime
    site: str


class ChangesFeed(Feed):
    """The newest public changes, of one hub or of some kinds; called with `hub`, `kinds` and their `query`."""

    feed_type = Atom1Feed
    author_name = "Hubs, side by side"

    def get_object(self, request: HttpRequest, *, hub, kinds, query) -> Asked:
        return Asked(hub, kinds, query, settings.SITE_URL or request.build_absolute_uri("/")[:-1])

    def title(self, asked: Asked) -> str:
        of = _("What changed: %s") % asked.hub if asked.hub else _("What changed")
        return f"{of} · {_('Hubs, side by side')}"

    def subtitle(self, asked: Asked) -> str:
        return _("Each change of the data in public: before, after, and why.")

    def link(self, asked: Asked) -> str:
        return asked.address("change_list")

    def feed_url(self, asked: Asked) -> str:
        return asked.address("changes_feed")

    feed_guid = feed_url

    def items(self, asked: Asked) -> list[Entry]:
        changes = Change.objects.public(hub=asked.hub, kinds=asked.kinds).with_counts(hub=asked.hub)
        return [
            Entry(
                told,
                NO_XML.sub("", headline(told)),
                f"{asked.site}{told.change.get_absolute_url()}",
                told.change.at,
                asked.site,
            )
            for told in tell(changes[:NEWEST], hub=asked.hub, kinds=asked.kinds)
        ]

    def item_title(self, entry: Entry) -> str:
        return entry.title

    def item_link(self, entry: Entry) -> str:
        return entry.link

    def item_guid(self, entry: Entry) -> str:
        # A tag of the host and the day: it outlives a move from http to https, and another path.
        return f"tag:{urlsplit(entry.site).hostname},{entry.at:%Y-%m-%d}:change/{entry.told.change.pk}"

    def item_pubdate(self, entry: Entry) -> datetime:
        return entry.at

    item_updateddate = item_pubdate

    def item_categories(self, entry: Entry) -> list[str]:
        kinds = {act.kind for _cell, act in entry.told.acts} | {kind for kind, _n in entry.told.counted}
        kinds |= {ChangeKind.MERGED} if entry.told.merge else set()
        return [kind.value for kind in ChangeKind if kind in kinds]

    def item_description(self, entry: Entry) -> str:
        context = {"told": entry.told, "site": entry.site}
        return NO_XML.sub("", render_to_string("changes/_entry.html", context).strip())
