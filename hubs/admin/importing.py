"""Import from CSV: bring files, look at what would become of every row, and then write all or nothing."""

import dataclasses

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.html import format_html
from django.utils.text import get_text_list

from hubs.admin.doubts import doubts_about_import
from hubs.forms.importing import ImportForm, UploadForm
from hubs.importing import (
    IMPORTED,
    ImportRefused,
    Outcome,
    Preview,
    Sheet,
    Stale,
    export_of,
    look,
    template_of,
    write,
)
from hubs.models import Change, Upload

SHOWN = 200  # rows of one outcome on the page; the count says how many there are


@admin.register(Upload)
class UploadAdmin(admin.ModelAdmin):
    """For those who may publish; everyone sees the files they brought themselves."""

    search_fields = ("names",)

    def has_module_permission(self, request, obj=None):
        return request.user.has_perm("hubs.publish_statement")

    has_view_permission = has_change_permission = has_module_permission

    def has_add_permission(self, request):
        return False  # files are brought on the page of the list

    def has_delete_permission(self, request, obj=None):
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).filter(by=request.user)

    def get_urls(self):
        ours = [
            path("<str:kind>.csv", self.admin_site.admin_view(self.export), name="hubs_upload_export"),
            path(
                "template/<str:kind>.csv",
                self.admin_site.admin_view(self.template),
                name="hubs_upload_template",
            ),
        ]
        return ours + super().get_urls()

    def export(self, request: HttpRequest, kind: str) -> HttpResponse:
        return self.file(request, kind, export_of, f"{kind}s.csv")

    def template(self, request: HttpRequest, kind: str) -> HttpResponse:
        return self.file(request, kind, template_of, f"{kind}s-template.csv")

    def file(self, request: HttpRequest, kind: str, made_by, name: str) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        table = next((table for table in IMPORTED if table.kind == kind), None)
        if table is None:
            raise Http404
        content = made_by(table)
        headers = {
            "Content-Disposition": f'attachment; filename="{name}"',
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
        }
        return HttpResponse(content, content_type="text/csv; charset=utf-8", headers=headers)

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        """Where files are brought, and where templates and exports are had."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return self.start(request, UploadForm())
        form = UploadForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.start(request, form, status=422)
        sheets: list[Sheet] = form.cleaned_data["files"]
        Upload.objects.forgotten().delete()
        upload = Upload.objects.create(
            by=request.user,
            names=get_text_list([sheet.file for sheet in sheets], "and")[:500],
            sheets=[dataclasses.asdict(sheet) for sheet in sheets],
            looked_at=look(sheets).states(),
        )
        return redirect("admin:hubs_upload_change", upload.pk)

    def start(self, request: HttpRequest, form: UploadForm, status: int = 200) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": "Import from CSV",
            "form": form,
            "waiting": [
                upload for upload in self.get_queryset(request) if look(sheets_of(upload)).can_be_written
            ],
            "kinds": [(table.kind, table.model._meta.verbose_name_plural) for table in IMPORTED],
        }
        return render(request, "admin/import.html", context, status=status)

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None):
        """What would become of every row; written when the person says so."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        upload = self.get_object(request, object_id)
        if upload is None:
            self.message_user(
                request, "That import is done or was given up: bring the files again.", messages.WARNING
            )
            return redirect("admin:hubs_upload_changelist")
        if request.method != "POST":
            return self.preview(request, upload, look(sheets_of(upload)))
        if "give_up" in request.POST:
            upload.delete()
            self.message_user(request, "Given up; nothing was imported.")
            return redirect("admin:hubs_upload_changelist")
        return self.write(request, upload)

    def write(self, request: HttpRequest, upload: Upload) -> HttpResponse:
        sheets = sheets_of(upload)
        try:
            with transaction.atomic():
                # The second of two clicks waits here, and then finds nothing left to do.
                if not self.get_queryset(request).select_for_update().filter(pk=upload.pk).exists():
                    return self.change_view(request, str(upload.pk))
                change, preview = write(
                    sheets, looked_at=upload.looked_at, by=request.user, why=request.POST.get("why", "")
                )
                upload.delete()
        except ImportRefused as refused:
            now = look(sheets)
            if isinstance(refused, Stale):
                upload.looked_at = now.states()
                upload.save()
            status = 409 if isinstance(refused, Stale) else 422
            return self.preview(request, upload, now, refused=str(refused), status=status)
        words = format_html("Imported: {}.", preview)
        if Change.objects.public().filter(pk=change.pk).exists():
            link = change.get_absolute_url(), change
            words = format_html('{} Readers see it now: <a href="{}">{}</a>.', words, *link)
        self.message_user(request, words, messages.SUCCESS)
        return redirect("admin:hubs_upload_changelist")

    def preview(
        self, request: HttpRequest, upload: Upload, preview: Preview, *, refused: str = "", status: int = 200
    ) -> HttpResponse:
        rows, doubts = preview.by_outcome(), doubts_about_import(preview)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Import of {upload.names}",
            "sheets": sheets_of(upload),
            "preview": preview,
            "shown": {outcome.name.lower(): judged[:SHOWN] for outcome, judged in rows.items()},
            "counts": {outcome.name.lower(): len(judged) for outcome, judged in rows.items()},
            "more": {outcome.name.lower(): max(0, len(judged) - SHOWN) for outcome, judged in rows.items()},
            "outcomes": [(o, len(rows[o])) for o in (Outcome.NEW, Outcome.CHANGED, Outcome.UNCHANGED)],
            "doubts": doubts[:SHOWN],
            "more_doubts": max(0, len(doubts) - SHOWN),
            "form": ImportForm(corrects=bool(preview.corrections)),
            "refused": refused,
        }
        return render(request, "admin/import_preview.html", context, status=status)


def sheets_of(upload: Upload) -> list[Sheet]:
    return [Sheet(**sheet) for sheet in upload.sheets]
