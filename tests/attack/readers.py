"""What strangers and readers try: another's identity, hidden comments, broken feeds, cut connections."""
import http.client
import json
import re
import socket
import uuid
import xml.etree.ElementTree as xml

from server import Client, page, thread


def a_stranger_who_reads_the_page_cannot_repeat_a_post_and_become_its_author(server):
    network = server.new_network()
    victim, thief = Client(server, network), Client(server, network)
    posted = victim.comment("identity", "Today I liked the article.", "Zelal")
    assert posted.status == 201, posted
    seen = next(c for c in page(thief, "identity")["comments"] if c["id"] == posted.json["comment"]["id"])
    stolen = thief.post(
        thread("identity") + "/comments", {"id": seen["id"], "text": "Today I liked the article.", "author": {"name": seen["author"]["name"]}})
    assert stolen.status in (403, 404, 409) and "readerToken" not in stolen.body, stolen
    stolen = thief.post(
        thread("identity") + "/comments", {"id": seen["id"], "text": "Today I liked the article.", "author": {"name": seen["author"]["name"]}},
        headers={"Idempotency-Key": str(uuid.uuid4())})
    assert "readerToken" not in stolen.body, stolen


def whoever_keeps_the_key_of_a_post_may_repeat_it(server):
    reader = Client(server)
    body, key = {"id": str(uuid.uuid4()), "text": "Sent twice over a bad line.", "author": {"name": "Berfin"}}, {"Idempotency-Key": str(uuid.uuid4())}
    first, again = (reader.post(thread("again") + "/comments", body, headers=key) for _ in range(2))
    assert (first.status, again.status) == (201, 201), (first, again)
    assert first.json["comment"]["author"]["id"] == again.json["comment"]["author"]["id"], again
    other = reader.post(thread("again") + "/comments", body | {"text": "Something else"}, headers=key)
    assert other.status >= 400, other
    assert sum(c["id"] == body["id"] for c in page(reader, "again")["comments"]) == 1


def an_id_is_taken_once_on_a_site_whatever_the_article(server):
    posted = Client(server).comment("ids-one", "A comment with an id of its own.")
    taken = Client(server).comment("ids-two", "A decoy under the same id.", id=posted.json["comment"]["id"])
    assert taken.status in (404, 409) and "ids-one" not in taken.body, taken
    assert page(Client(server), "ids-two")["count"] == 0


def feeds_stay_well_formed_whatever_is_written(server):
    for i, text in enumerate(["I liked it &#1; indeed", "a&#x1b;b", "a&#xFFFE;b", "a￾b￿c", "a&#8;b&#11;c", "&#xD800; alone", "]]>&#0;", "a&#x7f;b"]):
        Client(server).comment("feeds", text, f"Name {i}")
    Client(server).comment("feeds\ufffe", "An article with a non-character.")
    for path in ("threads/feeds/feed.atom", "threads/feeds/feed.rss", "feed.atom", "feed.rss"):
        xml.fromstring(Client(server).get("/api/v1/sites/demo/" + path).body)
    for comment in page(Client(server), "feeds")["comments"]:
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f￾￿]", json.dumps(comment, ensure_ascii=False)), comment


def a_refused_body_leaves_the_connection_usable(server):
    before = len(server.printed())
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
    connection.connect()
    first = connection.sock
    bad = [b'{"x":1}', b"{", b"[" * 50, b'"\\ud800"', b"{}", b"\xff\xfe", b'{"name":1}', b'{"name":"' + b"a" * 5_000 + b'"}']
    for path in ("/api/v1/session", thread("bodies") + "/comments", "/api/v1/score"):
        for body in bad:
            for headers in ({"Content-Type": "application/json"}, {"Content-Type": "text/plain"}, {}):
                connection.request("POST", path, body, headers | {"X-Forwarded-For": server.new_network()})
                reply = connection.getresponse()
                reply.read()
                assert 400 <= reply.status < 500, (path, body, reply.status)
    connection.request("GET", thread("bodies"))
    assert connection.getresponse().status == 200 and connection.sock is first
    assert "fail:" not in server.printed()[before:], server.printed()[before:]


def a_chunk_size_over_range_is_a_bad_request(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=10) as line:
        line.sendall(
            b"POST /api/v1/session HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n")
        assert line.recv(4096).startswith(b"HTTP/1.1 400"), "not 400"


def what_is_held_moves_nothing_that_a_stranger_sees(server):
    Client(server).comment("held", "A comment that everybody may read.")
    stranger = Client(server)

    def seen():
        feed = stranger.get(thread("held") + "/feed.atom")
        answer = stranger.get(thread("held"))
        return answer.json, answer.header("etag"), feed.body, feed.header("etag"), stranger.get("/sites/demo/threads/held").body.split("<form")[0]

    before = seen()
    held = Client(server)
    answer = held.comment("held", "Siktir git orospu çocuğu")
    assert answer.status == 201 and answer.json["comment"]["status"] in ("pending", "rejected"), answer
    held.token = answer.json["readerToken"]
    id = answer.json["comment"]["id"]
    held.put(f"/api/v1/sites/demo/comments/{id}", {"article": "held", "revision": 1, "text": "Siktir git, orospu çocuğu!"})
    Client(server).post(f"/api/v1/sites/demo/comments/{before[0]['comments'][0]['id']}/reports", {"article": "held", "reason": "spam"})
    after = seen()
    assert before == after, [pair for pair in zip(before, after) if pair[0] != pair[1]]


def a_hidden_comment_and_none_are_answered_alike(server):
    author = Client(server)
    answer = author.comment("alike", "Siktir git orospu çocuğu")
    hidden = answer.json["comment"]["id"]
    stranger = Client(server)
    stranger.token = stranger.comment("alike", "Another reader's own comment.").json["readerToken"]
    for method, path, body in (
            ("PUT", "/api/v1/sites/demo/comments/{}", {"article": "alike", "revision": 1, "text": "Mine now."}),
            ("DELETE", "/api/v1/sites/demo/comments/{}?article=alike", None),
            ("PUT", "/api/v1/sites/demo/comments/{}/like?article=alike", None),
            ("POST", "/api/v1/sites/demo/comments/{}/reports", {"article": "alike", "reason": "spam"}),
            ("POST", "/api/v1/sites/demo/comments/{}/appeals", {"article": "alike", "statement": "Please look again."})):
        of_hidden, of_none = (stranger.call(method, path.format(id), body) for id in (hidden, str(uuid.uuid4())))
        assert (of_hidden.status, of_hidden.code) == (of_none.status, of_none.code), (method, path, of_hidden, of_none)


def cursors_are_the_servers_own(server):
    for i in range(4):
        Client(server).comment("cursors", f"Comment number {i} of this thread.")
    stranger = Client(server)
    cursor = page(stranger, "cursors", query="?limit=1")["next"]
    assert stranger.get(thread("cursors") + f"?limit=1&after={cursor}").status == 200
    for i in range(len(cursor)):
        other = cursor[:i] + ("A" if cursor[i] != "A" else "B") + cursor[i + 1:]
        answer = stranger.get(thread("cursors") + f"?limit=1&after={other}")
        assert answer.code == "invalid-cursor" or answer.json.get("comments") == page(stranger, "cursors", query=f"?limit=1&after={cursor}")["comments"], (i, answer)


def times_and_ids_do_not_say_when_somebody_sat_at_the_screen(server):
    posted = Client(server).comment("times", "When was this written?")
    seen = page(Client(server), "times")["comments"][0]
    assert re.search(r"T\d\d:\d\d:00(\.0+)?(Z|\+00:00)$", seen["postedAt"]), seen["postedAt"]
    author = seen["author"]["id"]
    if re.fullmatch(r"[0-9a-f-]{36}|[0-9a-f]{32}", author):
        assert uuid.UUID(author).version != 7, author
    assert posted.status == 201


def nobody_takes_the_name_of_staff(server):
    for name in ("admin", "Moderator", "adrnin", "@admin", "Staff", "Editor", "EDİTÖR", "Yönetici", "аdmin", "a.d.m.i.n"):
        answer = Client(server).comment("names", "A comment under a name of staff.", name)
        assert answer.code == "name-reserved", (name, answer)
    asked = Client(server).comment("names", "A comment under the name of somebody's sign-in.", "q7-sign-in-of-eda")
    assert asked.status == 201, asked


def a_phrase_that_can_be_guessed_is_refused(server):
    reader = Client(server)
    reader.token = reader.comment("phrases", "I want to come back later.").json["readerToken"]
    for phrase in ("aaaaaaaaaaaa", "password1234", "123456789012", "qwertyuiop12", "iloveyou iloveyou", "galatasaray1905", "abcdefghijklmnop"):
        answer = reader.put("/api/v1/sites/demo/me/phrase", {"phrase": phrase})
        assert answer.status == 400, (phrase, answer)


def every_page_may_not_be_framed_and_every_answer_is_what_it_says(server):
    framable = Client(server)
    for path in ("/demo/index.html", "/console/", "/openapi", "/openapi/", "/sites/demo/threads/a", "/receipts/none", "/nothing-here", "/sites/none/threads/a"):
        answer = framable.get(path, headers={"Accept": "text/html"})
        assert answer.header("x-content-type-options") == "nosniff", (path, answer.headers)
        if answer.header("content-type").startswith("text/html"):
            assert "frame-ancestors" in answer.header("content-security-policy"), (path, answer.headers)
    for answer in (framable.post("/api/v1/session", {"x": 1}), framable.get("/api/v1/sites/none/threads/a"), framable.get("/widget/none.js")):
        assert answer.header("x-content-type-options") == "nosniff", (answer, answer.headers)


def links_do_not_follow_a_forged_host(server):
    Client(server).comment("hosts", "A comment in a feed.")
    for path in (thread("hosts") + "/feed.atom", "/api/v1/sites/demo/feed.rss", "/sites/demo/threads/hosts"):
        answer = Client(server).get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.body, answer


def a_form_of_another_page_posts_nothing(server):
    form = {"do": "send", "name": "Somebody", "text": "Sent by another page.", "id": str(uuid.uuid4())}
    answer = Client(server).post("/sites/demo/threads/forms", form=form, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"})
    assert answer.status >= 400, answer
    assert page(Client(server), "forms")["count"] == 0


ATTACKS = [
    a_stranger_who_reads_the_page_cannot_repeat_a_post_and_become_its_author,
    whoever_keeps_the_key_of_a_post_may_repeat_it,
    an_id_is_taken_once_on_a_site_whatever_the_article,
    feeds_stay_well_formed_whatever_is_written,
    a_refused_body_leaves_the_connection_usable,
    a_chunk_size_over_range_is_a_bad_request,
    what_is_held_moves_nothing_that_a_stranger_sees,
    a_hidden_comment_and_none_are_answered_alike,
    cursors_are_the_servers_own,
    times_and_ids_do_not_say_when_somebody_sat_at_the_screen,
    nobody_takes_the_name_of_staff,
    a_phrase_that_can_be_guessed_is_refused,
    every_page_may_not_be_framed_and_every_answer_is_what_it_says,
    links_do_not_follow_a_forged_host,
    a_form_of_another_page_posts_nothing,
]
