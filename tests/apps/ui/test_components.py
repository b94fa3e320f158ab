"""Small parts of pages: what they write, and that they refuse what they do not know."""

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.template import Context, Template, TemplateSyntaxError

from accord.engine.calendars import Calendar, Digits, Presentation
from tests.apps.ui.gallery import Text, Verdict

ENGLISH = Presentation("en", Calendar.GREGORIAN, Digits.LATN, "Europe/Moscow")
PERSIAN = Presentation("fa", Calendar.JALALI, Digits.ARABEXT, "Asia/Tehran")
PLUS = (
    '<svg class="icon" aria-hidden="true" focusable="false">'
    '<use href="/static/vendor/tabler-icons/sprite.svg#plus"></use></svg>'
)


def write(source: str, **context: Any) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_a_button_submits_the_form_it_stands_in() -> None:
    assert (
        write('{% button kind="primary" name="do" value="publish" %}Publish{% endbutton %}')
        == '<button class="btn btn-primary" name="do" type="submit" value="publish">'
        "Publish</button>"
    )


def test_a_button_with_an_address_is_a_link() -> None:
    assert (
        write(
            '{% button url=url icon="plus" size="small" %}Add{% endbutton %}', url="/add/?a=1&b=2"
        )
        == '<a href="/add/?a=1&amp;b=2" class="btn btn-secondary btn-sm">'
        f"{PLUS}<span>Add</span></a>"
    )


def test_a_button_of_an_icon_alone_has_a_name() -> None:
    assert (
        write('{% button icon="plus" label="Add" type="button" %}{% endbutton %}')
        == f'<button aria-label="Add" class="btn btn-secondary" type="button">{PLUS}</button>'
    )


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ('{% button kind="huge" %}x{% endbutton %}', "“huge” is no kind of a button"),
        ('{% button color="red" %}x{% endbutton %}', "“color” is no attribute of a button"),
        ('{% button size="tiny" %}x{% endbutton %}', "“tiny” is no size of a button"),
        ('{% icon "unicorn" %}', "“unicorn” is no icon"),
        ('{% badge "x" kind="pink" %}', "“pink” is no kind of a badge"),
        ('{% notice kind="loud" %}x{% endnotice %}', "“loud” is no kind of a notice"),
    ],
)
def test_a_part_refuses_what_it_does_not_know(source: str, complaint: str) -> None:
    with pytest.raises(TemplateSyntaxError, match=complaint):
        write(source)


def test_a_verdict_of_yes_leaves_the_button_alone() -> None:
    source = '{% verdict_button verdict kind="primary" name="do" %}Sign{% endverdict_button %}'

    assert (
        write(source, verdict=Verdict())
        == '<button class="btn btn-primary" name="do" type="submit">Sign</button>'
    )


def test_a_verdict_of_no_disables_the_button_and_says_why() -> None:
    source = (
        '{% verdict_button no kind="primary" name="do" url="/x/" %}Sign{% endverdict_button %}'
    )

    html = write(source, no=Verdict("Two <parties> have not signed."))

    assert re.sub(r"why-\d+", "why-1", html) == (
        '<span class="refused">'
        '<button aria-describedby="why-1" aria-disabled="true" class="btn btn-primary"'
        ' type="button">Sign</button>'
        '<span class="refused-reason" role="tooltip" id="why-1">'
        "Two &lt;parties&gt; have not signed.</span></span>"
    )


def test_two_refusals_on_a_page_do_not_share_an_id() -> None:
    html = write("{% verdict_button no %}A{% endverdict_button %}" * 2, no=Verdict("No."))

    assert len(set(re.findall(r' id="(why-\d+)"', html))) == 2


def test_a_badge_escapes_its_words() -> None:
    assert write("{% badge label %}", label="<b>") == (
        '<span class="badge tone-neutral">&lt;b&gt;</span>'
    )


def test_an_icon_that_points_is_marked_for_mirroring() -> None:
    assert 'class="icon is-pointing"' in write('{% icon "arrow-left" %}')
    assert 'class="icon"' in write('{% icon "users" %}')


def test_a_flush_card_has_no_padding() -> None:
    assert write('{% card title="Places" is_flush=True %}<ul></ul>{% endcard %}') == (
        '<section class="card"><div class="card-header"><h2 class="card-title">Places</h2></div>'
        "<ul></ul></section>"
    )


def test_facts_are_a_description_list() -> None:
    assert write('{% facts %}{% fact "City" %} Kazan {% endfact %}{% endfacts %}') == (
        '<dl class="facts"><div class="fact"><dt>City</dt><dd>Kazan</dd></div></dl>'
    )


@pytest.mark.parametrize(
    ("source", "english", "persian"),
    [
        ("{{ day|day:viewer }}", "4 December 2025", "۱۳ آذر ۱۴۰۴"),
        ("{{ day|long_day:viewer }}", "Thursday, 4 December 2025", "پنجشنبه ۱۳ آذر ۱۴۰۴"),
        ("{{ day|weekday:viewer }}", "Thursday", "پنجشنبه"),
        ("{{ day|short_day:viewer }}", "2025-12-04", "۱۴۰۴/۰۹/۱۳"),
        (
            "{{ day|both_days:viewer }}",
            "4 December 2025 (13 Azar 1404)",
            "۱۳ آذر ۱۴۰۴ (۴ دسامبر ۲۰۲۵)",
        ),
        ("{{ moment|clock:viewer }}", "09:30", "۱۰:۰۰"),
        ("{{ moment|moment:viewer }}", "4 December 2025, 09:30", "۱۳ آذر ۱۴۰۴، ساعت ۱۰:۰۰"),
        ("{{ 12500|number:viewer }}", "12,500", "۱۲٬۵۰۰"),
        ("{{ half|number:viewer }}", "0.5", "۰٫۵"),
        ("{{ half|percent:viewer }}", "50%", "۵۰٪"),
        ('{{ "Room 12"|digits:viewer }}', "Room 12", "Room ۱۲"),
        ("{{ name|text:viewer }}", "Arvand", "اروند"),
        ('{{ "as it is"|text:viewer }}', "as it is", "as it is"),
        ("{% span moment later viewer %}", "09:30–09:50", "۱۰:۰۰–۱۰:۲۰"),
        ("{% days day next_day viewer %}", "4–5 December 2025", "۱۳ تا ۱۴ آذر ۱۴۰۴"),
        ("{{ nothing|day:viewer }}{{ nothing|number:viewer }}{{ nothing|text:viewer }}", "", ""),
    ],
)
def test_a_value_is_written_as_the_viewer_reads(source: str, english: str, persian: str) -> None:
    values = {
        "day": date(2025, 12, 4),
        "next_day": date(2025, 12, 5),
        "moment": datetime(2025, 12, 4, 6, 30, tzinfo=UTC),
        "later": datetime(2025, 12, 4, 6, 50, tzinfo=UTC),
        "half": Decimal("0.5"),
        "name": Text("Arvand", "اروند"),
        "nothing": None,
    }

    assert write(source, viewer=ENGLISH, **values) == english
    assert write(source, viewer=PERSIAN, **values) == persian
