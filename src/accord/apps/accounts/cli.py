"""Users on the command line: ``accord user …``."""

import click
from django.conf import settings

from accord.apps.accounts import actions, adapters
from accord.apps.core.acting import Acting
from accord.apps.core.errors import DomainError

LANGUAGES = click.Choice([code for code, _name in settings.LANGUAGES])


@click.group()
def user() -> None:
    """Make the first accounts, and invite people."""


@user.command()
@click.argument("email")
@click.option("--name", default="", help="How to greet them.")
@click.option("--language", type=LANGUAGES, default="en", show_default=True)
@click.option("--administrator", is_flag=True, help="The whole instance is theirs to run.")
@click.pass_obj
def add(acting: Acting, email: str, *, name: str, language: str, administrator: bool) -> None:
    """Make an account and print the link with which its holder sets the password.

    Nothing is sent; hand the link over yourself.
    """
    try:
        made, link = actions.add_user(
            acting, email, name=name, language=language, is_administrator=administrator
        )
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{made.email} can come in for {actions.INVITATION_DAYS} days through this link:")
    click.echo(link)


@user.command()
@click.argument("email")
@click.option("--name", default="", help="How to greet them.")
@click.option("--language", type=LANGUAGES, default="en", show_default=True)
@click.pass_obj
def invite(acting: Acting, email: str, *, name: str, language: str) -> None:
    """Invite somebody by e-mail, in their language; print the link too."""
    try:
        invited, link = actions.invite_user(acting, email, name=name, language=language)
    except DomainError as refusal:
        raise click.ClickException(str(refusal)) from refusal
    place = adapters.mail_stays_at()
    if place:
        click.echo(f"No mail server is set up; the invitation of {invited.email} is in {place}.")
        click.echo("Hand the link over yourself:")
    else:
        click.echo(f"An invitation is on its way to {invited.email}. The link in it:")
    click.echo(link)
