from django.apps import AppConfig
from django.contrib.admin import apps as admin


class HubsConfig(AppConfig):
    """The single app; everything this project adds to Django is in it."""

    name = "hubs"
    verbose_name = "Hubs, side by side"


class DataEntryConfig(admin.AdminConfig):
    """Django's admin, with a site of our own."""

    default = False  # installed by its own name; "hubs" alone means the app above
    default_site = "hubs.admin_site.DataEntrySite"
