"""Every component on two pages, for tests and for looking at: the urlconf of a small site."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import engines
from django.urls import include, path
from django.utils.translation import gettext as _
from django.views.i18n import set_language

from accord.apps.ui.forms.fields import ClockField, DayField, LocalizedTextField, NumberField
from accord.apps.ui.forms.viewing import current_viewer
from accord.apps.ui.tables.columns import Column, Filter
from accord.apps.ui.tables.table import Table
from accord.apps.ui.templatetags.ui import badge

PAGES = Path(__file__).parent / "templates"


@dataclass(frozen=True)
class Text:
    """A text in two languages, as `core` has them."""

    en: str
    fa: str

    def in_language(self, language: str) -> str:
        return self.fa if language == "fa" else self.en


@dataclass(frozen=True)
class Company:
    """A row of the list."""

    name: Text
    city: Text
    field: str
    people: int
    joined: date
    seen_at: datetime
    is_ready: bool


@dataclass(frozen=True)
class Verdict:
    """An answer of a policy, as `core` has them."""

    reason: str = ""

    def __bool__(self) -> bool:
        return not self.reason


_NAMES = (
    ("Arvand Membrane", "غشای اروند", "Tabriz", "تبریز"),
    ("Volga Optics", "اپتیک ولگا", "Kazan", "کازان"),
    ("Sahand Catalyst Works", "کاتالیست سهند", "Tabriz", "تبریز"),
    ("Northern Bioreactor", "بیوراکتور شمال", "Saint Petersburg", "سن‌پترزبورگ"),
    ("Pars Drone Survey", "نقشه‌برداری پهپادی پارس", "Shiraz", "شیراز"),
)
COMPANIES = [
    Company(
        name=Text(f"{en} {number}" if number else en, f"{fa} {number}" if number else fa),
        city=Text(city, fa_city),
        field=("water", "optics", "chemistry")[number % 3],
        people=(number * 37) % 240 + 3,
        joined=date(2025, 1 + number % 12, 3),
        seen_at=datetime(2025, 12, 2, 5, number, tzinfo=UTC),
        is_ready=number % 2 == 0,
    )
    for number in range(12)
    for en, fa, city, fa_city in _NAMES
]


def _readiness(row: Company) -> str:
    return badge(_("Ready"), "success", "check") if row.is_ready else badge(_("Not yet"))


def companies() -> Table:
    return Table(
        key="companies",
        caption=_("Organisations"),
        columns=(
            Column("name", _("Name"), sort=("name",), url=lambda _row: "/companies/1/"),
            Column("city", _("City"), sort=("city",)),
            Column("people", _("People"), sort=("people",), align="end"),
            Column("joined", _("Since"), sort=("joined",), is_hidden_on_phone=True),
            Column("is_ready", _("Ready"), cell=_readiness),
        ),
        filters=(
            Filter(
                "field",
                _("Field"),
                choices=(("water", _("Water")), ("optics", _("Optics"))),
                apply=lambda rows, value: [row for row in rows if row.field == value],
            ),
        ),
        search=lambda rows, folded: [row for row in rows if folded in row.name.en.lower()],
        default_sort="name",
        empty_sentence=_("No organisations yet."),
        empty_hint=_("Import a workbook, or add the first one."),
    )


class EventForm(forms.Form):
    """One field of every kind."""

    title = LocalizedTextField(label="Title", max_length=200)
    starts_on = DayField(label="First day", help_text="Either calendar will do.")
    opens_at = ClockField(label="Opens at")
    tables = NumberField(label="Tables", min_value=1, max_value=500)
    email = forms.EmailField(label="E-mail", required=False)
    kind = forms.ChoiceField(label="Kind", choices=[("b2b", "Meetings"), ("visit", "Visit")])
    sides = forms.MultipleChoiceField(
        label="Sides",
        choices=[("ir", "Iran"), ("ru", "Russia"), ("by", "Belarus")],
        widget=forms.CheckboxSelectMultiple,
    )
    mode = forms.ChoiceField(
        label="Mode", choices=[("hall", "In a hall"), ("far", "Remote")], widget=forms.RadioSelect
    )
    note = forms.CharField(label="Note", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label="Workbook", required=False)
    is_public = forms.BooleanField(label="Everyone may see it", required=False)


class ReasonForm(forms.Form):
    """What a confirmation may ask."""

    reason = forms.CharField(label="Reason")


def _frame(request: HttpRequest) -> dict[str, Any]:
    return {
        "viewer": current_viewer(),
        "viewer_theme": request.GET.get("theme", "light"),
        "user": SimpleNamespace(is_authenticated=True),
        "account_name": "Leyla Karimova",
        "account_menu": [
            SimpleNamespace(label="Preferences", url="/me/", icon="adjustments", is_current=False)
        ],
        "navigation": [
            SimpleNamespace(label=_("Events"), url="/", icon="calendar-event", is_current=True),
            SimpleNamespace(
                label=_("Organisations"), url="/o/", icon="building", is_current=False
            ),
            SimpleNamespace(
                label=_("People"), url="/p/", icon="users", is_current=False, group="Directory"
            ),
        ],
    }


def _page(request: HttpRequest, name: str, page: dict[str, Any]) -> HttpResponse:
    source = (PAGES / name).read_text(encoding="utf-8")
    template = engines["django"].from_string(source)
    return HttpResponse(template.render({**_frame(request), **page}, request))


@login_not_required
def parts(request: HttpRequest) -> HttpResponse:
    job = SimpleNamespace(
        pk=7,
        percent=42,
        done=42,
        total=100,
        state="running",
        is_over=False,
        stop_requested=False,
        problem="",
    )
    return _page(
        request,
        "parts.html",
        {
            "yes": Verdict(),
            "no": Verdict("The event is already planned."),
            "job": job,
            "failed": SimpleNamespace(
                **{
                    **vars(job),
                    "pk": 8,
                    "state": "failed",
                    "is_over": True,
                    "problem": "Row 7 has no name.",
                }
            ),
            "day": date(2025, 12, 4),
            "moment": datetime(2025, 12, 4, 5, 30, tzinfo=UTC),
            "steps": [
                SimpleNamespace(label="Upload", state="done", url="/1/"),
                SimpleNamespace(label="Preview", state="current", url=""),
                SimpleNamespace(label="Import", state="next", url=""),
            ],
            "tabs": [
                SimpleNamespace(label="Overview", url="/t/1/", is_current=True, count=None),
                SimpleNamespace(label="Wishes", url="/t/2/", is_current=False, count=12),
            ],
            "reason_form": ReasonForm(prefix="withdraw"),
            "job_facts": [("Best so far", "1,240"), ("Bound", "1,260")],
        },
    )


@login_not_required
def rows(request: HttpRequest) -> HttpResponseBase:
    table = companies().page(COMPANIES, request.GET, current_viewer())
    if table.export:
        return table.download()
    return _page(request, "rows.html", {"table": table})


@login_not_required
def no_rows(request: HttpRequest) -> HttpResponse:
    table = companies().page([], request.GET, current_viewer())
    page = {"table": table, "empty_url": "/import/", "empty_label": "Import a workbook"}
    return _page(request, "rows.html", page)


@login_not_required
def form(request: HttpRequest) -> HttpResponse:
    shown = EventForm(request.POST or None, initial={"starts_on": date(2025, 12, 4), "tables": 12})
    return _page(request, "form.html", {"form": shown})


urlpatterns = [
    path("", parts),
    path("rows/", rows),
    path("no-rows/", no_rows),
    path("form/", form),
    path("out/", parts, name="account_logout"),
    path("ui/", include("accord.apps.ui.urls")),
    path("language/", login_not_required(set_language), name="set_language"),
]
