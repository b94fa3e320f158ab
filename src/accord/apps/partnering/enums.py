"""Closed sets of partnering."""

from enum import StrEnum

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accord.apps.core.enums import DeedBase


class ProfileKind(TextChoices):
    """What a profile says: an offer or a request, and of what."""

    TECHNOLOGY_OFFER = "TO", _("technology offer")
    TECHNOLOGY_REQUEST = "TR", _("technology request")
    BUSINESS_OFFER = "BO", _("business offer")
    BUSINESS_REQUEST = "BR", _("business request")
    RESEARCH_REQUEST = "RDR", _("request for research partners")


REQUESTS = (
    ProfileKind.TECHNOLOGY_REQUEST,
    ProfileKind.BUSINESS_REQUEST,
    ProfileKind.RESEARCH_REQUEST,
)


class ProfileState(TextChoices):
    """Where a profile stands; one that was withdrawn says so besides."""

    DRAFT = "draft", _("being written")
    REVIEW = "review", _("in review")
    PUBLISHED = "published", _("published")
    EXPIRED = "expired", _("expired")


class Stage(TextChoices):
    """How far the thing is that is offered."""

    CONCEPT = "concept", _("worked out on paper")
    LABORATORY = "laboratory", _("tried in the laboratory")
    PROTOTYPE = "prototype", _("prototype tested")
    DEMONSTRATED = "demonstrated", _("shown to work in the field")
    MARKET = "market", _("on the market")


class Ipr(TextChoices):
    """How the knowledge behind it is protected."""

    NONE = "none", _("not protected")
    SECRET = "secret", _("kept as know-how")
    APPLIED = "applied", _("patent applied for")
    GRANTED = "granted", _("patent granted")
    COPYRIGHT = "copyright", _("copyright")
    DESIGN = "design", _("design or trade mark registered")
    EXCLUSIVE = "exclusive", _("rights of use acquired")
    OTHER = "other", _("protected otherwise")


class PartnershipKind(TextChoices):
    """What kind of agreement the two may come to."""

    LICENCE = "licence", _("licence agreement")
    TECHNICAL = "technical", _("technical cooperation")
    RESEARCH = "research", _("joint research and development")
    MANUFACTURE = "manufacture", _("manufacture under contract")
    SUPPLY = "supply", _("supply agreement")
    DISTRIBUTION = "distribution", _("distribution or agency")
    VENTURE = "venture", _("joint venture")
    INVESTMENT = "investment", _("investment or finance")
    SERVICES = "services", _("services or outsourcing")


class Goal(IntegerChoices):
    """A sustainable development goal of the United Nations, by its number."""

    POVERTY = 1, _("No poverty")
    HUNGER = 2, _("Zero hunger")
    HEALTH = 3, _("Good health and well-being")
    EDUCATION = 4, _("Quality education")
    EQUALITY = 5, _("Gender equality")
    WATER = 6, _("Clean water and sanitation")
    ENERGY = 7, _("Affordable and clean energy")
    WORK = 8, _("Decent work and economic growth")
    INDUSTRY = 9, _("Industry, innovation and infrastructure")
    INEQUALITIES = 10, _("Reduced inequalities")
    CITIES = 11, _("Sustainable cities and communities")
    CONSUMPTION = 12, _("Responsible consumption and production")
    CLIMATE = 13, _("Climate action")
    SEA = 14, _("Life below water")
    LAND = 15, _("Life on land")
    PEACE = 16, _("Peace, justice and strong institutions")
    PARTNERSHIPS = 17, _("Partnerships for the goals")


class InterestState(TextChoices):
    """How far the two sides of an expression of interest have come."""

    SENT = "sent", _("sent")
    ACCEPTED = "accepted", _("accepted")
    EXCHANGED = "exchanged", _("contacts exchanged")
    NEGOTIATING = "negotiating", _("negotiating")
    AGREED = "agreed", _("partnership agreement")
    CLOSED = "closed", pgettext_lazy("expression of interest", "closed")


class ClosingReason(TextChoices):
    """Why nothing came of an expression of interest."""

    EARLY = "early", _("too early")
    CERTIFICATE = "certificate", _("a certificate is missing")
    MARKET = "market", _("wrong market")
    CAPACITY = "capacity", _("no capacity at present")
    TERMS = "terms", _("no agreement on terms")
    TAKEN = "taken", _("another partner was found")
    SILENCE = "silence", _("no answer")
    OTHER = "other", _("another reason")


class RefusalReason(TextChoices):
    """Why a suggestion does not suit whoever it was made to."""

    EARLY = "early", _("too early")
    CERTIFICATE = "certificate", _("a certificate is missing")
    MARKET = "market", _("wrong market")
    FIELD = "field", _("another field")
    PARTNER = "partner", _("not the partner that we look for")
    CAPACITY = "capacity", _("no capacity at present")
    KNOWN = "known", _("we know each other already")
    OTHER = "other", _("another reason")


class Bearing(StrEnum):
    """What a stated fact means for a pair of profiles."""

    FITS = "fits"
    MISSING = "missing"
    BARS = "bars"


class Weight(TextChoices):
    """What a finding of the quality check means for the writer."""

    REFUSED = "refused", _("not accepted here")
    MISSING = "missing", _("needed before the review")
    ADVICE = "advice", _("advice")
    LOOK = "look", _("a reviewer will look at this")


class Deed(DeedBase):
    """What can be read in the audit trail about profiles."""

    PROFILE_BEGUN = "partnering.profile.begun", _("began the profile")
    PROFILE_CHANGED = "partnering.profile.changed", _("changed the profile")
    PROFILE_SUBMITTED = "partnering.profile.submitted", _("sent the profile to review")
    PROFILE_RECALLED = "partnering.profile.recalled", _("took the profile back from review")
    PROFILE_RETURNED = "partnering.profile.returned", _("sent the profile back with remarks")
    PROFILE_PUBLISHED = "partnering.profile.published", _("published the profile")
    PROFILE_REOPENED = "partnering.profile.reopened", _("reopened the profile for changes")
    PROFILE_EXTENDED = "partnering.profile.extended", _("extended the validity of the profile")
    PROFILE_EXPIRED = "partnering.profile.expired", _("let the profile expire")
    PROFILE_WARNED = "partnering.profile.warned", _("told its people that the profile expires")
    PROFILE_OPENED = "partnering.profile.opened", _("opened the profile for interest")
    PROFILE_CLOSED = "partnering.profile.closed", _("closed the profile for interest")
    PROFILE_WITHDRAWN = "partnering.profile.withdrawn", _("withdrew the profile")
    PROFILES_FOLLOWED = "partnering.profile.followed", _("moved profiles to the merged record")
    INTEREST_SENT = "partnering.interest.sent", _("expressed interest")
    INTEREST_ACCEPTED = "partnering.interest.accepted", _("accepted the expression of interest")
    CONTACTS_EXCHANGED = "partnering.interest.exchanged", _("exchanged contacts")
    NEGOTIATION_BEGUN = "partnering.interest.negotiating", _("recorded that both negotiate")
    PARTNERSHIP_AGREED = "partnering.interest.agreed", _("recorded a partnership agreement")
    INTEREST_CLOSED = "partnering.interest.closed", _("closed the expression of interest")
    SUGGESTION_REFUSED = "partnering.suggestion.refused", _("said that a suggestion does not suit")
    SUGGESTION_RECALLED = "partnering.suggestion.recalled", _("took a suggestion back into view")
    SHORTLISTED = "partnering.shortlist.added", _("put a profile on the shortlist")
    SHORTLIST_NOTED = "partnering.shortlist.noted", _("changed a note on the shortlist")
    SHORTLIST_ORDERED = "partnering.shortlist.ordered", _("changed the order of the shortlist")
    SHORTLIST_LEFT = "partnering.shortlist.left", _("took a profile off the shortlist")
