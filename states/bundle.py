"""뭉치 what comes by the file: rows that are all taken, or none, and then every faulty one is named."""

from collections.abc import Mapping, Sequence

from states.refusals import Refusal

SHOWN = 20  #: faulty rows that a refusal says in full; the others are counted


class RowsNotReceived(Refusal):
    code = "bundle.not_received"
    text = "받을 수 없는 줄이 {count}개 있어 아무것도 접수하지 않았습니다. {faults} 이 줄들을 고쳐 다시 올려 주세요."


class RowsNotClassified(Refusal):
    code = "bundle.not_classified"
    text = "분류할 수 없는 줄이 {count}개 있어 아무것도 분류하지 않았습니다. {faults} 이 줄들을 고쳐 다시 올려 주세요."


def say(faults: Mapping[int, Refusal]) -> str:
    """Each faulty row by its place, with what is wrong with it."""
    said = [f"{row}번째 줄({refusal.code}): {refusal}" for row, refusal in list(faults.items())[:SHOWN]]
    return cut_short(said, len(faults))


def cut_short(said: Sequence[str], count: int) -> str:
    """The rows that are said in full, and how many more there are."""
    more = count - len(said)
    return " ".join([*said, *([f"그 밖에 {more}줄."] if more else [])])
