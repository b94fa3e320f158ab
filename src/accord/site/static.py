"""How static files are stored for serving: compressed, and named by their content."""

from collections.abc import Iterator
from typing import Any

from whitenoise.storage import CompressedManifestStaticFilesStorage

MAP = "sourceMappingURL"


def _without_maps(rules: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the rules of renaming less those for source maps, which we do not ship."""
    kept = []
    for files, expressions in rules:
        texts = [one if isinstance(one, str) else one[0] for one in expressions]
        pairs = zip(expressions, texts, strict=True)
        kept.append((files, tuple(one for one, text in pairs if MAP not in text)))
    return tuple(kept)


class StaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # -- untyped
    """Every file under a name that changes with its content, so that browsers keep it for good."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.patterns: Any = _without_maps(CompressedManifestStaticFilesStorage.patterns)
        super().__init__(*args, **kwargs)
        self._addresses: dict[str, str] = {}

    def url(self, name: str, force: bool = False) -> str:  # noqa: FBT001, FBT002 -- Django's own signature
        """Return the address of a file; a page asks for some thirty, and they stay the same."""
        if force:
            return str(super().url(name, force=True))
        if name not in self._addresses:
            self._addresses[name] = str(super().url(name))
        return self._addresses[name]

    def post_process(self, *args: Any, **kwargs: Any) -> Iterator[Any]:
        """Name the files by their content, and forget the names from before."""
        yield from super().post_process(*args, **kwargs)
        self._addresses.clear()
