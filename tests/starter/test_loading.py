"""Loading the dataset again, after editors have worked and after the dataset has moved on."""

import pytest

from hubs import editing
from hubs.models import (
    Change,
    Citation,
    Door,
    Initiative,
    Jurisdiction,
    Organisation,
    Participation,
    StarterRow,
    Statement,
    Why,
)
from hubs.starter import load
from tests.factories import cite, make_article

pytestmark = pytest.mark.django_db


def live(key: str) -> Statement:
    return Statement.objects.live().get(key=key)


def test_loading_again_changes_nothing(starter):
    before = (Change.objects.count(), Organisation.history.count(), set(StarterRow.objects.values_list()))
    again = load()
    assert str(starter) == f"{starter.count('new')} new, 0 unchanged"
    assert str(again) == f"0 new, {starter.count('new')} unchanged"
    after = (Change.objects.count(), Organisation.history.count(), set(StarterRow.objects.values_list()))
    assert after == before


def test_a_copy_saved_by_a_spreadsheet_is_the_same(starter, copy):
    for path in copy.directory.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert copy.load().count("unchanged") == starter.count("new")


def test_the_order_of_rows_and_columns_says_nothing(starter, copy):
    for file in ("initiatives.csv", "statements.csv", "jurisdictions.csv"):
        rows = [dict(reversed(row.items())) for row in reversed(copy.rows(file))]
        copy.write(file, rows)
    assert copy.load().count("unchanged") == starter.count("new")


def replacement(statement: Statement, **fields) -> Statement:
    new = Statement.objects.get(pk=statement.pk)
    new.pk = None
    new._state.adding = True
    for name, value in ({"published": None, "withdrawn": None} | fields).items():
        setattr(new, name, value)
    return new


def correct_stance() -> None:
    statement = live("hong-kong--va-stance")
    new = replacement(statement, text="An editor knows better")
    editing.correct(
        statement=statement,
        replacement=new,
        citations=[cite(make_article())],
        why=Why.WORLD,
        by=None,
        door=Door.ADMIN,
    )


def withdraw_stance() -> None:
    editing.withdraw(statement=live("hong-kong--va-stance"), reason="Wrong", by=None, door=Door.ADMIN)


def prefer_stance() -> None:
    editing.rank(statement=live("hong-kong--va-stance"), reason="Better", by=None, door=Door.ADMIN)


def locate_stance() -> None:
    Citation.objects.filter(statement=live("hong-kong--va-stance")).update(locator="page 12")


def rename_regulator() -> None:
    organisation = Organisation.objects.get(slug="sfc-hk")
    organisation.name_en = "An editor's name"
    organisation.save()


def name_regulator_differently() -> None:
    Organisation.objects.get(slug="sfc-hk").aliases.create(text="Another name")


def add_partner() -> None:
    initiative = Initiative.objects.get(slug="mbridge")
    Participation.objects.create(
        initiative=initiative, jurisdiction=Jurisdiction.objects.get(slug="singapore")
    )


ACTS = [
    (correct_stance, "statements.csv", "hong-kong--va-stance", "note"),
    (withdraw_stance, "statements.csv", "hong-kong--va-stance", "note"),
    (prefer_stance, "statements.csv", "hong-kong--va-stance", "note"),
    (locate_stance, "statements.csv", "hong-kong--va-stance", "note"),
    (rename_regulator, "organisations.csv", "sfc-hk", "name_zh_hans"),
    (name_regulator_differently, "organisations.csv", "sfc-hk", "name_zh_hans"),
    (add_partner, "initiatives.csv", "mbridge", "note"),
]


@pytest.mark.parametrize(("act", "file", "key", "column"), ACTS, ids=[act.__name__ for act, *_ in ACTS])
def test_what_an_editor_changed_is_never_touched_again(starter, copy, act, file, key, column):
    act()
    assert str(load()) == f"0 new, {starter.count('new') - 1} unchanged, 1 changed here, kept"
    changes = Change.objects.count()
    # Not even when the dataset moves on, and not the second time either.
    copy.change(file, key, **{column: "The dataset moved on"})
    for _ in range(2):
        report = copy.load()
        assert [row_key for _, row_key in report.rows["changed here, kept"]] == [key]
        assert report.count("updated") == 0
    assert Change.objects.count() == changes


def test_what_an_editor_deleted_stays_deleted(starter, copy):
    initiative = Initiative.objects.get(slug="hk-leap-policy")
    Initiative.objects.filter(successor=initiative).update(successor=None)
    statements = Statement.objects.filter(initiative=initiative)
    Citation.objects.filter(statement__in=statements).delete()
    statements.delete()
    initiative.delete()
    copy.add(
        "statements.csv",
        "hk-leap-policy--began",
        key="hk-leap-policy--milestone",
        topic="milestone",
        text="A new step",
        text_language="en",
        value_date="",
    )
    report = copy.load()
    assert report.rows["deleted here, kept deleted"] == [("initiative", "hk-leap-policy")]
    assert report.rows["left out, as what it refers to was deleted here"] == [
        ("statement", "hk-leap-policy--milestone")
    ]
    assert not Initiative.objects.filter(slug="hk-leap-policy").exists()


# --- The dataset moves on ---


def test_a_corrected_name_is_taken_over(starter, copy):
    copy.change(
        "organisations.csv",
        "dtcc",
        name_zh_hans="美国存管信托和结算公司",
        aliases="DTCC;DTC;Depository Trust",
    )
    changes = Change.objects.count()
    report = copy.load()
    assert report.rows["updated"] == [("organisation", "dtcc")]
    organisation = Organisation.objects.get(slug="dtcc")
    assert organisation.name_zh_hans == "美国存管信托和结算公司"
    assert {a.text for a in organisation.aliases.all()} == {"DTCC", "DTC", "Depository Trust"}
    assert Change.objects.count() == changes + 1  # whoever keeps a copy of a page must ask again
    assert copy.load().count("updated") == 0


def test_a_corrected_statement_replaces_the_old_one(starter, copy):
    old = live("hk-vatp-licensed--hong-kong--2026-02-17")
    copy.change("statements.csv", old.key, number="13", bound="at_least", sources="cnyes-vatp12-2026-02")
    report = copy.load()
    assert report.rows["updated"] == [("statement", old.key)]
    new = live(old.key)
    assert (new.number, new.bound, new.replaces, new.why) == (13, "at_least", old, Why.US)
    assert [c.article.slug for c in new.citations.all()] == ["cnyes-vatp12-2026-02"]
    old.refresh_from_db()
    assert old.withdrawn == new.published == Change.objects.newest()


def test_a_corrected_status_reaches_the_initiative(starter, copy):
    copy.change("statements.csv", "sg-partior--status-seen", choice="abandoned", as_of="2024")
    copy.load()
    initiative = Initiative.objects.get(slug="sg-partior")
    assert (initiative.status, initiative.status_on) == ("abandoned", "2024")


def test_a_corrected_kind_of_source_changes_the_level_of_its_citations(starter, copy):
    citing = Statement.objects.live().filter(citations__article__slug="getdefy-2026").count()
    copy.change("articles.csv", "getdefy-2026", kind="official")
    report = copy.load()
    assert (report.count("updated"), report.count("changed here, kept")) == (1 + citing, 0)
    levels = Citation.objects.live().filter(article__slug="getdefy-2026").values_list("level", flat=True)
    assert set(levels) == {"official"}


def test_a_range_is_kept_as_one(starter, copy):
    copy.change("statements.csv", "blockchain-parks--china-mainland--2019-11", number="20", number_high="22")
    copy.load()
    statement = live("blockchain-parks--china-mainland--2019-11")
    assert (statement.number, statement.number_high) == (20, 22)


def test_a_new_row_is_added_and_a_missing_one_kept(starter, copy):
    copy.remove("statements.csv", "uk-london--currency")
    copy.add("organisations.csv", "hkma", slug="bank-of-thailand", name_en="Bank of Thailand", aliases="")
    report = copy.load()
    assert report.rows["new"] == [("organisation", "bank-of-thailand")]
    assert report.rows["no longer in the dataset, kept"] == [("statement", "uk-london--currency")]
    assert live("uk-london--currency")


def test_a_change_both_made_is_ours_again(starter, copy):
    rename_regulator()
    copy.change("organisations.csv", "sfc-hk", name_en="An editor's name")
    changes = Change.objects.count()
    assert copy.load().count("unchanged") == starter.count("new")
    assert Change.objects.count() == changes
    copy.change("organisations.csv", "sfc-hk", name_en="A newer name")
    assert copy.load().rows["updated"] == [("organisation", "sfc-hk")]
