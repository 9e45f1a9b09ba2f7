"""이름표 values that the code keeps short, each with the word that people read."""

from enum import StrEnum
from typing import Self


class Labelled(StrEnum):
    """A value and its word: `CALL = "call", "공모"`."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Self:
        one = str.__new__(cls, value)
        one._value_ = value
        one.label = label
        return one
