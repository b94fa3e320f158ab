"""What makes vectors of texts: the model that comes with Accord, or a server by a setting."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import numpy as np
from django.conf import settings

from accord.apps.partnering.errors import EndpointError
from accord.engine.matching import BUNDLED, BundledEncoder, Encoder, Vectors, shipped

AT_ONCE = 32  # texts of one call
PATIENCE = 60  # seconds for one call


@dataclass(frozen=True, slots=True)
class EndpointEncoder:
    """A server that speaks the widespread ``/embeddings`` protocol (TEI, vLLM, …).

    Parameters
    ----------
    url
        Up to and without ``/embeddings``.
    name
        Of the model, as the server knows it.
    key
        Sent as a bearer token; empty for none.
    prefix
        What the model wants to read before each text, such as ``"query: "``.
    """

    url: str
    name: str
    key: str = ""
    prefix: str = ""

    @property
    def model(self) -> str:
        """Which model, and how it is asked."""
        return f"{self.name}/{self.prefix}" if self.prefix else self.name

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Return one vector of length 1 for each text.

        Raises
        ------
        EndpointError
            When the server cannot be reached, or does not answer as the protocol says.
        """
        rows = [row for first in range(0, len(texts), AT_ONCE) for row in self._asked(
            texts[first : first + AT_ONCE]
        )]  # fmt: skip
        vectors = np.array(rows, np.float32).reshape(len(texts), -1)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        if not len(texts) or not np.isfinite(vectors).all() or not (lengths > 0).all():
            raise EndpointError(url=self.url, problem="vectors without a direction")
        unit: Vectors = vectors / lengths
        return unit

    def _asked(self, texts: Sequence[str]) -> Iterator[list[float]]:
        body = {"model": self.name, "input": [self.prefix + text for text in texts]}
        headers = {"Content-Type": "application/json"}
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        request = Request(  # noqa: S310 -- the address is the operator's own, http(s) alone
            f"{self.url}/embeddings", json.dumps(body).encode(), headers
        )
        try:
            with urlopen(request, timeout=PATIENCE) as answer:  # noqa: S310 -- as above
                told = json.load(answer)
            found = sorted(told["data"], key=lambda each: each["index"])
            vectors = [[float(number) for number in each["embedding"]] for each in found]
        except HTTPError as error:
            raise EndpointError(url=self.url, problem=f"{error.code} {error.reason}") from error
        except (URLError, TimeoutError, OSError) as error:
            raise EndpointError(url=self.url, problem=str(error)) from error
        except (ValueError, TypeError, KeyError) as error:
            raise EndpointError(url=self.url, problem=f"unreadable answer: {error}") from error
        if len(vectors) != len(texts) or len({len(vector) for vector in vectors}) > 1:
            raise EndpointError(url=self.url, problem="not one vector for each text")
        yield from vectors


def encoder() -> Encoder:
    """Return what makes vectors here; heavy at first, so for workers and the command line."""
    if settings.EMBEDDINGS_URL:
        return EndpointEncoder(
            settings.EMBEDDINGS_URL,
            settings.EMBEDDINGS_MODEL,
            settings.EMBEDDINGS_KEY,
            settings.EMBEDDINGS_PREFIX,
        )
    return _bundled(settings.MODELS)


def current_model() -> str:
    """Return the model by whose vectors profiles are compared; light, for every process."""
    if settings.EMBEDDINGS_URL:
        return EndpointEncoder("", settings.EMBEDDINGS_MODEL, "", settings.EMBEDDINGS_PREFIX).model
    return BUNDLED


def current_means() -> str:
    """Return the version of the languages' means that vectors are compared with."""
    return shipped().version


@cache
def _bundled(folder: Path) -> BundledEncoder:
    return BundledEncoder(folder, threads=2)
