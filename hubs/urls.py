"""The map of addresses; docs/surface.md promises them."""

from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.templatetags.static import static
from django.urls import path
from django.utils.functional import lazy
from django.views.generic import RedirectView

from hubs.sitemaps import SITEMAPS
from hubs.views import capture, catalogue, changes, comparison, export, health, pages, review, search

handler400 = "hubs.views.errors.bad_request"
handler403 = "hubs.views.errors.forbidden"
handler404 = "hubs.views.errors.not_found"

ICON = lazy(static, str)("img/favicon.ico")  # its address is known only once files are collected

comparing = [
    path("", comparison.home, name="home"),
    path("compare/", comparison.compare, name="compare"),
    path("compare/result/", comparison.compare_result, name="compare_result"),
    path("compare/picker/", comparison.compare_picker, name="compare_picker"),
    path("compare.csv", export.compare_csv, name="compare_csv"),
    path("hubs/<slug:hub>/<slug:topic>/", comparison.receipt, name="receipt"),
    path("hubs/<slug:hub>/<slug:topic>/<slug:series>/", comparison.receipt, name="receipt"),
    path("receipt/<slug:hub>/<slug:topic>/", comparison.receipt_fragment, name="receipt_fragment"),
    path(
        "receipt/<slug:hub>/<slug:topic>/<slug:series>/", comparison.receipt_fragment, name="receipt_fragment"
    ),
]

catalogue_pages = [
    path("hubs/", catalogue.hub_list, name="hub_list"),
    path("hubs/<slug:slug>/", catalogue.hub, name="hub"),
    path("initiatives/", catalogue.initiative_list, name="initiative_list"),
    path("initiatives/results/", catalogue.initiative_results, name="initiative_results"),
    path("initiatives.csv", catalogue.initiatives_csv, name="initiatives_csv"),
    path("initiatives/<slug:slug>/", catalogue.initiative, name="initiative"),
    path("topics/", catalogue.topic_list, name="topic_list"),
    path("topics/<slug:slug>/", catalogue.topic, name="topic"),
    path("articles/", catalogue.article_list, name="article_list"),
    path("articles/<slug:slug>/", catalogue.article, name="article"),
    path("organisations/", catalogue.organisation_list, name="organisation_list"),
    path("organisations/<slug:slug>/", catalogue.organisation, name="organisation"),
    path("search/", search.search, name="search"),
]

reviewing = [
    path("capture/articles/<slug:slug>/", review.review, name="review"),
    path("capture/articles/<slug:slug>/passage/", review.by_hand, name="review_by_hand"),
    path("capture/articles/<slug:slug>/accept-all/", review.accept_all, name="review_accept_all"),
    path("capture/articles/<slug:slug>/read-again/", capture.article_read_again, name="article_read_again"),
    path("capture/articles/<slug:slug>/discard/", capture.article_discard, name="article_discard"),
    path("capture/articles/<slug:slug>/publish/", review.publish, name="review_publish"),
    path("capture/articles/<slug:slug>/<int:pk>/accept/", review.accept, name="review_accept"),
    path("capture/articles/<slug:slug>/<int:pk>/edit/", review.edit, name="review_edit"),
    path("capture/articles/<slug:slug>/<int:pk>/reject/", review.reject, name="review_reject"),
    path("capture/articles/<slug:slug>/<int:pk>/undo/", review.undo, name="review_undo"),
]

what_changed = [
    path("changes/", changes.change_list, name="change_list"),
    path("changes/<int:pk>/", changes.change, name="change"),
    path("changes.atom", changes.changes_feed, name="changes_feed"),
]

capturing = [
    path("capture/", capture.capture, name="capture"),
    path("capture/intakes/<int:pk>/", capture.intake, name="intake"),
    path("capture/intakes/<int:pk>/progress/", capture.intake_progress, name="intake_progress"),
    path("capture/intakes/discard-refused/", capture.intakes_discard_refused, name="intakes_discard_refused"),
    path("capture/intakes/<int:pk>/discard/", capture.intake_discard, name="intake_discard"),
]

about_the_site = [
    path("about/", pages.about, name="about"),
    path("glossary/", pages.glossary, name="glossary"),
    path("data/", pages.data, name="data"),
    path("robots.txt", pages.robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]

machines = [
    # What browsers ask for where no page names an icon: on files and in the admin.
    path("favicon.ico", RedirectView.as_view(url=ICON), name="favicon"),
    # Answered by hubs.middleware.answer_probes before anything else looks; listed here so that the map is whole.
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

urlpatterns = [
    *comparing,
    *catalogue_pages,
    *what_changed,
    *capturing,
    *reviewing,
    *about_the_site,
    path("admin/", admin.site.urls),
    *machines,
]
