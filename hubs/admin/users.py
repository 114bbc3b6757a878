from axes.models import AccessAttempt
from django import forms
from django.contrib import admin
from django.contrib.auth import SESSION_KEY, get_user_model
from django.contrib.auth import admin as auth
from django.contrib.auth.forms import UserChangeForm, UserCreationForm
from django.contrib.auth.models import Group
from django.contrib.sessions.models import Session
from django.utils import timezone

from hubs.admin.change import ReadOnlyAdmin

User = get_user_model()
admin.site.unregister(User)
admin.site.unregister(Group)

# The groups that people are put in here; a migration made them, and nothing makes them again.
ROLES = ("editor", "publisher")


class UserForm(UserChangeForm):
    """An account; somebody stays who can manage them."""

    def clean(self):
        asked = super().clean()
        rights = ("is_active", "is_staff", "is_superuser")
        lost = [name for name in rights if getattr(self.instance, name) and asked.get(name) is False]
        others = User.objects.filter(is_active=True, is_staff=True, is_superuser=True)
        manages = others.filter(pk=self.instance.pk).exists()
        if lost and manages and not others.exclude(pk=self.instance.pk).exists():
            self.add_error(
                lost[0],
                "This is the last account that can manage accounts: make somebody else an active superuser first.",
            )
        return asked


@admin.register(User)
class UserAdmin(auth.UserAdmin):
    """People who enter data. Changes name them, so they are deactivated and never deleted."""

    list_display = (
        "username",
        "first_name",
        "last_name",
        "in_groups",
        "is_superuser",
        "is_active",
        "last_login",
    )
    list_filter = ("is_active", "is_superuser", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        ("Who it is", {"fields": ("first_name", "last_name", "email")}),
        (
            "What they may do",
            {
                "fields": ("is_active", "is_staff", "is_superuser", "groups"),
                "description": (
                    "Editors change hubs, bodies, initiatives and articles, and draft what is said of them;"
                    " publishers also make that public, correct and withdraw it."
                ),
            },
        ),
        ("When", {"fields": ("last_login", "date_joined")}),
    )
    form = UserForm
    add_form = UserCreationForm  # without the choice of having no password: there is no other way in
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2", "is_staff", "groups")}),)
    readonly_fields = ("last_login", "date_joined")
    filter_horizontal = ()

    @admin.display(description="groups")
    def in_groups(self, user) -> str:
        return ", ".join(group.name for group in user.groups.all())

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        # Two or three groups are ticked, not moved between boxes.
        return super().formfield_for_manytomany(
            db_field, request, **kwargs, widget=forms.CheckboxSelectMultiple, help_text=""
        )

    def get_changeform_initial_data(self, request):
        return {"is_staff": True}  # there is nothing else here to have an account for

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not obj.is_active:
            end_sessions(obj)


@admin.register(Group)
class GroupAdmin(auth.GroupAdmin):
    """What people may do. The two roles may be given other rights, and neither another name nor away."""

    def get_readonly_fields(self, request, obj=None):
        return ("name",) if obj and obj.name in ROLES else ()

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.name in ROLES)


def end_sessions(user) -> None:
    """Django lets nobody deactivated in; this also keeps an old session from reviving with the account."""
    for session in Session.objects.filter(expire_date__gt=timezone.now()):
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()


@admin.register(AccessAttempt)
class AccessAttemptAdmin(ReadOnlyAdmin):
    """Wrong passwords of the last minutes. To delete one is to unlock."""

    list_display = ("username", "ip_address", "failures_since_start", "attempt_time")
    fields = ("username", "ip_address", "user_agent", "failures_since_start", "attempt_time")
    search_fields = ("username", "ip_address")

    def has_delete_permission(self, request, obj=None):
        return request.user.is_superuser
