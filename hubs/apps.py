from django.apps import AppConfig


class HubsConfig(AppConfig):
    """The single app; everything this project adds to Django is in it."""

    name = "hubs"
    verbose_name = "Hubs, side by side"
