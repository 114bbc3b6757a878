from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _

from hubs import editing
from hubs.admin import acting, asking, chosen, correcting, settling, waiting
from hubs.admin.drafting import PublishesDrafts, last_article, remember
from hubs.admin.search import Picks
from hubs.admin.stale import StopsStaleForms
from hubs.admin.stale.opened import name_of, sent_with
from hubs.forms.statement import CitationForm, StatementForm
from hubs.forms.typed import language_field
from hubs.models import Citation, Statement, TopicKind
from hubs.templatetags.catalogue_tags import in_words
from hubs.templatetags.hubs_tags import short_date, when
from hubs.worklists.waiting import to_publish

# Fields of a public statement that are read as a word; Django has a red cross for “no”.
IN_WORDS = {"planned": "is_planned", "break_before": "breaks_before"}


def without_signs(fieldsets: tuple) -> tuple:
    """Fieldsets with words in the place of signs."""

    def read(fields):
        return tuple(read(each) if isinstance(each, tuple) else IN_WORDS.get(each, each) for each in fields)

    return tuple((name, options | {"fields": read(options["fields"])}) for name, options in fieldsets)


class StandsFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return (("draft", "draft"), ("live", "public"), ("withdrawn", "withdrawn"))

    def queryset(self, request, queryset):
        match self.value():
            case "draft":
                return queryset.filter(published=None)
            case "live":
                return queryset.filter(published__isnull=False, withdrawn=None)
            case "withdrawn":
                return queryset.filter(withdrawn__isnull=False)


class CitationInline(Picks, admin.StackedInline):
    model = Citation
    form = CitationForm
    fields = ("article", "quote", ("locator", "level"))
    autocomplete_fields = ("article",)

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1


@admin.register(Statement)
class StatementAdmin(StopsStaleForms, PublishesDrafts, Picks, admin.ModelAdmin):
    """Drafts are entered and published here; what is public can be looked at, and has screens to act on it."""

    form = StatementForm
    change_form_template = "admin/hubs/statement/change_form.html"
    change_list_template = "admin/hubs/statement/change_list.html"

    list_display = ("key", "subject", "topic", "said", "when", "standing", "state")
    list_filter = (StandsFilter, "standing", "planned", "finding", "jurisdiction", "topic")
    list_select_related = ("jurisdiction", "initiative", "topic", "choice", "series")
    search_fields = ("key", "text", "note", "jurisdiction__name_en", "initiative__title_en", "topic__name_en")
    autocomplete_fields = ("jurisdiction", "initiative", "topic", "series", "choice")
    inlines = (CitationInline,)
    actions = ("publish_drafts", "correct", "prefer", "withdraw")

    @admin.display(description="value")
    def said(self, statement: Statement) -> str:
        if statement.topic.kind == TopicKind.DATE and statement.value_date:
            return short_date(statement.partial("value_date"))
        return in_words(statement)[:80]

    @admin.display(description="when", empty_value="")
    def when(self, statement: Statement) -> str:
        return ", ".join(when(statement))

    @admin.display(description="state")
    def state(self, statement: Statement) -> str:
        if statement.withdrawn_id:
            return "withdrawn"
        return "public" if statement.published_id else "draft"

    @admin.display(description="planned")
    def is_planned(self, statement: Statement) -> str:
        return "yes" if statement.planned else "no"

    @admin.display(description="break before")
    def breaks_before(self, statement: Statement) -> str:
        return "yes" if statement.break_before else "no"

    @admin.display(description="on the site")
    def public_page(self, statement: Statement) -> str:
        if not statement.published_id or statement.withdrawn_id:
            return "Not public."
        return format_html('<a href="{}">{}</a>', statement.get_absolute_url(), "What readers see")

    @admin.display(description="change")
    def published_in(self, statement: Statement) -> str:
        change = statement.published
        return format_html(
            '<a href="{}">{}</a>', reverse("admin:hubs_change_change", args=[change.pk]), change
        )

    def get_fieldsets(self, request, obj=None):
        shown = asking.fieldsets(asking.topic_of(request, obj), obj)
        if obj is None:
            return shown
        if not obj.published_id:
            return (*shown, ("Kept under", {"fields": ("key",)}))
        if obj.number is not None:
            # What is public is read column by column, its number as it is kept.
            whole = ("number", "number_high", "bound")
            shown[1][1]["fields"] = [whole if name == "number" else name for name in shown[1][1]["fields"]]
        return (*without_signs(shown), ("Public", {"fields": ("key", "public_page", "published_in")}))

    def get_readonly_fields(self, request, obj=None):
        if obj is None:
            return ()
        if not obj.published_id:
            return ("key", "topic")
        return ("key", "public_page", "published_in", *IN_WORDS.values())

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        if topic := asking.topic_of(request, obj):
            asking.narrow(form, topic, asking.said_before(request) if obj is None else None)
        return form

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        return language_field(db_field) or super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_changeform_initial_data(self, request):
        given = super().get_changeform_initial_data(request)
        return asking.initial(asking.topic_of(request), asking.said_before(request)) | given

    def add_view(self, request, form_url="", extra_context=None):
        topic = asking.topic_of(request)
        if request.method != "POST" and topic is None:
            if not self.has_add_permission(request):
                raise PermissionDenied
            return asking.choose_topic(self, request)
        asked = {"topic": topic, "again": asking.said_before(request)}
        return super().add_view(request, form_url, (extra_context or {}) | asked)

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        is_open = obj.pk is None and "again" not in request.GET and not asking.fills_a_gap(request)
        if is_open and (article := last_article(request)):
            kwargs["initial"] = [{"article": article.pk}]
        return kwargs

    def get_urls(self):
        screens = (
            ("waiting/", waiting.waiting, "waiting"),
            ("<int:pk>/correct/", correcting.correct, "correct"),
            ("<int:pk>/settle/", settling.settle, "settle"),
            ("<int:pk>/withdraw/", settling.withdraw, "withdraw"),
        )
        ours = [
            path(route, self.admin_site.admin_view(partial(view, self)), name=f"hubs_statement_{name}")
            for route, view, name in screens
        ]
        return ours + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        drafts = Statement.objects.filter(published=None, replaces__withdrawn=None).exclude(replaces=None)
        draft = drafts.filter(pk=object_id).first() if object_id.isdecimal() else None
        if draft:
            # A correction is written beside what it corrects; of what is gone by now, it is read and deleted here.
            return redirect("admin:hubs_statement_correct", draft.replaces_id)
        return super().change_view(request, object_id, form_url, extra_context)

    def changelist_view(self, request, extra_context=None):
        count = {"waiting_count": to_publish()}
        return super().changelist_view(request, (extra_context or {}) | count)

    def drafts_of(self, saved):
        return [saved]

    def save_model(self, request, obj, form, change):
        if not obj.key:
            obj.key = editing.free_key(obj)
        obj.sent_back = ""  # what was changed is proposed anew
        super().save_model(request, obj, form, change)

    def save_formset(self, request, form, formset, change):
        super().save_formset(request, form, formset, change)
        for citation in getattr(formset, "new_objects", ()):
            remember(request, citation.article)
        if any(row.names_an_article and not row.has_changed() for row in formset.extra_forms):
            words = _(
                "The article that stood in the form already is not cited: nothing was found in it. If it does say so, "
                "add it with its words or its place."
            )
            self.message_user(request, words, messages.WARNING)

    def response_add(self, request, obj, post_url_continue=None):
        return self.led_back(request, super().response_add(request, obj, post_url_continue))

    def response_change(self, request, obj):
        return self.led_back(request, super().response_change(request, obj))

    def led_back(self, request, response):
        """To where the work began, once it is done; Django says what was saved."""
        goes_on = {"_continue", "_addanother", "_saveasnew", IS_POPUP_VAR} & request.POST.keys()
        back = "" if goes_on else acting.way_back(request)
        return redirect(back) if back else response

    def get_deleted_objects(self, objs, request):
        """A draft goes with the citations that were only meant for it."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        if all(not statement.published_id for statement in objs):
            lacking, protected = lacking - {Citation._meta.verbose_name}, []
        return to_delete, counts, lacking, protected

    def delete_model(self, request, obj):
        obj.citations.filter(published=None).delete()
        super().delete_model(request, obj)

    # A published statement is never overwritten and never deleted.
    def has_change_permission(self, request, obj=None):
        return super().has_change_permission(request, obj) and not (obj and obj.published_id)

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.published_id)

    def closed_meanwhile(self, request, obj):
        """A draft that somebody published while it was open in a form is corrected by now."""
        opened = sent_with(request, name_of(obj))
        if opened is None or not obj.published_id or not self.has_change_permission(request):
            return None
        if "_preview" in request.POST:
            return self.previewed(
                request, [], [_("Somebody published this while you had it open: save it, and look.")]
            )
        return correcting.published_meanwhile(self, request, obj, opened)

    def has_publish_permission(self, request):
        """What readers see is for publishers to decide."""
        return request.user.has_perm("hubs.publish_statement")

    def get_actions(self, request):
        actions = super().get_actions(request)
        # What is public is withdrawn, never deleted; a draft is deleted on its own page.
        actions.pop("delete_selected", None)
        return actions

    @admin.action(description="Publish the chosen drafts…", permissions=("publish",))
    def publish_drafts(self, request, queryset):
        return chosen.publish(self, request, queryset)

    @admin.action(description="Correct the chosen public statement…", permissions=("change",))
    def correct(self, request, queryset):
        return self.screen_of(request, queryset, "correct")

    @admin.action(description="Prefer the chosen statement in its cell…", permissions=("publish",))
    def prefer(self, request, queryset):
        return self.screen_of(request, queryset, "settle")

    @admin.action(description="Withdraw the chosen public statements…", permissions=("publish",))
    def withdraw(self, request, queryset):
        return chosen.withdraw(self, request, queryset)

    def screen_of(self, request, queryset, name: str):
        """To the screen on which one public statement is looked at and acted on."""
        public = list(queryset.live()[:2])
        if len(public) == 1 and queryset.count() == 1:
            return redirect(f"admin:hubs_statement_{name}", public[0].pk)
        self.message_user(
            request, _("Choose one public statement: each has a screen of its own."), messages.ERROR
        )
        return None
