"""Who has a part in an initiative: hubs and organisations."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .constraints import one_of
from .jurisdiction import Jurisdiction
from .organisation import Organisation


class ParticipationQuerySet(models.QuerySet):
    def public(self):
        """In initiatives that readers may see."""
        from .initiative import Initiative

        return self.filter(initiative__in=Initiative.objects.public().values("pk"))


class Participation(models.Model):
    """A jurisdiction leads an initiative or takes part in it."""

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="participations")
    jurisdiction = models.ForeignKey(
        Jurisdiction, models.PROTECT, related_name="participations", verbose_name=_("hub")
    )
    lead = models.BooleanField(default=False)

    objects = ParticipationQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("initiative", "jurisdiction"), name="participation_once_per_jurisdiction"
            ),
            models.UniqueConstraint(
                fields=("initiative",), condition=Q(lead=True), name="participation_one_lead"
            ),
        )

    def __str__(self):
        return f"{self.jurisdiction} {'leads' if self.lead else 'takes part in'} {self.initiative}"


class Role(models.TextChoices):
    LEAD = "lead", _("leads")
    SUPERVISOR = "supervisor", _("supervises")
    PARTICIPANT = "participant", _("takes part")


class Involvement(models.Model):
    """An organisation leads, supervises or takes part in an initiative."""

    initiative = models.ForeignKey("Initiative", models.CASCADE, related_name="involvements")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="involvements")
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.LEAD)

    class Meta:
        constraints = (
            one_of("involvement", "role", Role),
            models.UniqueConstraint(
                fields=("initiative", "organisation", "role"), name="involvement_once_per_role"
            ),
        )

    def __str__(self):
        return f"{self.organisation} {self.get_role_display()} {self.initiative}"
