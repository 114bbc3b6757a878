"""Charts in a real browser: drawn when near, right in both themes, and never more than their table."""

from decimal import Decimal

import pytest

from tests.factories import make_hub, make_initiative, make_series, make_topic, publish

COMPARE = "/compare/?hub=hong-kong&hub=singapore"

# Pixels of a figure's canvases that are painted in a colour.
PAINTED = """([figure, colour]) => {
  const [r, g, b] = colour.match(/../g).map((pair) => parseInt(pair, 16));
  return [...document.querySelectorAll(`${figure} canvas`)].reduce((sum, canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    for (let i = 0; i < data.length; i += 4) {
      sum += data[i] === r && data[i + 1] === g && data[i + 2] === b && data[i + 3] === 255;
    }
    return sum;
  }, 0);
}"""
BLUE, BLUE_AT_NIGHT = "0a539a", "6fb4ee"
BARS, LINES, TIMELINE = ".chart-bars", ".chart-lines", ".chart-timeline"


@pytest.fixture
def two_hubs(live_server):
    """Two hubs with initiatives and a series of ranks, below a table too tall for charts to be near at first."""
    hong_kong, singapore = make_hub("Hong Kong"), make_hub("Singapore")
    for number in range(60):
        make_topic(f"question-{number}", kind="prose")
    for number, began in enumerate(("2016", "2018-03", "2025-01-02", "2025-06")):
        make_initiative(
            f"Of Hong Kong {number}", hub=hong_kong, began=began, status="live", status_on="2026-01"
        )
        make_initiative(
            f"Of Singapore {number}", hub=singapore, began=began, ended="2026-02", status="completed"
        )
    ranks = make_series(make_topic("centre-rank", kind="number", heading="market"), "index-rank", "rank")
    for hub, numbers in ((hong_kong, (4, 6, 3)), (singapore, (3, 5, 4))):
        for year, number in zip(("2017", "2020", "2025"), numbers, strict=True):
            publish(hub, ranks.topic, Decimal(number), series=ranks, as_of=year)


def bring_near(page, figure):
    page.locator(figure).scroll_into_view_if_needed()
    page.locator(f"{figure} canvas").first.wait_for()


def wait_until_painted(page, figure, colour, *, without=None):
    """Waits until a figure shows a colour, and no pixel of the one it must have left."""
    page.wait_for_function(
        f"""([figure, colour, without]) => {{
          const painted = {PAINTED};
          return painted([figure, colour]) > 20 && !(without && painted([figure, without]));
        }}""",
        arg=[figure, colour, without],
    )


def test_chart_js_is_fetched_once_and_only_when_a_chart_comes_near(two_hubs, new_page):
    page = new_page(1280, 600)
    fetched = []
    page.on("request", lambda asked: "vendor/chart" in asked.url and fetched.append(asked.url))
    page.goto(COMPARE)
    page.wait_for_load_state("networkidle")
    assert fetched == [] and page.locator(".chart canvas").count() == 0
    for figure in (TIMELINE, BARS, LINES):
        bring_near(page, figure)
    assert len(fetched) == 1


def test_the_table_waits_behind_its_switch_and_opens_by_keyboard(two_hubs, page):
    page.goto(COMPARE)
    bring_near(page, BARS)
    table, switch = page.locator(f"{BARS} table"), page.locator(BARS).get_by_role("button")
    assert not table.is_visible()
    switch.press("Enter")
    assert table.is_visible() and switch.get_attribute("aria-expanded") == "true"
    assert table.locator("tbody tr").first.inner_text().split() == ["2016", "1", "1"]
    switch.press("Enter")
    assert not table.is_visible() and switch.get_attribute("aria-expanded") == "false"


def test_without_script_the_tables_are_simply_there(two_hubs, new_page):
    page = new_page(375, 667, js=False)
    page.goto(COMPARE)
    for figure in (TIMELINE, BARS, LINES):
        assert page.locator(f"{figure} table").is_visible()
        assert page.locator(f"{figure} .chart-title").is_visible()
        assert not page.locator(f"{figure} .chart-switch").is_visible()
        assert not page.locator(f"{figure} .chart-drawing").is_visible()


def test_where_chart_js_cannot_be_had_the_table_shows(two_hubs, page, new_page):
    page.route("**/vendor/chart*", lambda route: route.abort())
    page.goto(COMPARE)
    page.locator(BARS).scroll_into_view_if_needed()
    page.locator(f"{BARS} table").wait_for()
    assert not page.locator(f"{BARS} .chart-switch").is_visible()
    new_page.expect("Failed to load resource")


@pytest.mark.parametrize("figure", [TIMELINE, BARS, LINES])
def test_colours_follow_the_theme(two_hubs, page, figure):
    page.goto(COMPARE)
    bring_near(page, figure)
    wait_until_painted(page, figure, BLUE)
    page.emulate_media(color_scheme="dark")
    wait_until_painted(page, figure, BLUE_AT_NIGHT, without=BLUE)
    page.evaluate("document.documentElement.dataset.theme = 'light'")
    wait_until_painted(page, figure, BLUE, without=BLUE_AT_NIGHT)


def test_paper_gets_the_table_with_its_title_instead_of_the_drawing(two_hubs, page):
    page.goto(COMPARE)
    bring_near(page, BARS)
    page.emulate_media(media="print")
    assert page.locator(f"{BARS} table").is_visible() and page.locator(f"{BARS} .chart-title").is_visible()
    assert not page.locator(f"{BARS} .chart-drawing").is_visible()
    page.emulate_media(media="screen")
    wait_until_painted(page, BARS, BLUE)


def test_charts_of_a_fragment_are_drawn(two_hubs, page):
    page.goto(COMPARE)
    bring_near(page, BARS)
    page.evaluate(
        "htmx.ajax('GET', '/compare/result/?hub=singapore&hub=hong-kong', {target: '#result', swap: 'outerHTML'})"
    )
    page.locator(".chart-bars:not([data-drawn])").wait_for(state="detached")
    page.locator(f"{BARS} thead th").nth(1).filter(has_text="Singapore").wait_for(state="attached")
    bring_near(page, BARS)
    assert page.locator(f"{BARS} .chart-hub").all_inner_texts() == ["Singapore", "Hong Kong"]


@pytest.mark.parametrize("width", [1440, 768, 375, 320])
def test_charts_keep_to_their_width(two_hubs, new_page, width):
    page = new_page(1440, 900)
    page.goto(COMPARE)
    for figure in (TIMELINE, BARS, LINES):
        bring_near(page, figure)
    page.set_viewport_size({"width": width, "height": 900})
    page.wait_for_function(
        "(width) => [...document.querySelectorAll('.chart canvas')]"
        ".every((canvas) => canvas.getBoundingClientRect().right <= width)",
        arg=width,
    )
    # Labels stand at the ends of lines where there is room, in a legend where there is none.
    assert page.locator(f"{LINES} .chart-legend").count() == (1 if width < 480 else 0)


def test_every_status_and_hub_has_a_shape_of_its_own(two_hubs, page):
    page.goto(COMPARE)
    shapes = page.evaluate("""() => {
      const drawn = (draw, marks) => marks.map((mark) => {
        const canvas = Object.assign(document.createElement("canvas"), { width: 24, height: 24 });
        draw(canvas.getContext("2d"), mark, 12, 12, 20, "#000");
        return canvas.toDataURL();
      });
      const statuses = ["proposed", "announced", "enacted", "in_force", "pilot", "live", "completed",
        "superseded", "abandoned", "unknown", ""];
      const { drawStatus, drawHub } = window.chartMarks;
      return [drawn(drawStatus, statuses), drawn(drawHub, [1, 2, 3, 4, 5, 6])];
    }""")
    for drawn in shapes:
        assert len(set(drawn)) == len(drawn)


def test_axe_finds_nothing_in_charts(two_hubs, page, axe):
    page.goto(COMPARE)
    for figure in (TIMELINE, BARS, LINES):
        bring_near(page, figure)
        page.locator(figure).get_by_role("button").click()
    assert [each for each in axe(page) if "chart" in each] == []
