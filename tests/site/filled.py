"""A page's form as a browser would send it."""

from html.parser import HTMLParser


class _Fields(HTMLParser):
    """The values of the page's form, in the order of the page."""

    def __init__(self) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.is_inside = False
        self.writing = self.choosing = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        name, value = own.get("name") or "", own.get("value") or ""
        if tag == "form":
            self.is_inside = "page-form" in (own.get("class") or "")
        elif not self.is_inside or "disabled" in own:
            return
        elif tag == "input" and (own.get("type") not in ("checkbox", "radio") or "checked" in own):
            self._add(name, value or ("on" if "checked" in own else ""))
        elif tag == "textarea":
            self.writing = name
            self._add(name, "")
        elif tag == "select":
            self.choosing = name
        elif tag == "option" and "selected" in own:
            self._add(self.choosing, value)

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            self.writing = ""

    def handle_data(self, data: str) -> None:
        if self.writing:
            self.values[self.writing][-1] += data.removeprefix("\n")

    def _add(self, name: str, value: str) -> None:
        if name:
            self.values.setdefault(name, []).append(value)


def filled(page: str) -> dict[str, list[str]]:
    """Return what pressing Save would send."""
    fields = _Fields()
    fields.feed(page)
    return fields.values
