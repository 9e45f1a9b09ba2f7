"""파일 갈래 which files this page takes, as the office says it, and which act each becomes."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.journal import CITY
from states.refusals import Refusal


class NoSuchPage(Refusal):
    code = "web.no_such_page"
    text = "그런 화면이 없습니다. 주소를 확인하거나 처음 화면에서 다시 골라 주세요."


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file."""

    word: str  #: as `hanmadang import` calls it
    label: str
    about: str
    fact: str  #: what the journal says when it is done
    asks: str = ""  #: what must be known besides the file: track, council or poll
    city: bool = False  #: it goes to the city's register, whatever the cycle

    def chain(self, year: int) -> str:
        return CITY if self.city else str(year)

    def place(self, year: int) -> int | None:
        """Where whoever acts must be proven: in the cycle, or at the city's register."""
        return None if self.city else year


_KINDS = (
    Kind(
        "proposals",
        "제안 목록",
        "종이와 다른 접수처에서 받은 제안입니다. 접수일시 차례로 번호를 받습니다.",
        "proposals.received",
        "track",
    ),
    Kind(
        "classification",
        "분류 작업표",
        "부서가 채워 돌려준 분류 결과입니다. 제목과 사업비 열은 보기 위한 것이라 읽지 않습니다.",
        "projects.classified",
    ),
    Kind("scores", "채점표", "협의회 하나의 점수입니다.", "scores.given", "council"),
    Kind("ballots", "투표 내역", "투표 시스템이 넘겨준 표입니다.", "ballots.taken", "poll"),
    Kind("drafts", "편성 내역", "예산안에 편성하거나 편성하지 않은 사업입니다.", "budget.drafted"),
    Kind("decisions", "의회 심의 결과", "의결, 감액, 부결한 사업입니다.", "council.decided"),
    Kind(
        "people",
        "사람 명부",
        "처음 보는 사람의 등록입니다. 역할과 동의는 사람마다 따로 적습니다.",
        "people.registered",
        city=True,
    ),
    Kind("school", "예산학교 이수 명부", "예산학교를 마친 사람입니다.", "school.recorded", city=True),
    Kind(
        "draw",
        "위원 추첨 결과",
        "뽑힌 사람은 위촉하고, 뽑히지 않은 사람에게도 알립니다.",
        "draw.noted",
        city=True,
    ),
)
KINDS: Mapping[str, Kind] = {kind.word: kind for kind in _KINDS}

#: which row of the guard board a file clears
CLEARS: Mapping[str, str] = {
    "classification.unclassified": "classification",
    "review.scores_missing": "scores",
    "drafting.undrafted": "drafts",
    "council.undecided": "decisions",
}


def kind_of(word: str) -> Kind:
    """The kind, or a refusal."""
    if word not in KINDS:
        raise NoSuchPage()
    return KINDS[word]
