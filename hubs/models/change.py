from django.conf import settings
from django.db import connection, models

from .constraints import one_of

# Any constant of our own; it only has to be the same in every process.
CHANGE_LOCK = 0x48554253


class Door(models.TextChoices):
    """The way a change came in."""

    STARTER = "starter", "starter dataset"
    ADMIN = "admin", "admin"
    IMPORT = "import", "import"
    REVIEW = "review", "review of an article"
    COMMAND = "command", "command line"


class ChangeQuerySet(models.QuerySet):
    def open(self, *, by, door: str, note: str = "") -> "Change":
        """Begin a change inside a transaction; its number is higher than that of every committed one.

        PostgreSQL hands out numbers before commit, so writers queue here until the one before
        has committed. SQLite lets one writer in at a time anyway.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGE_LOCK])
        return self.create(by=by, door=door, note=note)

    def touching(self, hub):
        """Changes to what is said about a hub, newest first: what each added, corrected and withdrew."""
        from .statement import Statement

        about = Statement.objects.filter(jurisdiction=hub)
        added = about.filter(published=models.OuterRef("pk"), replaces=None).order_by().values("published")
        counted = added.annotate(n=models.Count("pk")).values("n")
        corrections = about.filter(replaces__isnull=False).select_related(
            *("topic", "series", "choice", "replaces__series", "replaces__choice")
        )
        withdrawals = about.filter(replaced_by=None).select_related("topic", "series", "choice")
        published, withdrawn = (
            about.values("published"),
            about.filter(withdrawn__isnull=False).values("withdrawn"),
        )
        return (
            self.filter(models.Q(pk__in=published) | models.Q(pk__in=withdrawn))
            .annotate(
                added=models.functions.Coalesce(
                    models.Subquery(counted, output_field=models.IntegerField()), 0
                )
            )
            .prefetch_related(
                models.Prefetch("published_statements", corrections[:5], to_attr="corrections"),
                models.Prefetch("withdrawn_statements", withdrawals[:5], to_attr="withdrawals"),
            )
            .order_by("-pk")
        )

    def newest(self) -> "Change | None":
        return self.order_by("-pk").first()


class Change(models.Model):
    """One act of one person through one door: the second clock and the data version.

    Order of numbers is order of commits. `by` is empty for acts of a command run without a person.
    """

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="changes"
    )
    door = models.CharField(max_length=10, choices=Door.choices)
    note = models.CharField(max_length=500, blank=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        ordering = ("-pk",)
        constraints = (one_of("change", "door", Door),)

    def __str__(self):
        return f"Change {self.pk} ({self.get_door_display()}, {self.at:%Y-%m-%d %H:%M})"


class LiveQuerySet(models.QuerySet):
    def live(self):
        """Published and not withdrawn: what readers see."""
        return self.filter(published__isnull=False, withdrawn__isnull=True)
