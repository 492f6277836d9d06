"""The tabs of a deal: its activities and its timeline."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest

from tests.services.acting import NOON, TODAY, deal
from tests.talking import hears, says
from workbench.app import Workbench, open_workbench
from workbench.widgets.conversation import Conversation
from workbench.widgets.deal_activities import DealActivities


class Host(Conversation):
    """A drawer that mounts the tabs, as the deal editor would."""

    def __init__(self, workbench: Workbench, opportunity: UUID) -> None:
        self.changes = 0
        self.tabs = DealActivities(workbench, opportunity=lambda: opportunity, on_change=self.changed)
        super().__init__()

    def changed(self) -> None:
        self.changes += 1

    def answers(self):
        return self.tabs.answers()


@pytest.fixture
def wb() -> Iterator[Workbench]:
    with open_workbench(":memory:", user="ana", today=TODAY, clock=lambda: NOON) as opened:
        yield opened
        assert opened.store.check() == []


@pytest.fixture
def host(wb):
    return Host(wb, deal(wb))


def test_an_activity_is_planned_for_the_open_deal_and_the_answer_shows_the_list(host):
    reply = says(host, "activity-quick", text="call tomorrow about price")
    [group] = reply["data"]["groups"]
    assert (group["key"], group["rows"][0]["subject"], reply["data"]["of_deal"]) == ("planned", "about price", True)
    done = says(host, "activity-done", activity=reply["activity"], seen=1, note="Fine.")
    assert [group["key"] for group in done["data"]["groups"]] == ["ended"]
    assert host.changes == 2


def test_an_interaction_is_written_down_corrected_put_away_and_taken_back(host):
    values = {
        "kind": "call",
        "direction": "in",
        "subject": "They rang",
        "day": "2026-11-23",
        "time": "16:45",
        "minutes": 5,
    }
    reply = says(host, "interaction-log", values=values)
    [entry] = reply["data"]["entries"]
    assert (entry["label"], entry["direction_label"], entry["day"], entry["time"]) == (
        "Call",
        "incoming",
        "2026-11-23",
        "16:45",
    )
    assert entry["minutes_label"] == "5 minutes"
    says(host, "interaction-save", interaction=entry["id"], seen=1, values={"subject": "They rang twice"})
    gone = says(host, "interaction-archive", interaction=entry["id"], seen=2, archived=True)
    assert (gone["data"]["entries"], gone["version"]) == ([], 3)
    back = says(host, "interaction-archive", interaction=entry["id"], seen=3, archived=False)
    assert back["data"]["entries"][0]["subject"] == "They rang twice"


def test_older_entries_come_when_asked(wb, host):
    for number in range(35):
        wb.interactions.log(kind="note", body=f"Note {number}", opportunity=host.tabs._opportunity())
    assert host.tabs.interactions()["more"]
    more = says(host, "interaction-more", shown=30)
    assert (len(more["entries"]), more["more"]) == (5, False)


@pytest.mark.parametrize(
    "message",
    [
        {"kind": "interaction-log", "values": {"kind": "fax", "subject": "x"}},
        {"kind": "interaction-log", "values": {"kind": "call", "subject": ""}},
        {"kind": "interaction-log", "values": {"kind": "call", "subject": "x", "user_id": "me"}},
        {"kind": "interaction-log", "values": {"kind": "call", "subject": "x", "day": "2999-01-01"}},
        {"kind": "interaction-log", "values": {"kind": "call", "subject": "x", "day": "soon"}},
        {"kind": "interaction-log", "values": {"kind": {}, "subject": []}},
        {"kind": "interaction-log"}, {"kind": "interaction-more", "shown": -1},
    ],
)  # fmt: skip
def test_what_the_page_may_not_say_is_refused(host, message):
    reply = hears(host, message)
    assert reply["kind"] == "refuse"
    assert "reference" not in reply["message"]
