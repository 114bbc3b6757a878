from django.db import models
from django.db.models import Q


class StarterRow(models.Model):
    """A row of the starter dataset as the loader last wrote it here.

    While the record still has this digest it is ours to update; once an editor has changed it, theirs.
    """

    kind = models.CharField(max_length=20, help_text="Of the record, as topic or statement.")
    key = models.CharField(max_length=150)
    digest = models.CharField(max_length=64)

    class Meta:
        ordering = ("kind", "key")
        constraints = (
            models.UniqueConstraint(fields=("kind", "key"), name="starter_row_once_per_record"),
            models.CheckConstraint(
                condition=Q(kind__length__gt=0, key__length__gt=0, digest__length=64),
                name="starter_row_has_its_digest",
            ),
        )

    def __str__(self):
        return f"{self.kind} {self.key}"
