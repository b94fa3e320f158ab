"""Fields that read what people type, and forms that say what is wrong and where."""

from datetime import date, time
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import translation

from accord.apps.ui.forms.fields import ClockField, DayField, LocalizedTextField, NumberField
from accord.apps.ui.forms.viewing import current_viewer, viewed_by
from accord.engine.calendars import Calendar, Digits, Presentation

PERSIAN = Presentation("fa", Calendar.JALALI, Digits.ARABEXT, "Asia/Tehran")
GOOD = {
    "title_fa": "نشست‌های آب",
    "title_source": "fa",
    "starts_on": "۱۳ آذر ۱۴۰۴",
    "opens_at": "۹:۳۰",
    "tables": "۱۲",
    "kind": "b2b",
    "sides": ["ir"],
    "mode": "hall",
}


@pytest.mark.parametrize(
    ("field", "typed", "meant"),
    [
        (NumberField(), "۱۲", 12),
        (NumberField(), " 1,250 ", 1250),
        (DayField(), "۱۴۰۴/۹/۱۳", date(2025, 12, 4)),
        (DayField(), "4 December 2025", date(2025, 12, 4)),
        (DayField(), date(2025, 12, 4), date(2025, 12, 4)),
        (ClockField(), "۹:۳۰", time(9, 30)),
        (NumberField(required=False), "", None),
        (DayField(required=False), "", None),
        (ClockField(required=False), "", None),
    ],
)
def test_a_field_reads_every_way_of_writing(field: forms.Field, typed: Any, meant: object) -> None:
    assert field.clean(typed) == meant


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (
            NumberField(),
            "twelve",
            "“twelve” is not a number. Please write digits only, for example 12.",
        ),
        (NumberField(), "1.5", "“1.5” is not a whole number. Please write it without a fraction."),
        (NumberField(min_value=1), "0", "Please write 1 or more."),
        (NumberField(max_value=500), "501", "Please write 500 or less."),
        (
            DayField(),
            "soon",
            (
                "“soon” is not a day that can be read. "
                "Please write it like 2025-12-02; both calendars are understood."
            ),
        ),
        (ClockField(), "25:00", "“25:00” is not a time of day. Please write it like 09:30."),
    ],
)
def test_a_field_says_what_it_could_not_read(
    field: forms.Field, typed: str, sentence: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        field.clean(typed)

    assert refusal.value.messages == [sentence]


def test_a_text_in_several_languages_keeps_what_was_written_and_where_it_began() -> None:
    field = LocalizedTextField(languages=("en", "fa"))

    value = field.clean({"source": "fa", "texts": {"en": "  ", "fa": " كيش "}})

    assert value == {"source": "fa", "texts": {"fa": "کیش"}}


def test_a_text_whose_stated_original_is_empty_began_where_something_stands() -> None:
    value = LocalizedTextField().clean({"source": "fa", "texts": {"en": "Kish", "fa": ""}})

    assert value == {"source": "en", "texts": {"en": "Kish"}}


def test_a_text_is_refused_when_it_is_empty_or_too_long() -> None:
    field = LocalizedTextField(max_length=3)

    with pytest.raises(ValidationError) as empty:
        field.clean({"source": "en", "texts": {"en": ""}})
    with pytest.raises(ValidationError) as long:
        field.clean({"source": "en", "texts": {"en": "Kish"}})

    assert empty.value.messages == ["Please write this in at least one language."]
    assert long.value.messages == ["The text in English is too long: 4 of at most 3 characters."]


def test_a_text_that_is_too_long_has_changed() -> None:
    field = LocalizedTextField(max_length=3)

    assert field.has_changed({}, {"source": "en", "texts": {"en": "Kish"}})


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (NumberField(min_value=5), "۱", "Please write ۵ or more."),
        (NumberField(max_value=120), "۱۲۱", "Please write ۱۲۰ or less."),
    ],
)
def test_a_limit_is_said_in_the_digits_of_the_reader(
    field: forms.Field, typed: str, sentence: str
) -> None:
    with viewed_by(PERSIAN), pytest.raises(ValidationError) as refusal:
        field.clean(typed)

    assert refusal.value.messages == [sentence]


def test_a_form_asks_in_the_languages_of_its_programme() -> None:
    class TitleForm(forms.Form):
        title = LocalizedTextField()

    form, other = TitleForm(), TitleForm()
    field = form.fields["title"]
    assert isinstance(field, LocalizedTextField)
    field.languages = ("fa", "de")

    assert 'lang="fa" dir="rtl"' in str(form["title"])
    assert 'lang="de" dir="ltr"' in str(form["title"])
    assert 'lang="de"' not in str(other["title"])


def test_a_day_is_shown_in_the_viewers_calendar_and_the_other_beside_it() -> None:
    class DayForm(forms.Form):
        on = DayField()

    with viewed_by(PERSIAN):
        html = str(DayForm(initial={"on": date(2025, 12, 4)})["on"])

    assert 'value="۱۴۰۴/۰۹/۱۳"' in html
    assert '<output class="day-read" for="id_on">۱۳ آذر ۱۴۰۴ (۴ دسامبر ۲۰۲۵)</output>' in html


def test_a_form_that_comes_back_unchanged_has_not_changed() -> None:
    class EveryForm(forms.Form):
        on = DayField()
        at = ClockField()
        tables = NumberField()
        title = LocalizedTextField()

    initial = {
        "on": date(2025, 12, 4),
        "at": time(9, 30),
        "tables": 12,
        "title": {"source": "en", "texts": {"en": "Kish"}},
    }
    sent = {
        "on": "۱۴۰۴/۰۹/۱۳",
        "at": "09:30",
        "tables": "۱۲",
        "title_en": "Kish",
        "title_source": "en",
    }

    assert EveryForm(sent, initial=initial).changed_data == []
    assert EveryForm({**sent, "on": "soon"}, initial=initial).changed_data == ["on"]


def test_without_a_viewer_the_language_decides_the_calendar() -> None:
    with translation.override("fa"):
        viewer = current_viewer()

    assert (viewer.calendar, viewer.digits) == (Calendar.JALALI, Digits.ARABEXT)


@pytest.mark.usefixtures("gallery")
def test_a_refused_form_leads_to_each_field_that_is_wrong(client: Client) -> None:
    html = client.post("/form/", {**GOOD, "tables": "900", "title_fa": ""}).content.decode()

    assert (
        '<a href="#id_title_en"><bdi>Title</bdi>: Please write this in at least one language.</a>'
        in html
    )
    assert '<a href="#id_tables"><bdi>Tables</bdi>: Please write 500 or less.</a>' in html
    assert 'aria-invalid="true" aria-describedby="id_tables_error" id="id_tables"' in html
    assert '<div class="field-errors" id="id_tables_error">' in html


@pytest.mark.usefixtures("gallery")
def test_a_good_form_has_no_summary_of_errors(client: Client) -> None:
    html = client.post("/form/", GOOD).content.decode()

    assert "error-summary" not in html
    assert 'value="۱۳ آذر ۱۴۰۴"' in html


@pytest.mark.usefixtures("gallery")
@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        (
            "13 Azar 1404",
            '<output class="day-read" for="id_on">4 December 2025 (13 Azar 1404)</output>',
        ),
        ("", '<output class="day-read" for="id_on"></output>'),
        (
            "30 Azar 1404 <b>",
            (
                '<output class="day-read is-refused" for="id_on">'
                "“30 Azar 1404 &lt;b&gt;” is not a day that can be read. "
                "Please write it like 2025-12-02; both calendars are understood.</output>"
            ),
        ),
    ],
)
def test_a_day_is_read_while_it_is_typed(client: Client, typed: str, answer: str) -> None:
    response = client.get("/ui/day/", {"field": "on", "on": typed})

    assert response.content.decode().strip() == answer
