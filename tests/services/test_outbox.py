"""Events are written with the change they tell of, and reach every channel that wants them."""

import base64
import hashlib
import hmac
import json
import random
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from tests.store.build import count
from workbench.app import Workbench, open_workbench
from workbench.domain.people import Reach, Role
from workbench.errors import AnswerNeededError, InvalidValueError, NotAllowedError, NotFoundError, StoreError
from workbench.services.outbox import Channels
from workbench.services.outbox.pace import Pace
from workbench.services.outbox.signing import Message, signature
from workbench.services.settings import Settings

NOW = datetime(2026, 11, 24, 9)
HOOK = "https://example.org/hook"
SECRET = "whsec_" + base64.b64encode(b"k" * 24).decode()


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


class Receiver:
    """Stands for the other system: keeps what it was sent, and refuses what it is told to refuse."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.refuses = refuses
        self.sent: list[tuple[str, str, Message]] = []

    def __call__(self, address: str, secret: str, message: Message) -> str | None:
        self.sent.append((address, secret, message))
        return "answered 500" if self.refuses else None

    @property
    def ids(self) -> list[str]:
        return [message.id for _address, _secret, message in self.sent]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def wb(clock) -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=date(2026, 11, 24), clock=clock) as opened:
        yield opened
        assert opened.store.check() == []


def payloads(wb):
    return [json.loads(delivery.payload) for delivery in reversed(wb.outbox.list(limit=1000))]


def topics(wb):
    return [payload["topic"] for payload in payloads(wb)]


def deliver(wb, receiver, **pace):
    return wb.outbox.deliver_all(send=receiver, pace=Pace(**pace), chance=random.Random(7))


def closing(wb, *, won):
    workflow = wb.settings.lookups().workflows[0]
    stage = next(stage for stage in workflow.stages if stage.outcome.value == ("won" if won else "lost"))
    verdict = "positive" if won else "negative"
    reason = next(reason for reason in wb.settings.lookups().reasons if reason.verdict.value == verdict)
    return stage, reason


def test_without_a_channel_nothing_is_put_into_the_outbox(wb):
    deal = wb.opportunities.create(title="One").opportunity
    wb.opportunities.update(deal.id, title="Two")
    assert (count(wb.store, "outbox"), count(wb.store, "delivery")) == (0, 0)


def test_a_paused_channel_is_told_nothing_new_and_keeps_what_waits(wb):
    wb.channels.add("log", "log")
    wb.opportunities.create(title="Before")
    wb.channels.pause("log")
    wb.opportunities.create(title="Meanwhile")
    assert wb.outbox.deliver_all() == 0
    wb.channels.resume("log")
    assert wb.outbox.deliver_all() == 1
    assert [payload["title"] for payload in payloads(wb)] == ["Before"]


def test_every_kind_of_change_has_its_topic(wb):
    wb.channels.add("log", "log")
    deal = wb.opportunities.create(title="One").opportunity
    workflow = wb.settings.lookups().workflow(deal.workflow_id)
    targets = map(wb.settings.lookups().stage, workflow.targets(deal.stage_id))
    nearby = next(stage for stage in targets if stage.outcome.value == "open")
    wb.opportunities.update(deal.id, title="Two")
    wb.opportunities.move(deal.id, stage=nearby.id)
    _stage, reason = closing(wb, won=False)
    wb.opportunities.close(deal.id, won=False, reason=reason.id)
    reopened = wb.settings.lookups().probabilities.nearest(10)
    wb.opportunities.set_probability(deal.id, probability=reopened.id)
    _stage, reason = closing(wb, won=True)
    wb.opportunities.close(deal.id, won=True, reason=reason.id)
    wb.opportunities.archive(deal.id)
    assert topics(wb) == [
        f"opportunity.{topic}" for topic in ("created", "changed", "moved", "lost", "reopened", "won", "archived")
    ]


def test_the_payload_says_what_happened_to_which_deal(wb):
    wb.channels.add("log", "log")
    deal = wb.opportunities.create(title="Line 4", net="1234.50", currency="EUR").opportunity
    [payload] = payloads(wb)
    moment, key = payload.pop("moment"), payload.pop("id")
    assert moment.startswith("2026-11-24T09:00:00.")
    assert moment.endswith("Z")
    assert len(key) == 36
    assert payload == {
        "topic": "opportunity.created", "who": "ana", "opportunity_id": str(deal.id), "version": 1, "number": 1,
        "title": "Line 4", "stage": "lead", "status": "open", "net": "1234.50", "currency": "EUR", "archived": False,
    }  # fmt: skip


@pytest.mark.parametrize(
    "title",
    [
        "<img src=x onerror=alert(1)>",
        '"}, {"id": "x',
        "'; drop table outbox; --",
        "$title {{end}}",
        "é\u2028\U0001f600",
    ],
)
def test_hostile_text_travels_as_plain_json(wb, title):
    wb.channels.add("hook", "webhook", address=HOOK)
    wb.opportunities.create(title=title)
    receiver = Receiver()
    deliver(wb, receiver)
    [(_address, _secret, message)] = receiver.sent
    assert message.body.isascii()
    assert json.loads(message.body)["title"] == " ".join(title.split())


def test_a_refused_change_leaves_no_event(wb):
    wb.channels.add("log", "log")
    deal = wb.opportunities.create(title="One").opportunity
    stage, _reason = closing(wb, won=False)
    with pytest.raises(AnswerNeededError):
        wb.opportunities.move(deal.id, stage=stage.id)
    assert topics(wb) == ["opportunity.created"]


def test_a_change_that_is_rolled_back_leaves_no_event(wb, monkeypatch):
    wb.channels.add("log", "log")
    deal = wb.opportunities.create(title="One").opportunity
    write = type(wb.store).write

    def broken(store, batch):
        batch.steps.append("select error('the disk is gone')")
        write(store, batch)

    monkeypatch.setattr(type(wb.store), "write", broken)
    with pytest.raises(StoreError, match="the disk is gone"):
        wb.opportunities.update(deal.id, title="Two")
    monkeypatch.undo()
    assert topics(wb) == ["opportunity.created"]
    assert wb.opportunities.get(deal.id).title == "One"


def test_a_channel_is_told_the_topics_it_asked_for(wb):
    wb.channels.add("new", "log", topics=("opportunity.created",))
    wb.channels.add("all", "log", topics=("opportunity.*",))
    deal = wb.opportunities.create(title="One").opportunity
    wb.opportunities.update(deal.id, title="Two")
    told = sorted((delivery.channel, delivery.topic) for delivery in wb.outbox.list())
    assert told == [("all", "opportunity.changed"), ("all", "opportunity.created"), ("new", "opportunity.created")]


def test_an_import_is_one_event_with_its_count(wb, tmp_path):
    wb.channels.add("log", "log")
    file = tmp_path / "deals.csv"
    file.write_text("title,net\n" + "".join(f"Deal {number},{number}\n" for number in range(1, 31)))
    wb.imports.read(file).load()
    [payload] = payloads(wb)
    assert (payload["topic"], payload["count"], payload["created"], payload["changed"]) == (
        "opportunity.imported", 30, 30, 0,
    )  # fmt: skip


def test_the_log_holds_each_event_once_however_often_it_is_delivered(wb):
    wb.channels.add("log", "log")
    for number in range(120):
        wb.opportunities.create(title=f"Deal {number}")
    start = threading.Barrier(4)

    def work():
        start.wait()
        wb.outbox.deliver_all()

    threads = [threading.Thread(target=work) for _thread in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    wb.outbox.deliver_all()
    assert count(wb.store, "event_log") == 120
    assert {delivery.state for delivery in wb.outbox.list(limit=200)} == {"delivered"}


def test_a_webhook_gets_events_in_order_with_a_signature_over_id_moment_and_body(wb):
    secret = wb.channels.add("hook", "webhook", address=HOOK, secret=SECRET)
    for number in range(3):
        wb.opportunities.create(title=f"Deal {number}")
    receiver = Receiver()
    assert deliver(wb, receiver, events=2) == 3
    assert [json.loads(message.body)["number"] for _address, _secret, message in receiver.sent] == [1, 2, 3]
    address, used, message = receiver.sent[0]
    assert (address, used, secret) == (HOOK, SECRET, SECRET)
    assert message.id == json.loads(message.body)["id"]
    assert message.timestamp == 1795510800
    signed = f"{message.id}.{message.timestamp}.{message.body}".encode()
    expected = base64.b64encode(hmac.new(b"k" * 24, signed, hashlib.sha256).digest()).decode()
    assert signature(SECRET, message) == f"v1,{expected}"


def test_the_signature_is_the_one_of_the_standards_own_example():
    message = Message(id="msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp=1614265330, body='{"test": 2432232314}')
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the standard's own
    assert signature(secret, message) == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_a_failure_ends_the_turn_and_is_tried_again_after_growing_pauses(wb, clock):
    wb.channels.add("hook", "webhook", address=HOOK)
    wb.opportunities.create(title="One")
    receiver, pauses = Receiver(refuses=True), []
    while (delivery := wb.outbox.list()[0]).state == "waiting":
        clock.now = max(clock.now, delivery.next_at)
        deliver(wb, receiver)
        after = wb.outbox.list()[0]
        pauses.append((after.next_at - clock.now).total_seconds())
    assert len(receiver.sent) == 8
    assert (delivery.state, delivery.attempts, delivery.error) == ("dead", 8, "answered 500")
    grown = [30, 120, 480, 1920, 7680, 21600, 21600]
    assert all(full / 2 - 1 <= pause <= full for pause, full in zip(pauses, grown, strict=False))


def test_what_was_given_up_is_listed_and_sent_again(wb):
    wb.channels.add("hook", "webhook", address=HOOK)
    for number in range(3):
        wb.opportunities.create(title=f"Deal {number}")
    receiver = Receiver(refuses=True)
    deliver(wb, receiver, attempts=1)
    assert len(wb.outbox.dead()) == 3
    assert wb.channels.list()[0].dead == 3
    receiver.refuses = False
    assert wb.outbox.retry(event=wb.outbox.dead()[0].event_id) == 1
    assert deliver(wb, receiver) == 1
    assert wb.outbox.retry(channel="hook") == 2
    assert deliver(wb, receiver) == 2
    assert len(set(receiver.ids)) == 3
    with pytest.raises(NotFoundError):
        wb.outbox.retry()


def test_a_dead_channel_holds_up_no_other(wb):
    wb.channels.add("a broken one", "webhook", address=HOOK)
    wb.channels.add("log", "log")
    for number in range(5):
        wb.opportunities.create(title=f"Deal {number}")
    deliver(wb, Receiver(refuses=True))
    assert count(wb.store, "event_log") == 5


def test_an_event_that_is_always_refused_does_not_keep_back_the_next_ones(wb):
    wb.channels.add("hook", "webhook", address=HOOK)
    for number in range(4):
        wb.opportunities.create(title=f"Deal {number}")
    got = []

    def picky(_address, _secret, message):
        number = json.loads(message.body)["number"]
        if number == 2:
            return "answered 400"
        got.append(number)
        return None

    deliver(wb, picky)
    assert got == [1, 3, 4]


def test_claimed_events_are_left_alone_until_the_claim_runs_out(wb, clock):
    wb.channels.add("hook", "webhook", address=HOOK)
    wb.opportunities.create(title="One")
    inner = Receiver()

    def dies(_address, _secret, _message):
        assert deliver(wb, inner) == 0
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        deliver(wb, dies)
    assert inner.sent == []
    clock.now += timedelta(seconds=61)
    assert deliver(wb, inner) == 1


def test_delivered_events_are_removed_after_thirty_days_and_others_stay(wb, clock):
    wb.channels.add("log", "log")
    wb.opportunities.create(title="Delivered")
    wb.outbox.deliver_all()
    wb.channels.add("hook", "webhook", address=HOOK)
    wb.opportunities.create(title="Dead")
    deliver(wb, Receiver(refuses=True), attempts=1)
    clock.now += timedelta(days=29)
    wb.outbox.forget()
    assert count(wb.store, "outbox") == 2
    clock.now += timedelta(days=2)
    wb.outbox.forget()
    assert [payload["title"] for payload in payloads(wb)] == ["Dead"]
    assert count(wb.store, "event_log") == 0


def test_a_trial_event_goes_to_one_channel_whatever_its_topics(wb):
    wb.channels.add("log", "log", topics=("schedule.failed",))
    wb.channels.add("other", "log")
    key = wb.channels.test("log")
    assert [(delivery.event_id, delivery.channel, delivery.topic) for delivery in wb.outbox.list()] == [
        (key, "log", "channel.test")
    ]


def test_secrets_are_neither_in_the_history_nor_for_analysts(wb):
    address = HOOK + "?token=opensesame"
    secret = wb.channels.add("hook", "webhook", address=address)
    wb.channels.pause("hook")
    told = wb.sql("select state from setting_history where entity = 'channel'")["state"]
    assert len(told) == 2
    assert not any(secret in state or "opensesame" in state for state in told)
    with pytest.raises(StoreError):
        wb.sql("select secret from channel_secret")
    assert "secret" not in repr(wb.channels.list())


@pytest.mark.parametrize(
    "address",
    ["", "ftp://example.org", "http://", "https://user:pass@example.org/", "http://example.org/a b", "http://a:99999/",
     "javascript:alert(1)", "http://ex\nample.org", "file:///etc/passwd"],
)  # fmt: skip
def test_an_address_that_is_none_is_refused(wb, address):
    with pytest.raises(InvalidValueError) as error:
        wb.channels.add("hook", "webhook", address=address)
    assert error.value.field == "address"
    assert "pass@" not in str(error.value)


@pytest.mark.parametrize("secret", ["secret", "whsec_", "whsec_abc", "whsec_" + base64.b64encode(b"short").decode()])
def test_a_weak_secret_is_refused_and_not_repeated(wb, secret):
    with pytest.raises(InvalidValueError) as error:
        wb.channels.add("hook", "webhook", address=HOOK, secret=secret)
    assert error.value.field == "secret"


def test_wrong_kinds_topics_and_taken_codes_are_refused(wb):
    wb.channels.add("log", "log")
    for code, kind, wanted, field in [
        ("a", "pigeon", (), "kind"), ("a", "log", ("weather",), "topics"), ("log", "log", (), "code"), (" ", "log", (), "code"),
    ]:  # fmt: skip
        with pytest.raises(InvalidValueError) as error:
            wb.channels.add(code, kind, topics=wanted)
        assert error.value.field == field


def test_a_removed_channel_is_told_nothing_and_its_code_is_free(wb):
    wb.channels.add("log", "log")
    wb.opportunities.create(title="Waits")
    wb.channels.remove("log")
    assert wb.channels.list() == []
    wb.opportunities.create(title="Untold")
    assert wb.outbox.deliver_all() == 0
    wb.channels.add("log", "log")
    with pytest.raises(NotFoundError):
        wb.channels.pause("other")


def test_only_an_administrator_works_with_channels_and_the_outbox(wb):
    wb.people.add(login="eva", name="Eva", role=Role.MANAGER, sees=Reach.ALL, changes=Reach.ALL)
    session = replace(wb.session, settings=Settings(wb.store), login="eva")
    channels = Channels(session)
    hers = type(wb.outbox)(session, channels)
    for attempt in (
        channels.list, lambda: channels.add("x", "log"), lambda: channels.pause("x"), lambda: channels.test("x"),
        hers.list, hers.retry,
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            attempt()


def test_a_channel_added_meanwhile_is_told_of_the_change(wb):
    session = replace(wb.session, settings=Settings(wb.store))
    deal = wb.opportunities.create(title="One").opportunity
    Channels(session).add("log", "log")
    wb.opportunities.update(deal.id, title="Two")
    assert topics(wb) == ["opportunity.changed"]
