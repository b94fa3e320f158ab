"""Addresses of programmes pages."""

from django.urls import path

from accord.apps.programmes.views import parties, programmes, roles

app_name = "programmes"
urlpatterns = [
    path("", programmes.programme_list, name="programme-list"),
    path("new/", programmes.programme_found, name="programme-found"),
    path("parties/", parties.party_list, name="party-list"),
    path("parties/new/", parties.party_make, name="party-make"),
    path("parties/<slug:code>/", parties.party_detail, name="party-detail"),
    path("parties/<slug:code>/edit/", parties.party_change, name="party-change"),
    path("parties/<slug:code>/holidays/", parties.holiday_list, name="holiday-list"),
    path(
        "parties/<slug:code>/holidays/public/",
        parties.holidays_take_over,
        name="holidays-take-over",
    ),
    path(
        "parties/<slug:code>/holidays/<uuid:key>/remove/",
        parties.holiday_remove,
        name="holiday-remove",
    ),
    path("parties/<slug:code>/roles/new/", roles.role_give, name="role-give"),
    path("roles/<uuid:key>/end/", roles.role_end, name="role-end"),
    path("<slug:reference>/", programmes.programme_detail, name="programme-detail"),
    path("<slug:reference>/edit/", programmes.programme_change, name="programme-change"),
    path("<slug:reference>/parties/", programmes.programme_parties, name="programme-parties"),
    path("<slug:reference>/approve/", programmes.programme_approve, name="programme-approve"),
    path("<slug:reference>/withdraw/", programmes.programme_withdraw, name="programme-withdraw"),
    path("<slug:reference>/areas/new/", programmes.area_add, name="area-add"),
    path("<slug:reference>/areas/<int:number>/edit/", programmes.area_change, name="area-change"),
    path(
        "<slug:reference>/areas/<int:number>/withdraw/",
        programmes.area_withdraw,
        name="area-withdraw",
    ),
]
