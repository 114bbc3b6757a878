#!/usr/bin/env python3
"""How long capture takes with texts of 1,000, 5,000 and 20,000 words: CPU seconds, and per word as a ratio.

    python bench/capture_speed.py

The texts are the samples of tests/samples/capture in one language, one after another, as often as it takes. A Chinese
word is counted as two characters. A ratio of 1 says that time grows with length and no faster; machines are noisy:
read the ratio before the seconds.
"""

import time
from itertools import cycle

from capture_quality import ROOT, articles_in, prepare_database

WORDS = (1_000, 5_000, 20_000)
SAMPLES = ROOT / "tests/samples/capture"


def text_of(language: str, words: int) -> str:
    """So many words of news in a language."""
    texts = [article["text"] for article, _ in articles_in(SAMPLES) if article["language"] == language]
    read, counted = [], 0
    for text in cycle(texts):
        if counted >= words:
            return "\n\n".join(read)
        read.append(text)
        counted += len(text.split()) if language == "en" else len(text) // 2


def main() -> None:
    prepare_database()
    from hubs.capture.capturing import capture
    from hubs.capture.gazetteer import read_gazetteer
    from hubs.capture.known import Held

    names = {"gazetteer": read_gazetteer(), "held": Held()}
    capture(text_of("en", 200), published="2026-01-15", **names)  # tables are read once
    print(f"{'language':10}{'words':>8}{'seconds':>9}{'per word':>10}{'suggestions':>13}")
    for language in ("en", "zh-Hans", "zh-Hant"):
        first = None
        for words in WORDS:
            text = text_of(language, words)
            began = time.process_time()
            found = capture(text, published="2026-01-15", language=language, **names)
            taken = time.process_time() - began
            first = first or taken / words
            print(
                f"{language:10}{words:8,}{taken:9.2f}{taken / words / first:10.2f}{len(found.suggestions):13}"
            )


if __name__ == "__main__":
    main()
