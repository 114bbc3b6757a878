"""Files of what the pages show: the same query, the same answer."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from hubs.comparison import build_comparison
from hubs.export.csv import to_csv
from hubs.export.rows import Table, statement_rows, table_rows
from hubs.forms import ComparisonFileForm
from hubs.models import Jurisdiction, Topic
from hubs.views.errors import bad_address


@require_safe
def compare_csv(request: HttpRequest) -> HttpResponse:
    """The comparison of the address as CSV: a row per statement, or the table as on screen."""
    hubs, topics = Jurisdiction.objects.all(), Topic.objects.about_hubs()
    form = ComparisonFileForm(request.GET, hubs=hubs, topics=topics)
    if not form.is_valid():
        return bad_address(request, form, page=reverse("compare_csv"))
    comparison = build_comparison(form.selection)
    rows = table_rows if form.cleaned_data["layout"] == "table" else statement_rows
    selection, layout = form.selection, form.cleaned_data["layout"]
    return csv_file(rows(comparison), name="-".join(("hubs", *selection.hubs, selection.show, layout)))


def csv_file(table: Table, *, name: str) -> HttpResponse:
    """A complete file with its length: cut short on its way, it cannot look whole."""
    content = to_csv(table)
    return HttpResponse(
        content,
        content_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}.csv"',
            "Content-Length": len(content),
        },
    )
