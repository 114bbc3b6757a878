"""How changes are told: in words for titles, feeds and lists. Display only: nothing here asks the database."""

import re
from difflib import SequenceMatcher

from django import template
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hubs.changes import Act, Difference, Shown, Told, Touched
from hubs.models import ChangeKind, Door, Finding, Statement, TopicKind
from hubs.templatetags.catalogue_tags import in_words
from hubs.templatetags.hubs_tags import joined, short_date

register = template.Library()

ABSENCES = {
    "not_researched": gettext_lazy("not researched"),
    "not_recorded": gettext_lazy("not on record"),
    "not_in_this_series": gettext_lazy("not in this series"),
    "unsettled": gettext_lazy("unsettled"),
}

FIELD_NAMES = {
    "answer": gettext_lazy("Answer"),
    "value_date": gettext_lazy("Date"),
    "valid_from": gettext_lazy("True from"),
    "valid_until": gettext_lazy("True until"),
    "as_of": gettext_lazy("Seen on"),
    "nature": gettext_lazy("Event or observed"),
    "standing": gettext_lazy("Standing"),
    "planned": gettext_lazy("Planned"),
    "certainty": gettext_lazy("Certainty"),
    "verification": gettext_lazy("Verification"),
    "method": gettext_lazy("Method"),
    "break_before": gettext_lazy("Counted anew"),
    "text": gettext_lazy("As said"),
    "note": gettext_lazy("Note"),
    "sources": gettext_lazy("Sources"),
}

# Fields that hold free text.
TEXTS = ("method", "text", "note")

# How many of each kind, as a sentence counts them.
COUNTED = {
    ChangeKind.US: lambda n: ngettext("%d correction of our own", "%d corrections of our own", n),
    ChangeKind.WORLD: lambda n: ngettext("%d change in the world", "%d changes in the world", n),
    ChangeKind.WITHDRAWN: lambda n: ngettext("%d statement withdrawn", "%d statements withdrawn", n),
    ChangeKind.PREFERRED: lambda n: ngettext("%d statement preferred", "%d statements preferred", n),
    ChangeKind.NEW: lambda n: ngettext("%d new statement", "%d new statements", n),
    ChangeKind.CITED: lambda n: ngettext("%d further source", "%d further sources", n),
    ChangeKind.MERGED: lambda n: ngettext("%d merge of two records", "%d merges of two records", n),
}

# Words and signs of a text, and every Chinese character by itself, so that one that changed can be marked.
TOKENS = re.compile(r"[\u3400-\u9fff]|[^\W\u3400-\u9fff]+|\s+|[^\w\s]")
# A line that tells of a change has room for so much of a text.
LINE = 140
# Held against each other word by word, longer texts would keep a reader waiting.
MOST_TOKENS = 3000


@register.filter
def counted(kind: ChangeKind, n: int) -> str:
    """5 new statements."""
    return COUNTED[kind](n) % n


@register.filter
def how_many(counts: list[tuple[ChangeKind, int]]) -> str:
    """5 new statements and 2 withdrawn."""
    return joined(counted(kind, n) for kind, n in counts)


@register.filter
def in_a_word(shown: Shown) -> str:
    """What stood large in a cell, as plain text; tied values all of them."""
    if shown.absence:
        return str(ABSENCES[shown.absence])
    line = " / ".join(line_of(statement) for statement in shown.statements)
    if not shown.inherited_from:
        return line
    return _("from %(hub)s: %(value)s") % {"hub": shown.inherited_from, "value": line}


def line_of(statement: Statement) -> str:
    """The value of a statement in a line; a text in a script without spaces is cut, too."""
    return Truncator(in_words(statement)).chars(LINE)


def apart(text: str, other: str) -> str:
    """A text from where it begins to differ from another, with a few words before, as far as a line has room."""
    words, others = text.split(), other.split()
    both = min(len(words), len(others))
    same = next((n for n in range(both) if words[n] != others[n]), both)
    if same > 8 and words != others:
        text = "… " + " ".join(words[same - 3 :])
    return Truncator(text).chars(LINE)


@register.filter
def was(act: Act, cell: Touched) -> str:
    """What readers saw before an act, where it changed what they see."""
    if act.before and act.kind in (ChangeKind.US, ChangeKind.WORLD, ChangeKind.WITHDRAWN):
        return _beside(act.before, act.after)
    if cell.looks_different and act.after in cell.after.statements:
        return in_a_word(cell.before)
    return ""


@register.filter
def now(act: Act, cell: Touched) -> str:
    """What readers see after an act."""
    if act.after:
        return _beside(act.after, act.before)
    return in_a_word(cell.after) if act.before in cell.before.statements else ""


def _beside(statement: Statement, other: Statement | None) -> str:
    if other and statement.finding == other.finding and statement.topic.kind == TopicKind.PROSE:
        return apart(statement.text, other.text)
    return line_of(statement)


@register.filter
def is_reworded(act: Act, cell: Touched) -> bool:
    """A correction that reads the same in a line: it is the fields beside the answer that say something else."""
    return act.before is not None and was(act, cell) == now(act, cell)


@register.filter
def stands_large(act: Act, cell: Touched) -> bool:
    """Whether what an act is about is, or until now was, what the cell shows."""
    return act.after in cell.after.statements if act.after else act.before in cell.before.statements


@register.filter
def changed_fields(act: Act) -> str:
    """Note and sources: the fields in which a correction says something else."""
    return joined(str(FIELD_NAMES[d.name]).lower() for d in act.differences)


@register.filter
def field_name(difference: Difference) -> str:
    return str(FIELD_NAMES[difference.name])


@register.simple_tag
def field_words(difference: Difference, statement: Statement | None) -> str:
    """What a statement says in a field, as a reader would read it; empty where it says nothing."""
    if statement is None:
        return ""
    name = difference.name
    if name in ("value_date", "valid_from", "valid_until", "as_of"):
        return short_date(statement.partial(name))
    if name in ("planned", "break_before"):
        return _("yes") if getattr(statement, name) else _("no")
    if name in ("nature", "standing", "certainty", "verification"):
        return str(getattr(statement, f"get_{name}_display")())
    return getattr(statement, name)


@register.filter
def short_fields(act: Act) -> list[Difference]:
    """Of a statement that is new or gone: what fits into a line below its answer."""
    return [d for d in act.differences if d.name not in ("answer", *TEXTS, "sources")]


@register.filter
def long_fields(act: Act) -> list[Difference]:
    return [d for d in act.differences if d.name in (*TEXTS, "sources")]


@register.simple_tag
def marked_text(difference: Difference, statement: Statement) -> SafeString:
    """A text with the words marked that the other side of a difference does not have."""
    is_after = statement is difference.after
    other = difference.before if is_after else difference.after
    text, held_against = (_text(difference.name, s) for s in (statement, other))
    if not text:
        return format_html('<span class="meta">{}</span>', _("empty"))
    ours, theirs = TOKENS.findall(text), TOKENS.findall(held_against)
    if not theirs or len(ours) + len(theirs) > MOST_TOKENS:
        return linebreaksbr(text)
    tag = "ins" if is_after else "del"
    parts = []
    for what, start, end, _start, _end in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        words = linebreaksbr("".join(ours[start:end]))
        if words:
            parts.append(words if what == "equal" else format_html("<{0}>{1}</{0}>", tag, words))
    return mark_safe("".join(parts))


def _text(name: str, statement: Statement | None) -> str:
    return "" if statement is None else statement.text if name == "answer" else getattr(statement, name)


@register.filter
def is_text(difference: Difference) -> bool:
    """Whether it is a text, whose words can be held against each other."""
    sides = [s for s in (difference.before, difference.after) if s]
    prose = all(s.topic.kind == TopicKind.PROSE and s.finding == Finding.VALUE for s in sides)
    return difference.name in TEXTS or (difference.name == "answer" and prose)


@register.filter
def cell_name(cell: Touched) -> str:
    """Hong Kong: Licensed stablecoin issuers: what a cell is about, with the way of counting where there is one."""
    return f"{cell.called}: {question(cell)}"


@register.filter
def question(cell: Touched) -> str:
    """The topic of a cell, with the way of counting where it does not say the same."""
    if not cell.series or str(cell.series).lower() in str(cell.topic).lower():
        return str(cell.topic)
    return f"{cell.topic} ({cell.series})"


@register.filter
def headline(told: Told) -> str:
    """What a change did, in one line of plain text: the title of its page and of its entry in the feed."""
    if told.merge:
        return _("“%(name)s” was merged into “%(into)s”") % {"name": told.merge.name, "into": told.merge.into}
    if told.only:
        cell, act = told.only
        before, after = was(act, cell), now(act, cell)
        if before and before != after:
            return _("%(cell)s %(before)s → %(after)s (%(kind)s)") % {
                "cell": cell_name(cell),
                "before": before,
                "after": after or _("nothing"),
                "kind": act.kind.label,
            }
        return _("%(cell)s, %(value)s (%(kind)s)") % {
            "cell": cell_name(cell),
            "value": after or before,
            "kind": act.kind.label,
        }
    counts: dict[ChangeKind, int] = dict(told.counted)
    for _cell, act in told.acts:
        counts[act.kind] = counts.get(act.kind, 0) + 1
    in_order = [(kind, counts[kind]) for kind in ChangeKind if kind in counts]
    subjects = list(dict.fromkeys(cell.called for cell in told.cells))
    if 0 < len(subjects) <= 3 and not told.counted:
        return f"{joined(subjects)}: {how_many(in_order)}"
    return how_many(in_order)


@register.filter
def through(told: Told) -> str:
    """The door a change came through."""
    doors = {
        Door.STARTER: _("from the starter dataset"),
        Door.ADMIN: _("entered by an editor"),
        Door.IMPORT: _("imported from a file"),
        Door.REVIEW: _("from the review of an article"),
        Door.COMMAND: _("from the command line"),
    }
    return doors[Door(told.change.door)]


@register.filter
def note_of(told: Told) -> str:
    """What was noted about a change, unless its door or the reason of an act says it already."""
    note, door = told.change.note, str(told.change.get_door_display())
    said = note.lower() == door.lower() or any(act.reason.startswith(note) for _cell, act in told.acts)
    return "" if said else note
