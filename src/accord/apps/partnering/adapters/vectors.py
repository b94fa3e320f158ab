"""Centred vectors in PostgreSQL (pgvector), searched there and shared by all workers."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, cast

import numpy as np
import psycopg
from django.conf import settings
from django.core import checks
from django.db import connection
from psycopg import sql

from accord.apps.partnering.adapters.encoding import current_means
from accord.engine.matching import (
    SAMPLE,
    Aim,
    ApproximateIndex,
    Calibration,
    Document,
    ExactIndex,
    Vectors,
    compared,
)

SHARED: Final = "pgvector"  # the setting VECTORS under which they lie in the database
LEAST: Final = (0, 8)  # pgvector that looks on where too few of the nearest are of a language
DRIFT: Final = 0.05  # how far the centres may move on the average before all is written anew
BEHIND: Final = 0.1  # share of the texts from which writing them singly takes longer
AT_ONCE: Final = 500  # texts written, or looked up, in one statement
DEEPEST: Final = 1000  # what pgvector looks at in one go, at most
KILOBYTES: Final = 2  # of a text while its graph is made

_CENTRE: Final = "centre "  # before the language, as the key of its centre

Connect = Callable[[], psycopg.Connection]


class SharedVectors:
    """Texts of one aim in a table of their own; a graph (HNSW) for each language of many texts.

    Their numbers have 16 bits. The table also holds the centres by which its vectors were
    centred. Whoever first holds texts under other centres writes all anew beside it, and puts
    that in its place at once: meanwhile others search the old one, and wait with what they
    have to write.

    Parameters
    ----------
    terms, aim
        As for an index.
    version
        Of the languages' means; vectors of another model or version lie in another table.
    connect
        Opens a connection that commits each statement by itself.
    sample
        Texts of a language beyond which it has a graph: others are seldom asked for.
    """

    def __init__(
        self,
        terms: Calibration,
        aim: Aim,
        version: str,
        connect: Connect,
        sample: int = SAMPLE,
    ) -> None:
        name = hashlib.blake2b(f"{terms.model} {version}".encode(), digest_size=4).hexdigest()
        self._name = f"partnering_vectors_{aim}_{name}"
        self._table = sql.Identifier(self._name)
        self._centres = {
            language: centre for (own, language), centre in terms.centres.items() if own is aim
        }
        self._width = len(terms)
        self._connect = connect
        self._sample = sample
        self._is_settled = False

    def hold(self, documents: Sequence[Document], vectors: Vectors) -> None:
        """Hold the vectors of these; one of a key that is held takes its place.

        The first time all texts of the index are given: then the table is brought up to date.
        """
        lock = "pg_advisory_xact_lock_shared" if self._is_settled else "pg_advisory_xact_lock"
        database = self._connect()
        with database.transaction():
            self._run(database, f"select {lock}(hashtextextended(%s, 0))", self._name)
            if self._is_settled:
                known = self._stamps(database, [document.key for document in documents])
                self._write(database, documents, vectors, known)
            elif self._is_out_of_date(database, documents):
                self._write_anew(database, documents, vectors)
            else:
                known = self._stamps(database)
                gone = known.keys() - {document.key for document in documents}
                self._run(database, "delete from {} where key = any(%s)", sorted(gone))
                self._write(database, documents, vectors, known)
        self._is_settled = True

    def drop(self, key: str) -> None:
        """Hold a text no longer; nothing happens where it is not held."""
        database = self._connect()
        with database.transaction():
            lock = "select pg_advisory_xact_lock_shared(hashtextextended(%s, 0))"
            self._run(database, lock, self._name)
            self._run(database, "delete from {} where key = %s", key)

    def nearest(self, vectors: Vectors, language: str, count: int) -> Sequence[Sequence[str]]:
        """Return for each vector the keys of a language's nearest texts, nearest first."""
        # The language stands there in words: for one told apart the planner knows no graph.
        query = (
            "with near as materialized (select key, vector <#> %s::halfvec as apart from {} "
            "where language = {language} order by apart limit %s) "
            "select key from near order by apart, key"
        )
        found: list[list[str]] = []
        database = self._connect()
        with database.transaction():
            effort = min(count, DEEPEST)
            self._run(database, f"set local hnsw.ef_search = {effort:d}")
            self._run(database, "set local hnsw.iterative_scan = relaxed_order")
            for vector in _written(vectors):
                # The graph gives them in nearly the right order.
                rows = self._run(database, query, vector, count, language=language)
                found.append([key for (key,) in rows])
        return found

    def _is_out_of_date(self, database: psycopg.Connection, documents: Sequence[Document]) -> bool:
        """Tell whether to begin anew: no table, other centres, or too many texts to write."""
        ((there,),) = self._run(database, "select to_regclass(%s)", self._name)
        if there is None:
            return True
        rows = self._run(database, "select key, vector::text from {} where language = ''")
        known = {key.removeprefix(_CENTRE): np.array(json.loads(text)) for key, text in rows}
        moved = {
            language: float(np.linalg.norm(known[language] - centre))
            for language, centre in self._centres.items()
            if language in known
        }
        stamps = self._stamps(database)
        late = sum(stamps.get(one.key) != _stamp(one) for one in documents)
        away = sum(moved.get(one.language, DRIFT) for one in documents)
        return (
            away > DRIFT * len(documents)
            or late > max(AT_ONCE, BEHIND * len(documents))
            or not self._large(documents) <= self._graphed(database)
        )

    def _large(self, documents: Sequence[Document]) -> set[str]:
        """Return the languages of so many texts that a graph is worth while."""
        counts = Counter(document.language for document in documents)
        return {language for language, count in counts.items() if count > self._sample}

    def _graphed(self, database: psycopg.Connection) -> set[str]:
        """Return the languages that have a graph."""
        rows = self._run(
            database,
            "select pg_get_expr(indpred, indrelid) from pg_index "
            "where indrelid = to_regclass(%s) and indpred is not null",
            self._name,
        )
        return {told.split("'")[1] for (told,) in rows}  # (language = 'fa'::text)

    def _stamps(
        self, database: psycopg.Connection, keys: Sequence[str] | None = None
    ) -> dict[str, str]:
        """Return what stands in the table: all of it, or some keys."""
        every = "select key, stamp from {} where language <> ''"
        if keys is None:
            return dict(self._run(database, every))
        return dict(self._run(database, every + " and key = any(%s)", list(keys)))

    def _write(
        self,
        database: psycopg.Connection,
        documents: Sequence[Document],
        vectors: Vectors,
        known: Mapping[str, str],
    ) -> None:
        """Write what is not in the table as it is now."""
        rows = [row for row, one in enumerate(documents) if known.get(one.key) != _stamp(one)]
        changed = [documents[row] for row in rows]
        query = sql.SQL(
            "insert into {} (key, language, stamp, vector) values (%s, %s, %s, %s::halfvec) "
            "on conflict (key) do update set "
            "language = excluded.language, stamp = excluded.stamp, vector = excluded.vector"
        ).format(self._table)
        told = [
            (one.key, one.language, _stamp(one), text)
            for one, text in zip(changed, _written(vectors[rows]), strict=True)
        ]
        with database.cursor() as cursor:
            cursor.executemany(query, told)

    def _write_anew(
        self, database: psycopg.Connection, documents: Sequence[Document], vectors: Vectors
    ) -> None:
        beside = sql.Identifier(f"{self._name}_new")
        room = max(64, KILOBYTES * len(documents) // 1024)
        create = sql.SQL(
            "create table {} (key text primary key, language text not null, "
            "stamp text not null, vector halfvec({}) not null)"
        )
        with database.cursor() as cursor:
            cursor.execute(create.format(beside, sql.Literal(self._width)))
            copy = sql.SQL("copy {} (key, language, stamp, vector) from stdin").format(beside)
            with cursor.copy(copy) as target:
                for language, centre in self._centres.items():
                    (text,) = _written(centre[None])
                    target.write_row((_CENTRE + language, "", "", text))
                for document, text in zip(documents, _written(vectors), strict=True):
                    target.write_row((document.key, document.language, _stamp(document), text))
            cursor.execute(f"set local maintenance_work_mem = '{room:d}MB'")
            graph = "create index on {} using hnsw (vector halfvec_ip_ops) where language = {}"
            for language in sorted(self._large(documents)):
                cursor.execute(sql.SQL(graph).format(beside, sql.Literal(language)))
            cursor.execute(sql.SQL("create index on {} (language)").format(beside))
            cursor.execute(sql.SQL("drop table if exists {}").format(self._table))
            cursor.execute(sql.SQL("alter table {} rename to {}").format(beside, self._table))
            cursor.execute(sql.SQL("analyze {}").format(self._table))

    def _run(
        self, database: psycopg.Connection, query: str, *values: Any, **literally: str
    ) -> list[Any]:
        """Run a statement in which ``{}`` is the table."""
        words = {name: sql.Literal(word) for name, word in literally.items()}
        said = sql.SQL(cast("Any", query)).format(self._table, **words)
        cursor = database.execute(said, values)
        return cursor.fetchall() if cursor.description else []


def opened(terms: Calibration, aim: Aim, size: int) -> ExactIndex:
    """Return what holds the texts of a pool: in memory, or by a setting in the database too."""
    if settings.VECTORS != SHARED:
        return compared(terms, aim, size)
    return ApproximateIndex(terms, aim, SharedVectors(terms, aim, current_means(), _database))


def faults(**_asked: Any) -> list[checks.CheckMessage]:
    """Say why vectors cannot lie in the database, where a setting wants them there."""
    if settings.VECTORS != SHARED:
        return []
    if connection.vendor != "postgresql":
        return [_fault("ACCORD_VECTORS is “pgvector”, and the database is not PostgreSQL.")]
    found = _extension()
    if found is None:
        return [_fault("ACCORD_VECTORS is “pgvector”, and the database has no such extension.")]
    if tuple(int(number) for number in found.split(".")[:2]) < LEAST:
        return [_fault(f"ACCORD_VECTORS is “pgvector”, and pgvector {found} is too old.")]
    return []


def _fault(sentence: str) -> checks.Error:
    hint = (
        "Install pgvector 0.8 or later on the database server and run CREATE EXTENSION vector "
        "in the database, or leave ACCORD_VECTORS at “memory”."
    )
    return checks.Error(sentence, hint=hint, id="partnering.E001")


def _extension() -> str | None:
    """Return the version of pgvector in the database."""
    with connection.cursor() as cursor:
        cursor.execute("select extversion from pg_extension where extname = 'vector'")
        found = cursor.fetchone()
    return found[0] if found else None


_opened: list[psycopg.Connection] = []


def _database() -> psycopg.Connection:
    """Return a connection of its own: what is written holds whatever becomes of a job."""
    if not _opened or _opened[0].closed:
        given = {**connection.get_connection_params(), "autocommit": True}
        for ours in ("cursor_factory", "context"):
            given.pop(ours, None)
        _opened[:] = [psycopg.connect(**given)]
    return _opened[0]


def _stamp(document: Document) -> str:
    """Return what changes when a text is read anew."""
    said = f"{document.language} {document.text}".encode()
    return hashlib.blake2b(said, digest_size=8).hexdigest()


def _written(vectors: Vectors) -> Iterator[str]:
    """Yield vectors as PostgreSQL reads them, finer than numbers of 16 bits."""
    for row in vectors.astype(np.float64).round(5).tolist():
        yield str(row)
