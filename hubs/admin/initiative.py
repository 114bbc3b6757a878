import copy

from django import forms
from django.contrib import admin
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from hubs.admin.drafting import PublishesDrafts, article_picker, last_article, log_draft, remember
from hubs.admin.jurisdiction import AliasInline
from hubs.admin.merging import Mergeable
from hubs.admin.search import FoldedSearch, Picks
from hubs.admin.stale import StopsStaleForms
from hubs.editing import STATUS, free_key
from hubs.forms.statement import TYPED, MilestoneForm, cited_by, quote_problem
from hubs.forms.typed import ArticleField
from hubs.models import (
    Article,
    Choice,
    Initiative,
    Involvement,
    Participation,
    Statement,
    Topic,
    TopicKind,
    TopicSubject,
    Verification,
)
from hubs.templatetags.hubs_tags import short_date


class HubFilter(admin.RelatedFieldListFilter):
    """By a hub that leads or takes part."""

    def __init__(self, field, *args, **kwargs):
        super().__init__(field, *args, **kwargs)
        self.title = field.related_model._meta.verbose_name


class ParticipationInline(Picks, admin.TabularInline):
    model = Participation
    verbose_name = "hub"
    verbose_name_plural = "hubs that lead or take part"
    autocomplete_fields = ("jurisdiction",)

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 1  # the hub that leads


class InvolvementInline(Picks, admin.TabularInline):
    model = Involvement
    autocomplete_fields = ("organisation",)
    extra = 0


class InitiativeForm(forms.ModelForm):
    """An initiative, with the article that its new milestones rest on."""

    article = ArticleField(
        Article.objects.defer("text"),
        required=False,
        label="Article they rest on",
        help_text="Cited by every milestone you enter below.",
        widget=article_picker(),
    )
    locator = forms.CharField(
        required=False, max_length=200, label="Place in it", help_text="As page 12, or section 4.2."
    )

    class Meta:
        widgets = {
            "summary_en": forms.Textarea(attrs={"rows": 4}),
            "note": forms.Textarea(attrs={"rows": 2}),
        }


class MilestoneFormSet(forms.BaseInlineFormSet):
    """Milestones entered in one go, resting on one article."""

    def clean(self):
        super().clean()
        for form in self.written:
            article = self.article
            if problem := quote_problem(form, article):
                form.add_error("quote", problem)

    @property
    def written(self) -> list[MilestoneForm]:
        return [form for form in self.forms if form.is_valid() and form.has_changed()]

    @property
    def article(self) -> Article | None:
        pk = self.data.get("article", "")
        return Article.objects.filter(pk=pk).first() if pk.isdecimal() else None


class DraftInline(admin.StackedInline):
    """Milestones being written."""

    model = Statement
    form = MilestoneForm
    formset = MilestoneFormSet
    template = "admin/hubs/_milestones.html"
    verbose_name = "milestone"
    verbose_name_plural = "milestones, and what else is said about it"
    fields = (("topic", "choice", "value_date", "as_of", "planned"), ("text", "quote"))
    formfield_overrides = TYPED
    show_change_link = True
    can_delete = False  # a draft is deleted on its own page

    def get_queryset(self, request):
        # What corrects a public statement has a screen of its own.
        return super().get_queryset(request).filter(published=None, replaces=None)

    def get_extra(self, request, obj=None, **kwargs):
        return 0 if obj else 2

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in ("topic", "choice"):
            # Few enough to be picked from a list that is there at once, and not made here.
            field.widget = field.widget.widget
        if db_field.name == "topic":
            field.initial = Topic.objects.filter(slug=STATUS).values_list("pk", flat=True).first()
        if db_field.name == "choice":
            asked = Choice.objects.filter(
                topic__subject=TopicSubject.INITIATIVE, topic__kind=TopicKind.CHOICE
            )
            field.queryset = asked.order_by("topic__position", "position")
        return field


class PublicInline(admin.TabularInline):
    """What readers already see."""

    model = Statement
    verbose_name_plural = "public statements about it"
    fields = ("key", "topic", "choice", "value_date", "as_of", "nature", "standing")
    readonly_fields = fields
    extra = 0
    show_change_link = True

    def get_queryset(self, request):
        return super().get_queryset(request).live().select_related("topic", "choice")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Initiative)
class InitiativeAdmin(StopsStaleForms, Mergeable, PublishesDrafts, FoldedSearch, SimpleHistoryAdmin):
    form = InitiativeForm
    list_display = ("title_en", "lead_hub", "category", "status", "begin")
    list_filter = ("category", "status", ("jurisdictions", HubFilter))
    folded_fields = ("folded", "aliases__folded")
    autocomplete_fields = ("successor",)
    prepopulated_fields = {"slug": ("title_en",)}
    fieldsets = (
        (None, {"fields": ("title_en", "slug", "category", "locality", "summary_en", "note", "successor")}),
        (
            "In Chinese",
            {
                "fields": ("title_zh_hant", "summary_zh_hant", "title_zh_hans", "summary_zh_hans"),
                "classes": ("collapse",),
            },
        ),
        ("As its statements say", {"fields": ("status", "status_on", "began", "ended")}),
    )
    readonly_fields = ("status", "status_on", "began", "ended")
    has_page = True
    inlines = (ParticipationInline, DraftInline, InvolvementInline, AliasInline, PublicInline)

    def get_queryset(self, request):
        return super().get_queryset(request).with_hubs()

    @admin.display(description="led by")
    def lead_hub(self, initiative: Initiative) -> str:
        return str(initiative.lead or "")

    @admin.display(description="began", ordering="began_first", empty_value="")
    def begin(self, initiative: Initiative) -> str:
        return short_date(initiative.began_on)

    def get_fieldsets(self, request, obj=None):
        if obj is not None:
            return self.fieldsets
        return [each for each in self.fieldsets if each[0] != "As its statements say"]

    def has_delete_permission(self, request, obj=None):
        # What something is said of stays: it is merged into another, or what is said is withdrawn.
        is_held = obj is not None and (obj.statements.exists() or obj.predecessors.exists())
        return super().has_delete_permission(request, obj) and not is_held

    def get_inlines(self, request, obj):
        # What is not there yet has nothing public about it.
        return self.inlines if obj else self.inlines[:-1]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        # What is changed starts from what it is; only what is new starts from a guess.
        if obj is None and "article" in form.base_fields and (last := last_article(request)):
            # A copy: the field itself is that of every form, and of everybody.
            asked = form.base_fields["article"] = copy.copy(form.base_fields["article"])
            asked.initial = last
            asked.help_text = _("Cited by every milestone you enter below; at first the one you cited last.")
        return form

    def get_formset_kwargs(self, request, obj, inline, prefix):
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, ParticipationInline) and obj.pk is None:
            kwargs["initial"] = [{"lead": True}]
        return kwargs

    def what_save_does(self, obj, may_publish):
        is_read = bool(obj and obj.pk) and Initiative.objects.public().filter(pk=obj.pk).exists()
        words = {
            (True, True): _(
                "“Save” alone shows readers title, hubs, bodies and the like at once, and keeps milestones as drafts."
            ),
            (True, False): _(
                "“Save” shows readers title, hubs, bodies and the like at once; milestones wait for a publisher."
            ),
            (False, True): _(
                "“Save” alone keeps milestones as drafts; readers do not see what only drafts speak of."
            ),
            (False, False): _(
                "“Save” keeps milestones as drafts for a publisher; readers do not see what only drafts speak of."
            ),
        }
        return words[is_read, may_publish]

    def drafts_of(self, saved):
        return saved.statements.filter(published=None, replaces=None).select_related("topic", "choice")

    def save_formset(self, request, form, formset, change):
        if not isinstance(formset, MilestoneFormSet):
            super().save_formset(request, form, formset, change)
            return
        article = form.cleaned_data.get("article")
        formset.save(commit=False)
        for row in formset.written:
            self.save_milestone(request, row, article, form.cleaned_data.get("locator", ""))
        if article and formset.written:
            remember(request, article)

    def save_milestone(self, request, row: MilestoneForm, article: Article | None, locator: str) -> None:
        """A draft under a key of its own, resting on the article unless it does already."""
        draft, is_new = row.instance, row.instance.pk is None
        if is_new:
            draft.key = free_key(draft)
            draft.verification = Verification.VERIFIED if article else Verification.UNVERIFIED
        draft.sent_back = ""  # what was changed is proposed anew
        draft.save()
        if is_new:
            log_draft(request, draft)
        if article is None:
            return
        citation = cited_by(article, row.cleaned_data.get("quote", ""))
        citation.statement, citation.locator = draft, locator
        if not draft.citations.filter(article=article, start=citation.start).exists():
            citation.save()
