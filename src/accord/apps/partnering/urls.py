"""Addresses of profiles."""

from django.urls import path, register_converter

from accord.apps.partnering.enums import ProfileKind
from accord.apps.partnering.views import (
    exchange,
    groups,
    interests,
    life,
    profiles,
    shortlists,
    suggestions,
)

app_name = "partnering"


class KindConverter:
    """A kind of profile in an address."""

    regex = "|".join(sorted(ProfileKind.values))

    def to_python(self, value: str) -> ProfileKind:
        """Return the kind."""
        return ProfileKind(value)

    def to_url(self, value: str) -> str:
        """Return its code."""
        return ProfileKind(value).value


register_converter(KindConverter, "profile_kind")

LISTS = [
    path("", profiles.profile_list, name="profile-list"),
    path("own/", profiles.own_list, name="own-list"),
    path("review/", profiles.review_list, name="review-list"),
]
FILES = [
    path("import/", exchange.import_new, name="import"),
    path("import/template/", exchange.import_template, name="import-template"),
    path("import/<uuid:key>/", exchange.import_preview, name="import-preview"),
    path("import/<uuid:key>/marked/", exchange.import_marked, name="import-marked"),
    path("import/<uuid:key>/confirm/", exchange.import_confirm, name="import-confirm"),
]
WRITING = [
    path("new/", profiles.profile_start, name="profile-start"),
    path("new/<profile_kind:kind>/<slug:organisation>/", profiles.profile_new, name="profile-new"),
    path(
        "check/<profile_kind:kind>/<slug:organisation>/",
        profiles.profile_check,
        name="profile-check",
    ),
]
INTERESTS = [
    path("interests/", interests.interest_list, name="interest-list"),
    path("interests/<slug:reference>/", interests.interest_detail, name="interest"),
    path("interests/<slug:reference>/close/", interests.interest_close, name="interest-close"),
    path("interests/<slug:reference>/<slug:step>/", interests.interest_step, name="interest-step"),
]
GROUPS = [
    path("groups/", groups.group_list, name="group-list"),
    path("groups/<uuid:key>/", groups.group_match, name="group-match"),
    path("groups/<uuid:key>/stop/", groups.stop, name="group-stop"),
]
SUGGESTIONS = [
    path("suggestions/", suggestions.own_suggestions, name="own-suggestions"),
    path("suggestions/match/", suggestions.match, name="match"),
    path("<slug:reference>/suggestions/", suggestions.suggestion_list, name="suggestions"),
    path("<slug:reference>/suggestions/find/", suggestions.find_other, name="find-other"),
    path("<slug:reference>/suggestions/<slug:other>/", suggestions.compare, name="compare"),
    path("<slug:reference>/suggestions/<slug:other>/refuse/", suggestions.refuse, name="refuse"),
    path("<slug:reference>/suggestions/<slug:other>/recall/", suggestions.recall, name="recall"),
]
ON_IT = "<slug:reference>/shortlist/<slug:other>"
SHORTLISTS = [
    path("<slug:reference>/shortlist/", shortlists.shortlist, name="shortlist"),
    path(f"{ON_IT}/note/", shortlists.note, name="shortlist-note"),
    path(f"{ON_IT}/move/", shortlists.move, name="shortlist-move"),
    path(f"{ON_IT}/off/", shortlists.take_off, name="shortlist-off"),
]
ONE = [
    path("<slug:reference>/", profiles.profile_detail, name="profile"),
    path("<slug:reference>/edit/", profiles.profile_change, name="profile-change"),
    path("<slug:reference>/submit/", life.submit, name="profile-submit"),
    path("<slug:reference>/recall/", life.recall, name="profile-recall"),
    path("<slug:reference>/publish/", life.publish, name="profile-publish"),
    path("<slug:reference>/return/", life.send_back, name="profile-return"),
    path("<slug:reference>/reopen/", life.reopen, name="profile-reopen"),
    path("<slug:reference>/extend/", life.extend, name="profile-extend"),
    path("<slug:reference>/interest/", life.interest, name="profile-interest"),
    path("<slug:reference>/express/", interests.interest_new, name="interest-new"),
    path("<slug:reference>/withdraw/", life.withdraw, name="profile-withdraw"),
]
urlpatterns = [*LISTS, *FILES, *WRITING, *INTERESTS, *GROUPS, *SUGGESTIONS, *SHORTLISTS, *ONE]
