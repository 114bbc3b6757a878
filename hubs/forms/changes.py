"""The addresses of what changed: the list, and its feed."""

from collections.abc import Sequence
from urllib.parse import urlencode

from django.http import QueryDict

from hubs.forms.address import AddressForm, OneOf, PagedForm, SomeOf, choice_options, hub_options
from hubs.models import ChangeKind, Jurisdiction


class ChangeFeedForm(AddressForm):
    """The address of the feed: the same hub and kinds as the list, and no pages."""

    hub = OneOf(noun="hub")
    kind = SomeOf(noun="kind of change", options=choice_options(ChangeKind))

    def __init__(self, query: QueryDict, *, hubs: Sequence[Jurisdiction]):
        super().__init__(query)
        self.fields["hub"].options = hub_options(hubs)
        self.hubs = {hub.slug: hub for hub in hubs}

    @property
    def chosen_hub(self) -> Jurisdiction | None:
        return self.hubs.get(self.cleaned_data["hub"])

    @property
    def kinds(self) -> list[ChangeKind]:
        return [ChangeKind(code) for code in self.cleaned_data["kind"]]

    @property
    def query(self) -> str:
        """The query string of this hub and these kinds: one question, one address."""
        asked = {name: self.cleaned_data[name] for name in ("hub", "kind") if self.cleaned_data[name]}
        return urlencode(asked, doseq=True)


class ChangeListForm(PagedForm, ChangeFeedForm):
    """The address of the list of changes."""
