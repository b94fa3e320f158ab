"""The bundled encoder, converted once for all tests of the engine."""

from pathlib import Path

import pytest

from accord.engine.matching import BundledEncoder


@pytest.fixture(scope="session")
def encoder(models: Path) -> BundledEncoder:
    return BundledEncoder(models)
