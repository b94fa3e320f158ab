"""The code lists that every instance has: fields of research and economic activities."""

import csv
from importlib.resources import files
from typing import TYPE_CHECKING

from django.db import transaction

from accord.apps.core import audit
from accord.apps.core.localised import LocalizedText
from accord.apps.directory.enums import CodeScheme, Deed
from accord.apps.directory.models import Code

if TYPE_CHECKING:
    from accord.apps.core.acting import Acting

_FILES = {CodeScheme.FIELD: "oecd_ford_2007.csv", CodeScheme.ACTIVITY: "nace_rev2.csv"}
_LANGUAGES = ("en", "fa", "ru")


def load_code_lists(acting: "Acting") -> int:
    """Bring the code lists to the state of the data files; return how many entries changed.

    Entries are added and relabelled, never deleted: records refer to them.
    """
    changed = 0
    with transaction.atomic():
        for scheme, name in _FILES.items():
            changed += _load(scheme, name)
        if changed:
            audit.record(acting, Deed.CODE_LISTS_LOADED, "code-lists", changed=changed)
    return changed


def _load(scheme: CodeScheme, name: str) -> int:
    source = files("accord.apps.directory") / "data" / name
    there = {code.code: code for code in Code.objects.filter(scheme=scheme)}
    added, relabelled = [], []
    with source.open(encoding="utf-8") as stream:
        rows = csv.DictReader(line for line in stream if not line.startswith("#"))
        for row in rows:
            texts = {language: row[language] for language in _LANGUAGES}
            label = LocalizedText(source="en", texts=texts)
            code = there.get(row["code"])
            if code is None:
                added.append(Code(scheme=scheme, code=row["code"], label=label))
            elif code.label != label:
                code.label = label
                relabelled.append(code)
    Code.objects.bulk_create(added)
    Code.objects.bulk_update(relabelled, ["label"])
    return len(added) + len(relabelled)
