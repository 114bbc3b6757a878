"""The two answers for machines."""

import pytest
from django.db import OperationalError, connection
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_asks_no_database(client):
    # Without the mark, pytest-django fails any query.
    assert client.get("/healthz").text == "ok\n"


def test_healthz_answers_under_any_name(client):
    assert client.get("/healthz", headers={"host": "10.1.2.3:8000"}).status_code == 200


def test_healthz_is_for_reading(client):
    assert client.post("/healthz").status_code == 405
    assert client.head("/healthz").status_code == 200


@pytest.mark.django_db
def test_readyz_is_ok_when_the_database_answers_and_is_up_to_date(client):
    ready = client.get("/readyz")
    assert (ready.status_code, ready.text) == (200, "ok\n")
    assert "no-store" in ready["Cache-Control"]


@pytest.mark.django_db
def test_readyz_fails_while_a_migration_is_missing(client):
    app, name = max(MigrationRecorder(connection).applied_migrations())
    MigrationRecorder(connection).record_unapplied(app, name)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.text) == (503, "migrations are not applied\n")


@pytest.mark.django_db
def test_readyz_fails_without_a_database(client, monkeypatch):
    def cursor():
        raise OperationalError("connection refused")

    monkeypatch.setattr(connection, "cursor", cursor)
    ready = client.get("/readyz")
    assert (ready.status_code, ready.text) == (503, "database does not answer\n")
    assert ready["Retry-After"]
