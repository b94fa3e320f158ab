"""What people type about accounts: sign-in, passwords, preferences, tokens, invitations."""

from datetime import UTC, datetime, time, timedelta
from functools import cache
from typing import Any

from allauth.account import forms as sign_in
from allauth.mfa.base import forms as factors
from allauth.mfa.totp import forms as apps
from django import forms
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from accord.apps.accounts.enums import CalendarChoice, DigitsChoice, Theme
from accord.apps.accounts.models import User
from accord.apps.ui.forms.fields import DayField
from accord.engine.calendars import city_of_zone, zones
from accord.engine.text import ascii_digits

E_MAIL = _("E-mail address")
PASSWORD = _("Password")
NEW_PASSWORD = _("New password")
AGAIN = _("The new password once more")
RULES = _(
    "At least 12 characters. Not a common password, and not like your name or e-mail address."
)
NOT_THE_SAME = _("The two passwords differ. Please type the same one twice.")
CODE = _("Code")
# Persian letters stand among the Arabic ones in the alphabet, and after them in Unicode.
PERSIAN_ORDER = str.maketrans(
    {
        "پ": "ب\uffff",
        "چ": "ج\uffff",
        "ژ": "ز\uffff",
        "ک": "ك",
        "گ": "ك\uffff",
        "و": "ه",
        "ه": "و",
    }
)


class Dressed(forms.Form):
    """A form of the sign-in library with our words instead of its own."""

    words: dict[str, tuple[str | Promise, str | Promise]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, (label, help_text) in self.words.items():
            field: Any = self.fields[name]
            field.label, field.help_text = label, help_text
            field.widget.attrs.pop("placeholder", None)
            # Addresses, passwords and codes run from left to right in every language.
            field.widget.attrs["dir"] = "ltr"


class SignInForm(Dressed, sign_in.LoginForm):  # type: ignore[misc]  # -- the library has no types
    """E-mail address and password."""

    words = {"login": (E_MAIL, ""), "password": (PASSWORD, "")}


class ForgottenPasswordForm(Dressed, sign_in.ResetPasswordForm):  # type: ignore[misc]  # -- the same
    """Where to send the link."""

    words = {"email": (E_MAIL, "")}


class TwiceTheSame(Dressed):
    """A new password, typed twice."""

    def clean(self) -> dict[str, Any]:
        """Compare the two; the library's own sentence is not ours."""
        cleaned = forms.Form.clean(self) or {}
        first, second = cleaned.get("password1"), cleaned.get("password2")
        if first and second and first != second:
            self.add_error("password2", forms.ValidationError(NOT_THE_SAME, code="differs"))
        return cleaned


class NewPasswordForm(TwiceTheSame, sign_in.ResetPasswordKeyForm):  # type: ignore[misc]  # -- the same
    """The password after a forgotten one."""

    words = {"password1": (NEW_PASSWORD, RULES), "password2": (AGAIN, "")}


class SetPasswordForm(TwiceTheSame, sign_in.SetPasswordForm):  # type: ignore[misc]  # -- the same
    """The first password of somebody who has none."""

    words = {"password1": (NEW_PASSWORD, RULES), "password2": (AGAIN, "")}


class ChangePasswordForm(TwiceTheSame, sign_in.ChangePasswordForm):  # type: ignore[misc]  # -- the same
    """The present password and the next one."""

    words = {
        "oldpassword": (_("Present password"), ""),
        "password1": (NEW_PASSWORD, RULES),
        "password2": (AGAIN, ""),
    }


class ConfirmForm(Dressed, sign_in.ReauthenticateForm):  # type: ignore[misc]  # -- the same
    """The password once more, before something that matters."""

    words = {"password": (PASSWORD, "")}


class Coded(Dressed):
    """A code, in the digits of any keyboard."""

    words = {"code": (CODE, "")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs["autocapitalize"] = "off"

    def clean_code(self) -> str:
        """Check the code as typed on a keyboard with Latin digits."""
        typed = ascii_digits(self.cleaned_data["code"])
        self.cleaned_data["code"] = "".join(typed.split())
        checked: str = super().clean_code()  # type: ignore[misc]  # -- the other parent has it
        return checked


class FactorForm(Coded, factors.AuthenticateForm):  # type: ignore[misc]  # -- the same
    """The code of the app, or a recovery code."""

    words = {"code": (CODE, _("Six digits from your app, or one of your recovery codes."))}


class ConfirmFactorForm(Coded, factors.ReauthenticateForm):  # type: ignore[misc]  # -- the same
    """The code once more, before something that matters."""

    words = {"code": (CODE, _("Six digits from your app, or one of your recovery codes."))}


class AddAppForm(Coded, apps.ActivateTOTPForm):  # type: ignore[misc]  # -- the same
    """The first code of a new app."""

    words = {"code": (CODE, _("The six digits that the app shows now."))}


class LanguageForm(forms.Form):
    """Which language to speak."""

    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))


class AcceptForm(forms.Form):
    """What an invited person decides: a password and a language."""

    language = forms.ChoiceField(
        choices=settings.LANGUAGES,
        label=_("Language"),
        help_text=_(
            "Calendar, digits and time zone follow from it. "
            "You can change each of them later in your preferences."
        ),
    )
    password1 = forms.CharField(
        label=PASSWORD,
        help_text=RULES,
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )
    password2 = forms.CharField(
        label=_("The password once more"),
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password", "dir": "ltr"}),
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["language"].initial = user.language

    def clean_password1(self) -> str:
        """Hold the password against our rules."""
        password: str = self.cleaned_data["password1"]
        validate_password(password, self.user)
        return password

    def clean_password2(self) -> str:
        """Compare the two."""
        password: str = self.cleaned_data["password2"]
        if self.cleaned_data.get("password1") not in {None, password}:
            raise forms.ValidationError(NOT_THE_SAME, code="differs")
        return password


class PreferencesForm(forms.Form):
    """How somebody is named and how they like to read."""

    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    language = forms.ChoiceField(choices=settings.LANGUAGES, label=_("Language"))
    calendar = forms.ChoiceField(choices=CalendarChoice.choices, label=_("Calendar"))
    digits = forms.ChoiceField(choices=DigitsChoice.choices, label=_("Digits"))
    time_zone = forms.ChoiceField(choices=(), label=_("Time zone"))
    theme = forms.ChoiceField(choices=Theme.choices, label=_("Appearance"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone: Any = self.fields["time_zone"]
        kept = str(self.initial.get("time_zone") or "")
        zone.choices = time_zones_and(kept, get_language() or "en")


class InviteForm(forms.Form):
    """Whom to invite."""

    email = forms.EmailField(
        label=E_MAIL,
        max_length=254,
        help_text=_("The invitation goes there."),
        widget=forms.EmailInput(attrs={"dir": "ltr"}),
    )
    name = forms.CharField(label=pgettext_lazy("person", "Name"), max_length=200)
    language = forms.ChoiceField(
        choices=settings.LANGUAGES,
        label=_("Language"),
        help_text=_("In which we write to them. They can change it."),
    )


class TokenForm(forms.Form):
    """What a program needs a token for, and how long."""

    label = forms.CharField(
        label=_("What is it for?"),
        max_length=100,
        help_text=_("For example: export to our register every night."),
    )
    expires_on = DayField(
        label=_("Last day"),
        required=False,
        help_text=_("After this day the token no longer works. Empty: it works until revoked."),
    )

    def clean_expires_on(self) -> datetime | None:
        """Return the end of that day, where the person is."""
        day = self.cleaned_data["expires_on"]
        if day is None:
            return None
        begins = datetime.combine(day, time.min, timezone.get_current_timezone())
        return (begins + timedelta(days=1)).astimezone(UTC)


@cache
def time_zones(language: str) -> list[tuple[str, str]]:
    """Return every time zone under the name of its city in the language, in alphabetical order.

    The city comes first, so that typing its first letters finds it in a list; its country is
    left out, since a clock is no claim.
    """
    named = []
    for zone in zones():
        city = city_of_zone(zone, language)
        named.append((city.translate(PERSIAN_ORDER), zone, f"{city} · {zone}"))
    return [("UTC", "UTC"), *((zone, label) for _key, zone, label in sorted(named))]


def time_zones_and(kept: str, language: str) -> list[tuple[str, str]]:
    """Return every time zone, and the one that was chosen under an older name."""
    known = dict(time_zones(language))
    if kept:
        known.setdefault(kept, kept)
    return list(known.items())
