"""The bundled four-bit weights turned, once, into an eight-bit network that onnxruntime runs."""

import os
import tempfile
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from accord.engine.matching import weights
from accord.engine.matching.weights import (
    DIMENSION,
    HEADS,
    INPUT,
    LAYERS,
    OUTPUT,
    Progress,
    Weights,
    silent,
)

# Weights of seven bits: with eight, two products could overflow sixteen bits, and processors
# without an instruction for it would cut them off and find other vectors than those that have it.
LARGEST: Final = 63
NAME: Final = "multilingual-e5-small-int8-2.onnx"  # the last number: of this recipe
STEPS: Final = LAYERS + 2
_MICROSOFT: Final = "com.microsoft"
_EPSILON: Final = 1e-12
_OPSET: Final = 18
_FORMAT: Final = 8


def converted(folder: Path, progress: Progress = silent) -> Path:
    """Return the network in this folder, made there when it is missing or damaged.

    Parameters
    ----------
    folder
        Where the network (22 MB) and its checksum are kept; made when missing. Several
        processes may ask at once: a file appears whole or not at all.
    progress
        Told how many of how many steps are done; all of them take about a second.

    Raises
    ------
    WeightsError
        When the bundled weights are missing, or not the ones expected.
    OSError
        When the folder cannot be written.
    """
    target = folder / NAME
    note = target.with_suffix(".sha256")
    if _is_whole(target, note):
        return target
    path = weights.checked(weights.bundled())
    progress(1, STEPS)
    folder.mkdir(parents=True, exist_ok=True)
    content = _network(weights.read(path), progress).SerializeToString()
    _put(target, content)
    _put(note, weights.digest(target).encode("ascii"))
    progress(STEPS, STEPS)
    return target


def _is_whole(target: Path, note: Path) -> bool:
    there = target.is_file() and note.is_file()
    return there and weights.digest(target) == note.read_text(encoding="ascii", errors="replace")


def _put(target: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _network(model: Weights, progress: Progress) -> onnx.ModelProto:
    drawing = _Drawing(model)
    flow = drawing.norm(INPUT, "emb.ln", "x")
    for layer in range(LAYERS):
        flow = drawing.layer(layer, flow)
        progress(layer + 2, STEPS)
    return drawing.model()


class _Drawing:
    """The graph while it is drawn: nodes, constants, and the model they come from.

    Weights are seven-bit with one scale for each output, activations eight-bit with a scale
    found while running. Norms, softmax and the bend between the layers stay exact.
    """

    def __init__(self, model: Weights) -> None:
        self._weights = model
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def layer(self, number: int, flow: str) -> str:
        """Draw one layer of the encoder; return the name of what flows out."""
        at = f"l{number}."
        joined = self._product(flow, [f"{at}{part}.w" for part in "qkv"], f"{at}qkv", bias=())
        heads = [f"{at}{part}" for part in "QKV"]
        self._add("Split", [joined], heads, axis=-1, num_outputs=3)
        bias = np.concatenate([self._weights.plain(f"{at}{part}.b") for part in "qkv"])
        mixed = self._add(
            "MultiHeadAttention",
            [*heads, self._constant(f"{at}qkv.b", bias)],
            [f"{at}mixed"],
            domain=_MICROSOFT,
            num_heads=HEADS,
        )
        turned = self._product(mixed, [f"{at}ao.w"], f"{at}ao", bias=[f"{at}ao.b"])
        flow = self.norm(self._add("Add", [flow, turned], [f"{at}sum1"]), f"{at}aln", f"{at}x1")
        inner = self._product(flow, [f"{at}fi.w"], f"{at}fi", bias=[f"{at}fi.b"])
        bent = self._add("Gelu", [inner], [f"{at}bent"], domain=_MICROSOFT)
        outer = self._product(bent, [f"{at}fo.w"], f"{at}fo", bias=[f"{at}fo.b"])
        name = OUTPUT if number == LAYERS - 1 else f"{at}x2"
        return self.norm(self._add("Add", [flow, outer], [f"{at}sum2"]), f"{at}oln", name)

    def norm(self, flow: str, name: str, out: str) -> str:
        """Draw a layer norm with the scale and shift of this name."""
        scale, shift = (
            self._constant(f"{name}.{part}", self._weights.plain(f"{name}.{part}"))
            for part in "wb"
        )
        return self._add(
            "LayerNormalization", [flow, scale, shift], [out], axis=-1, epsilon=_EPSILON
        )

    def model(self) -> onnx.ModelProto:
        """Return what was drawn as a model: one text at a time, (1, tokens, 384) in and out."""
        shape: list[int | str | None] = [1, "tokens", DIMENSION]
        ends = [
            helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
            for name in (INPUT, OUTPUT)
        ]
        graph = helper.make_graph(
            self._nodes, "multilingual-e5-small", ends[:1], ends[1:], self._constants
        )
        sets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        return helper.make_model(graph, opset_imports=sets, ir_version=_FORMAT)

    def _product(
        self, flow: str, names: list[str], out: str, *, bias: list[str] | tuple[()]
    ) -> str:
        whole = np.concatenate([self._weights.matrix(name) for name in names]).T
        scale = (np.abs(whole).max(axis=0) / LARGEST).astype(np.float32)
        small = np.round(whole / scale).astype(np.int8)
        inputs = [
            flow,
            self._constant(f"{out}.small", small),
            self._constant(f"{out}.scale", scale),
            self._constant(f"{out}.zero", np.zeros(scale.shape, np.int8)),
            *(self._constant(name, self._weights.plain(name)) for name in bias),
        ]
        return self._add("DynamicQuantizeMatMul", inputs, [out], domain=_MICROSOFT)

    def _constant(self, name: str, values: NDArray[np.float32] | NDArray[np.int8]) -> str:
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def _add(
        self,
        kind: str,
        inputs: list[str],
        outputs: list[str],
        *,
        domain: str = "",
        **settings: Any,
    ) -> str:
        self._nodes.append(helper.make_node(kind, inputs, outputs, domain=domain, **settings))
        return outputs[0]
