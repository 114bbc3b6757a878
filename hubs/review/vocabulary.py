"""What an entry may name, read once for a whole review."""

from dataclasses import dataclass

from hubs.models import Choice, Initiative, Jurisdiction, Organisation, Series, Statement, Topic


@dataclass(frozen=True)
class Vocabulary:
    """Hubs, topics, initiatives and organisations by their slugs; topics with their choices and series."""

    hubs: dict[str, Jurisdiction]
    topics: dict[str, Topic]
    initiatives: dict[str, Initiative]
    organisations: dict[str, Organisation]
    # Hub and series, where the hub has figures in the series.
    counted: frozenset[tuple[str, str]] = frozenset()

    def choice(self, topic: str, code: str) -> Choice | None:
        known = self.topics[topic].choices.all() if topic in self.topics else ()
        return next((choice for choice in known if choice.code == code), None)

    def series(self, topic: str, slug: str) -> Series | None:
        known = self.topics[topic].series.all() if topic in self.topics else ()
        return next((series for series in known if series.slug == slug), None)


def read_vocabulary() -> Vocabulary:
    """In seven queries, however much there is."""
    topics = Topic.objects.prefetch_related("choices", "series").in_sheet_order()
    initiatives = Initiative.objects.only("slug", "title_en", "title_zh_hant", "title_zh_hans").order_by(
        "title_en"
    )
    figures = Statement.objects.live().filter(series__isnull=False, jurisdiction__isnull=False)
    return Vocabulary(
        hubs={hub.slug: hub for hub in Jurisdiction.objects.order_by("name_en")},
        topics={topic.slug: topic for topic in topics},
        initiatives={initiative.slug: initiative for initiative in initiatives},
        organisations={body.slug: body for body in Organisation.objects.order_by("name_en")},
        counted=frozenset(figures.order_by().values_list("jurisdiction__slug", "series__slug").distinct()),
    )
