"""A server that only this machine can reach; it reads the configs of its desk and no other file.

Other pages that a browser shows cannot use it: it answers only requests that name it by one of its
own addresses, and lets no other page read its answers.
"""

from __future__ import annotations

import json
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from convanim.film import player

if TYPE_CHECKING:
    from convanim.serving.desk import Desk

HOST = "127.0.0.1"

BEAT = 15.0
"""Seconds after which a page without news is told that the server is still there."""

POLICY = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "img-src data: blob:; style-src 'self' 'unsafe-inline'; script-src 'self'; connect-src 'self'"
)

KINDS = {
    "js": "text/javascript",
    "css": "text/css",
    "html": "text/html",
    "json": "application/json",
}

SCRIPTS = ("knobs.js", "serve.js")
"""The scripts of the page, which run after those of the player."""

MOST = 1000
"""The greatest number that a slider can ask for."""


class Server(ThreadingHTTPServer):
    """Serves the page and its figures.

    Parameters
    ----------
    desk : Desk
        What is drawn.
    port : int
        The port; 0 for any that is free.

    Raises
    ------
    OSError
        The port is taken.
    """

    daemon_threads = True

    def __init__(self, desk: Desk, port: int) -> None:
        self.desk = desk
        self.version = 0
        self.news = threading.Condition()
        super().__init__((HOST, port), Handler)

    @property
    def address(self) -> str:
        """The address of the page."""
        return f"http://{HOST}:{self.server_port}/"

    def changed(self) -> None:
        """Tell all pages that configs have changed."""
        with self.news:
            self.version += 1
            self.news.notify_all()

    def version_after(self, seen: int) -> int:
        """Return the number of changes so far, as soon as there are more than those seen.

        After :data:`BEAT` it is returned as it is.
        """
        with self.news:
            self.news.wait_for(lambda: self.version != seen, BEAT)
            return self.version


class Handler(BaseHTTPRequestHandler):
    """Answers a request."""

    server: Server
    protocol_version = "HTTP/1.1"
    wbufsize = -1  # a response leaves at once rather than header and body apart
    timeout = 60

    def do_GET(self) -> None:
        """Answer with the page, its script or style sheet, a figure, or news."""
        hosts = {f"{name}:{self.server.server_port}" for name in (HOST, "localhost")}
        if self.headers.get("Host") not in hosts:
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        url = urlsplit(self.path)
        if url.path == "/news":
            self._news()
        elif url.path == "/state":
            self._state(dict(parse_qsl(url.query)))
        elif url.path in FILES:
            self._send(KINDS[FILES[url.path][0]], FILES[url.path][1]())
        else:
            self._refuse(HTTPStatus.NOT_FOUND)

    def _state(self, asked: dict[str, str]) -> None:
        numbers = {name: int(n) for name, n in asked.items() if n.isdecimal() and int(n) <= MOST}
        name = asked.get("config", "") or next(iter(self.server.desk.names()), "")
        state = self.server.desk.state(name, numbers.get("number", 0), numbers)
        if state is None:
            self._refuse(HTTPStatus.NOT_FOUND)
            return
        content = {"config": name, **state}
        self._send(KINDS["json"], json.dumps(content, allow_nan=False, separators=(",", ":")))

    def _news(self) -> None:
        """Say that configs have changed, whenever they have, until the page is closed."""
        self._begin("text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        seen = self.server.version
        try:
            while True:
                self.wfile.write(b": here\n\n")
                self.wfile.flush()
                now = self.server.version_after(seen)
                if now != seen:
                    self.wfile.write(b"data: changed\n\n")
                seen = now
        except OSError:
            return  # the page was closed

    def _send(self, kind: str, text: str) -> None:
        content = text.encode()
        self._begin(f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _begin(self, kind: str) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Security-Policy", POLICY)
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Cache-Control", "no-store")

    def _refuse(self, status: HTTPStatus) -> None:
        self.send_error(status)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
        del format, args


def _file(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text(encoding="utf-8")


def _page() -> str:
    return _file("page.html").replace("{{controls}}", player.controls())


def _script() -> str:
    return player.script() + "".join(player.short(_file(name)) for name in SCRIPTS)


def _style() -> str:
    return player.style() + player.short(_file("serve.css"))


FILES = {"/": ("html", _page), "/serve.js": ("js", _script), "/serve.css": ("css", _style)}
"""The kind of each file that does not change, and what returns it."""
