"""A server of one's own to attack, and a client that speaks to it from any network."""
import hashlib
import http.client
import json
import os
import re
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.parse
import uuid

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAM = os.environ.get("NATCOMMENTS_SERVER") or os.path.join(ROOT, "src/NatComments.Server/bin/Debug/net10.0/NatComments.Server.dll")

# 40 places for live readers: fewer than one attacker asks for.
LIVE_PLACES = 40

# 20 seconds: a start takes one; more means that it will not come.
START_SECONDS = 20


class Answer:
    """What was answered: status, headers in lower case, body as text and, where it is JSON, as `json`."""

    def __init__(self, status, headers, body):
        self.status, self.body = status, body.decode("utf-8", "replace")
        self.headers = {}
        for name, value in headers:
            self.headers.setdefault(name.lower(), []).append(value)
        try:
            self.json = json.loads(self.body) if self.body else None
        except ValueError:
            self.json = None

    @property
    def code(self):
        return self.json.get("code") if isinstance(self.json, dict) else None

    def header(self, name):
        return ", ".join(self.headers.get(name, []))

    def __repr__(self):
        return f"{self.status} {self.body[:300]}"


class Client:
    """One person at one network: remembers the session's cookies and sends the anti-forgery header with them."""

    def __init__(self, server, network=None, token=None):
        self.server, self.token, self.network = server, token, network or server.new_network()
        self.cookies, self.anti_forgery = {}, None

    def call(self, method, path, body=None, form=None, headers=None):
        sent = {"X-Forwarded-For": self.network}
        if self.token:
            sent["Authorization"] = f"Bearer {self.token}"
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.anti_forgery:
            sent["X-Anti-Forgery"] = self.anti_forgery
        data = None
        if form is not None:
            data = urllib.parse.urlencode(form).encode()
            sent["Content-Type"] = "application/x-www-form-urlencoded"
        elif body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.server.port, timeout=30)
        try:
            connection.request(method, path, data, sent)
            reply = connection.getresponse()
            answer = Answer(reply.status, reply.getheaders(), reply.read())
        finally:
            connection.close()
        for cookie in answer.headers.get("set-cookie", []):
            name, value = cookie.split(";")[0].split("=", 1)
            self.cookies[name] = value
        return answer

    def get(self, path, **more):
        return self.call("GET", path, **more)

    def post(self, path, body=None, **more):
        return self.call("POST", path, body, **more)

    def put(self, path, body=None, **more):
        return self.call("PUT", path, body, **more)

    def delete(self, path, body=None, **more):
        return self.call("DELETE", path, body, **more)

    def comment(self, article, text, name=None, site="demo", **fields):
        """Posts a comment and gives the answer."""
        body = {"id": str(uuid.uuid4()), "text": text, "author": {"name": name or f"Reader {uuid.uuid4().hex[:8]}"}}
        return self.post(thread(article, site) + "/comments", body | fields)

    def sign_in(self, name, password, code=None):
        answer = self.post("/api/v1/session", {"name": name, "password": password, "code": code})
        if answer.status == 200:
            self.anti_forgery = answer.json["antiForgery"]
        return answer


class Server:
    """A server as a process of its own over a folder of its own, behind a proxy that it trusts."""

    def __init__(self, *settings):
        self.folder = tempfile.mkdtemp(prefix="natcomments-attack-")
        self.data = os.path.join(self.folder, "data")
        self.settings, self.process, self.port, self._networks = settings, None, None, 0

    def new_network(self):
        """An address that no other client of this server has: of 198.18.0.0/15, which is kept for tests (RFC 2544)."""
        self._networks += 1
        return f"198.{18 + self._networks // 65536}.{self._networks // 256 % 256}.{self._networks % 256}"

    def command(self, *words):
        """Runs a command of the command line over the server's data; its exit code and everything that it printed."""
        done = subprocess.run(
            ["dotnet", PROGRAM, *words, "--data", self.data], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=60,
            cwd=self.folder)
        return done.returncode, done.stdout

    def start(self):
        log = open(self.log, "ab")
        seen = os.path.getsize(self.log)
        self.process = subprocess.Popen(
            ["dotnet", PROGRAM, "--urls", "http://127.0.0.1:0", "--data", self.data, "--NatComments:TrustedProxies:0", "127.0.0.1",
             "--NatComments:MaxLiveReaders", str(LIVE_PLACES),
             *self.settings],
            stdout=log, stderr=log, cwd=self.folder)
        deadline = time.monotonic() + START_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            found = re.search(r"http://127\.0\.0\.1:(\d+)/console", self.printed(seen))
            if found:
                self.port = int(found.group(1))
                return self
            time.sleep(0.05)
        raise RuntimeError("The server does not start:\n" + self.printed(seen))

    def prepare(self):
        """Two sites; then the server runs and their people sign in."""
        for site in ("demo", "other"):
            code, printed = self.command("site", "add", site, "--name", site.title())
            assert code == 0, printed
        self.start()
        self.people = {
            "administrator": self.person("ada-demo", "administrator", "demo"),
            "editor": self.person("eda-demo", "editor", "demo"),
            "second editor": self.person("mina-demo", "editor", "demo"),
            "moderator": self.person("moderator-demo", "moderator", "demo"),
            "administrator of other": self.person("olcay-other", "administrator", "other"),
        }
        self.accounts = {role: person.get("/api/v1/session").json["account"] for role, person in self.people.items()}
        return self

    def throw_away(self):
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        shutil.rmtree(self.folder)
        if os.path.exists(self.data + ".key"):
            os.remove(self.data + ".key")

    @property
    def log(self):
        return os.path.join(self.folder, "log")

    def printed(self, since=0):
        with open(self.log, "rb") as log:
            log.seek(since)
            return log.read().decode("utf-8", "replace")

    def stop(self):
        """Asks the server to stop; the seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(30)
        return time.monotonic() - began

    def person(self, name, role, site):
        """Somebody with a role, signed in with a password of their own."""
        _, printed = self.command("moderator", "add", name, "--site", site, "--role", role)
        one_time = re.search(r"password\s+(\S+)", printed)
        client = Client(self)
        answer = client.sign_in(name, one_time.group(1))
        assert answer.status == 200, (printed, answer)
        answer = client.put("/api/v1/session/password", {"password": password_of(name)})
        assert answer.status == 204, answer
        return client


def password_of(name):
    """Each person's password: long, and with nothing of the name in it."""
    return "seven green lanterns by the harbour " + hashlib.sha256(name.encode()).hexdigest()[:8]


def thread(article, site="demo"):
    return f"/api/v1/sites/{site}/threads/{urllib.parse.quote(article, safe='')}"


def page(client, article, site="demo", query=""):
    return client.get(thread(article, site) + query).json
