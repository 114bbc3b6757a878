"""Pages that show what is kept: hubs, initiatives, topics, articles, organisations, each with its list."""

from hubs.views.catalogue.articles import article, article_list
from hubs.views.catalogue.hubs import hub, hub_list
from hubs.views.catalogue.initiatives import initiative, initiative_list, initiative_results, initiatives_csv
from hubs.views.catalogue.organisations import organisation, organisation_list
from hubs.views.catalogue.topics import topic, topic_list

__all__ = [
    "article",
    "article_list",
    "hub",
    "hub_list",
    "initiative",
    "initiative_list",
    "initiative_results",
    "initiatives_csv",
    "organisation",
    "organisation_list",
    "topic",
    "topic_list",
]
