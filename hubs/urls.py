"""The map of addresses; docs/surface.md promises them."""

from django.contrib import admin
from django.urls import path

from hubs.views import comparison, export, health

handler400 = "hubs.views.errors.bad_request"
handler404 = "hubs.views.errors.not_found"

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

machines = [
    # Answered by hubs.middleware.answer_probes before anything else looks; listed here so that the map is whole.
    path("healthz", health.healthz, name="healthz"),
    path("readyz", health.readyz, name="readyz"),
]

urlpatterns = [
    *comparing,
    path("admin/", admin.site.urls),
    *machines,
]
