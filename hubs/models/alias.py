from django.db import models
from django.db.models import Q

from .constraints import exactly_one
from .initiative import Initiative
from .jurisdiction import Jurisdiction
from .names import fold, has_word
from .organisation import Organisation


class AliasQuerySet(models.QuerySet):
    def having(self, word: str):
        """Aliases in which a folded word stands."""
        return self.filter(has_word("folded", word))


class Alias(models.Model):
    """Another name of a jurisdiction, organisation or initiative. One alias may fit two bodies (金管局)."""

    text = models.CharField(max_length=200)
    folded = models.CharField(max_length=200, editable=False, db_index=True)
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    organisation = models.ForeignKey(
        Organisation, models.CASCADE, null=True, blank=True, related_name="aliases"
    )
    initiative = models.ForeignKey(Initiative, models.CASCADE, null=True, blank=True, related_name="aliases")

    objects = AliasQuerySet.as_manager()

    class Meta:
        ordering = ("text",)
        verbose_name_plural = "aliases"
        constraints = (
            exactly_one("alias", "jurisdiction", "organisation", "initiative"),
            models.CheckConstraint(condition=Q(text__length__gt=0), name="alias_is_not_empty"),
            *(
                models.UniqueConstraint(
                    fields=("text", owner),
                    condition=Q(**{f"{owner}__isnull": False}),
                    name=f"alias_once_per_{owner}",
                )
                for owner in ("jurisdiction", "organisation", "initiative")
            ),
        )

    def __str__(self):
        return self.text

    def save(self, *args, **kwargs):
        self.folded = fold(self.text)
        super().save(*args, **kwargs)
