"""Junk in an address: every public parameter answers with a page that helps, never with a 500."""

import pytest

from hubs import forms

ADDRESSES = {
    "/compare/": forms.ComparisonPageForm,
    "/compare/result/": forms.ComparisonPageForm,
    "/compare/picker/": forms.ComparisonPageForm,
    "/compare.csv": forms.ComparisonFileForm,
    "/initiatives/": forms.InitiativeListForm,
    "/initiatives/results/": forms.InitiativeListForm,
    "/initiatives.csv": forms.InitiativeFilterForm,
    "/articles/": forms.ArticleListForm,
    "/organisations/": forms.OrganisationListForm,
    "/search/": forms.SearchForm,
}
JUNK = [
    "abc",
    "honkong",
    "NaN",
    "1e400",
    "-1",
    "0",
    "99999999999999999999",
    "٣",
    "香港",
    "a" * 8000,
    "' OR 1=1 --",
    "{{ 7*7 }}<script>alert(1)</script>",
    "../../etc/passwd",
    "=cmd|' /C calc'!A0",
    "\N{ZERO WIDTH SPACE}\N{RIGHT-TO-LEFT OVERRIDE}",
    "%",
    "_",
]


def parameters():
    return [
        pytest.param(address, name, id=f"{address}?{name}")
        for address, form in ADDRESSES.items()
        for name in [*form.base_fields, *form.not_built]
    ]


@pytest.mark.parametrize(("address", "name"), parameters())
def test_junk_is_answered_with_a_page_that_helps(client, starter, db, address, name):
    fragment = address.endswith(("/result/", "/results/", "/picker/"))
    for value in JUNK:
        response = client.get(address, {"hub": "singapore", name: value})
        refused = 422 if fragment else 400
        assert response.status_code in (200, refused), value
        assert b"<script>alert" not in response.content
        if response.status_code == refused:
            assert name in response.content.decode()


@pytest.mark.parametrize("raw", ["%00", "%ff", "%c0%80", "%ed%a0%80"])
@pytest.mark.parametrize("address", ["/search/?q=", "/compare/?hub=", "/hubs/", "/initiatives/?page="])
def test_bytes_that_are_no_text_are_refused(client, db, address, raw):
    assert client.get(f"{address}{raw}{'/' if '?' not in address else ''}").status_code == 400


class TestSentences:
    """What exactly is said of the mistakes people make."""

    @pytest.fixture(autouse=True)
    def data(self, starter, db): ...

    @pytest.mark.parametrize(
        ("query", "words"),
        [
            ("hub=honkong&hub=singapore", ["“honkong” is not a hub we know", "Hong Kong"]),
            ("hub=香&hub=新加坡", ["“新加坡” is not a hub we know", "Singapore"]),
            (
                "hub=singapore&topic=sandbox-strat",
                ["“sandbox-strat” is not a topic we know", "Sandbox opened"],
            ),
            ("hub=singapore&show=diffs", ["“diffs” is not a way to show rows we know", "differs"]),
            ("hub=singapore&show=all&show=same", ["given once only"]),
            ("hub=singapore&on=2019-02-28", ["not built yet"]),
            ("hub=singapore&removed=atlantis.0", ["does not say which hub was removed"]),
        ],
    )
    def test_names_the_parameter_and_the_nearest_that_exists(self, client, query, words):
        response = client.get(f"/compare/?{query}")
        assert response.status_code == 400
        for word in words:
            assert word in response.content.decode()

    def test_a_seventh_hub_is_one_too_many(self, client):
        slugs = [
            "hong-kong",
            "singapore",
            "united-states",
            "us-new-york",
            "united-kingdom",
            "uk-london",
            "china-mainland",
        ]
        answer = client.get("/compare/", {"hub": slugs})
        assert answer.status_code == 400
        assert "At most 6 fit side by side" in answer.content.decode()
        assert client.get("/compare/", {"hub": slugs[:6]}).status_code == 200

    def test_the_mended_address_works(self, client):
        answer = client.get("/compare/?hub=honkong&hub=singapore&show=diffs")
        assert "/compare/?hub=hong-kong&amp;hub=singapore&amp;show=differs" in answer.content.decode()

    def test_empty_is_absent_foreign_is_ignored_and_the_first_mention_wins(self, client):
        plain = client.get("/compare/?hub=singapore&hub=hong-kong")
        noisy = client.get("/compare/?hub=singapore&show=&topic=&hub=hong-kong&hub=singapore&utm_source=x")
        assert plain.context["selection"] == noisy.context["selection"]
        assert noisy.status_code == 200
