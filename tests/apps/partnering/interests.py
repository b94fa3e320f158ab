"""A profile, and the two who speak about it."""

from dataclasses import replace

from django.utils import timezone

from accord.apps.core.acting import Acting
from accord.apps.directory.models import Organisation
from accord.apps.partnering.actions import interests as actions
from accord.apps.partnering.enums import ProfileState
from accord.apps.partnering.models import Interest, Profile
from tests import make
from tests.apps.partnering.profiles import Sides, profile


class Pair(Sides):
    """A published profile of Vega, and Mira's people who may answer it."""

    def __init__(self, *, is_anonymous: bool = False) -> None:
        super().__init__()
        far = timezone.now().date().replace(year=timezone.now().year + 1)
        self.profile: Profile = profile(
            self.vega, ProfileState.PUBLISHED, expires_on=far, is_anonymous=is_anonymous
        )
        self.asked = replace(make.spokesperson(self.vega), who="asked")
        self.asking = replace(make.spokesperson(self.mira), who="asking")

    def express(self, acting: Acting | None = None, of: Organisation | None = None) -> Interest:
        return actions.express_interest(
            acting or self.asking,
            self.profile,
            organisation=of or self.mira,
            message="We build pumps.",
        )
