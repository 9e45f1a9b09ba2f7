"""파일 갈래 the files that come in, each with its columns: the words that offices use, and what may stand under them."""

from collections.abc import Sequence

from door.files.columns import Column, Spec
from door.files.dates import Day, Moment
from door.files.districts import District, Districts
from door.files.person import Address
from door.files.types import Choice, Code, ProjectNumber, Text, Whole, YesNo, won
from states.call import Kind, Standing, Via
from states.committee import Body
from states.contact import Channel
from states.track import Track

_TRACKS = {str(track): (track.label, track.label.removesuffix("형")) for track in Track} | {
    str(Track.METRO): ("광역제안형", "광역제안", "시정참여형", "시정참여"),
    str(Track.COGOVERNANCE): ("광역협치형", "광역협치", "시정협치형", "시정협치"),
    str(Track.DEMOCRACY): ("민주주의서울 연계형", "민주주의서울"),
}
_KINDS = {
    str(Kind.ORDINARY): ("일반", "일반사업", "일반 사업"),
    str(Kind.EVENT): ("행사성", "행사", "행사성 사업", "프로그램"),
}
_STANDINGS = {
    str(Standing.RESIDENT): ("거주", "시민", "거주자", "서울시민"),
    str(Standing.WORKER): ("직장", "직장인", "근무"),
    str(Standing.STUDENT): ("학교", "학생", "재학"),
    str(Standing.BODY): ("단체", "법인·단체"),
    str(Standing.OFFICIAL): ("공무원",),
    str(Standing.FUNDED_STAFF): ("출연기관 직원", "출연기관"),
}
_VIAS = {
    str(Via.WEB): ("누리집", "홈페이지", "온라인", "인터넷"),
    str(Via.PAPER): ("서면", "우편", "방문"),
    str(Via.PHONE): ("전화",),
    str(Via.OFFICE): ("주민센터", "동주민센터"),
}
_VERDICTS = {
    "keep": ("적격", "시 사업"),
    "reject": ("부적격",),
    "transfer": ("자치구이관", "자치구 사업", "이관"),
}
_DESTINATIONS = {
    "district_plan": ("구단위계획형", "구단위계획"),
    "own": ("자치구 자체사업", "자체사업", "자체"),
}
_GROUPS = {
    "citizen": ("시민", "일반시민"),
    "member": ("위원", "시민참여예산위원", "참여예산위원"),
    "graduate": ("이수자", "예산학교 이수자", "예산학교이수자"),
    "proposer": ("제안자",),
}
_DECISIONS = {"adopt": ("의결", "원안의결", "수정의결", "삭감"), "strike": ("부결", "전액삭감")}
_DRAFTS = {"draft": ("편성", "반영"), "leave_out": ("미편성", "미반영", "제외")}
_ROLES = {
    "member": ("위원", "시민참여예산위원"),
    "expert": ("전문가", "외부전문가"),
    "official": ("공무원", "담당 공무원"),
    "staff": ("운영 담당", "사무국"),
}
_DRAWN = {"drawn": ("선정", "당첨", "추첨"), "missed": ("미선정", "미당첨", "탈락", "낙첨")}
_BODIES = {str(body): (body.label,) for body in Body}
_PHONES = ("휴대폰", "전화번호", "연락처", "핸드폰", "휴대전화번호")
_MAILS = ("이메일", "메일", "e-mail", "email")
_NUMBER = ("번호", "제안번호", "접수번호", "사업 번호", "과제번호")
_VOTER = Code("[A-Za-z0-9][A-Za-z0-9_-]{0,63}", "영문·숫자로 예순네 자 안")
_LONG = 4_000


def proposals() -> Spec:
    """What citizens proposed."""
    return Spec(
        "proposals",
        "제안 목록",
        (
            Column(
                "receipt",
                "접수번호",
                Code("[A-Za-z0-9가-힣][A-Za-z0-9가-힣-]{0,39}", "글자·숫자·붙임표로 마흔 자 안"),
                also=("연번", "번호", "제안번호"),
                poor=("연번", "번호"),
                numbered=True,
            ),
            Column("track", "유형", Choice(_TRACKS), also=("사업유형", "참여유형")),
            Column("kind", "구분", Choice(_KINDS), also=("사업구분", "사업 성격")),
            Column("title", "제목", Text(200), also=("사업명", "제안명", "제안사업명", "과제명")),
            Column("content", "내용", Text(_LONG), required=False, also=("사업내용", "제안내용", "주요내용")),
            Column(
                "cost",
                "사업비",
                won(),
                also=("사업비(원)", "소요예산", "소요예산(원)", "예산", "금액", "금액(원)", "요청액"),
            ),
            Column("districts", "자치구", Districts(), also=("사업위치", "위치", "대상 자치구", "지역")),
            Column(
                "received_at", "접수일시", Moment(), also=("접수시각", "접수 시각", "제안일시", "등록일시")
            ),
            Column("name", "성명", Text(60), also=("제안자", "제안자명", "이름"), private=True),
            Column("phone", "휴대전화", Address(Channel.PHONE), required=False, also=_PHONES, private=True),
            Column("mail", "전자우편", Address(Channel.MAIL), required=False, also=_MAILS, private=True),
            Column("standing", "제안 자격", Choice(_STANDINGS), required=False, also=("자격", "제안자 구분")),
            Column("organisation", "단체 코드", Code(), required=False, also=("단체", "소속단체")),
            Column("via", "접수 경로", Choice(_VIAS), required=False, also=("경로", "접수방법")),
        ),
        key=("receipt",),
        above=2,
    )


def classification(year: int) -> Spec:
    """A bureau's worklist, which goes out with what is to be judged and comes back with the judgement."""
    return Spec(
        "classification",
        "분류 작업표",
        (
            Column("number", "사업번호", ProjectNumber(year), also=_NUMBER[:3]),
            Column("title", "제목", Text(200), required=False, also=("사업명", "제안명")),
            Column(
                "cost",
                "사업비",
                won(),
                required=False,
                also=("사업비(원)", "소요예산", "소요예산(원)", "금액"),
            ),
            Column("bureau", "소관부서", Code(), required=False, also=("부서", "담당부서", "부서 코드")),
            Column("verdict", "분류", Choice(_VERDICTS), also=("분류결과", "판단", "검토결과", "적격 여부")),
            Column("field", "분야", Whole(1, 99, "분야 번호"), required=False, also=("분야번호",)),
            Column(
                "destination",
                "이관할 곳",
                Choice(_DESTINATIONS),
                required=False,
                also=("이관처", "이관 유형"),
            ),
            Column("district", "자치구", District(), required=False, also=("이관 자치구",)),
            Column("reason", "사유", Text(_LONG), required=False, also=("까닭", "검토의견", "의견")),
        ),
        key=("number",),
        above=2,
    )


def scores(year: int, criteria: Sequence[str], *, points: int = 100, inclusion: int | None = None) -> Spec:
    """A council's scoring sheet: one row for each seat and project, one column for each criterion of the plan."""
    judged = [
        Column(f"points_{place}", name, Whole(0, points, "점수", ("점",)))
        for place, name in enumerate(criteria, start=1)
    ]
    more = (
        [Column("inclusion", "사회적 포용성", Whole(0, inclusion, "점수", ("점",)), also=("포용성",))]
        if inclusion
        else []
    )
    person = Column("person", "위원 번호", Whole(1, 10**9, "위원 번호"), also=("위원",))
    number = Column("number", "사업번호", ProjectNumber(year), also=_NUMBER[:1])
    return Spec("scores", "채점표", (person, number, *judged, *more), key=("person", "number"), above=2)


def ballots(year: int, picks: int) -> Spec:
    """What the voting system hands over: who, when, in which group, and the picks; a voter's later ballot replaces the earlier."""
    chosen = [
        Column(
            f"pick_{place}",
            f"선택{place}",
            ProjectNumber(year),
            required=False,
            also=(f"선택사업{place}", f"{place}번째 선택"),
        )
        for place in range(1, picks + 1)
    ]
    return Spec(
        "ballots",
        "투표 내역",
        (
            Column(
                "voter",
                "투표자",
                _VOTER,
                also=("투표자번호", "투표자 식별값", "참여자번호"),
                private=True,
                numbered=True,
            ),
            Column("group", "집단", Choice(_GROUPS), also=("구분", "참여구분", "투표자 구분")),
            Column("cast_at", "투표시각", Moment(), also=("투표일시", "참여일시")),
            *chosen,
        ),
    )


def decisions(year: int) -> Spec:
    """What the city council made of each item."""
    return Spec(
        "decisions",
        "의회 심의 결과",
        (
            Column("number", "사업번호", ProjectNumber(year), also=_NUMBER[:1]),
            Column("title", "제목", Text(200), required=False, also=("사업명",)),
            Column("verdict", "의결 결과", Choice(_DECISIONS), also=("심의결과", "결과", "의결")),
            Column("won", "의결액", won(), also=("의결액(원)", "확정액", "확정액(원)")),
            Column("reason", "사유", Text(_LONG), required=False, also=("까닭", "비고")),
        ),
        key=("number",),
        above=2,
    )


def drafts(year: int) -> Spec:
    """What the bureaus put in the bill, or leave out."""
    return Spec(
        "drafts",
        "편성 내역",
        (
            Column("number", "사업번호", ProjectNumber(year), also=_NUMBER[:1]),
            Column("title", "제목", Text(200), required=False, also=("사업명",)),
            Column("verdict", "편성 여부", Choice(_DRAFTS), also=("편성", "반영 여부")),
            Column("won", "편성액", won(), also=("편성액(원)", "예산안", "예산안(원)", "금액")),
            Column("reason", "사유", Text(_LONG), required=False, also=("까닭", "조정사유", "비고")),
        ),
        key=("number",),
        above=2,
    )


def people() -> Spec:
    """Members, experts and officials, with where they can be reached."""
    return Spec(
        "people",
        "명부",
        (
            Column("name", "성명", Text(60), also=("이름", "위원명"), private=True),
            Column("phone", "휴대전화", Address(Channel.PHONE), required=False, also=_PHONES, private=True),
            Column("mail", "전자우편", Address(Channel.MAIL), required=False, also=_MAILS, private=True),
            Column("role", "역할", Choice(_ROLES), required=False, also=("구분", "직위")),
            Column("district", "자치구", District(), required=False, also=("거주 자치구", "거주지")),
            Column("organisation", "소속 코드", Code(), required=False, also=("소속", "기관 코드")),
            Column(
                "consents", "알림 동의", YesNo(), required=False, also=("수신 동의", "문자 수신 동의", "동의")
            ),
        ),
        above=2,
    )


def school() -> Spec:
    """The budget school's register."""
    return Spec(
        "school",
        "예산학교 이수 명부",
        (
            Column("name", "성명", Text(60), also=("이름", "수강자", "수강생"), private=True),
            Column("phone", "휴대전화", Address(Channel.PHONE), also=_PHONES, private=True),
            Column("course", "과정", Text(100), also=("과정명", "교육과정", "기수")),
            Column("completed_on", "이수일", Day(), also=("수료일", "이수일자", "수료일자")),
            Column(
                "hours",
                "이수 시간",
                Whole(1, 999, "시간", ("시간",)),
                required=False,
                also=("시간", "교육시간"),
            ),
            Column("completed", "이수 여부", YesNo(), required=False, also=("이수", "수료", "수료 여부")),
        ),
        above=2,
    )


def draw() -> Spec:
    """Who stood in a draw for a body, and who was drawn."""
    return Spec(
        "draw",
        "위원 추첨 결과",
        (
            Column("name", "성명", Text(60), also=("이름", "신청자", "신청인"), private=True),
            Column("phone", "휴대전화", Address(Channel.PHONE), also=_PHONES, private=True),
            Column("body", "기구", Choice(_BODIES), also=("위원회", "기구명")),
            Column("drawn_on", "추첨일", Day(), also=("추첨일자", "추첨한 날")),
            Column("result", "추첨 결과", Choice(_DRAWN), also=("결과", "선정 여부", "당첨 여부")),
            Column("begins_on", "임기 시작일", Day(), required=False, also=("위촉일", "임기 시작")),
            Column("ends_on", "임기 종료일", Day(), required=False, also=("임기 끝", "임기 종료", "만료일")),
        ),
        above=2,
    )
