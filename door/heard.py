"""전달 보고 at the door: what gateways say later, what follows from it, and what is forgotten in time."""

import hmac
from contextlib import suppress
from pathlib import Path

from door.house import House
from door.telling import Telling, open_office
from notifications import reports
from notifications.bounces import Bounces
from notifications.driver import ReportUnreadable
from notifications.office import PostOffice
from notifications.reports import Heard
from notifications.retention import Forgotten, forget_old
from states.refusals import Refusal
from states.report import Fate


class NoReportsHere(Refusal):
    code = "report.not_taken"
    text = "이 주소로는 전달 보고를 받지 않습니다. HANMADANG_TELL_REPORT_SECRET에 문자 회사와 나눌 비밀을 적고 다시 시작해 주세요."


class ReportUnproven(Refusal):
    code = "report.unproven"
    text = "전달 보고에 붙은 비밀이 맞지 않아 받지 않았습니다. 문자 회사의 화면에 적은 비밀을 확인해 주세요."


class ReportOdd(Refusal):
    code = "report.unreadable"
    text = "{driver}의 전달 보고로 읽을 수 없어 받지 않았습니다. 문자 회사 화면에 적은 주소의 끝 낱말이 맞는지 확인해 주세요."


class NoSuchReporter(Refusal):
    code = "report.no_driver"
    text = "'{driver}'에서 오는 전달 보고는 받지 않습니다. 지금 받는 곳: {known}."


def listen(house: House) -> Heard:
    """Ask the gateways what became of the messages, read what came back, and do what follows."""
    settings = Telling.read()
    office = open_office(house, settings)
    if settings.bounces:
        read_maildir(office, Path(settings.bounces))
    return reports.listen(office)


def read_maildir(office: PostOffice, folder: Path) -> int:
    """Take in the mails that came back; each is put aside once what it says is kept. Return how many there were."""
    found = sorted(path for path in (folder / "new").glob("*") if path.is_file())
    reader = Bounces(office.now)
    (folder / "cur").mkdir(exist_ok=True)
    for path in found:
        with suppress(ReportUnreadable):
            reports.take_in(office, reader.name, reader.read_reports(path.read_bytes()))
        path.rename(folder / "cur" / f"{path.name}:2,S")
    return len(found)


def say(heard: Heard) -> str:
    """What one round of listening came to, in a sentence."""
    applied, unknown = heard.by_fate.get(Fate.APPLIED, 0), heard.by_fate.get(Fate.UNKNOWN, 0)
    parts = [f"새 전달 보고 {heard.new}건, 반영 {applied}건"]
    parts += [f"우리 것이 아닌 보고 {unknown}건"] if unknown else []
    parts += [f"문자 대신 보낼 전자우편 {heard.released}통"] if heard.released else []
    parts += [f"발송을 막은 주소 {heard.suppressed}곳"] if heard.suppressed else []
    parts += [f"묻지 못한 발송 서버: {', '.join(sorted(heard.away))}"] if heard.away else []
    return ", ".join(parts) + "."


def judge_secret(secret: str) -> None:
    """Refuse whoever does not know the secret that this site shares with its gateways."""
    shared = Telling.read().report_secret
    if not shared:
        raise NoReportsHere()
    if not hmac.compare_digest(secret.encode(), shared.encode()):
        raise ReportUnproven()


def take_posted(house: House, driver: str, body: bytes) -> int:
    """Take what a gateway posted that has shown that it is one."""
    return take(open_office(house), driver, body)


def take(office: PostOffice, driver: str, body: bytes) -> int:
    """Read reports of one driver, keep them, and settle; return how many were new."""
    known = reports.reporters(office)
    if driver not in known:
        raise NoSuchReporter(driver=driver, known=", ".join(sorted(known)) or "없음")
    try:
        read = known[driver].read_reports(body)
    except ReportUnreadable:
        raise ReportOdd(driver=driver) from None
    new = reports.take_in(office, driver, read)
    reports.settle(office)
    return new


def forget(house: House) -> Forgotten:
    """Let go of what was kept long enough."""
    return forget_old(house.engine, house.now())
