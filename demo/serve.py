#!/usr/bin/env python3
"""Stands in for the calendars of demo/pages/index.tsv, so that `almanac record --stand-in http://127.0.0.1:PORT` can
make demo/dc-area.warc.gz without a network: serve.py PORT

Each line of index.tsv is URL<TAB>FILE<TAB>CONTENT-TYPE; the first whose pattern fits answers a request: "*" stands for
anything; query parameters, and the fields of a form as further ones, stand in alphabetical order; the scheme does not
count. What fits none is answered 404."""
import fnmatch
import http.server
import pathlib
import sys
import urllib.parse

folder = pathlib.Path(__file__).parent / "pages"


def key(url, form):
    """Host, path and sorted parameters."""
    parts = urllib.parse.urlsplit(url)
    fields = urllib.parse.parse_qsl(parts.query, True) + urllib.parse.parse_qsl(form, True)
    query = "&".join(f"{name}={value}" for name, value in sorted(fields))
    return parts.netloc.lower() + (parts.path or "/") + (f"?{query}" if query else "")


pages = []
for line in (folder / "index.tsv").read_text(encoding="utf-8").splitlines():
    if line and not line.startswith("#"):
        url, file, content_type = line.split("\t")
        pattern = url.split("://")[-1].replace("[", "[[]").replace("?", "[?]")
        pages.append((pattern, file, content_type))


def find(url, form):
    asked = key(url, form)
    return next(((file, content_type) for pattern, file, content_type in pages
                 if fnmatch.fnmatchcase(asked, pattern)), None)


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "stand-in"
    sys_version = ""

    def do_GET(self):
        form = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        found = find(f"http://{self.headers['Host']}{self.path}", form)
        body = (folder / found[0]).read_bytes() if found else b"not in the demo\n"
        self.send_response_only(200 if found else 404)  # without Date: the same pages give the same capture
        self.send_header("Content-Type", found[1] if found else "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_):
        pass


if __name__ == "__main__":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler)
    print(f"listening on 127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
