"""말 Korean particles, which depend on the word before them."""

import re

_FIRST, _LAST = ord("가"), ord("힣")
_RIEUL = 8  #: the final consonant after which 으로 is said 로
_QUOTES = "'\"’”"
#: what stands in brackets is not read: the word before them is
_ASIDE = re.compile(r"(?<=\S)\s*\((?:[^()]|\([^()]*\))*\)$")
_DIGITS = "영일이삼사오육칠팔구"
_LETTERS = {"l": "엘", "m": "엠", "n": "엔", "r": "알"}  #: the letters whose names end in a consonant


def with_particle(word: str, particles: str) -> str:
    """Put 은/는, 이/가, 을/를, 과/와 or 으로/로 after a word: the first after a consonant, the second after a vowel."""
    closed, _, open_ = particles.partition("/")
    final = _final(_ASIDE.sub("", word.rstrip(_QUOTES)).rstrip(_QUOTES + ")]}"))
    if final == 0 or (closed == "으로" and final == _RIEUL):
        return word + open_
    return word + closed


def _final(word: str) -> int:
    last = word[-1:] or "가"
    if last.isdecimal():
        last = _DIGITS[int(last)]
    last = _LETTERS.get(last.lower(), last)
    return (ord(last) - _FIRST) % 28 if _FIRST <= ord(last) <= _LAST else 0
