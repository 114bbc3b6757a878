"""What we know. Everyone else writes `from hubs.models import Initiative`."""

from .alias import Alias
from .article import LANGUAGE_COLUMNS, Article, ArticleKind, ArticleQuerySet, Language, Level
from .change import Change, ChangeKind, Door
from .citation import Citation, Ranking
from .former_address import FormerAddress, free_slug
from .initiative import Category, Initiative, InitiativeQuerySet, Status
from .intake import Intake, IntakeState
from .jurisdiction import Jurisdiction, JurisdictionKind
from .names import Worded, first_free, fold
from .organisation import Organisation, OrganisationKind
from .partial_date import PartialDate, PartialDateField, fill_days
from .participation import Involvement, Participation, Role
from .starter_row import StarterRow
from .statement import (
    DATES,
    FOUND,
    Bound,
    Certainty,
    Finding,
    Nature,
    Standing,
    Statement,
    Verification,
    Why,
)
from .suggestion import Suggestion, SuggestionState
from .topic import Choice, Heading, Series, Topic, TopicKind, TopicSubject
from .upload import Upload

__all__ = [
    "DATES",
    "FOUND",
    "LANGUAGE_COLUMNS",
    "Alias",
    "Article",
    "ArticleKind",
    "ArticleQuerySet",
    "Bound",
    "Category",
    "Certainty",
    "Change",
    "ChangeKind",
    "Choice",
    "Citation",
    "Door",
    "Finding",
    "FormerAddress",
    "Heading",
    "Initiative",
    "InitiativeQuerySet",
    "Intake",
    "IntakeState",
    "Involvement",
    "Jurisdiction",
    "JurisdictionKind",
    "Language",
    "Level",
    "Nature",
    "Organisation",
    "OrganisationKind",
    "PartialDate",
    "PartialDateField",
    "Participation",
    "Ranking",
    "Role",
    "Series",
    "Standing",
    "StarterRow",
    "Statement",
    "Status",
    "Suggestion",
    "SuggestionState",
    "Topic",
    "TopicKind",
    "TopicSubject",
    "Upload",
    "Verification",
    "Why",
    "Worded",
    "fill_days",
    "first_free",
    "fold",
    "free_slug",
]
