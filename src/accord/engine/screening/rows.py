"""Arrays that grow, for rows that are added one by one and read by machine code."""

from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", np.int32, np.float32)


class Growing(Generic[Number]):
    """A row of numbers that doubles its room when it is full."""

    __slots__ = ("_numbers", "_size")

    def __init__(self, kind: type[Number]) -> None:
        self._numbers: npt.NDArray[Number] = np.zeros(64, dtype=kind)
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def add(self, *numbers: float) -> None:
        """Append numbers."""
        wanted = self._size + len(numbers)
        if wanted > len(self._numbers):
            room = np.zeros(max(wanted, 2 * len(self._numbers)), dtype=self._numbers.dtype)
            room[: self._size] = self._numbers[: self._size]
            self._numbers = room
        self._numbers[self._size : wanted] = numbers
        self._size = wanted

    def __getitem__(self, place: int) -> float:
        return float(self._numbers[place])

    def __setitem__(self, place: int, number: float) -> None:
        self._numbers[place] = number

    @property
    def filled(self) -> npt.NDArray[Number]:
        """The numbers themselves; a view."""
        return self._numbers[: self._size]
