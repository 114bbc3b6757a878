import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone


class UploadQuerySet(models.QuerySet):
    def forgotten(self):
        """Those nobody came back to."""
        return self.filter(begun__lt=timezone.now() - datetime.timedelta(days=1))


class Upload(models.Model):
    """Files on their way in: looked at by the person who brought them, before anything is written.

    It goes when they are imported or given up. `sheets` are the `importing.Sheet`s, `looked_at` the states of
    what was here when the person looked: an import is stopped when they are no longer so.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="uploads")
    begun = models.DateTimeField(auto_now_add=True)
    names = models.CharField("files", max_length=500)
    sheets = models.JSONField()
    looked_at = models.JSONField()

    objects = UploadQuerySet.as_manager()

    class Meta:
        ordering = ("-begun", "-pk")
        verbose_name = "import"

    def __str__(self):
        return self.names
