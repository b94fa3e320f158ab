"""What is said of mail is true: sent, or lying in a folder because no server takes it."""

import pytest
from click.testing import CliRunner
from django.test import Client
from pytest_django.fixtures import Settings

from accord.apps.accounts import cli
from tests import make
from tests.apps.accounts import people

pytestmark = pytest.mark.django_db

INVITED = {"email": "nasrin@example.org", "name": "Nasrin", "language": "en"}
PATHS = {"filebased": "/srv/accord/mail", "console": "the window in which the server runs"}


@pytest.fixture
def _no_server(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = PATHS["filebased"]


@pytest.mark.parametrize("backend", ["filebased", "console", "smtp"])
def test_an_inviter_reads_where_the_mail_is(settings: Settings, backend: str) -> None:
    settings.EMAIL_BACKEND = f"django.core.mail.backends.{backend}.EmailBackend"
    settings.EMAIL_FILE_PATH = PATHS["filebased"]
    client = people.signed_in(people.user(is_staff=True))

    page = client.post("/account/users/invite/", INVITED).content.decode()

    where = f"No mail server is set up; the mail to nasrin@example.org is in {PATHS.get(backend)}."
    assert (where in page) is (backend != "smtp")
    assert ("We wrote to nasrin@example.org." in page) is (backend == "smtp")


@pytest.mark.usefixtures("_no_server")
def test_the_command_line_says_where_the_invitation_is() -> None:
    command = ["invite", "nasrin@example.org"]

    result = CliRunner().invoke(cli.user, command, obj=make.administrator())

    assert result.output.splitlines()[:2] == [
        "No mail server is set up; the invitation of nasrin@example.org is in /srv/accord/mail.",
        "Hand the link over yourself:",
    ]


@pytest.mark.usefixtures("_no_server")
@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "no mail goes out from here"),
        ("fa", "از اینجا رایانامه‌ای فرستاده نمی‌شود"),
        ("ru", "письма отсюда не отправляются"),
    ],
)
def test_who_forgot_the_password_is_not_told_to_wait_for_mail(
    client: Client, language: str, sentence: str
) -> None:
    page = client.get("/accounts/password/reset/done/", headers={"accept-language": language})

    assert sentence in page.content.decode()
