"""A dataset that cannot be loaded: the sentence says where it is wrong, and nothing is written."""

import pytest
from django.db import IntegrityError, transaction

from hubs import editing
from hubs.models import Article, Change, Initiative, Jurisdiction, StarterRow, Statement, Topic
from hubs.starter import StarterError
from tests.factories import make_article

pytestmark = pytest.mark.django_db


def refused(copy) -> str:
    """The sentence of a load that fails, having written nothing."""
    with pytest.raises(StarterError) as error:
        copy.load()
    for model in (Change, Topic, Jurisdiction, Initiative, Statement, StarterRow):
        assert not model.objects.exists()
    return str(error.value)


STANCE, RANK, STATUS = "hong-kong--va-stance", "gfci-rank--singapore--2024-03", "mbridge--status-seen"
# The address of an article further up.
TAKEN = "https://www.astri.org/tdprojects/whitepaper-on-distributed-ledger-technology/"

BAD_CELLS = [
    ("jurisdictions.csv", "singapore", "kind", "planet", "“planet” is not one of country, special_"),
    ("jurisdictions.csv", "cn-beijing", "parent", "china-mainlnd", "did you mean “china-mainland”?"),
    ("jurisdictions.csv", "singapore", "name_en", "", "the cell is empty and must not be"),
    (
        "jurisdictions.csv",
        "singapore",
        "currency",
        "Dollar",
        "“Dollar” cannot be kept: Ensure this value has",
    ),
    ("jurisdictions.csv", "singapore", "slug", "sing apore", "“sing apore” cannot be kept: Enter a valid"),
    ("jurisdictions.csv", "singapore", "aliases", "SG;;S", "“SG;;S” has an empty place"),
    ("jurisdictions.csv", "singapore", "aliases", "SG;SG", "“SG” is in the list twice"),
    ("jurisdictions.csv", "singapore", "aliases", "x" * 201, "is longer than 200 characters"),
    ("organisations.csv", "sfc-hk", "jurisdiction", "hongkong", "did you mean “hong-kong”?"),
    ("organisations.csv", "sfc-hk", "slug", "hkma", "“hkma” stands in row 2 already"),
    ("topics.csv", "va-stance", "position", "1.5", "“1.5” is not a whole number"),
    ("topics.csv", "va-stance", "inherits", "true", "“true” is neither yes nor empty"),
    ("articles.csv", "hkma-fss", "date", "2019-13", "“2019-13” is not a day in the calendar"),
    ("articles.csv", "hkma-fss", "date", "May 2019", "“May 2019” is not a date we can keep: write 2019"),
    ("articles.csv", "hkma-fss", "date", "2099", "has this article been published yet?"),
    ("articles.csv", "hkma-fss", "accessed", "22.11.2026", "“22.11.2026” is not a day: write it as 2026-"),
    ("articles.csv", "hkma-fss", "accessed", "2026-02-30", "“2026-02-30” is not a day: write it as 2026-"),
    ("articles.csv", "hkma-fss", "url", "hkma.gov.hk", "“hkma.gov.hk” cannot be kept: Enter a valid URL"),
    ("articles.csv", "hkma-fss", "url", TAKEN, "stands in row 51 already; one page is one article"),
    ("initiatives.csv", "mbridge", "lead", "", "the cell is empty; name the jurisdiction that leads"),
    ("initiatives.csv", "mbridge", "partners", "hong-kong", "“hong-kong” leads already"),
    ("initiatives.csv", "mbridge", "led_by", "hkam", "there is no organisation “hkam”; did you mean “hkma”?"),
    ("initiatives.csv", "us-eo-14067", "successor", "us-eo-14067", "“us-eo-14067” leads back to this row"),
    ("statements.csv", STANCE, "topic", "va-stanse", "there is no topic “va-stanse”; did you mean"),
    ("statements.csv", STANCE, "topic", "", "the cell is empty and must not be"),
    ("statements.csv", STANCE, "jurisdiction", "", "a topic about jurisdictions, so it must not be empty"),
    ("statements.csv", STANCE, "initiative", "mbridge", "a topic about jurisdictions, so it must be empty"),
    ("statements.csv", STANCE, "text", "", "the topic “va-stance” wants a prose here"),
    ("statements.csv", STANCE, "number", "4", "it must be empty, as the topic is a prose"),
    ("statements.csv", STANCE, "standing", "doubtful", "“doubtful” is not one of accepted, disputed"),
    ("statements.csv", STANCE, "sources", "", "only what is unconfirmed may lack a source"),
    ("statements.csv", STANCE, "sources", "nobody-2019", "there is no article “nobody-2019”"),
    ("statements.csv", STANCE, "valid_until", "2021", "“2021” lies before “2022”"),
    ("statements.csv", STANCE, "bound", "about", "only a number can be meant as a bound"),
    ("statements.csv", STANCE, "number_high", "7", "a range goes up"),
    ("statements.csv", STANCE, "series", "gfci-rank", "“gfci-rank” is not a series of the topic"),
    ("statements.csv", RANK, "number", "14,755", "“14,755” is not a number: write digits and a point"),
    ("statements.csv", RANK, "number", "NaN", "“NaN” is not a number"),
    ("statements.csv", RANK, "number", "1.1234567", "“1.1234567” cannot be kept: Ensure that there are"),
    ("statements.csv", RANK, "number", "1.5", "“1.5” is no rank: ranks are whole numbers from 1."),
    ("statements.csv", RANK, "number", "", "the topic “financial-centre-rank” wants a number here"),
    ("statements.csv", RANK, "number_high", "3", "a range goes up"),
    ("statements.csv", RANK, "series", "", "every number belongs to a series"),
    ("statements.csv", RANK, "series", "gfci-rating", "“gfci-rating” is not a series of the topic"),
    ("statements.csv", RANK, "as_of", "2024-3", "“2024-3” is not a date we can keep"),
    ("statements.csv", RANK, "as_of", "2099", "“2099” has not come yet"),
    ("statements.csv", STATUS, "valid_from", "2099", "“2099” has not come yet"),
    ("statements.csv", STATUS, "choice", "lively", "there is no choice “status/lively”"),
    ("statements.csv", STATUS, "choice", "large_pilot", "there is no choice “status/large_pilot”"),
]


@pytest.mark.parametrize(("file", "key", "column", "value", "sentence"), BAD_CELLS)
def test_a_bad_cell_is_named_and_nothing_written(copy, file, key, column, value, sentence):
    row = copy.change(file, key, **{column: value})
    said = refused(copy)
    assert said.startswith(f"{file}, row {row}, column “{column}”: ")
    assert sentence in said


def test_a_choice_is_there_once_per_topic(copy):
    row = copy.add("choices.csv", "cbdc-stage", code="live", topic="status")
    said = refused(copy)
    assert said.startswith(f"choices.csv, row {row}, column “code”: “status/live” stands in row 11 already")


def test_a_topic_about_initiatives_is_not_about_hubs(copy):
    row = copy.change("statements.csv", STANCE, topic="milestone")
    assert refused(copy).startswith(
        f"statements.csv, row {row}, column “jurisdiction”: “milestone” is a topic"
    )


def test_a_finding_of_nothing_has_no_number(copy):
    row = copy.change("statements.csv", RANK, finding="not_found")
    assert refused(copy).startswith(f"statements.csv, row {row}, column “number”: it must be empty")


def test_a_range_has_no_bound(copy):
    row = copy.change("statements.csv", RANK, number_high="9", bound="about")
    assert refused(copy).startswith(f"statements.csv, row {row}, column “number_high”: a range goes up")


def test_successors_do_not_go_round_in_a_circle(copy):
    copy.change("initiatives.csv", "hk-leap-policy", successor="hk-va-policy-statement-2022")
    said = refused(copy)
    assert said.startswith("initiatives.csv, row ") and "column “successor”" in said and "in a circle" in said


def spoil(copy, file: str, old: bytes, new: bytes) -> None:
    path = copy.directory / file
    data = path.read_bytes()
    assert old in data
    path.write_bytes(data.replace(old, new, 1))


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        (b"slug,name_en", b"name_en", "row 1: the column “slug” is missing"),
        (b"slug,name_en", b"slug,size,name_en", "row 1: there is no column “size”; there are slug, name_en"),
        (b"slug,name_en", b"slug,slug,name_en", "row 1: the column “slug” is there twice"),
        (b"singapore,Singapore", b"singapore,Singapore,", "row 3: it has 12 cells where the header has 11"),
        (b"singapore,Singapore", b"singapore", "row 3: it has 10 cells where the header has 11"),
        (b"singapore,Singapore", b'singapore,"Singapore"s', "row 3: its quotes do not pair up"),
        (b"Singapore", b"Singa\0pore", "row 3, column “name_en”: the cell holds a NUL character"),
        (b"Singapore", b"Singa\xffpore", "row 3: byte 0xff is not UTF-8"),
        (b"hong-kong", b"\xfe", "row 2: byte 0xfe is not UTF-8"),
    ],
)
def test_a_broken_file_says_where(copy, old, new, sentence):
    spoil(copy, "jurisdictions.csv", old, new)
    assert sentence in refused(copy)
    assert refused(copy).startswith("jurisdictions.csv, ")


def test_rows_are_counted_as_a_spreadsheet_counts_them(copy):
    copy.change("jurisdictions.csv", "hong-kong", note="Two\nlines")
    copy.change("jurisdictions.csv", "singapore", kind="planet")
    assert "jurisdictions.csv, row 3, column “kind”" in refused(copy)
    spoil(copy, "jurisdictions.csv", b"singapore", b"\xff")
    assert "jurisdictions.csv, row 3: byte" in refused(copy)


def test_a_missing_file_is_named(copy):
    (copy.directory / "series.csv").unlink()
    assert "series.csv cannot be read" in refused(copy)


def test_what_the_database_refuses_undoes_everything(copy):
    make_article(slug="mine", url=TAKEN)
    said = refused(copy)
    assert said.startswith("articles.csv, row 51: the database refuses it: ")
    assert Article.objects.get().slug == "mine"


def test_what_editing_refuses_undoes_everything(copy, monkeypatch):
    def refuse(publication):
        if publication.statement.key == STATUS:
            raise editing.EditingError("It may not be published.")

    monkeypatch.setattr(editing, "check_can_publish", refuse)
    said = refused(copy)
    assert said.startswith("statements.csv, row ") and said.endswith("It may not be published.")


# --- What the loader remembers ---


@pytest.mark.parametrize(
    "fields",
    [
        {"kind": "topic", "key": "va-stance", "digest": "0" * 64},
        {"kind": "topic", "key": "other", "digest": "0" * 63},
        {"kind": "topic", "key": "", "digest": "0" * 64},
        {"kind": "", "key": "other", "digest": "0" * 64},
    ],
)
def test_the_database_refuses_a_broken_memory(fields):
    StarterRow.objects.create(kind="topic", key="va-stance", digest="1" * 64)
    with pytest.raises(IntegrityError), transaction.atomic():
        StarterRow.objects.create(**fields)
