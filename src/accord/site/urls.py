"""All addresses of the site."""

from django.urls import include, path

from accord.apps.accounts.urls import sign_in
from accord.apps.accounts.views import language
from accord.site.api import api
from accord.site.views import home

urlpatterns = [
    path("", home, name="home"),
    path("language/", language, name="set_language"),
    path("accounts/", include(sign_in)),
    path("account/", include("accord.apps.accounts.urls")),
    path("directory/", include("accord.apps.directory.urls")),
    path("files/", include("accord.apps.documents.urls")),
    path("programmes/", include("accord.apps.programmes.urls")),
    path("profiles/", include("accord.apps.partnering.urls")),
    path("events/", include("accord.apps.brokerage.urls")),
    path("work/", include("accord.apps.core.urls")),
    path("ui/", include("accord.apps.ui.urls")),
    path("api/v1/", api.urls),
]
