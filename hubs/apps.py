from django.apps import AppConfig
from django.contrib.admin import apps as admin
from django.db.backends.signals import connection_created


class HubsConfig(AppConfig):
    """The single app; everything this project adds to Django is in it."""

    name = "hubs"
    verbose_name = "Hubs, side by side"

    def ready(self) -> None:
        from hubs.database import queue_writers

        connection_created.connect(queue_writers)


class DataEntryConfig(admin.AdminConfig):
    """Django's admin, with a site of our own."""

    default = False  # installed by its own name; "hubs" alone means the app above
    default_site = "hubs.admin_site.DataEntrySite"
