"""A form that comes back begins at the first field that is wrong, with or without JavaScript."""

from django.forms.forms import BaseForm


class BeginsAtFirstError:
    """For a ModelAdmin."""

    def render_change_form(self, request, context, *args, **kwargs):
        forms = [context["adminform"].form]
        forms += [form for inline in context["inline_admin_formsets"] for form in inline.formset.forms]
        begin_at_first_error(forms)
        return super().render_change_form(request, context, *args, **kwargs)


def begin_at_first_error(forms: list[BaseForm]) -> None:
    for form in forms:
        for name, field in form.fields.items():
            if form.is_bound and name in form.errors:
                field.widget.attrs["autofocus"] = True
                return
