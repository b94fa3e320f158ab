"""The front door."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Lead signed-in people to their events, visitors to the sign-in page."""
    return redirect("brokerage:event-list" if request.user.is_authenticated else "account_login")
