"""What every page's frame needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from accord.apps.core.acting import acting_in
from accord.site import navigation, people
from accord.site.demo import world


def frame(request: HttpRequest) -> dict[str, Any]:
    """Return the viewer, who acts, and where they may go."""
    if not hasattr(request, "acting"):  # an error before the middleware had its turn
        return {"viewer": people.presentation_for("en"), "version": settings.VERSION}
    acting = acting_in(request)
    return {
        "acting": acting,
        "viewer": request.viewer,  # type: ignore[attr-defined]  # -- set by the middleware
        "viewer_theme": getattr(request.user, "theme", "auto"),
        "navigation": navigation.navigation_for(request, acting),
        "account_menu": navigation.account_menu_for(request, acting),
        "account_name": acting.name,
        "version": settings.VERSION,
        "is_demo": settings.IS_DEMO,
        "demo_sign_ins": world.sign_ins,
    }
