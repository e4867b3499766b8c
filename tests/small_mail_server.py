"""A mail server in a thread: it speaks SMTP (RFC 5321) over a socket, keeps what it takes and refuses whom it is told to."""

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from threading import Thread
from typing import Any


@dataclass
class MailServer:
    host: str = "127.0.0.1"
    port: int = 0
    taken: list[tuple[str, EmailMessage]] = field(default_factory=list)  # to whom, and what
    refusals: dict[str, str] = field(default_factory=dict)  # by address, what is said to it
    leaves_at: set[str] = field(default_factory=set)  # addresses at which it hangs up
    connections: int = 0

    @property
    def addresses(self) -> list[str]:
        return [address for address, _message in self.taken]


class Talk(socketserver.StreamRequestHandler):
    server: Any

    def say(self, line: str) -> None:
        self.wfile.write(line.encode() + b"\r\n")

    def handle(self) -> None:
        post: MailServer = self.server.post
        post.connections += 1
        self.say("220 small.example")
        address = ""
        while line := self.rfile.readline():
            word, _, rest = line.decode().strip().partition(" ")
            match word.upper():
                case "EHLO" | "HELO":
                    self.say("250 small.example")
                case "RCPT":
                    address = rest.partition("<")[2].partition(">")[0]
                    if address in post.leaves_at:
                        return
                    self.say(post.refusals.get(address, "250 ok"))
                case "DATA":
                    self.say("354 go on")
                    post.taken.append((address, message_from_bytes(self.body(), policy=policy.default)))
                    self.say("250 taken")
                case "QUIT":
                    self.say("221 bye")
                    return
                case _:  # MAIL, RSET, NOOP
                    self.say("250 ok")

    def body(self) -> bytes:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        return b"".join(lines)


class Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


@contextmanager
def mail_server(port: int = 0) -> Iterator[MailServer]:
    with Server(("127.0.0.1", port), Talk) as server:
        server.post = post = MailServer(port=server.server_address[1])  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        yield post
        server.shutdown()
        thread.join()
