"""Links that need no account, and the marks that cameras read."""

import io
from functools import lru_cache

import segno
from django.conf import settings
from django.core.signing import BadSignature, Signer

from accord.apps.brokerage.models import Delegate, Interpreter
from accord.apps.brokerage.queries import agendas as queries
from accord.apps.ui.tables.addresses import address_of

SALT = "brokerage.personal-page"
MASK = 2
OF_DELEGATE, OF_INTERPRETER = "d", "i"

Holder = Delegate | Interpreter


def key_of(holder: Holder) -> str:
    """Return the key in somebody's personal address.

    It carries the token of the person's row, signed: it cannot be guessed, and a new
    token in the row ends it.
    """
    kind = OF_DELEGATE if isinstance(holder, Delegate) else OF_INTERPRETER
    return Signer(salt=SALT).sign(f"{kind}{holder.token}")


def holder_of(key: str) -> Holder | None:
    """Return whose personal address it is, or None for one that leads nowhere."""
    try:
        signed = Signer(salt=SALT).unsign(key)
    except BadSignature:
        return None
    kind, token = signed[:1], signed[1:]
    if kind == OF_DELEGATE:
        return queries.delegate_of_token(token)
    return queries.interpreter_of_token(token)


def personal_address(holder: Holder) -> str:
    """Return the whole address of somebody's personal page, as a phone can open it."""
    return absolute(address_of("brokerage:personal", key_of(holder)))


def absolute(path: str) -> str:
    """Return the address with this instance's name before it."""
    return f"{settings.PUBLIC_URL.rstrip('/')}{path}"


@lru_cache(maxsize=4096)
def qr_picture(text: str) -> str:
    """Return a QR code of the text as SVG, without a margin and without a size."""
    written = io.BytesIO()
    # Weighing all eight masks would take most of the time; cameras read any of them.
    segno.make(text, error="m", micro=False, mask=MASK).save(
        written, kind="svg", border=0, omitsize=True, xmldecl=False
    )
    return written.getvalue().decode()
