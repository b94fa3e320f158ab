"""The door to onnxruntime, which opens only once its reports to its maker are turned off."""

import os

# Read when the library loads; later is too late. Without it the library keeps an identifier of
# the machine in the user's cache and sends what it runs to its maker, and
# `disable_telemetry_events` stops neither.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

import onnxruntime  # noqa: TID251 -- see above; all others take it from here

__all__ = ["onnxruntime"]
