from pathlib import Path

import pytest

from tools import house_rules

GOOD_AND_BAD = [
    (
        house_rules.suppressions,
        "a.py",
        "x = 1  # noqa: E1 -- the framework wants it",
        "x = 1  # " + "noqa: E1",
    ),
    (house_rules.interfaces, "views.py", "queries.events(acting)", "Event.objects.all()"),
    (house_rules.interfaces, "forms.py", "actions.change(acting)", "event.save()"),
    (
        house_rules.translations,
        "a.html",
        "{% blocktranslate trimmed %}",
        "{% blocktranslate with a=b %}",
    ),
    (
        house_rules.nothing_inline,
        "a.html",
        '<script src="/a.js"></script>',
        "<script>a()</script>",
    ),
    (house_rules.nothing_inline, "a.html", '<p class="a">', '<p style="color: red">'),
    (house_rules.nothing_inline, "a.html", "<button>", '<button onclick="go()">'),
    (house_rules.nothing_inline, "a.html", '<a href="/x">', '<img src="//elsewhere.example/x">'),
    (house_rules.logical_styles, "a.css", "margin-inline-start: 0;", "margin-left: 0;"),
    (house_rules.logical_styles, "a.css", "text-align: start;", "text-align: right;"),
    (house_rules.logical_styles, "a.css", "inset-inline-start: 0;", "  left: 0;"),
    (house_rules.nothing_left_for_later, "a.py", "x = 1", "x = 1  # " + "TODO" + " later"),
]


@pytest.mark.parametrize(("rule", "name", "good", "bad"), GOOD_AND_BAD)
def test_a_rule_lets_good_lines_pass_and_names_bad_ones(
    rule: house_rules.Rule, name: str, good: str, bad: str
) -> None:
    assert list(rule(Path(name), good)) == []
    assert len(list(rule(Path(name), bad))) == 1


def test_a_long_function_and_a_long_module_are_named() -> None:
    body = "def long() -> None:\n" + "    a = 1\n" * 450

    assert [what for _, what in house_rules.functions(Path("a.py"), body)] == [
        "long has 451 lines, over 50"
    ]
    assert [what for _, what in house_rules.sizes(Path("a.py"), body)] == ["451 lines, over 400"]
