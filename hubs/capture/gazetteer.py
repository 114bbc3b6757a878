"""Every name we know, from the database: read once for each capture, in seven queries."""

import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from django.db.models import Model

from hubs.capture.finding.source import fold_width
from hubs.capture.tables import rows
from hubs.models import Alias, Initiative, Jurisdiction, Organisation
from hubs.models.names import simplified

# 交易所 alone is any exchange.
GENERIC = {row["word"] for row in rows("bodies")}


@dataclass(frozen=True, slots=True)
class Known:
    """A jurisdiction, organisation or initiative with its names in folded form."""

    kind: str
    slug: str
    names: tuple[str, ...]
    # Where it belongs: the hub of a body, the hubs of an initiative, the parent of a hub.
    jurisdictions: tuple[str, ...] = ()
    organisations: tuple[str, ...] = ()
    sort: str = ""
    began: str = ""
    currency: str = ""

    @property
    def title(self) -> str:
        return self.names[0]


@dataclass
class Gazetteer:
    """What can be recognised: by slug, and by folded name."""

    jurisdictions: dict[str, Known]
    organisations: dict[str, Known]
    initiatives: dict[str, Known]
    by_name: dict[str, list[Known]] = field(default_factory=lambda: defaultdict(list))
    rarity: dict[str, dict[str, float]] = field(default_factory=dict)  # filled when first asked for

    def __post_init__(self) -> None:
        for known in (*self.jurisdictions.values(), *self.organisations.values(), *self.initiatives.values()):
            for name in known.names:
                self.add(name, known)
        called = [(name, known) for known in self.initiatives.values() if (name := proper_name(known.title))]
        shared = Counter(name for name, _ in called)
        for name, known in called:
            # “Project Cedar” is two of its phases, and “BitLicense” may be a body's name as well.
            if shared[name] == 1 and name not in self.by_name:
                self.add(name, known)
                if law := re.fullmatch(r"(.+) (?:Act|Bill)", name):
                    self.add(f"{law[1]}法案", known)
        for known in self.organisations.values():
            for name in self.other_forms(known):
                if name not in self.by_name or all(k.kind == "organisation" for k in self.by_name[name]):
                    self.add(name, known)
        for row in rows("places"):
            place = self.jurisdictions.get(row["jurisdiction"])
            if place or row["kind"] in ("scheme", "elsewhere"):
                self.add(row["name"], place or Known(row["kind"], row["name"], (row["name"],)))

    def add(self, name: str, known: Known) -> None:
        if known not in self.by_name[name]:
            self.by_name[name].append(known)

    def other_forms(self, body: Known) -> set[str]:
        """A body's names without the place, and with it on the other side.

        “Monetary Authority of Hong Kong” and “Monetary Authority” are the Hong Kong Monetary Authority.
        """
        forms = set()
        for slug in body.jurisdictions:
            for place in (*self.jurisdictions[slug].names, *also_called(slug)):
                for name in body.names:
                    bare = without_place(name, place)
                    if not bare:
                        continue
                    if bare.isascii():
                        forms |= {bare, f"{place} {bare}", f"{bare} of {place}", f"{bare} of the {place}"}
                        if bare == "Municipal Government":
                            forms |= {
                                f"{place}{which} government"
                                for which in ("", "'s", "'s municipal", " municipal", " city")
                            }
                            forms |= {f"{place} City Government", f"government of {place}"}
                    elif bare == "人民政府":
                        forms |= {f"{place}市政府", f"{place}市府", f"{place}政府"}
                    elif len(bare) > 2 and bare not in GENERIC:
                        forms |= {bare, place + bare}
        forms |= {name.removeprefix("The ") for name in body.names if name.startswith("The ")}
        return forms - set(body.names)


def proper_name(title: str) -> str:
    """What a title begins with that is a name of its own: “Project Guardian”, “GENIUS Act”, “eTradeConnect”."""
    found = re.match(r"Project [\w-]+\+?|[A-Z][A-Za-z]+ (?:Act|Ordinance|Bill)\b|\w*[a-z][A-Z]\w*", title)
    return found[0] if found else ""


def also_called(slug: str) -> list[str]:
    """Further names of a hub that the names of its bodies may begin with."""
    return [row["name"] for row in rows("places") if row["jurisdiction"] == slug and row["kind"] == "place"]


def without_place(name: str, place: str) -> str:
    """The name of a body without the place in it, if enough is left to be a name."""
    if name.isascii():
        bare = re.sub(
            rf"^(?:the )?{re.escape(place)}(?:'s)? (?:State )?| of (?:the )?{re.escape(place)}$", "", name
        )
        return bare if bare != name and " " in bare else ""
    bare = name.removeprefix(place).removeprefix("市")
    return bare if bare != name and len(bare) >= 3 else ""


def folded(name: str) -> str:
    return fold_width(simplified(name)).strip()


def read_gazetteer() -> Gazetteer:
    """All names from the database."""
    aliases: dict[tuple[str, int], list[str]] = defaultdict(list)
    for text, *owners in Alias.objects.values_list("text", "jurisdiction", "organisation", "initiative"):
        for kind, owner in zip(("jurisdiction", "organisation", "initiative"), owners, strict=True):
            if owner:
                aliases[kind, owner].append(text)

    def names(kind: str, record: Model, *own: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(folded(name) for name in (*own, *aliases[kind, record.pk]) if name))

    hubs = Jurisdiction.objects.select_related("parent")
    jurisdictions = {
        hub.slug: Known(
            "jurisdiction",
            hub.slug,
            names("jurisdiction", hub, hub.name_en, hub.name_zh_hant, hub.name_zh_hans),
            (hub.parent.slug,) if hub.parent else (),
            sort=hub.kind,
            currency=hub.currency,
        )
        for hub in hubs
    }
    organisations = {
        body.slug: Known(
            "organisation",
            body.slug,
            names("organisation", body, body.name_en, body.name_zh_hant, body.name_zh_hans),
            (body.jurisdiction.slug,) if body.jurisdiction else (),
            sort=body.kind,
        )
        for body in Organisation.objects.select_related("jurisdiction")
    }
    parts = Initiative.objects.prefetch_related("jurisdictions", "organisations")
    initiatives = {
        each.slug: Known(
            "initiative",
            each.slug,
            names("initiative", each, each.title_en, each.title_zh_hant, each.title_zh_hans),
            tuple(hub.slug for hub in each.jurisdictions.all()),
            tuple(body.slug for body in each.organisations.all()),
            sort=each.category,
            began=each.began,
        )
        for each in parts
    }
    return Gazetteer(jurisdictions, organisations, initiatives)
