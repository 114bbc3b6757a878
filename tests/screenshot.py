"""A picture of one page; `python3 dev screenshot` runs this against a site of its own."""

import argparse
from pathlib import Path

from tests import chromium


def main() -> None:
    parser = argparse.ArgumentParser(prog="dev screenshot", description=__doc__)
    parser.add_argument("site")
    parser.add_argument("address", nargs="?", default="/", help="path and query of the page (default: /)")
    parser.add_argument("--out", type=Path, default="docs/screenshot.png", help="file: %(default)s")
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=900)
    parser.add_argument("--dark", action="store_true", help="as a reader sees it who prefers dark")
    parser.add_argument("--print", action="store_true", help="as it looks on paper")
    parser.add_argument("--full", action="store_true", help="the whole page, not just the first screen")
    parser.add_argument("--no-javascript", action="store_true")
    options = parser.parse_args()
    with chromium.running() as browser:
        page = browser.new_page(
            viewport={"width": options.width, "height": options.height},
            color_scheme="dark" if options.dark else "light",
            java_script_enabled=not options.no_javascript,
            reduced_motion="reduce",
        )
        if options.print:
            page.emulate_media(media="print")
        page.goto(options.site + options.address, wait_until="networkidle")
        options.out.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=options.out, full_page=options.full)
    print(options.out)


if __name__ == "__main__":
    main()
