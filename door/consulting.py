"""컨설팅단 at the door: what is asked of the consulting group, and what it says."""

from desk import consulting
from door.house import House
from door.staff import Staff, with_words


def request(house: House, year: int, number: int, what: str, *, staff: Staff) -> int:
    """Ask the consulting group about a proposal; return the request's number."""
    return with_words(
        house, year, staff, what, lambda s, words, act: consulting.request(s, year, number, words, act=act)
    )


def answer(house: House, year: int, asked: int, words: str, *, staff: Staff) -> int:
    """Keep the group's answer; return the project's number."""
    return with_words(
        house, year, staff, words, lambda s, said, act: consulting.answer(s, year, asked, said, act=act)
    )
