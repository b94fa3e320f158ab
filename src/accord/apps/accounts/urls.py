"""Addresses of accounts pages; ``sign_in`` holds those of the sign-in library that we use."""

from allauth.account import views as account
from allauth.mfa.base import views as factors
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from django.urls import URLPattern, path, re_path

from accord.apps.accounts import views

app_name = "accounts"
urlpatterns: list[URLPattern] = [
    path("language/", views.language, name="language"),
    path("preferences/", views.preferences, name="preferences"),
    path("browsers/", views.session_list, name="session-list"),
    path("browsers/others/end/", views.session_end_others, name="session-end-others"),
    path("browsers/<uuid:key>/end/", views.session_end, name="session-end"),
    path("tokens/", views.token_list, name="token-list"),
    path("tokens/<uuid:key>/revoke/", views.token_revoke, name="token-revoke"),
    path("users/", views.user_list, name="user-list"),
    path("users/invite/", views.user_invite, name="user-invite"),
    path("users/<uuid:key>/", views.user_detail, name="user-detail"),
    path("users/<uuid:key>/close/", views.user_close, name="user-close"),
    path("users/<uuid:key>/open/", views.user_open, name="user-open"),
    path("users/<uuid:key>/factor/remove/", views.factor_remove, name="factor-remove"),
    path("users/<uuid:key>/invitation/renew/", views.invitation_renew, name="invitation-renew"),
    path(
        "users/<uuid:key>/invitation/withdraw/",
        views.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("invitation/<str:secret>/", views.invitation_accept, name="invitation-accept"),
]

sign_in: list[URLPattern] = [
    path("login/", account.login, name="account_login"),
    path("logout/", account.logout, name="account_logout"),
    path("signup/", account.signup, name="account_signup"),
    path("inactive/", account.account_inactive, name="account_inactive"),
    path("confirm/", account.reauthenticate, name="account_reauthenticate"),
    path("password/change/", account.password_change, name="account_change_password"),
    path("password/set/", account.password_set, name="account_set_password"),
    path("password/reset/", account.password_reset, name="account_reset_password"),
    path("password/reset/done/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/key/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("2fa/", factors.index, name="mfa_index"),
    path("2fa/authenticate/", factors.authenticate, name="mfa_authenticate"),
    path("2fa/confirm/", factors.reauthenticate, name="mfa_reauthenticate"),
    path("2fa/totp/activate/", totp.activate_totp, name="mfa_activate_totp"),
    path("2fa/totp/deactivate/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("2fa/recovery-codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "2fa/recovery-codes/generate/",
        codes.generate_recovery_codes,
        name="mfa_generate_recovery_codes",
    ),
    path(
        "2fa/recovery-codes/download/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
