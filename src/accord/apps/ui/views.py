"""Small answers that components ask for while somebody types."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accord.apps.ui.forms.fields import DayField
from accord.apps.ui.forms.viewing import current_viewer


@login_not_required
@require_safe
def read_day(request: HttpRequest) -> HttpResponse:
    """Say in both calendars which day a text means, or why it is none."""
    name = request.GET.get("field", "")[:100]
    page = {"field": f"id_{name}", "read": "", "problem": ""}
    try:
        day = DayField(required=False).clean(request.GET.get(name, "")[:100])
    except ValidationError as error:
        page["problem"] = error.messages[0]
    else:
        page["read"] = current_viewer().both_days(day) if day else ""
    return render(request, "ui/widgets/day_read.html", page)
