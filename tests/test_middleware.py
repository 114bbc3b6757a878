"""What happens to every request, whatever it asks for; on whichever database this run is for."""

import pytest
from django.db import connections
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from hubs import urls as site
from hubs.database import is_away

pytestmark = pytest.mark.django_db


def lost_connection():
    """A connection like the site's own, to a database that is not there."""
    ours = connections["default"]
    place = (
        {"NAME": "/nowhere/hubs.sqlite3"} if ours.vendor == "sqlite" else {"HOST": "127.0.0.1", "PORT": "1"}
    )
    options = {
        name: value for name, value in ours.settings_dict["OPTIONS"].items() if name not in ("pool", "host")
    }
    return type(ours)({**ours.settings_dict, **place, "OPTIONS": options})


def ask_lost_database(request):
    lost_connection().cursor()


def ask_wrongly(request):
    connections["default"].cursor().execute("SELECT * FROM no_such_table")


def answer(request):
    return HttpResponse("a page")


urlpatterns = [
    path("answer/", answer),
    path("lost/", ask_lost_database),
    path("wrong/", ask_wrongly),
    *site.urlpatterns,
]
handler400, handler404 = site.handler400, site.handler404


@pytest.fixture
def client(settings):
    """A reader that is shown error pages, as browsers are, with `answer/` and its neighbours to ask for."""
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    "address",
    [
        "/answer/%00",
        "/%ff/",
        "/answer/%ed%a0%80",  # half of a pair, not a character
        "/answer/?q=%00",
        "/answer/?q=%ff",
        "/answer/?q=%c3",  # cut in the middle of a character
        "/answer/?%00=1",
        "/static/%00",
    ],
)
def test_bad_bytes_in_an_address_are_refused(client, address):
    refused = client.get(address)
    assert refused.status_code == 400
    assert "<title>" in refused.text


@pytest.mark.parametrize(
    "address", ["/answer/", "/answer/?q=香港", "/answer/?q=%E9%A6%99", "/answer/?q=100%", "/answer/?q="]
)
def test_other_addresses_pass(client, address):
    assert client.get(address).status_code == 200


def test_a_path_in_chinese_is_looked_up_like_any_other(client):
    assert client.get("/香港/").status_code == 404


FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"data": {"q": "nul\0"}}, 400),
        ({"data": {"nul\0": "q"}}, 400),
        ({"data": {"q": "香港"}}, 200),
        ({"data": "q=%00", "content_type": FORM}, 400),
        ({"data": "q=%ff", "content_type": FORM}, 400),
        ({"data": "q=%E9%A6%99", "content_type": FORM}, 200),
    ],
)
def test_bad_bytes_in_a_form_are_refused(client, sent, status):
    assert client.post("/answer/", **sent).status_code == status


def test_a_lost_database_is_a_503_that_says_when_to_come_back(client):
    away = client.get("/lost/")
    assert away.status_code == 503
    assert away["Retry-After"] == "5"
    assert "<title>" in away.text
    assert away["Content-Security-Policy"]


def test_a_wrong_question_is_our_mistake_and_not_a_lost_database(client):
    assert client.get("/wrong/").status_code == 500


def test_only_the_database_can_be_away():
    assert not is_away(ValueError("unable to open database file"))


@pytest.mark.parametrize(
    "address",
    ["/answer/", "/nowhere/", "/?q=%00", "/lost/", "/wrong/", "/healthz", "/static/vendor/vendor.json"],
)
def test_every_answer_carries_the_headers_and_no_cookie(client, address):
    response = client.get(address)
    policy = response["Content-Security-Policy"].split("; ")
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert not [
        word for word in ("unsafe", "nonce", "http", "*") if word in response["Content-Security-Policy"]
    ]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert response["Cross-Origin-Opener-Policy"] == "same-origin"
    assert response["Cross-Origin-Resource-Policy"] == "same-origin"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    response.close()  # a file stays open until its response is closed


def test_a_name_that_is_not_ours_is_refused_under_the_same_policy(client, settings):
    settings.SECURE_SSL_REDIRECT = True  # where production looks at the name first
    refused = client.get("/answer/", headers={"host": "elsewhere.example"})
    assert refused.status_code == 400
    assert "default-src 'none'" in refused["Content-Security-Policy"]
    assert refused["Cross-Origin-Resource-Policy"] == "same-origin"


def test_pages_vary_by_what_htmx_asks_for(client):
    assert "HX-Request" in client.get("/answer/")["Vary"]
    assert "Vary" not in client.get("/healthz")
