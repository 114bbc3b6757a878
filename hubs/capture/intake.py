"""Articles on their way in: read in the background while the editor looks on or leaves, then kept or given up.

A few are read at once and a few more wait in line, in each process; what goes on stands in the intake's row, so
that any process can tell it. A process that ends takes its readings with it: they are told by the clock.
"""

import datetime
import logging
import re
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet
from django.db.models.fields.json import KT
from django.utils import timezone

from hubs.capture.capture import Capture
from hubs.capture.capturing import capture
from hubs.capture.fetching import fetch
from hubs.capture.keeping import Kept, Known, keep, recognise
from hubs.capture.parsing import parse
from hubs.capture.reading import Reading, tidy
from hubs.capture.refused import Refused
from hubs.models import Article, ArticleKind, Citation, Intake, IntakeState, PartialDate, SuggestionState
from hubs.models.article import ArticleQuerySet
from hubs.models.names import fold

log = logging.getLogger(__name__)

AT_ONCE = 2  # each is a process of its own, at work for up to 25 seconds
IN_LINE = 10  # each holds a file in memory
LONGEST = datetime.timedelta(seconds=45)  # fetching and reading at their limits, on a slow machine
LONGEST_IN_LINE = LONGEST * (1 + IN_LINE // AT_ONCE)

PASTED = "pasted text"
WAITING = "It waits for its turn: others are read first."
FETCHING = "The page is being fetched."
READING = "It is being read: title, author, publisher, date and text are looked for."
CUT_SHORT = "Reading it was cut short, most likely because the site was restarted: give it again."
OUR_FAULT = "Reading it failed for a reason that lies with us and is in the log: paste the text instead."

# A password in an address is refused, and not kept either.
CREDENTIALS = re.compile(r"(?<=:)//[^/\s]*@")

_turns = threading.Semaphore(AT_ONCE)
_counting = threading.Lock()
_under_way = 0


# --- Reading ------------------------------------------------------------------------------------------------


def take_in(*, by: Any, source: str, data: bytes | None = None) -> Intake:
    """Begin to read `data`, or what stands at the address `source`; Refused when too many are in line."""
    Intake.objects.forgotten().delete()
    with _place_in_line() as place:
        step = (FETCHING if data is None else READING) if place <= AT_ONCE else WAITING
        intake = Intake.objects.create(by=by, source=CREDENTIALS.sub("//…@", source), said=step)
        thread = threading.Thread(target=_read, args=(intake.pk, source, data), daemon=True)
        # A reading that nobody could find again is not begun.
        transaction.on_commit(thread.start)
    return intake


@contextmanager
def _place_in_line() -> Iterator[int]:
    """Counts one more under way, for the thread to count off; taken back when it could not be begun."""
    global _under_way
    with _counting:
        if _under_way >= AT_ONCE + IN_LINE:
            raise Refused(f"{_under_way} articles are being read or wait for it: try again in a minute.")
        _under_way += 1
        place = _under_way
    try:
        yield place
    except BaseException:
        _one_less()
        raise


def _one_less() -> None:
    global _under_way
    with _counting:
        _under_way -= 1


def _read(pk: int, source: str, data: bytes | None) -> None:
    """What the thread does. It holds no connection to the database while it waits for anything else."""
    try:
        with _turns:
            step = FETCHING if data is None else READING
            # Its time runs from now on; one that was given up meanwhile is not read at all.
            if _tell(pk, begun=timezone.now(), said=step):
                _tell(pk, **_outcome(pk, source, data))
    except Exception:
        log.exception("Intake %s could not be written to.", pk)
    finally:
        _one_less()


def _outcome(pk: int, source: str, data: bytes | None) -> dict[str, Any]:
    """The columns of an intake once it was read or refused."""
    declared = url = ""
    try:
        if data is None:
            fetched = fetch(source)
            data, declared, url = fetched.data, fetched.declared, fetched.url
            _tell(pk, said=READING)
        reading = presentable(parse(data, declared=declared, url=url))
    except Refused as refusal:
        return {"state": IntakeState.REFUSED, "said": str(refusal)}
    except Exception:
        log.exception("Intake %s could not be read.", pk)
        return {"state": IntakeState.REFUSED, "said": OUR_FAULT}
    return {
        "state": IntakeState.READ, "said": "", "reading": reading.to_json(), "source": url or source,
    }  # fmt: skip


def _tell(pk: int, **columns: Any) -> bool:
    """Write to an intake that is still being read; False when it was given up."""
    try:
        return bool(Intake.objects.filter(pk=pk, state=IntakeState.READING).update(**columns))
    finally:
        connection.close()


def presentable(reading: Reading) -> Reading:
    """What a file says of itself, as lines we could keep: it may have said anything."""
    for name, longest in (("title", 500), ("author", 200), ("publisher", 200)):
        setattr(reading, name, " ".join(tidy(getattr(reading, name)).split())[:longest])
    try:
        PartialDate.parse(reading.date)
    except ValueError:
        reading.date = ""
    return reading


# --- Looking on ---------------------------------------------------------------------------------------------


def is_cut_short(intake: Intake) -> bool:
    """Whether an intake will never be read, because the process that read it has ended."""
    longest = LONGEST_IN_LINE if intake.said == WAITING else LONGEST
    return intake.state == IntakeState.READING and intake.begun + longest < timezone.now()


def intakes_of(person: Any) -> QuerySet[Intake]:
    """A person's intakes, newest first, with the title that was found and without their texts."""
    return Intake.objects.filter(by=person).annotate(title=KT("reading__title")).defer("reading")


def under_review() -> ArticleQuerySet:
    """Articles with suggestions that are undecided or not yet published, the newest first, with how many.

    So are those kept in which nothing was found, until something rests on them.
    """
    undone = Q(suggestions__state=SuggestionState.OPEN) | Q(
        suggestions__state=SuggestionState.ACCEPTED, suggestions__statement=None
    )
    return (
        Article.objects.defer("text")
        .annotate(
            proposed=Count("suggestions"),
            decided=Count("suggestions", filter=~Q(suggestions__state=SuggestionState.OPEN)),
            undone=Count("suggestions", filter=undone),
            newest=Max("suggestions__pk"),
            cited=Exists(Citation.objects.filter(article=OuterRef("pk"))),
        )
        .filter(Q(undone__gt=0) | Q(~Q(text=""), proposed=0, cited=False))
        .order_by(F("newest").desc(nulls_last=True), "-pk")
    )


def usual_kind(publisher: str) -> str:
    """What kind of source this publisher's articles are; news where we hold none."""
    kinds = Article.objects.filter(publisher__iexact=publisher).order_by("-pk").values_list("kind", flat=True)
    return (publisher and kinds.first()) or ArticleKind.NEWS


def publishers() -> QuerySet:
    """Publishers as they are written already."""
    named = Article.objects.exclude(publisher="")
    return named.order_by("publisher").values_list("publisher", flat=True).distinct()


# --- Keeping ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Found:
    """An article as an editor leaves it: what was found, corrected."""

    text: str
    title: str
    publisher: str
    author: str
    date: str
    language: str
    kind: str
    url: str

    def recognised(self, apart: Collection[str] = ()) -> Known | None:
        """The article that is kept already, but those `apart`. Without a day, one of the same title is taken for it."""
        known = recognise(self.text, url=self.url, title=self.title, published=self.date, apart=apart)
        if known:
            return known
        if self.title and not self.date:
            for article in Article.objects.exclude(slug__in=apart).defer("text"):
                if fold(article.title) == fold(self.title):
                    return Known(article, f"An article of this title is kept as “{article.title}”.", False)
        return None

    def captured(self, known: Known | None) -> Capture:
        """What it says. Of an article that is listed already, we go by what we know of it."""
        listed = known.article if known else None
        return capture(
            self.text,
            title=listed.title if listed else self.title,
            publisher=listed.publisher if listed else self.publisher,
            author=listed.author if listed else self.author,
            published=(listed.date if listed else "") or self.date,
            language=self.language,
        )


def found(intake: Intake) -> Found:
    """What was found of an article that was read."""
    assert intake.reading, "only what was read"
    reading = Reading(**intake.reading)
    return Found(
        text=reading.text,
        title=reading.title,
        publisher=reading.publisher,
        author=reading.author,
        date=reading.date,
        language=reading.language,
        kind=usual_kind(reading.publisher),
        url=address_of(intake),
    )


def address_of(intake: Intake) -> str:
    """Where it came from, if it was fetched."""
    return intake.source if "://" in intake.source else ""


def wants_text(article: Article, text: str) -> bool:
    """Whether an article that is kept can take this text and what it says: it holds none, or this one unread."""
    return not article.text or (article.text == text and not article.suggestions.exists())


def settle(intake: Intake, found: Found, *, into: str = "", apart: Collection[str] = ()) -> Kept | Known:
    """Keep the article and end its intake; Known, and nothing kept, when it is kept already.

    `into` is the slug of the article that the editor said to add the text to, `apart` are those of articles that
    she said it is not. Intake.DoesNotExist when it was
    settled or given up meanwhile.
    """
    known = found.recognised(apart)
    if not _agreed(known, found, into):
        return _other(known)
    captured = found.captured(known)
    try:
        with transaction.atomic():
            row = Intake.objects.select_for_update().get(pk=intake.pk)
            # Capturing takes a while, in which somebody else may have kept the same.
            known = found.recognised(apart)
            if not _agreed(known, found, into):
                return _other(known)
            kept = keep(captured, url=found.url, kind=found.kind, known=known)
            row.delete()
            return kept
    except IntegrityError:
        return _other(found.recognised(apart))


def _agreed(known: Known | None, found: Found, into: str) -> bool:
    """Whether what would be done is what the editor asked for."""
    if known is None:
        return not into
    return known.article.slug == into and wants_text(known.article, found.text)


def _other(known: Known | None) -> Known:
    if known is None:
        raise Refused("As it is corrected now, it is no longer an article we hold: keep it as a new one.")
    return known
