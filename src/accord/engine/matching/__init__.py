"""Needs and offers matched across languages, with evidence, fairly, on this machine alone.

>>> from accord.engine.matching import BundledEncoder, Document, ranked
"""

from accord.engine.matching.approximate import SAMPLE, ApproximateIndex, Nearest, compared
from accord.engine.matching.calibration import Calibration, calibrated
from accord.engine.matching.documents import Aim, Document, Encoded, encoded
from accord.engine.matching.encoder import BUNDLED, BundledEncoder, Encoder, Vectors
from accord.engine.matching.evidence import (
    Evidence,
    Passages,
    answers,
    evidence,
    passages,
    sentences,
)
from accord.engine.matching.exposure import Allocation, Exposure, allocated, gini
from accord.engine.matching.features import Finding, Fit, Kind, Statement, fit, mutual
from accord.engine.matching.graphs import Graphs
from accord.engine.matching.groups import Cell, between
from accord.engine.matching.identification import UNKNOWN, language_of
from accord.engine.matching.index import ExactIndex, Grid, Hit, Index
from accord.engine.matching.languages import shipped
from accord.engine.matching.pool import Entry, Pair, Pool, Wanted
from accord.engine.matching.ranking import Ranking, fairly_ranked, ranked
from accord.engine.matching.weights import WeightsError

__all__ = [
    "BUNDLED",
    "SAMPLE",
    "UNKNOWN",
    "Aim",
    "Allocation",
    "ApproximateIndex",
    "BundledEncoder",
    "Calibration",
    "Cell",
    "Document",
    "Encoded",
    "Encoder",
    "Entry",
    "Evidence",
    "ExactIndex",
    "Exposure",
    "Finding",
    "Fit",
    "Graphs",
    "Grid",
    "Hit",
    "Index",
    "Kind",
    "Nearest",
    "Pair",
    "Passages",
    "Pool",
    "Ranking",
    "Statement",
    "Vectors",
    "Wanted",
    "WeightsError",
    "allocated",
    "answers",
    "between",
    "calibrated",
    "compared",
    "encoded",
    "evidence",
    "fairly_ranked",
    "fit",
    "gini",
    "language_of",
    "mutual",
    "passages",
    "ranked",
    "sentences",
    "shipped",
]
