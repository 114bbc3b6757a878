"""Files brought by an editor: looked at row by row, then written in one act or not at all."""

import csv
import io
import re
import time
import tracemalloc
from decimal import Decimal

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse

from hubs import editing
from hubs.checking import broken_promises
from hubs.importing import IMPORTED, ImportRefused, export_of, look, read_file, template_of, write
from hubs.models import (
    Alias,
    Article,
    Change,
    Citation,
    Door,
    Initiative,
    Jurisdiction,
    Organisation,
    Statement,
    Topic,
    Upload,
)
from tests.factories import cite, make_article, make_hub, make_series, make_statement, make_topic, publish

pytestmark = pytest.mark.django_db

TABLES = {table.kind: table for table in IMPORTED}
START = "admin:hubs_upload_changelist"


@pytest.fixture
def publisher(client, django_user_model):
    """Somebody who may publish and nothing else, logged in."""
    user = django_user_model.objects.create_user("pat", password="x", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="publish_statement"))
    client.force_login(user)
    return user


def file_of(kind, *rows, separator=",", encoding="utf-8", drop=()):
    """A file of a kind with these rows, the cells nobody gave being empty."""
    names = [name for name in TABLES[kind].names if name not in drop]
    text = io.StringIO()
    writer = csv.DictWriter(text, names, delimiter=separator, lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: row.get(name, "") for name in names} for row in rows)
    return text.getvalue().encode(encoding)


def organisation(slug="sfc", **cells):
    return {"slug": slug, "name_en": slug.upper(), "kind": "regulator"} | cells


def article(slug="gazette", **cells):
    row = {
        "slug": slug,
        "title": "The gazette",
        "language": "en",
        "kind": "official",
        "accessed": "2026-11-22",
    }
    return row | cells


def figure(key="hong-kong--firms", **cells):
    row = {
        "key": key,
        "jurisdiction": "hong-kong",
        "topic": "firms",
        "series": "licensed",
        "finding": "value",
    }
    row |= {"text_language": "en", "nature": "observed", "standing": "accepted", "certainty": "stated"}
    return row | {"verification": "verified", "sources": "gazette", "number": "7"} | cells


def rows_of(data):
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def sheet(kind, *rows):
    return read_file(f"{kind}s.csv", file_of(kind, *rows))


def judge(*sheets):
    return look(sheets)


def problems(preview):
    return [(j.row.number, p.column, p.value, p.sentence) for j in preview.refused for p in j.problems]


def bring(client, *files):
    """Upload through the real form; the page it leads to."""
    named = [SimpleUploadedFile(name, data) for name, data in files]
    return client.post(reverse(START), {"files": named}, follow=True)


def counts(page):
    text = page.content.decode()
    return {word: int(n) for word, n in re.findall(r"<dt>(\w+)</dt><dd>([\d,]+)</dd>", text)}


def written():
    """How many rows there are of everything an import could write."""
    models = (
        Organisation,
        Article,
        Initiative,
        Statement,
        Citation,
        Alias,
        Change,
        Organisation.history.model,
    )
    return [model.objects.count() for model in models]


@pytest.fixture
def cast():
    make_hub("Hong Kong")
    make_series(make_topic("firms", kind="number"))
    make_topic("stance", kind="prose")
    make_topic("status", kind="choice", subject="initiative", choices=("announced", "live"))


# --- A story in the admin -----------------------------------------------------------------------------------


def test_an_editor_brings_looks_and_imports(client, publisher, cast):
    assert b"Imports" in client.get(reverse("admin:index")).content
    start = client.get(reverse(START)).content.decode()
    for kind in TABLES:
        assert reverse("admin:hubs_upload_template", args=[kind]) in start
        answer = client.get(reverse("admin:hubs_upload_export", args=[kind]))
        assert answer.status_code == 200
        assert f'filename="{kind}s.csv"' in answer["Content-Disposition"]

    before = written()
    files = [
        ("figures.csv", file_of("statement", figure(number="超过50万", as_of="28 Feb 2019"))),
        ("sources.csv", file_of("article", article(date="Feb 2019"), encoding="big5")),
    ]
    page = bring(client, *files)
    assert counts(page) == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert written() == before  # nothing is written by looking
    upload = Upload.objects.get()
    assert "Waiting for your word" in client.get(reverse(START)).content.decode()
    assert "500000 firms" in page.content.decode()
    preview_address = page.redirect_chain[-1][0]

    page = client.post(preview_address, follow=True)
    change = Change.objects.newest()
    assert "Imported: 2 new" in page.text
    assert f'Readers see it now: <a href="{change.get_absolute_url()}">Change {change.pk}' in page.text
    assert (change.door, change.by) == (Door.IMPORT, publisher)
    assert change.note == "1 statement, 1 article from figures.csv, sources.csv"
    statement = Statement.objects.live().get()
    assert (statement.number, statement.bound, statement.as_of) == (500_000, "at_least", "2019-02-28")
    citation = statement.citations.get()
    assert (citation.article.slug, citation.article.date, citation.level) == (
        "gazette",
        "2019-02",
        "official",
    )
    assert citation.article.history.get().history_user == publisher
    assert not Upload.objects.filter(pk=upload.pk).exists()
    assert list(broken_promises()) == []

    # The second of two clicks, and the same files once more, write nothing.
    after = written()
    assert "done or was given up" in client.post(preview_address, follow=True).content.decode()
    page = bring(client, *files)
    assert counts(page) == {"new": 0, "changed": 0, "unchanged": 2, "refused": 0}
    assert Upload.objects.exists() and b"Waiting for your word" not in client.get(reverse(START)).content
    page = client.post(page.redirect_chain[-1][0])
    assert page.status_code == 422
    assert "nothing to import" in page.content.decode()
    assert written() == after


def test_a_changed_public_statement_becomes_a_correction_and_keeps_its_passages(client, publisher, cast):
    hub, topic = make_hub("Singapore"), make_topic("rank", kind="number")
    quoted = make_article("quoted", text="There are seven of them.")
    dropped, added = make_article("dropped"), make_article("added", kind="social")
    passage = cite(quoted, quote="seven", start=10, end=15, level="named")
    old = make_statement(hub, topic, 7, series=make_series(topic, "ranks"), key="sg-rank")
    editing.publish(editing.Publication(old, [passage, cite(dropped)]), by=None, door=Door.ADMIN)
    [row] = rows_of(export_of(TABLES["statement"]))
    assert row["sources"] == "dropped;quoted"

    page = bring(client, ("s.csv", file_of("statement", row | {"number": "9", "sources": "quoted;added"})))
    text = page.content.decode()
    assert counts(page) == {"new": 0, "changed": 1, "unchanged": 0, "refused": 0}
    assert "<del>7</del>" in text
    assert "<ins>9</ins>" in text
    address = page.redirect_chain[-1][0]

    asked = client.post(address)
    assert asked.status_code == 422
    assert "Say why" in asked.content.decode()
    assert Statement.objects.get() == old

    client.post(address, {"why": "world"})
    new = Statement.objects.live().get()
    old.refresh_from_db()
    assert (new.key, new.number, new.replaces, new.why) == ("sg-rank", 9, old, "world")
    assert (old.number, old.withdrawn) == (7, new.published)
    kept = new.citations.get(article=quoted)
    assert (kept.quote, kept.start, kept.end, kept.level) == ("seven", 10, 15, "named")
    assert new.citations.get(article=added).level == "other"
    assert new.citations.count() == 2
    assert list(broken_promises()) == []


def test_what_happened_cannot_be_changed_by_the_world(client, publisher):
    old = publish(
        make_hub("Singapore"), make_topic("start", kind="date"), "2016", key="sg-start", nature="event"
    )
    [row] = rows_of(export_of(TABLES["statement"]))
    page = bring(client, ("s.csv", file_of("statement", row | {"value_date": "2017"})))
    address = page.redirect_chain[-1][0]

    refused = client.post(address, {"why": "world"})
    assert refused.status_code == 422 and "which stays on record" in refused.text
    assert Statement.objects.get() == old
    client.post(address, {"why": "us"})
    assert Statement.objects.live().get().value_date == "2017"


def test_what_an_editor_changed_since_the_look_stops_the_import(client, publisher, cast):
    body = Organisation.objects.create(slug="sfc", name_en="SFC", kind="regulator")
    page = bring(
        client, ("o.csv", file_of("organisation", organisation(name_en="Commission"), organisation("hkma")))
    )
    address = page.redirect_chain[-1][0]
    body.name_en = "Securities and Futures Commission"
    body.save()

    before = written()
    page = client.post(address)
    assert page.status_code == 409
    assert "Somebody has changed what is here since you looked: organisation sfc." in page.content.decode()
    assert "<del>Securities and Futures Commission</del>" in page.content.decode()
    assert written() == before

    client.post(address)  # having looked again
    body.refresh_from_db()
    assert body.name_en == "Commission"


def test_only_who_may_publish_sees_it_and_only_their_own_files(client, publisher, cast, django_user_model):
    page = bring(client, ("o.csv", file_of("organisation", organisation())))
    address = page.redirect_chain[-1][0]
    editor = django_user_model.objects.create_user("ed", password="x", is_staff=True)
    client.force_login(editor)
    for url in (reverse(START), address, reverse("admin:hubs_upload_export", args=["article"])):
        assert client.get(url).status_code == 403
        assert client.post(url).status_code == 403
    client.force_login(django_user_model.objects.create_superuser("root", password="x"))
    assert "done or was given up" in client.get(address, follow=True).content.decode()
    client.logout()
    assert client.get(address).status_code == 302

    client.force_login(publisher)
    client.post(address, {"give_up": "yes"})
    assert not Upload.objects.exists()
    assert not Organisation.objects.exists()


# --- Refusals -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "cells", "column", "says"),
    [
        ("article", {"date": "03/04/2019"}, "date", "write the year first, 2019-04-03 or 2019-03-04"),
        ("article", {"date": "Feb-19"}, "date", "does not say which year"),
        ("article", {"date": "43523"}, "date", "a spreadsheet keeps a day"),
        ("article", {"date": "2019-02-30"}, "date", "February 2019 has days 1 to 28"),
        ("article", {"accessed": "Nov 2026"}, "accessed", "is not a day: write it as 2026-11-22"),
        ("article", {"kind": "offical"}, "kind", "“offical” is not one of official"),
        ("article", {"language": "klingon"}, "language", "write one of en, zh-Hant, zh-Hans"),
        ("statement", {"text_language": "english"}, "text_language", "is no language we hold texts in"),
        ("article", {"title": ""}, "title", "the cell is empty and must not be"),
        ("article", {"url": "https://example.org/taken"}, "url", "is the address of “taken” already"),
        ("statement", {"number": "1.234"}, "number", "for thousands write 1,234, for decimals 1.2340"),
        ("statement", {"number": "NaN"}, "number", "not a number we can read"),
        ("statement", {"number": "1e5"}, "number", "write the number in full"),
        ("statement", {"number": "about 40", "bound": "about"}, "number", "write one number here"),
        ("statement", {"number": "", "text": "many"}, "number", "wants a number here"),
        ("statement", {"sources": "gazete"}, "sources", "no article “gazete”; did you mean “gazette”?"),
        ("statement", {"sources": ""}, "sources", "only what is unconfirmed may lack a source"),
        ("statement", {"jurisdiction": "hongkong"}, "jurisdiction", "did you mean “hong-kong”?"),
        ("statement", {"topic": "firm"}, "topic", "did you mean “firms”?"),
        ("statement", {"jurisdiction": "HKSAR"}, "jurisdiction", "did you mean “hong-kong”?"),
        ("statement", {"jurisdiction": "澳门"}, "jurisdiction", "did you mean “macau”?"),
        ("statement", {"jurisdiction": "Hong-Kong"}, "jurisdiction", "did you mean “hong-kong”?"),
        ("initiative", {"led_by": "HKMA"}, "led_by", "did you mean “monetary”?"),
        ("initiative", {"led_by": "金管局"}, "led_by", "did you mean “monetary” or “singapore”?"),
        ("initiative", {"led_by": "monetry"}, "led_by", "did you mean “monetary”?"),
        ("statement", {"key": "withdrawn-one"}, "key", "it was withdrawn (“Wrong.”)"),
        ("statement", {"key": "draft-one"}, "key", "a draft of it is waiting"),
        (
            "statement",
            {"key": "live-one", "jurisdiction": "macau"},
            "topic",
            "what a statement is about never changes",
        ),
        ("initiative", {"lead": "", "category": "cbdc"}, "category", "“cbdc” is not one of"),
        ("initiative", {"successor": "ubin"}, "successor", "in a circle"),
    ],
)
def test_a_wrong_cell_is_named_with_what_would_be_right(cast, kind, cells, column, says):
    make_article("gazette")
    make_article("taken", url="https://example.org/taken")
    hub, prose = make_hub("Macau", name_zh_hant="澳門"), make_topic("prose", kind="prose")
    Alias.objects.create(text="HKSAR", jurisdiction=Jurisdiction.objects.get(slug="hong-kong"))
    for slug, alias in (("monetary", "hkma"), ("monetary", "金管局"), ("singapore", "新加坡金管局")):
        body, _ = Organisation.objects.get_or_create(slug=slug, name_en=slug.title(), kind="central_bank")
        Alias.objects.create(text=alias, organisation=body)
    gone = publish(hub, prose, "So it was.", key="withdrawn-one")
    editing.withdraw(statement=gone, reason="Wrong.", by=None, door=Door.ADMIN)
    publish(hub, prose, "So it is.", key="live-one")
    make_statement(hub, prose, "So it may be.", key="draft-one").save()
    good = {
        "article": article("new-one"),
        "statement": figure(),
        "initiative": {"slug": "ubin", "title_en": "Ubin", "category": "sandbox", "lead": "hong-kong"},
    }[kind]
    assert judge(sheet(kind, good)).refused == []
    before = written()
    preview = judge(sheet(kind, good | cells))
    found = problems(preview)
    assert [
        where
        for where in found
        if where[:3] == (2, column, (good | cells).get(column, "")) and says in where[3]
    ], found
    with pytest.raises(ImportRefused):
        write([sheet(kind, good | cells)], looked_at=preview.states(), by=None, why="us")
    assert written() == before


def test_a_number_is_brought_into_the_unit_of_its_series_and_out_and_in_again(cast):
    make_article("gazette")
    make_series(Topic.objects.get(slug="firms"), "fund", unit="CNY million")
    typed = {
        "25 million": ("25", "", ""),
        "1.2亿": ("120", "", ""),
        "3-4bn": ("3000", "4000", ""),
        "about 1.5 trillion": ("1500000", "", "about"),
        "12": ("12", "", ""),
    }
    rows = [figure(f"fund-{n}", series="fund", number=text) for n, text in enumerate(typed)]
    rows += [figure("fund-apart", series="fund", number="2 million", number_high="2.5 million")]
    one = sheet("statement", *rows)
    write([one], looked_at=look([one]).states(), by=None)
    held = {s.key: [s.number, s.number_high, s.bound] for s in Statement.objects.live()}
    for n, (low, high, bound) in enumerate(typed.values()):
        assert held[f"fund-{n}"] == [Decimal(low), Decimal(high) if high else None, bound]
    assert held["fund-apart"] == [2, Decimal("2.5"), ""]
    assert str(judge(one)) == "0 new, 0 changed, 6 unchanged"
    exported = read_file("s.csv", export_of(TABLES["statement"]))
    assert str(judge(exported)) == "0 new, 0 changed, 6 unchanged"

    for cells, column in (
        ({"number": "25000000"}, "number"),
        ({"number": "3000000-4000000"}, "number"),
        ({"number": "2", "number_high": "4000000"}, "number_high"),
    ):
        [(_, where, _, sentence)] = problems(
            judge(sheet("statement", figure("more", series="fund", **cells)))
        )
        assert where == column and "looks like a number in full; in CNY million this is" in sentence


def test_a_range_is_shown_as_one_number_and_a_name_is_looked_up_once(cast, django_assert_max_num_queries):
    make_article("gazette")
    [judged] = judge(sheet("statement", figure(number="3-4"))).rows
    assert "· 3 to 4 firms ·" in judged.said
    [judged] = judge(sheet("statement", figure(number="about 40"))).rows
    assert "· about 40 firms ·" in judged.said
    rows = [figure(f"row-{n}", jurisdiction="香港特区") for n in range(200)]
    with django_assert_max_num_queries(40):
        assert len(judge(sheet("statement", *rows)).refused) == 200


def test_the_example_row_of_a_template_is_left_out_with_a_sentence(client, publisher, cast):
    files = [(f"{kind}.csv", template_of(table)) for kind, table in TABLES.items()]
    page = bring(client, *files)
    assert counts(page) == {"new": 0, "changed": 0, "unchanged": 0, "refused": 0}
    assert page.content.decode().count("the example row of the template: left out") == 4
    assert "only the example row of a template" in page.content.decode()
    # Left standing above rows of one's own it does no harm; under a key of its own it is a row like others.
    page = bring(client, ("o.csv", template_of(TABLES["organisation"]) + REST[0]))
    assert counts(page)["new"] == 1 and "Left out" in page.content.decode()
    make_hub("Singapore")
    own = [read_file(name, data.replace(b"example-row", b"my-own")) for name, data in files]
    assert str(look(own)) == "4 new, 0 changed, 0 unchanged"
    change, _ = write(own, looked_at=look(own).states(), by=None)
    assert change.note.startswith("1 statement, 1 initiative, 1 article, 1 organisation from ")


def test_every_wrong_cell_is_told_at_once(cast):
    rows = (article(kind="x", date="soon"), article("a"), article("a", title="Again"), article("not a slug"))
    preview = judge(sheet("article", *rows))
    assert [(row, column) for row, column, _, _ in problems(preview)] == [
        (2, "date"),
        (2, "kind"),
        (4, "slug"),
        (5, "slug"),
    ]


def test_all_that_is_wrong_in_all_rows_is_told_at_once_and_what_only_follows_from_it_apart(
    client, publisher, cast
):
    make_article("here")
    articles = (article("a", date="soon"), article("a", title="Again"), article("b", kind="x"), article("c"))
    rows = (
        figure("first", sources="a;b;c;here;nowhere"),
        figure("second", sources="b", number="", as_of="2099"),
        figure("third", as_of="soon", number="-5", topic="firm", sources="c"),
        figure("fourth", as_of="soon", number="-5", sources=""),
        figure("third", sources="c"),
        figure("fifth", sources="c"),
        figure("sixth", sources="a"),
    )
    files = [("a.csv", file_of("article", *articles)), ("s.csv", file_of("statement", *rows))]
    preview = look([read_file(*file) for file in files])
    told = [
        (j.table.kind, j.row.number, p.column, p.follows, p.sentence)
        for j in preview.refused
        for p in j.problems
    ]
    assert [each[:4] for each in told] == [
        ("article", 2, "date", False),
        ("article", 3, "slug", False),
        ("article", 4, "kind", False),
        ("statement", 2, "sources", True),
        ("statement", 2, "sources", True),
        ("statement", 2, "sources", False),
        ("statement", 3, "sources", True),
        ("statement", 3, "number", False),
        ("statement", 3, "as_of", False),
        ("statement", 4, "as_of", False),
        ("statement", 4, "topic", False),
        ("statement", 4, "number", False),
        ("statement", 5, "as_of", False),
        ("statement", 5, "sources", False),
        ("statement", 5, "number", False),
        ("statement", 6, "key", False),
        ("statement", 8, "sources", True),
    ]
    assert [sentence for *_, follows, sentence in told if follows] == [
        "the article “a” is refused in row 2 of a.csv: mend that first.",
        "the article “b” is refused in row 4 of a.csv: mend that first.",
        "the article “b” is refused in row 4 of a.csv: mend that first.",
        "the article “a” is refused in row 2 of a.csv: mend that first.",
    ]
    assert "stands in row 2 already" in told[1][4] and "there is no article “nowhere”" in told[5][4]
    # What is wrong with nothing but another row comes last, and quietly.
    text = bring(client, *files).content.decode()
    assert text.count('<tr class="follows">') == 4
    assert text.index("s.csv, row 6") < text.index("s.csv, row 8")
    assert text.index("s.csv, row 8") > text.index("stands in row 4 already")


def test_what_is_odd_is_asked_beside_and_imported_all_the_same(client, publisher, cast):
    make_hub("Singapore")
    make_series(Topic.objects.get(slug="firms"), "singapore-firms")
    make_article("old", date="2018")
    known = article("known", date="2017")
    make_article("known", date="2017")
    status = {"jurisdiction": "", "initiative": "ubin", "topic": "status", "series": "", "number": ""}
    rows = (
        figure("late", as_of="2019-02", sources="old;known"),
        figure("told", as_of="2019-02", sources="old;new"),
        figure("planned", as_of="2019-02", sources="old", planned="yes"),
        figure("alone", verification="two_sources"),
        figure("elsewhere", series="singapore-firms"),
        figure("refused", as_of="2019-02", sources="old", number="-1"),
        figure("milestone", choice="live", value_date="2020", sources="new", **status),
    )
    ubin = {"slug": "ubin", "title_en": "Ubin", "category": "sandbox", "lead": "hong-kong"}
    files = [
        ("a.csv", file_of("article", article("new", date="2019-03"), known | {"date": "2018"}, article())),
        ("i.csv", file_of("initiative", ubin)),
        ("s.csv", file_of("statement", *rows[:5], rows[6])),
    ]
    page = bring(client, *files)
    asked = [(judged.key, doubt) for judged, doubt in page.context["doubts"]]
    assert [key for key, _ in asked] == ["late", "alone", "elsewhere", "milestone"]
    for (_, doubt), said in zip(
        asked,
        (
            "“Firms: 7 firms”: every source is older than the day this speaks of",
            "it rests on one",
            "names Singapore, and this is about Hong Kong",
            "“Status: Live”: every source is older",
        ),
        strict=True,
    ):
        assert said in doubt
    assert page.text.count("every source is older") == 2 and counts(page)["refused"] == 0
    client.post(page.redirect_chain[-1][0])
    assert Statement.objects.live().filter(key="late").exists()
    # Of what is refused, and of what is here already, nothing is asked.
    page = bring(client, ("s.csv", file_of("statement", rows[0], rows[5])))
    assert counts(page)["refused"] == 1 and not page.context["doubts"]


# The cases that any import must bear: read right, or refused with a place and a sentence.
GOOD = file_of(
    "organisation", organisation(name_zh_hant="證監會"), organisation("hkma", aliases="=HKMA;金管局")
)
HEADER, *REST = GOOD.splitlines(keepends=True)
READ = {
    "semicolons": GOOD.replace(b",", b";").replace(b"=HKMA;", b""),
    "tabs": GOOD.replace(b",", b"\t"),
    "utf-8 with mark": b"\xef\xbb\xbf" + GOOD,
    "utf-16": GOOD.decode().encode("utf-16"),
    "utf-16 without mark": GOOD.decode().encode("utf-16-le"),
    "gb18030": GOOD.decode().encode("gb18030"),
    "big5": GOOD.decode().encode("big5"),
    "windows-1252": file_of(
        "organisation", organisation(name_en="Autorité"), organisation("hkma"), encoding="cp1252"
    ),
    "mixed line ends": HEADER + REST[0].replace(b"\r\n", b"\n") + REST[1].replace(b"\r\n", b"\r"),
    "blank lines": b"\r\n" + HEADER + b"\n" * 10 + b",,,\n".join(REST),
    "a million blank lines": HEADER + b"\n" * 1_000_000 + b"".join(REST),
    "cells of spaces": HEADER.replace(b"slug", b" Slug ") + b"".join(REST).replace(b"sfc", b" sfc "),
    "padded rows": b"".join(line.replace(b"\r\n", b",,\r\n") for line in (HEADER, *REST)),
}
REFUSED = {
    "nul": (GOOD.replace(b"hkma", b"hk\0ma"), "U+0000"),
    "a control character": (
        GOOD.replace(b"hkma", b"hk\x0bma"),
        "row 3, cell 1: it holds the control character U+000B",
    ),
    "unclosed quote": (GOOD + b'"ici,ICI', "row 4: its quotes do not pair up"),
    "stray quote": (GOOD + b'"a"b,c', "row 4: its quotes do not pair up"),
    "no header": (b"".join(REST), "does not name the columns"),
    "another header": (b"id,name\n1,a", "does not name the columns"),
    "a column twice": (GOOD.replace(b"name_zh_hans", b"name_zh_hant"), "“name_zh_hans” is missing"),
    "one column twice more": (
        HEADER.replace(b"\r\n", b",kind\r\n") + b"".join(REST),
        "“kind” is there twice",
    ),
    "a column too few": (file_of("organisation", organisation(), drop=("kind",)), "“kind” is missing"),
    "an unknown column": (HEADER.replace(b"\r\n", b",size\r\n"), "there is no column “size”"),
    "header only": (HEADER, "a header and no row"),
    "nothing": (b"", "is empty"),
    "only separators": (b",,,\n;;\n", "is empty"),
    "a cell of 5.6 MB": (GOOD.replace(b"hkma", b"h" * 5_600_000), "larger than 5 MB"),
    "a cell of 1 MB": (GOOD.replace(b"hkma", b"h" * 1_000_000), "row 3"),
    "1,001 rows": (HEADER + REST[0] * 1001, "more than 1,000 rows"),
    "a workbook": (b"PK\x03\x04" + b"\0" * 500, "workbook"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + b"\0" * 500, "workbook"),
    "no text": (bytes(range(128, 256)) * 20, "in which encoding"),
    "cut utf-16": (GOOD.decode().encode("utf-16")[:-1], "in which encoding"),
}
ROWS = {
    "too few cells": (GOOD + b"ici,ICI\n", "has 2 cells where the header has 7"),
    "too many cells": (GOOD + b"a,b,c,d,e,f,g,h,i\n", "has 9 cells where the header has 7"),
}


@pytest.mark.parametrize("name", READ)
def test_a_file_as_spreadsheets_make_them_is_read(client, publisher, name):
    page = bring(client, ("o.csv", READ[name]))
    assert counts(page) == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    client.post(page.redirect_chain[-1][0])
    names = Organisation.objects.in_bulk(field_name="slug")
    assert names["sfc"].name_zh_hant in ("證監會", "")
    assert names["sfc"].name_en in ("SFC", "Autorité")
    if name not in ("semicolons", "windows-1252"):
        assert {alias.text for alias in names["hkma"].aliases.all()} == {"=HKMA", "金管局"}


@pytest.mark.parametrize("name", [*REFUSED, *ROWS])
def test_a_malformed_file_is_refused_with_its_place(client, publisher, name):
    data, says = (REFUSED | ROWS)[name]
    before = written()
    began = time.monotonic()
    page = bring(client, ("o.csv", data))
    assert time.monotonic() - began < 10
    assert says in page.content.decode()
    assert "o.csv" in page.content.decode()
    assert written() == before
    if name in REFUSED:
        assert page.status_code == 422
        assert not Upload.objects.exists()
    else:
        assert counts(page)["refused"] == 1
        assert client.post(page.redirect_chain[-1][0]).status_code == 422
        assert written() == before


def test_reading_a_large_file_stays_small(cast):
    data = HEADER + b"\n" * 1_000_000
    tracemalloc.start()
    with pytest.raises(ImportRefused, match="no row below it"):
        read_file("o.csv", data)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 100 * 1024 * 1024


def test_one_bad_row_in_a_thousand_stops_all_and_once_mended_all_come_in(client, publisher, cast):
    rows = [organisation(f"body-{n}", name_en=f"Body {n}", jurisdiction="hong-kong") for n in range(1, 1001)]
    rows[729]["kind"] = "regulater"  # row 731 of the spreadsheet, below its header
    before = written()
    page = bring(client, ("o.csv", file_of("organisation", *rows)))
    text = page.content.decode()
    assert counts(page) == {"new": 999, "changed": 0, "unchanged": 0, "refused": 1}
    for part in ("o.csv, row 731", "<td>kind", "“regulater”", "is not one of central_bank, regulator"):
        assert part in text
    assert client.post(page.redirect_chain[-1][0]).status_code == 422
    assert written() == before

    rows[729]["kind"] = "regulator"
    page = bring(client, ("o.csv", file_of("organisation", *rows)))
    client.post(page.redirect_chain[-1][0])
    assert Organisation.objects.count() == 1000
    assert Change.objects.count() == 1


def test_the_same_file_again_is_unchanged_and_three_changed_rows_are_three(client, publisher, cast):
    rows = [organisation(f"body-{n}", name_en=f"Body {n}", aliases="B;A") for n in range(20)]
    for _ in range(2):
        page = bring(client, ("o.csv", file_of("organisation", *rows)))
        client.post(page.redirect_chain[-1][0])
    assert counts(page) == {"new": 0, "changed": 0, "unchanged": 20, "refused": 0}
    assert Organisation.history.count() == 20  # no noise
    assert Change.objects.count() == 1

    for n in (3, 7, 11):
        rows[n]["name_en"] = f"Bureau {n}"
    page = bring(client, ("o.csv", file_of("organisation", *rows)))
    assert counts(page) == {"new": 0, "changed": 3, "unchanged": 17, "refused": 0}
    assert page.content.decode().count("<ins>Bureau") == 3
    assert not Organisation.objects.filter(name_en__startswith="Bureau").exists()
    client.post(page.redirect_chain[-1][0])
    assert Organisation.objects.filter(name_en__startswith="Bureau").count() == 3
    assert Organisation.history.count() == 23


def test_a_large_import_does_not_keep_other_writers_waiting(cast, django_assert_max_num_queries):
    """They wait 4 s on PostgreSQL and 10 s on SQLite: what is written is written in bulk, however it hangs together."""
    make_article("gazette")
    rows = [
        {"slug": f"i-{n}", "title_en": f"Initiative {n}", "category": "sandbox", "lead": "hong-kong"}
        | {"aliases": f"Other {n}", "successor": f"i-{n + 1}" if n % 2 else ""}
        for n in range(300)
    ]
    seen = figure(jurisdiction="", series="", number="", topic="status", choice="live", as_of="2019")
    milestones = [seen | {"key": f"m-{n}", "initiative": f"i-{n}"} for n in range(300)]
    for title, choice in (("Initiative", "live"), ("Renamed", "announced")):
        sheets = [
            sheet("initiative", *(row | {"title_en": f"{title} {row['slug']}"} for row in rows[:299])),
            sheet("statement", *(each | {"choice": choice} for each in milestones[:299])),
        ]
        looked_at = look(sheets).states()
        with django_assert_max_num_queries(250):
            write(sheets, looked_at=looked_at, by=None, why="us")
    assert set(Initiative.objects.values_list("status", flat=True)) == {"announced"}
    assert Initiative.objects.get(slug="i-1").successor.title_en == "Renamed i-2"
    assert Initiative.history.count() == 2 * 299
    assert Initiative.objects.found_by("renamed i 150").count() == 1
    assert list(broken_promises()) == []


def test_one_may_follow_the_other_a_thousand_times(cast):
    row = {"title_en": "Initiative", "category": "sandbox", "lead": "hong-kong"}
    rows = [row | {"slug": f"i-{n}", "successor": f"i-{n + 1}" if n < 999 else ""} for n in range(1000)]
    one = sheet("initiative", *rows)
    write([one], looked_at=look([one]).states(), by=None)
    assert Initiative.objects.filter(successor__isnull=False).count() == 999


TEXTS = [
    "=1+1",
    "'=1+1",
    "''=1",
    "+85",
    "-5.2",
    "@me",
    "＝1",
    " x",
    "|x",
    'say "x"',
    "a;b,c",
    "2019-02",
    "01",
    "one\r\ntwo\nthree",
]


def test_any_text_comes_back_as_it_was(cast):
    hub, topic = make_hub("Macau"), make_topic("prose", kind="prose")
    for n, text in enumerate(TEXTS):
        publish(hub, topic, text.strip(), key=f"text-{n}", note=text.strip())
    count = make_topic("count", kind="number")
    for n, number in enumerate(
        ["0", "-5.2", "1.234", "-1.234", "123.456", "0.000001", "123456789012345678.123456"]
    ):
        publish(hub, count, number, key=f"number-{n}", series=make_series(count, f"s{n}", unit="points"))
    data = export_of(TABLES["statement"])
    assert str(judge(read_file("s.csv", data))) == f"0 new, 0 changed, {len(TEXTS) + 7} unchanged"
    assert b"\n-5.2," not in data
    assert ",-5.2," in data.decode()  # a negative number is a number
    assert "'=1+1" in data.decode()


def test_a_milestone_moves_its_initiative(client, publisher, cast):
    make_article("gazette")
    initiative = {
        "slug": "ubin",
        "title_en": "Ubin",
        "category": "sandbox",
        "lead": "hong-kong",
        "successor": "orchid",
    }
    orchid = initiative | {"slug": "orchid", "title_en": "Orchid", "successor": ""}
    milestone = figure("ubin-live", jurisdiction="", initiative="ubin", topic="status", series="", number="")
    milestone |= {"choice": "live", "value_date": "2019年2月", "nature": "event"}
    page = bring(
        client,
        ("m.csv", file_of("statement", milestone)),
        ("i.csv", file_of("initiative", initiative, orchid)),
    )
    assert counts(page)["new"] == 3
    client.post(page.redirect_chain[-1][0])
    ubin = Initiative.objects.get(slug="ubin")
    assert (ubin.status, ubin.status_on, ubin.successor.slug) == ("live", "2019-02", "orchid")
    assert ubin.lead.slug == "hong-kong"
    assert list(broken_promises()) == []


def test_the_command_looks_first_and_writes_the_same(cast, tmp_path, capsys):
    path = tmp_path / "o.csv"
    path.write_bytes(file_of("organisation", organisation(), organisation("hkma", kind="x")))
    with pytest.raises(CommandError, match="Nothing was imported: 1 row is refused"):
        call_command("import_csv", path)
    assert "o.csv, row 3, column “kind”: “x” is not one of" in capsys.readouterr().out
    path.write_bytes(file_of("organisation", organisation(), organisation("hkma")))
    call_command("import_csv", path, "--dry-run")
    assert not Organisation.objects.exists()
    call_command("import_csv", path)
    call_command("import_csv", path)
    assert "0 new, 0 changed, 2 unchanged." in capsys.readouterr().out
    assert (Organisation.objects.count(), Change.objects.count()) == (2, 1)
    with pytest.raises(CommandError, match=r"none\.csv cannot be read"):
        call_command("import_csv", tmp_path / "none.csv")
