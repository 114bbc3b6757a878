import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from .constraints import one_of


class IntakeState(models.TextChoices):
    READING = "reading", "being read"
    READ = "read", "read"
    REFUSED = "refused", "refused"


class IntakeQuerySet(models.QuerySet):
    def forgotten(self):
        """Those nobody came back to."""
        return self.filter(begun__lt=timezone.now() - datetime.timedelta(days=7))


class Intake(models.Model):
    """An article on its way in: fetched or read for an editor, and looked at before anything is kept.

    It goes when the article is kept or given up. `reading` is a `capture.reading.Reading` as JSON, `said` the
    sentence why nothing could be read.
    """

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="intakes")
    begun = models.DateTimeField(auto_now_add=True)
    source = models.CharField(
        max_length=2000, help_text="The address, the name of the file, or “pasted text”."
    )
    state = models.CharField(max_length=7, choices=IntakeState.choices, default=IntakeState.READING)
    said = models.TextField(blank=True)
    reading = models.JSONField(null=True, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ("-begun", "-pk")
        constraints = (
            one_of("intake", "state", IntakeState),
            models.CheckConstraint(
                condition=Q(state="read", reading__isnull=False)
                | (~Q(state="read") & Q(reading__isnull=True)),
                name="intake_read_has_its_reading",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(said=""), name="intake_refused_says_why"
            ),
        )

    def __str__(self):
        return self.source

    def get_absolute_url(self):
        return reverse("intake", args=[self.pk])
