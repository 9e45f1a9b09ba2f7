"""The vendor's own client and ours do the same work at the same gateway; and it understands our copy of that gateway."""

from collections import Counter

import pytest
from solapi.model.request.messages.get_messages import GetMessagesRequest

from benchmarks.calibrators import texting as one_by_one
from benchmarks.texting import SENDER, by_groups, texts
from states.delivery import Outcome
from tests.gateway_solapi import KEY, SECRET, SolapiStub
from tests.gateways import serving
from tests.sides import by_http


def test_both_ways_the_gateway_gets_the_same_messages() -> None:
    with serving(SolapiStub()) as theirs, serving(SolapiStub()) as ours:
        service = one_by_one.client(theirs.base, KEY, SECRET)
        assert one_by_one.send(service, SENDER, texts(3)) == 3
        assert by_groups(ours.base, texts(3)) == 3

        assert [Counter((line.to, line.text) for line in one.taken) for one in (theirs, ours)] == [
            Counter(texts(3))
        ] * 2


def test_the_vendors_client_reads_what_ours_has_sent() -> None:
    with by_http("solapi") as side:
        some = side.messages(3)
        side.refuse(some[1].to)
        reference = side.driver.prepare(some)
        service = one_by_one.client(side.gateway.base, KEY, SECRET)
        assert service.get_group(reference).status == "PENDING"

        list(side.driver.fire(reference, some, lambda _: None))
        group = service.get_group(reference)
        listed = service.get_group_messages(reference).message_list
        assert (group.status, group.count.total, group.count.registered_failed) == ("SENDING", 3, 1)
        assert sorted((one.to, one.status_code) for one in listed.values()) == sorted(
            (one.to, "1011" if one is some[1] else "3000") for one in some
        )
        assert len(service.get_messages(GetMessagesRequest(limit=20)).message_list) == 3


def test_ours_reads_what_the_vendors_client_has_sent() -> None:
    with by_http("solapi") as side:
        service = one_by_one.client(side.gateway.base, KEY, SECRET)
        one_by_one.send(service, SENDER, texts(1))
        (reference,) = side.gateway.groups

        assert side.driver.ask(reference, ["another"])["another"].outcome is Outcome.IN_DOUBT


def test_the_gateway_takes_no_signature_twice_and_no_wrong_one() -> None:
    with serving(SolapiStub()) as stub:
        with pytest.raises(Exception, match="SignatureDoesNotMatch"):
            one_by_one.send(one_by_one.client(stub.base, KEY, "another"), SENDER, texts(1))
        assert stub.taken == []
