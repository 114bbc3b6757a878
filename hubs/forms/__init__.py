"""Turn what somebody typed into values: the query string of an address above all.

An address is read strictly. Empty is absent and foreign parameters are ignored, but a parameter
of ours that makes no sense is a problem with a sentence, never a guess.
"""

from hubs.forms.address import AddressForm, PagedForm, Problem
from hubs.forms.changes import ChangeFeedForm, ChangeListForm
from hubs.forms.comparison import ComparisonFileForm, ComparisonPageForm, SelectionForm
from hubs.forms.lists import (
    ArticleListForm,
    InitiativeFilter,
    InitiativeFilterForm,
    InitiativeListForm,
    OrganisationListForm,
    SearchForm,
)

__all__ = [
    "AddressForm",
    "ArticleListForm",
    "ChangeFeedForm",
    "ChangeListForm",
    "ComparisonFileForm",
    "ComparisonPageForm",
    "InitiativeFilter",
    "InitiativeFilterForm",
    "InitiativeListForm",
    "OrganisationListForm",
    "PagedForm",
    "Problem",
    "SearchForm",
    "SelectionForm",
]
