"""Other processes of the scheduler's tests: run as ``python -m tests.server.others VERB …``."""

from __future__ import annotations

import json
import random
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from workbench.app import open_workbench
from workbench.errors import StoreUnavailableError, WriteConflictError
from workbench.services.outbox.signing import Message, signature


def look(url: str, start: str) -> None:
    """Make what is due as if this process alone led, from a moment on."""
    with open_workbench(url, user="ana") as wb:
        print("ready", flush=True)  # noqa: T201 - the test reads it
        while time.time() < float(start):
            time.sleep(0.001)
        made = sum(len(wb.schedules.run_due().runs) for _look in range(5))
    print(made, flush=True)  # noqa: T201 - the test reads it


def write(url: str, name: str, times: str) -> None:
    """Create deals, each until it is confirmed; what was not confirmed may be there all the same."""
    with open_workbench(url, user="ana") as wb:
        for number in range(int(times)):
            written = False
            while not written:
                try:
                    wb.opportunities.create(title=f"{name} {number}")
                    written = True
                except (StoreUnavailableError, WriteConflictError):
                    time.sleep(0.1)


def receive(port: str, file: str, secret: str) -> None:
    """Keep the key of every message whose signature is right; sometimes break off instead of answering."""
    kept, chance = Path(file), random.Random(5)

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            message = Message(
                id=self.headers["webhook-id"], timestamp=int(self.headers["webhook-timestamp"]), body=body
            )
            if signature(secret, message) != self.headers["webhook-signature"]:
                self.send_error(401)
                return
            with kept.open("a") as rows:
                rows.write(json.dumps([message.id, json.loads(body)["title"]]) + "\n")
            if chance.random() < 0.05:
                self.close_connection = True
                return
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", int(port)), Receiver)
    print("ready", flush=True)  # noqa: T201 - the test reads it
    server.serve_forever()


VERBS = {each.__name__: each for each in (look, write, receive)}

if __name__ == "__main__":
    VERBS[sys.argv[1]](*sys.argv[2:])
