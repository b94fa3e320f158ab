"""Lists: searched, sorted, filtered, paged and taken away as a file."""

import csv
import io
from collections.abc import Iterable
from dataclasses import replace
from typing import cast

import pytest
from django.contrib.auth.models import Group
from django.http import FileResponse, QueryDict, StreamingHttpResponse
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from accord.apps.ui.tables.columns import Column, Filter
from accord.apps.ui.tables.table import Table, TablePage
from accord.engine.calendars import Calendar, Digits, Presentation

ENGLISH = Presentation("en", Calendar.GREGORIAN, Digits.LATN, "UTC")
PERSIAN = Presentation("fa", Calendar.JALALI, Digits.ARABEXT, "Asia/Tehran")
GROUPS = Table(
    key="groups",
    caption="Groups",
    columns=(
        Column("name", "Name", sort=("name",), url=lambda group: f"/groups/{group.pk}/"),
        Column("size", "Size", cell=lambda group: len(group.name), align="end"),
    ),
    filters=(
        Filter(
            "kind",
            "Kind",
            choices=(("a", "Begins with A"), ("b", "Begins with B")),
            apply=lambda rows, value: rows.filter(name__istartswith=value),
        ),
    ),
    search=lambda rows, folded: rows.filter(name__icontains=folded),
    default_sort="name",
)


def make_groups(names: Iterable[str]) -> None:
    Group.objects.bulk_create(Group(name=name) for name in names)


def page(query: str = "", viewer: Presentation = ENGLISH, table: Table = GROUPS) -> TablePage:
    return table.page(Group.objects.all(), QueryDict(query), viewer)


def names(shown: TablePage) -> list[str]:
    return [group.name for group in shown.shown]


@pytest.mark.django_db
def test_rows_come_in_the_default_order() -> None:
    make_groups(["beta", "alpha", "gamma"])

    assert names(page()) == ["alpha", "beta", "gamma"]


@pytest.mark.django_db
def test_a_heading_turns_the_order_around() -> None:
    make_groups(["beta", "alpha", "gamma"])

    shown = page("sort=-name")

    assert names(shown) == ["gamma", "beta", "alpha"]
    assert [(each.key, each.direction, each.url) for each in shown.headers] == [
        ("name", "descending", "?sort=name"),
        ("size", "", ""),
    ]


@pytest.mark.django_db
def test_rows_that_sort_alike_keep_one_order_from_page_to_page() -> None:
    make_groups(f"group {number:02}" for number in range(40))
    alike = replace(GROUPS, columns=(Column("id", "Id"), Column("name", "Name")), default_sort="")

    first, second = page("", table=alike), page("page=2", table=alike)

    assert [group.pk for group in [*first.shown, *second.shown]] == sorted(
        Group.objects.values_list("pk", flat=True)
    )


@pytest.mark.django_db
def test_a_search_is_folded_before_the_context_gets_it() -> None:
    make_groups(["کازان", "تبریز"])

    assert names(page("q=كازان")) == ["کازان"]


@pytest.mark.django_db
def test_a_filter_narrows_and_can_be_cleared() -> None:
    make_groups(["alpha", "beta"])

    shown = page("kind=b&sort=-name")

    assert names(shown) == ["beta"]
    assert shown.is_narrowed
    assert shown.clear_url == "?sort=-name"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "page=999",
        "page=-4",
        "page=x",
        "size=7",
        "sort=password",
        "sort=size",
        "kind=zzz",
        "export=exe",
        "q=%00",
    ],
)
def test_nonsense_in_the_address_is_put_right(query: str) -> None:
    make_groups(["alpha", "beta"])

    shown = page(query)

    assert names(shown) == ["alpha", "beta"]
    assert shown.summary == "1–2 of 2"


@pytest.mark.django_db
def test_a_persian_page_number_is_understood() -> None:
    make_groups(f"group {number:02}" for number in range(30))

    assert names(page("page=۲")) == [f"group {number:02}" for number in range(25, 30)]


@pytest.mark.django_db
def test_links_between_pages_keep_search_order_and_foreign_parameters() -> None:
    make_groups(f"group {number:03}" for number in range(300))

    shown = page("q=group&sort=-name&page=6&tab=wishes")

    assert shown.next_url == "?tab=wishes&q=group&sort=-name&page=7"
    assert [link.label for link in shown.pages] == ["1", "…", "5", "6", "7", "…", "12"]
    assert [link.url for link in shown.pages if link.is_current] == [
        "?tab=wishes&q=group&sort=-name&page=6"
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(("rows", "queries"), [(1, 2), (3, 2), (25, 2), (60, 3), (90, 3)])
def test_a_page_costs_two_queries_and_one_more_when_it_is_not_all(
    rows: int, queries: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_groups(f"group {number:02}" for number in range(rows))

    with django_assert_num_queries(queries):
        shown = page()
        written = (
            shown.body,
            shown.summary,
            shown.pages,
            shown.sizes,
            shown.headers,
            shown.next_url,
        )

    assert written[0].count("<tr") == min(rows, 25)


@pytest.mark.django_db
def test_a_cell_is_escaped_labelled_and_isolated() -> None:
    make_groups(["<i>اپتیک</i>"])
    (group,) = Group.objects.all()

    assert page(viewer=PERSIAN).body == (
        '<tr role="row"><th class="at-start" scope="row" role="rowheader" data-label="Name">'
        f'<a href="/groups/{group.pk}/"><bdi>&lt;i&gt;اپتیک&lt;/i&gt;</bdi></a></th>'
        '<td class="at-end" role="cell" data-label="Size"><bdi>۱۲</bdi></td></tr>'
    )


@pytest.mark.django_db
def test_a_csv_file_holds_every_page_and_runs_nothing() -> None:
    make_groups([f"group {number:02}" for number in range(30)] + ["=HYPERLINK(1)"])

    response = cast("StreamingHttpResponse", page("export=csv").download())
    text = b"".join(cast("Iterable[bytes]", response.streaming_content)).decode("utf-8")
    lines = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff")
    assert lines[:3] == [["Name", "Size"], ["'=HYPERLINK(1)", "13"], ["group 00", "8"]]
    assert len(lines) == 32
    assert response.headers["Content-Disposition"] == 'attachment; filename="groups.csv"'


@pytest.mark.django_db
def test_a_workbook_has_text_that_is_no_formula_and_numbers_that_are_numbers() -> None:
    make_groups(["=1+1", "alpha\x0b"])

    response = cast("FileResponse", page("export=xlsx", viewer=PERSIAN).download())
    content = b"".join(cast("Iterable[bytes]", response.streaming_content))
    response.close()
    sheet = load_workbook(io.BytesIO(content)).active

    assert sheet is not None
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Name", "Size"],
        ["=1+1", 4],
        ["alpha", 6],
    ]
    assert [cell.data_type for cell in sheet[2]] == ["s", "n"]
    assert sheet.sheet_view.rightToLeft is True


def test_a_table_refuses_an_order_it_does_not_have() -> None:
    with pytest.raises(ValueError, match="“size” cannot be sorted by"):
        replace(GROUPS, default_sort="size")


def test_a_table_refuses_two_columns_of_one_key() -> None:
    with pytest.raises(ValueError, match="two columns have the same key"):
        replace(GROUPS, columns=(Column("a", "A"), Column("a", "B")), default_sort="")


@pytest.mark.usefixtures("gallery")
def test_a_list_without_rows_says_what_to_do(client: Client) -> None:
    html = client.get("/no-rows/").content.decode()

    assert "No organisations yet." in html
    assert '<a class="btn btn-primary" href="/import/">Import a workbook</a>' in html
    assert "<table" not in html


@pytest.mark.usefixtures("gallery")
def test_a_search_without_a_hit_offers_everything_again(client: Client) -> None:
    html = client.get("/rows/?q=zzz&sort=-city").content.decode()

    assert "Nothing fits this search." in html
    assert '<a class="btn btn-secondary" href="?sort=-city">Show everything</a>' in html


@pytest.mark.usefixtures("gallery")
def test_rows_that_are_no_query_are_sorted_by_what_is_read(client: Client) -> None:
    first = client.get("/rows/?sort=-people").content.decode()

    assert first.index("Arvand Membrane 6<") < first.index("Arvand Membrane 5<")
