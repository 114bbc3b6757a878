"""The list of organisations, and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from hubs.forms import OrganisationListForm, PagedForm
from hubs.models import Initiative, Jurisdiction, Organisation
from hubs.views.catalogue.moved import leads_on
from hubs.views.errors import bad_address


@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Bodies that lead, supervise or take part, by the hub they belong to."""
    hubs = list(Jurisdiction.objects.all())
    form = OrganisationListForm(request.GET, hubs=hubs)
    page = form.page_of(_asked_for(form), size=50) if form.is_valid() else None
    if page is None:
        return bad_address(request, form, page=reverse("organisation_list"))
    context = {"page": page, "hubs": hubs, "asked": form.cleaned_data}
    return render(request, "catalogue/organisation_list.html", context)


def _asked_for(form: OrganisationListForm):
    organisations = Organisation.objects.for_list().by_hub()
    if form.cleaned_data["hub"]:
        organisations = organisations.filter(jurisdiction__slug=form.cleaned_data["hub"])
    return organisations.found_by(form.cleaned_data["q"]) if form.cleaned_data["q"] else organisations


@require_safe
@leads_on("organisation")
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """One organisation: its names, its hub, and the initiatives it has a part in."""
    organisation = get_object_or_404(Organisation.objects.for_page(), slug=slug)
    form = PagedForm(request.GET)
    initiatives = Initiative.objects.public().for_list().of_organisation(organisation)
    page = form.page_of(initiatives) if form.is_valid() else None
    if page is None:
        return bad_address(request, form, page=organisation.get_absolute_url())
    context = {"organisation": organisation, "page": page}
    return render(request, "catalogue/organisation.html", context)
