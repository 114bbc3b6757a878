"""The sitemap: every page a search engine may list, under the address of the site."""

from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from hubs.models import Article, Initiative, Jurisdiction, Organisation, Topic
from hubs.selection import READY_MADE


class OurSitemap(Sitemap):
    """Addresses begin with SITE_URL where it is set, else with the host that was asked."""

    def get_urls(self, page=1, site=None, protocol=None):
        if settings.SITE_URL:
            protocol = urlsplit(settings.SITE_URL).scheme
        return super().get_urls(page, site, protocol)

    def get_domain(self, site=None):
        return settings.SITE_URL.partition("://")[2] if settings.SITE_URL else super().get_domain(site)


class Pages(OurSitemap):
    """Pages there is one of, and the ready-made comparisons."""

    NAMES = (
        *("home", "hub_list", "initiative_list", "topic_list", "article_list", "organisation_list"),
        *("about", "glossary", "data", "change_list"),
    )

    def items(self):
        return [*self.NAMES, *READY_MADE]

    def location(self, item):
        if isinstance(item, str):
            return reverse(item)
        return f"{reverse('compare')}?{item.selection.query}"


class Records(OurSitemap):
    """Pages there is one of for each record of a kind."""

    def __init__(self, records):
        self.records = records

    def items(self):
        return self.records.only("slug").order_by("slug")


SITEMAPS = {
    "pages": Pages(),
    "hubs": Records(Jurisdiction.objects.all()),
    "initiatives": Records(Initiative.objects.public()),
    "topics": Records(Topic.objects.all()),
    "articles": Records(Article.objects.public()),
    "organisations": Records(Organisation.objects.all()),
}
