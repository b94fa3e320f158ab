"""Addresses of directory pages."""

from django.urls import path

from accord.apps.directory.views import imports, merging, organisations, people

app_name = "directory"

ORGANISATIONS = [
    path("organisations/", organisations.organisation_list, name="organisation-list"),
    path("organisations/new/", organisations.organisation_new, name="organisation-new"),
    path(
        "organisations/duplicates/",
        organisations.organisation_duplicates,
        name="organisation-duplicates",
    ),
    path(
        "organisations/<slug:reference>/",
        organisations.organisation_detail,
        name="organisation-detail",
    ),
    path(
        "organisations/<slug:reference>/change/",
        organisations.organisation_change,
        name="organisation-change",
    ),
    path(
        "organisations/<slug:reference>/withdraw/",
        organisations.organisation_withdraw,
        name="organisation-withdraw",
    ),
    path(
        "organisations/<slug:reference>/merge/",
        merging.organisation_merge,
        name="organisation-merge",
    ),
    path("organisations/<slug:reference>/statuses/", organisations.status_new, name="status-new"),
    path("statuses/<uuid:key>/withdraw/", organisations.status_withdraw, name="status-withdraw"),
]
PEOPLE = [
    path("people/", people.person_list, name="person-list"),
    path("people/new/", people.person_new, name="person-new"),
    path("people/duplicates/", people.person_duplicates, name="person-duplicates"),
    path("people/<slug:reference>/", people.person_detail, name="person-detail"),
    path("people/<slug:reference>/change/", people.person_change, name="person-change"),
    path("people/<slug:reference>/withdraw/", people.person_withdraw, name="person-withdraw"),
    path("people/<slug:reference>/merge/", merging.person_merge, name="person-merge"),
    path("people/<slug:reference>/account/", people.account_connect, name="account-connect"),
    path(
        "people/<slug:reference>/account/disconnect/",
        people.account_disconnect,
        name="account-disconnect",
    ),
    path("people/<slug:reference>/memberships/", people.membership_new, name="membership-new"),
    path("memberships/<uuid:key>/end/", people.membership_end, name="membership-end"),
]
IMPORTS = [
    path("import/", imports.import_new, name="import"),
    path("import/template/", imports.import_template, name="import-template"),
    path("import/<uuid:key>/", imports.import_preview, name="import-preview"),
    path("import/<uuid:key>/marked/", imports.import_marked, name="import-marked"),
    path("import/<uuid:key>/confirm/", imports.import_confirm, name="import-confirm"),
]
urlpatterns = [*ORGANISATIONS, *PEOPLE, *IMPORTS]
