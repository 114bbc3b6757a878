"""Merge two records that are the same: side by side, which one stays, what moves, and then all at once."""

import hashlib
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.text import get_text_list

from hubs import merging
from hubs.admin.change import ReadOnlyAdmin
from hubs.editing import EditingError
from hubs.models import FormerAddress

CANDIDATES = 30  # on a page; who finds more gives more of the name
FOR_PUBLISHERS = "Merging is for publishers: what is public of the one moves to the other."
# What is seldom otherwise of one and the same.
TELLING = ("kind", "jurisdiction", "category", "language")


class Mergeable:
    """An admin whose records can be merged: two chosen in the list, or one with another that is looked for."""

    actions = ("merge_chosen",)

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """What is public moves with it, so it is for publishers."""
        return self.has_change_permission(request) and request.user.has_perm("hubs.publish_statement")

    @admin.action(description="Merge two that are the same…", permissions=("merge",))
    def merge_chosen(self, request: HttpRequest, queryset):
        chosen = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(chosen) != 2:
            self.message_user(request, "Choose exactly two that are the same.", messages.ERROR)
            return None
        return redirect(merge_page(self.opts, *chosen))

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)

        class KeepsFormerAddresses(form):
            def clean_slug(self):
                slug = self.cleaned_data["slug"]
                former = FormerAddress.objects.of(self._meta.model._meta.model_name, [slug]).first()
                if former and slug != self.instance.slug:
                    raise ValidationError(f"{former.sentence} Or give it another slug.")
                return slug

        return KeepsFormerAddresses

    def get_urls(self) -> list:
        name, guarded = f"hubs_{self.opts.model_name}_merge", self.admin_site.admin_view
        return [
            path("<int:pk>/merge/", guarded(self.merge_with_view), name=f"{name}_with"),
            path("<int:pk>/merge/<int:other>/", guarded(self.merge_view), name=name),
            *super().get_urls(),
        ]

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj and obj.pk and self.has_merge_permission(request):
            context["merge_with"] = reverse(f"admin:hubs_{self.opts.model_name}_merge_with", args=[obj.pk])
        return super().render_change_form(request, context, add, change, form_url, obj)

    def merge_with_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Look for the other one, by any of its names."""
        if not self.has_merge_permission(request):
            raise PermissionDenied(FOR_PUBLISHERS)
        stays = self.get_object(request, str(pk))
        if stays is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, str(pk))
        asked = request.GET.get("q", "").strip()
        found = self.model._base_manager.none()
        if asked:
            found, _ = self.get_search_results(request, self.get_queryset(request).exclude(pk=pk), asked)
        others = list(found.distinct()[: CANDIDATES + 1])
        context = {
            **self.admin_site.each_context(request),
            "title": f"Merge “{stays}” with another",
            "opts": self.opts,
            "stays": stays,
            "asked": asked,
            "others": [(other, merge_page(self.opts, pk, other.pk)) for other in others[:CANDIDATES]],
            "more": len(others) > CANDIDATES,
            "help": self.search_help_text,
        }
        return render(request, "admin/merge_with.html", context)

    def merge_view(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """`pk` stays and `other` goes; POST does it."""
        if not self.has_merge_permission(request):
            raise PermissionDenied(FOR_PUBLISHERS)
        found = self.model._base_manager.in_bulk([pk, other])
        if len(found) != 2:
            self.message_user(
                request,
                "One of the two is not there any more: it was merged or deleted meanwhile.",
                messages.WARNING,
            )
            return redirect(f"admin:hubs_{self.opts.model_name}_changelist")
        stays, goes = found[pk], found[other]
        if request.method != "POST":
            return self.look(request, stays, goes)
        reason = request.POST.get("reason", "")
        if request.POST.get("seal") != seal_of(stays, goes):
            changed = "Somebody has changed one of the two since you looked: look again, then merge them."
            return self.look(request, stays, goes, refused=changed, reason=reason, status=409)
        words, gone = f"Merged {goes} ({goes.slug}) into it", str(goes)
        try:
            merging.merge(stays=stays, goes=goes, by=request.user, reason=reason)
        except EditingError as refusal:
            return self.look(request, stays, goes, refused=str(refusal), reason=reason, status=422)
        self.log_change(request, stays, f"{words}: {reason.strip()}")
        self.message_user(
            request, f"“{gone}” is now part of “{stays}”; its address leads here.", messages.SUCCESS
        )
        return redirect(f"admin:hubs_{self.opts.model_name}_change", stays.pk)

    def look(
        self, request: HttpRequest, stays, goes, *, refused: str = "", reason: str = "", status: int = 200
    ) -> HttpResponse:
        outlook = merging.outlook(stays, goes)
        context = {
            **self.admin_site.each_context(request),
            "title": "Merge two that are the same",
            "opts": self.opts,
            "stays": stays,
            "goes": goes,
            "rows": rows_of(stays, goes),
            "apart": apart(stays, goes),
            "moves": outlook.moves,
            "filled": [(stays._meta.get_field(n).verbose_name, shown(goes, n)) for n in outlook.filled],
            "conflicts": outlook.conflicts,
            "refused": "" if outlook.conflicts else refused,
            "reason": reason,
            "seal": seal_of(stays, goes),
            "swapped": merge_page(self.opts, goes.pk, stays.pk),
        }
        return render(request, "admin/merge.html", context, status=status)


def merge_page(opts, stays: int, goes: int) -> str:
    return reverse(f"admin:hubs_{opts.model_name}_merge", args=[stays, goes])


def rows_of(stays, goes) -> list[dict[str, Any]]:
    """The fields of both, with whether they differ."""
    rows = []
    for name in ("slug", *merging.FIELDS[type(stays)].split()):
        values = [shown(record, name) for record in (stays, goes)]
        if any(values):
            label = stays._meta.get_field(name).verbose_name
            rows.append({"label": label, "values": values, "differs": values[0] != values[1]})
    return rows


def apart(stays, goes) -> str:
    """In what they differ that would be the same of one; empty where that is nothing."""
    found = []
    for name in (name for name in TELLING if name in merging.FIELDS[type(stays)].split()):
        here, there = (shown(record, name) for record in (stays, goes))
        if here and there and here != there:
            found.append(f"{stays._meta.get_field(name).verbose_name} (“{here}” and “{there}”)")
    return f"They differ in {get_text_list(found, 'and')}: are they the same?" if found else ""


def seal_of(stays, goes) -> str:
    """A sign of both as they were looked at, with what moves: what cannot be taken back is not done unseen."""
    outlook = merging.outlook(stays, goes)
    said = [[row["values"] for row in rows_of(stays, goes)], outlook.moves, outlook.conflicts]
    return hashlib.sha256(repr(said).encode()).hexdigest()


def shown(record, name: str) -> str:
    display = getattr(record, f"get_{name}_display", None)
    value = display() if display else getattr(record, name)
    return "" if value is None else str(value)


@admin.register(FormerAddress)
class FormerAddressAdmin(ReadOnlyAdmin):
    """Addresses of records that were merged, and where they lead now."""

    list_display = ("slug", "organisation", "initiative", "article")
    list_select_related = ("organisation", "initiative", "article")
    search_fields = ("slug",)
