"""An execution environment of AWS Lambda: one process, and the Runtime API that it asks for its work (version
2018-06-01)."""
import http.server
import json
import queue
import subprocess
import threading

BASE = "/2018-06-01/runtime/"
ID = "8476a536-e9f4-11e8-9739-2dfe598c3fcd"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        assert self.path == BASE + "invocation/next", self.path
        self.server.asked.set()
        event, deadline = self.server.events.get()
        self.answer(200, event, {"Lambda-Runtime-Aws-Request-Id": ID, "Lambda-Runtime-Deadline-Ms": str(deadline)})
        self.server.taken.set()

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.answer(202, b'{"status":"OK"}', {"Content-Type": "application/json"})
        self.server.answers.put((self.path.removeprefix(BASE), body.decode()))

    def log_message(self, *_):
        pass


class Failed(Exception):
    """As Lambda tells it to who called: {"errorType", "errorMessage"}."""


class Environment:
    """Starts COMMAND with `variables` as its whole environment, and those that Lambda sets."""

    def __init__(self, command, variables, **popen):
        self.api = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.api.daemon_threads = True
        self.api.events, self.api.answers = queue.Queue(), queue.Queue()
        self.api.asked, self.api.taken = threading.Event(), threading.Event()
        threading.Thread(target=self.api.serve_forever, daemon=True).start()
        variables = {"AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self.api.server_port}", **variables}
        self.process = subprocess.Popen(command, env=variables, **popen)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()
        self.api.shutdown()

    def wait_for_next(self, seconds=30):
        if not self.api.asked.wait(seconds):
            raise Failed(self.answer(0))

    def invoke(self, event, crash=False):
        """The answer to an event, a text. `crash`: the process dies when it has taken it. Throws Failed."""
        self.api.taken.clear()
        self.api.events.put((json.dumps(event).encode(), 32503680000000))
        if crash:
            self.api.taken.wait(30)
            self.process.kill()
        return self.answer(600)

    def answer(self, seconds):
        while True:
            try:
                path, body = self.api.answers.get(timeout=min(0.1, seconds))
            except queue.Empty:
                if self.process.poll() is not None and self.api.answers.empty():
                    raise Failed(json.dumps({"errorType": "Runtime.ExitError",
                                             "errorMessage": f"it ended with {self.process.returncode}"})) from None
                seconds -= 0.1
                if seconds <= 0:
                    raise Failed('{"errorType": "Sandbox.Timedout", "errorMessage": "no answer"}') from None
                continue
            if path.endswith("/error"):
                raise Failed(body)
            return body
