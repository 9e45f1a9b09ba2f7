"""What tests ask of words."""

import re

_KOREAN = re.compile(r"[가-힣]")


def has_korean(text: str) -> bool:
    return _KOREAN.search(text) is not None
