"""Charts of a comparison: plain data for the script, each with its finding in words and its table twin."""

from hubs.charts.chart import Chart, Table
from hubs.charts.per_year import initiatives_per_year
from hubs.charts.series import row_chart, series_charts, series_over_time
from hubs.charts.timeline import initiative_timeline
from hubs.comparison import Comparison, build_comparison
from hubs.models import Jurisdiction
from hubs.selection import Selection

__all__ = [
    "Chart",
    "Table",
    "comparison_charts",
    "hub_charts",
    "initiative_timeline",
    "initiatives_per_year",
    "row_chart",
    "series_charts",
    "series_over_time",
]


def comparison_charts(comparison: Comparison) -> list[Chart]:
    """The charts of a page, in order.

    A series that only one of several hubs has compares nothing: it is drawn on that hub's own page, and here
    when the reader asks for its topic.
    """
    alone = len(comparison.columns) == 1 or bool(comparison.selection.topics)
    charts = [initiative_timeline(comparison), initiatives_per_year(comparison)]
    charts += series_charts(comparison, at_least=1 if alone else 2)
    return [chart for chart in charts if chart]


def hub_charts(hub: Jurisdiction) -> list[Chart]:
    """The charts of one hub by itself."""
    return comparison_charts(build_comparison(Selection((hub.slug,))))
