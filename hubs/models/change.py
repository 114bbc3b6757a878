from django.conf import settings
from django.db import connection, models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from .constraints import one_of

# Any constant of our own; it only has to be the same in every process.
CHANGE_LOCK = 0x48554253


class Door(models.TextChoices):
    """The way a change came in."""

    STARTER = "starter", _("starter dataset")
    ADMIN = "admin", _("data entry")
    IMPORT = "import", _("import")
    REVIEW = "review", _("review of an article")
    COMMAND = "command", _("command line")


class ChangeKind(models.TextChoices):
    """What a change did to one statement: the two reasons to correct, and four other things; or to two records."""

    US = "us", _("we corrected ourselves")
    WORLD = "world", _("the world changed")
    WITHDRAWN = "withdrawn", _("withdrawn")
    PREFERRED = "preferred", _("preferred")
    NEW = "new", _("new")
    CITED = "cited", _("further source")
    MERGED = "merged", _("merged")

    def rows(self, hub=None) -> tuple[models.QuerySet, str, str]:
        """Where acts of this kind are kept: rows, their field that names the change, the one that names statements.

        `hub` limits them to acts on what is said about it.
        """
        from .citation import Citation, Ranking
        from .former_address import FormerAddress
        from .statement import Statement

        about = said_about(hub)
        statements = Statement.objects.all() if about is None else about
        match self:
            case ChangeKind.US | ChangeKind.WORLD:
                return statements.filter(why=self.value, published__isnull=False), "published", "pk"
            case ChangeKind.NEW:
                return statements.filter(replaces=None, published__isnull=False), "published", "pk"
            case ChangeKind.WITHDRAWN:
                # What was replaced is a correction; a replacement that is still a draft has replaced nothing.
                alone = statements.filter(withdrawn__isnull=False, replaced_by__published=None)
                return alone, "withdrawn", "pk"
            case ChangeKind.PREFERRED:
                rows = Ranking.objects.filter(published__isnull=False)
            case ChangeKind.CITED:
                # What a statement rested on from the start came with it.
                rows = Citation.objects.filter(statement__published__lt=models.F("published"))
            case ChangeKind.MERGED:
                merges = FormerAddress.objects.filter(change__isnull=False)
                return merges if hub is None else merges.about(hub), "change", "statements"
        return rows if about is None else rows.filter(statement__in=about), "published", "statement"


class ChangeQuerySet(models.QuerySet):
    def open(self, *, by, door: str, note: str = "") -> "Change":
        """Begin a change inside a transaction; its number is higher than that of every committed one."""
        self.queue()
        return self.create(by=by, door=door, note=note)

    def queue(self) -> None:
        """Wait, inside a transaction, until the change before has committed.

        PostgreSQL hands out numbers before commit; SQLite lets one writer in at a time anyway. Whoever
        locks rows and then opens a change queues first, so that no two hold what the other needs.
        """
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [CHANGE_LOCK])

    def public(self, *, kinds=(), hub=None):
        """Changes that did something readers can see (of these kinds, to what is said about a hub), newest first.

        What else is recorded as a change, such as a decision on a suggestion, is not among them.
        """
        did = models.Q(pk__in=())
        for kind in kinds or ChangeKind:
            rows, change, _statement = kind.rows(hub)
            did |= models.Q(pk__in=rows.order_by().values(change))
        return self.filter(did).order_by("-pk")

    def touching(self, hub):
        """Changes to what is said about a hub or an initiative it leads or takes part in, newest first."""
        return self.public(hub=hub)

    def with_counts(self, *, hub=None):
        """With how many acts there are of each kind, as `count_new` and so on."""
        counts = {}
        for kind in ChangeKind:
            rows, change, _statement = kind.rows(hub)
            ours = rows.filter(**{change: models.OuterRef("pk")}).order_by().values(change)
            counted = ours.annotate(n=models.Count("*")).values("n")
            number = models.Subquery(counted, output_field=models.IntegerField())
            counts[f"count_{kind.value}"] = models.functions.Coalesce(number, 0)
        return self.annotate(**counts)

    def count_by_kind(self, *, hub=None) -> dict[ChangeKind, int]:
        """How many changes did something of each kind, in one query."""
        counts = {}
        for kind in ChangeKind:
            rows, change, _statement = kind.rows(hub)
            did = models.Q(pk__in=rows.order_by().values(change))
            counts[kind.value] = models.Count("pk", filter=did)
        return {ChangeKind(kind): n for kind, n in self.order_by().aggregate(**counts).items()}

    def newest(self) -> "Change | None":
        return self.order_by("-pk").first()

    def data_version(self) -> "Change | None":
        """The newest change of the data, which names its version: not a decision that made nothing public.

        Asked on every page; from the newest down, so that it ends at the first that did something.
        """
        from .citation import Citation
        from .statement import Statement

        decision = models.Q(door=Door.REVIEW)
        for model in (Statement, Citation):
            for act in ("published", "withdrawn"):
                decision &= ~models.Exists(model.objects.filter(**{act: models.OuterRef("pk")}))
        return self.exclude(decision).order_by("-pk").first()


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
        return f"Change {self.pk} ({self.get_door_display()}, {date_format(self.at, 'DATETIME_FORMAT')})"

    def get_absolute_url(self):
        return reverse("change", args=[self.pk])


def said_about(hub) -> "models.QuerySet | None":
    """Statements about a hub, and about the initiatives it leads or takes part in; without a hub, no limit."""
    from .participation import Participation
    from .statement import Statement

    if hub is None:
        return None
    taking_part = Participation.objects.filter(jurisdiction=hub).values("initiative")
    return Statement.objects.filter(models.Q(jurisdiction=hub) | models.Q(initiative__in=taking_part))


class LiveQuerySet(models.QuerySet):
    def live(self):
        """Published and not withdrawn: what readers see."""
        return self.filter(published__isnull=False, withdrawn__isnull=True)
