"""The annotated samples: what capture must reach on them, those it was fitted to and those it was not."""

import json
from collections import defaultdict
from pathlib import Path

import pytest

from bench.capture_quality import Score, articles_in, score

SAMPLES = Path(__file__).parent.parent / "samples" / "capture"
FLOORS = {"about": 0.90, "dates": 0.92, "organisations": 0.85, "numbers": 0.90}


@pytest.fixture(scope="module")
def reached(known) -> dict[tuple[str, str], dict[str, Score]]:
    from hubs.capture.capturing import capture

    gazetteer, held = known
    names = {slug: set(body.names) for slug, body in gazetteer.organisations.items()}
    totals: dict = defaultdict(lambda: defaultdict(Score))
    for article, group in articles_in(SAMPLES):
        said = capture(
            article["text"], title=article["title"], publisher=article["publisher"], language=article["language"],
            published=article["published"]["date"], gazetteer=gazetteer, held=held,
        ).to_json()  # fmt: skip
        for measure, (result, _, _) in score(article, said, names).items():
            totals[group, article["language"]][measure] += result
    return totals


def groups():
    return [
        (group, language) for group in ("fitted", "held out") for language in ("en", "zh-Hans", "zh-Hant")
    ]


@pytest.mark.parametrize("key", groups(), ids=" ".join)
@pytest.mark.parametrize("measure", FLOORS)
def test_reaches_its_floor(reached, key, measure):
    assert reached[key][measure].f1 >= FLOORS[measure]


@pytest.mark.parametrize("key", groups(), ids=" ".join)
def test_statements_are_found_and_right(reached, key):
    assert reached[key]["statements"].recall >= 0.80
    assert reached[key]["statements"].precision >= 0.60


def test_texts_that_no_rule_was_made_for_are_read_nearly_as_well(reached):
    total: dict = defaultdict(Score)
    for (group, _), scores in reached.items():
        for measure, result in scores.items() if group == "unseen" else ():
            total[measure] += result
    assert total["dates"].f1 >= FLOORS["dates"] and total["numbers"].f1 >= FLOORS["numbers"]
    assert total["about"].f1 >= 0.80 and total["organisations"].f1 >= 0.80
    assert total["statements"].recall >= 0.65 and total["statements"].precision >= 0.70


def test_the_samples_are_what_they_say():
    files = sorted(SAMPLES.glob("[0-9]*.json"))
    samples = [json.loads(path.read_text(encoding="utf-8")) for path in files]
    assert len(samples) >= 54
    languages = [sample["language"] for sample in samples]
    assert (languages.count("en"), languages.count("zh-Hans"), languages.count("zh-Hant")) == (48, 30, 25)
    for sample in samples:
        notes = sample["annotation"]
        for span in (
            s
            for kind in ("initiatives", "statements", "organisations", "dates", "numbers")
            for s in notes[kind]
        ):
            assert sample["text"][span["start"] : span["end"]] == span["text"], (sample["id"], span)
