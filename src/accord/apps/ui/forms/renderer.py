"""The renderer that gives every Django form our look."""

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest
from django.utils.safestring import SafeString

CLASSES = {
    "text": "form-control",
    "email": "form-control",
    "url": "form-control",
    "tel": "form-control",
    "number": "form-control number-input",
    "password": "form-control",
    "search": "form-control",
    "date": "form-control day-input",
    "time": "form-control clock-input",
    "datetime-local": "form-control day-input",
    "color": "form-control form-control-color",
    "file": "form-control",
    "checkbox": "form-check-input",
    "radio": "form-check-input",
}
CLASS_OF_TEMPLATE = {
    "django/forms/widgets/textarea.html": "form-control",
    "django/forms/widgets/select.html": "form-select",
}
OUR_TEMPLATES = {
    "django/forms/widgets/checkbox_select.html": "ui/widgets/choices.html",
    "django/forms/widgets/radio.html": "ui/widgets/choices.html",
    "django/forms/errors/list/default.html": "ui/errors.html",
    "django/forms/errors/list/ul.html": "ui/errors.html",
}


class Renderer(TemplatesSetting):
    """Renders forms and fields with our templates, and widgets with the classes of our style."""

    form_template_name = "ui/fields.html"
    field_template_name = "ui/field.html"

    def render(
        self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None
    ) -> SafeString:
        """Render one template of a form."""
        widget = context.get("widget")
        if widget is not None:
            _dress(widget, template_name)
        rendered = super().render(
            OUR_TEMPLATES.get(template_name, template_name), context, request
        )
        return SafeString(rendered)


def _dress(widget: dict[str, Any], template_name: str) -> None:
    """Give a widget and those inside it their classes, unless the form says others."""
    attributes = widget.get("attrs")
    ours = CLASS_OF_TEMPLATE.get(template_name) or CLASSES.get(widget.get("type", ""))
    if ours and attributes is not None and "class" not in attributes:
        widget["attrs"] = {**attributes, "class": ours}
    for inside in widget.get("subwidgets", ()):
        if isinstance(inside, dict):
            _dress(inside, inside.get("template_name", ""))
    for _name, options, _index in widget.get("optgroups", ()):
        for option in options:
            _dress(option, option.get("template_name", ""))
