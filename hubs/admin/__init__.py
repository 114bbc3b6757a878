"""Data entry. Each record is entered where an editor would look for it; statements go through `editing`."""

from django.contrib import admin

from . import article, change, initiative, jurisdiction, organisation, statement, topic

admin.site.site_header = admin.site.site_title = "Hubs, side by side"
admin.site.index_title = "Data entry"

__all__ = ["article", "change", "initiative", "jurisdiction", "organisation", "statement", "topic"]
