"""A real browser decodes the GIFs to the frames, times and loops that were meant."""

from __future__ import annotations

import base64
import http.server
import json
import queue
import shutil
import subprocess
import threading

import numpy as np
import pytest

import convanim
from convanim.backends._mpl.raster import AggFilm
from convanim.film.raster.palette import Palette

BROWSER = shutil.which("chromium") or shutil.which("google-chrome")

PAGE = """<!doctype html><meta charset="utf-8"><script>
const bytes = Uint8Array.from(atob("DATA"), c => c.charCodeAt(0));
(async () => {
  const decoder = new ImageDecoder({data: bytes, type: "image/gif"});
  await decoder.tracks.ready;
  const track = decoder.tracks.selectedTrack;
  const frames = [];
  for (let n = 0; n < track.frameCount; n++) {
    const {image} = await decoder.decode({frameIndex: n});
    const pixels = new Uint8Array(image.allocationSize({format: "RGBA"}));
    await image.copyTo(pixels, {format: "RGBA"});
    let sum = 0;
    for (let i = 0; i < pixels.length; i++) sum = (sum * 31 + pixels[i]) % 1000003;
    frames.push([image.displayWidth, image.displayHeight, image.duration, sum]);
    image.close();
  }
  return {loops: String(track.repetitionCount), frames};
})().catch(error => ({error: String(error)})).then(told =>
  fetch("/", {method: "POST", body: JSON.stringify(told)}));
</script>"""


def checksum(rgb):
    height, width, _ = rgb.shape
    pixels = np.dstack([rgb, np.full((height, width), 255, np.uint8)]).ravel()
    total = 0
    for value in pixels.tolist():
        total = (total * 31 + value) % 1000003
    return total


class Page(http.server.BaseHTTPRequestHandler):
    """Serves the page, and takes what it tells."""

    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(self.server.page)

    def do_POST(self):
        self.server.told.put(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


def decoded(data, folder):
    """Let the browser decode a GIF, and return what it says of it."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Page)
    server.page = PAGE.replace("DATA", base64.b64encode(data).decode()).encode()
    server.told = queue.Queue()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    flags = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"]
    flags += ["--disable-background-networking", "--disable-component-update", "--disable-sync"]
    address = f"http://127.0.0.1:{server.server_port}/"
    browser = subprocess.Popen(
        [BROWSER, *flags, f"--user-data-dir={folder / 'profile'}", address],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        return server.told.get(timeout=60)
    finally:
        browser.terminate()
        browser.wait(timeout=30)
        server.shutdown()
        server.server_close()


@pytest.mark.skipif(BROWSER is None, reason="no chromium here to read the GIF back")
def test_a_browser_sees_every_frame(tmp_path):
    figure = convanim.figure(
        i=3, k=2, p=1, timing={"step": 0.3, "last": 1.5}, outputs=[{"format": "gif", "dpi": 60}]
    )
    (path,) = figure.render(tmp_path)
    told = decoded(path.read_bytes(), tmp_path)
    assert told.get("error") is None
    film = AggFilm(figure.layout, figure.timeline, figure.spec.theme, 60)
    colours = np.array([(0, 0, 0), *(ink[:3] for ink in film.palette)], np.uint8)
    palette = Palette(film.palette)
    expected = [
        [*film.size, centiseconds * 10_000, checksum(colours[palette.numbers(raster.pixels)])]
        for raster, centiseconds in zip(film.frames(), film.centiseconds, strict=True)
    ]
    assert told["frames"] == expected
    assert told["loops"] == "Infinity"
