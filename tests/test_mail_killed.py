"""kill -9 at every kind of moment of a send to twenty: nobody is left out, and a repeat is the same message."""

import email
import email.policy
import json
import os
import re
import subprocess
import sys
from collections import Counter
from email.message import EmailMessage
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from postoffice import Desk, serving

pytestmark = pytest.mark.slow


DOMAINS = [f"k{point}.example" for point in range(1, 200, 13)]


@cache
def told() -> tuple[dict[str, Any], tuple[tuple[str, bytes], ...]]:
    """What the runs said, and what arrived."""
    desk = Desk()
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(each for each in sys.path if each)}
    # A kill takes nothing that was handed to the system, so the ledgers may lie where waiting for the disk is short.
    quick = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of our own is made in it
    with serving(desk) as server, TemporaryDirectory(dir=quick) as folder:
        command = [sys.executable, str(Path(__file__).with_name("mailkilled.py")), str(server.port), folder]
        done = subprocess.run(command, env=environment, check=True, capture_output=True)
    return json.loads(done.stdout), tuple(desk.arrived)


def counted(domain: str) -> Counter[str]:
    """How often each recipient of a domain was sent something."""
    return Counter(address for address, _ in told()[1] if address.endswith(f"@{domain}"))


def twice(domain: str) -> list[str]:
    return sorted(address for address, count in counted(domain).items() if count == 2)


def test_every_run_that_should_die_dies() -> None:
    said, _ = told()

    assert said["lived"] == []
    assert set(said["repeated"]) == {*DOMAINS, "all.example"}


@pytest.mark.parametrize("domain", [*DOMAINS, "all.example"])
def test_after_a_death_and_another_run_everybody_has_the_message(domain: str) -> None:
    assert sorted(counted(domain)) == sorted(f"{number}@{domain}" for number in range(20))


@pytest.mark.parametrize("domain", DOMAINS)
def test_one_death_repeats_at_most_the_message_that_was_on_its_way_and_the_next_run_says_so(domain: str) -> None:
    said = told()[0]["repeated"][domain]

    assert counted(domain).total() - 20 == len(twice(domain)) <= 1
    assert set(twice(domain)) <= set(said)
    assert len(said) <= 1


def test_only_a_death_between_the_servers_answer_and_the_ledger_repeats_anything() -> None:
    # Of ten steps a message takes, the server has it at two: when its answer is read, and when the ledger is written.
    assert [domain for domain in DOMAINS if twice(domain)] == ["k14.example", "k92.example", "k157.example"]
    assert [domain for domain in DOMAINS if told()[0]["repeated"][domain]] == [
        "k14.example", "k79.example", "k92.example", "k144.example", "k157.example",
    ]  # fmt: skip


def test_a_repeat_is_the_same_message_to_the_byte() -> None:
    _, arrived = told()

    assert len({data for _, data in arrived}) == len({address for address, _ in arrived}) == 20 * (len(DOMAINS) + 1)
    assert len({re.findall(rb"(?m)^Message-ID: .*$", data)[0] for _, data in arrived}) == 20 * (len(DOMAINS) + 1)


def own_file(data: bytes) -> tuple[str, bytes]:
    """Who a message says it is to, and the file in it that is theirs alone."""
    found = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(found, EmailMessage)
    (own,) = found.iter_attachments()
    return str(found["To"]), own.get_content()


def test_nobody_gets_what_is_anothers() -> None:
    some = told()[1][::4]

    assert [own_file(data) for _, data in some] == [(address, address.encode()) for address, _ in some]
