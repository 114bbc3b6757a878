#!/usr/bin/env python3
"""How well capture reads: precision, recall and F1 against annotated articles, per language.

    python bench/capture_quality.py [DIR ...]          default: tests/samples/capture

A directory holds NN.json with `text` and `annotation`; `held-out.txt` and `unseen.txt` in it name those scored apart.
The names come from the database that DATABASE_URL points to, or, without one, from the starter dataset in a fresh one.

Rule of equality:
  about          the hubs an article is about, as slugs, each once per article
  dates          passages overlap; value, precision and end of range are equal. Where an article annotates dates only
                 with its initiatives: each is among those found, and those that suggestions carry are among these
  organisations  distinct bodies of an article: a known one by slug or name, an unknown one by overlapping passage
  numbers        passages overlap; value and upper end are equal; so are currency or percent, and the bound where given
  statements     of the same kind, passages overlap, a hub is shared, each annotated one met at most once; a milestone
                 has the same date and precision; a fact the same topic and value. "with status" asks that too
"""

import argparse
import json
import os
import re
import sys
import tempfile
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APART = {"held out": "held-out.txt", "unseen": "unseen.txt"}
MEASURES = ("about", "dates", "organisations", "numbers", "statements", "with status")
EXACT_UNIT = re.compile(r"[A-Z]{3}|percent")


@dataclass
class Score:
    """Right, found too much, and missed."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: "Score") -> "Score":
        return Score(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.extra) if self.right + self.extra else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def overlap(one: dict, other: dict) -> bool:
    return one["start"] < other["end"] and other["start"] < one["end"]


def pair(found: list, wanted: list, equal) -> tuple[Score, list, list]:
    """Match each wanted with at most one found; what is left on either side."""
    left = list(found)
    missed = []
    for want in wanted:
        match = next((f for f in left if equal(f, want)), None)
        if match is None:
            missed.append(want)
        else:
            left.remove(match)
    return Score(len(wanted) - len(missed), len(left), len(missed)), left, missed


def score(article: dict, said: dict, names: dict[str, set[str]]) -> dict[str, tuple[Score, list, list]]:
    """What capture said of one article, held against its annotation."""
    wanted = article["annotation"]
    by_kind = defaultdict(list)
    for mention in said["mentions"]:
        by_kind[mention["kind"]].append(mention)
    statements = [
        *({**s, "kind": "milestone"} for s in wanted["initiatives"]),
        *({**s, "kind": "fact"} for s in wanted.get("statements", ())),
    ]
    return {
        "about": pair(said["about"], wanted["about_jurisdictions"], str.__eq__),
        "dates": score_dates(by_kind["date"], said["suggestions"], wanted),
        "organisations": pair(
            distinct_bodies(by_kind["organisation"]),
            distinct_bodies([{**o, "value": o["normalised"]} for o in wanted["organisations"]]),
            lambda f, w: (
                f["value"] == w["value"]
                or w["value"] in names.get(f["value"], ())
                or (f["value"] not in names and overlap(f, w))
            ),
        ),
        "numbers": pair(by_kind["number"], wanted["numbers"], same_number),
        "statements": pair(said["suggestions"], statements, same_statement),
        "with status": pair(
            said["suggestions"], statements, lambda f, w: same_statement(f, w) and f["status"] == w.get("status", "")
        ),
    }  # fmt: skip


def score_dates(found: list, suggestions: list, wanted: dict) -> tuple[Score, list, list]:
    if "dates" in wanted:
        return pair(
            found,
            wanted["dates"],
            lambda f, w: (
                overlap(f, w)
                and (f["value"], f["precision"], f["high"]) == (w["value"], w["precision"], w["high"])
            ),
        )
    dates = {(i["date"], i["date_precision"]) for i in wanted["initiatives"] if i["date"]}
    mentioned = {(m["value"], m["precision"]) for m in found}
    proposed = {(s["date"], s["precision"]) for s in suggestions if s["date"]}
    right, extra, missed = dates & (mentioned | proposed), proposed - dates, dates - mentioned - proposed
    return Score(len(right), len(extra), len(missed)), sorted(extra), sorted(missed)


def distinct_bodies(mentions: list) -> list:
    return list({mention["value"]: mention for mention in reversed(mentions)}.values())


def same_number(found: dict, want: dict) -> bool:
    unit = want.get("unit", "")
    return (
        overlap(found, want)
        and float(found["value"]) == float(want["value"])
        and (found["high"] or None) == (want.get("high") or None)
        and (not EXACT_UNIT.fullmatch(unit) or found["unit"] == unit)
        and ("bound" not in want or found["bound"] == want["bound"])
    )


def same_statement(found: dict, want: dict) -> bool:
    if found["kind"] != want["kind"] or not overlap(found, want):
        return False
    if not set(found["jurisdictions"]) & set(want["jurisdictions"]):
        return False
    if want["kind"] == "fact":
        return found["topic"] == want["topic"] and found["value"] == want["value"]
    precision = "" if want["date_precision"] == "unknown" else want["date_precision"]
    return found["date"] == want["date"] and found["precision"] == precision


def articles_in(folder: Path):
    """Each annotated article of a folder with the group it is scored in."""
    groups = {
        sample: name
        for name, file in APART.items()
        if (folder / file).exists()
        for sample in (folder / file).read_text().split()
    }
    for path in sorted(folder.glob("[0-9]*.json")):
        yield json.loads(path.read_text(encoding="utf-8")), groups.get(path.stem, "fitted")


def measure(folders, show=None) -> dict[tuple[str, str, str], dict[str, Score]]:
    """Scores by folder, group and language; `show` is called with each difference."""
    from hubs.capture.capturing import capture
    from hubs.capture.gazetteer import read_gazetteer
    from hubs.capture.known import Held

    gazetteer, held = read_gazetteer(), Held()
    names = {slug: set(known.names) for slug, known in gazetteer.organisations.items()}
    totals: dict = defaultdict(lambda: defaultdict(Score))
    for folder in folders:
        for article, group in articles_in(folder):
            said = capture(
                article["text"], title=article["title"], publisher=article["publisher"], language=article["language"],
                published=article["published"]["date"], gazetteer=gazetteer, held=held,
            ).to_json()  # fmt: skip
            for measured, (result, extra, missed) in score(article, said, names).items():
                totals[folder.name, group, article["language"]][measured] += result
                if show and (extra or missed):
                    show(article["id"], group, measured, extra, missed)
    return totals


def prepare_database() -> None:
    """Django, on the given database or on a fresh one with the starter dataset."""
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("HUBS_MODE", "development")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubs.settings")
    fresh = "DATABASE_URL" not in os.environ
    if fresh:
        os.environ["DATABASE_URL"] = f"sqlite:///{tempfile.mkdtemp(prefix='hubs-bench-')}/hubs.sqlite3"
    import django

    django.setup()
    if fresh:
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        call_command("load_starter", verbosity=0)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR")
    parser.add_argument("--differences", action="store_true", help="list what is missed and what is too much")
    parser.add_argument("--group", choices=("fitted", *APART), help="list differences of this group only")
    options = parser.parse_args()
    prepare_database()

    def show(number, group, measured, extra, missed):
        if options.differences and options.group in (None, group):
            for sign, each in [*(("+", e) for e in extra), *(("-", m) for m in missed)]:
                short = (
                    each
                    if not isinstance(each, dict)
                    else {
                        k: v
                        for k, v in each.items()
                        if v and k not in ("because", "quote", "title", "kind", "organisations", "candidates")
                    }
                )
                print(f"{number} {measured} {sign} {json.dumps(short, ensure_ascii=False)}")

    totals = measure(options.folders or [ROOT / "tests/samples/capture"], show)
    print(__doc__[__doc__.index("Rule of equality") :])
    print(f"{'':34}" + "".join(f"{name:^17}" for name in MEASURES))
    print(f"{'folder, group, language':34}" + "".join(f"{'P    R    F1':^17}" for _ in MEASURES))
    groups: dict = defaultdict(lambda: defaultdict(Score))
    for (folder, group, language), scores in sorted(totals.items()):
        for measured, result in scores.items():
            groups[f"{folder}, {group}, {language}"][measured] += result
            groups[f"{folder}, {group}, all"][measured] += result
    for label, scores in groups.items():
        row = "".join(
            f"  {s.precision:.2f} {s.recall:.2f} {s.f1:.2f} " for s in (scores[m] for m in MEASURES)
        )
        print(f"{label:34}{row}")


if __name__ == "__main__":
    main()
