"""What people with some rights try: to decide on their own decisions, to see another site's people, to keep what was taken from them."""
from server import Client, password_of, thread

HARSH = "Siktir git orospu çocuğu"


def rejected(server, article, by):
    """A comment that a moderator rejected and whose author appealed; its id and its author."""
    author = Client(server)
    answer = author.comment(article, "A comment about the new bridge over the river.")
    author.token, id = answer.json["readerToken"], answer.json["comment"]["id"]
    decided = decide(by, article, id, "reject")
    assert decided["ok"], decided
    appealed = author.post(f"/api/v1/sites/demo/comments/{id}/appeals", {"article": article, "statement": "Please look at it again."})
    assert appealed.status == 202, appealed
    return id, author


def decide(by, article, id, outcome, site="demo"):
    answer = by.post(
        f"/api/v1/sites/{site}/decisions",
        {"decisions": [{"article": article, "commentId": id, "revision": 1, "outcome": outcome, "reason": "spam" if outcome == "reject" else None}]})
    assert answer.status == 200, answer
    return answer.json["results"][0]


def undo(by, article, id):
    answer = by.post("/api/v1/sites/demo/decisions/undo", {"article": article, "commentIds": [id]})
    assert answer.status == 200, answer
    return answer.json["results"][0]


def whoever_decided_first_does_not_answer_the_appeal_by_way_of_an_escalation(server):
    eda = server.people["editor"]
    id, _ = rejected(server, "appeals", eda)
    assert not decide(eda, "appeals", id, "reject")["ok"]
    eda.post(f"/api/v1/sites/demo/comments/{id}/escalations", {"article": "appeals", "revision": 1, "note": "For an editor."})
    assert not decide(eda, "appeals", id, "reject")["ok"]
    assert not decide(eda, "appeals", id, "publish")["ok"]
    assert decide(server.people["second editor"], "appeals", id, "publish")["ok"]


def nobody_takes_back_a_colleagues_answer_to_an_appeal(server):
    eda, mina = server.people["editor"], server.people["second editor"]
    id, _ = rejected(server, "answers", eda)
    assert decide(mina, "answers", id, "publish")["ok"]
    assert not undo(eda, "answers", id)["ok"]


def a_moderator_does_not_undo_what_an_editor_decided_on_an_escalation(server):
    id = Client(server).comment("escalated", "A comment that is hard to judge.").json["comment"]["id"]
    junior, eda = server.people["moderator"], server.people["editor"]
    escalated = junior.post(f"/api/v1/sites/demo/comments/{id}/escalations", {"article": "escalated", "revision": 1, "note": "For an editor."})
    assert escalated.status == 204, escalated
    assert decide(eda, "escalated", id, "reject")["ok"]
    assert not undo(junior, "escalated", id)["ok"]


def a_moderator_lifts_no_editors_ban_and_bans_nobody_for_ten_years(server):
    author = Client(server).comment("bans", "A comment by somebody who is banned later.").json["comment"]["author"]["id"]
    junior, eda = server.people["moderator"], server.people["editor"]
    sanctions = f"/api/v1/sites/demo/authors/{author}/sanctions"
    ban = eda.post(sanctions, {"kind": "ban", "reason": "spam"})
    assert ban.status == 201, ban
    assert junior.delete(f"{sanctions}/{ban.json['id']}").status == 403
    long = junior.post(sanctions, {"kind": "ban", "reason": "spam", "days": 3650})
    assert long.status in (400, 403), long


def one_sites_administrator_sees_and_reaches_nobody_of_another_site(server):
    of_demo, account = server.people["administrator"], server.accounts["administrator of other"]
    for path in ("audit?chain=people", "audit/export?chain=people", "audit/EXPORT?chain=people", "audit/export/?chain=people",
                 "AUDIT/export?chain=people"):
        answer = of_demo.get("/api/v1/sites/demo/" + path)
        assert "olcay" not in answer.body and account not in answer.body, (path, answer.status)
    for method, path, body in (("PUT", "role", {"role": "moderator"}), ("PUT", "disabled", {"disabled": True}), ("POST", "invitation", None)):
        answer = of_demo.call(method, f"/api/v1/sites/demo/people/{account}/{path}", body)
        assert answer.status in (403, 404) and "olcay" not in answer.body, (path, answer)
    for path in ("people", "queues", "audit", "settings", "comments?q=a", "reader-settings", "statistics", "word-lists"):
        assert of_demo.get("/api/v1/sites/other/" + path).status == 403, path


def a_personal_token_ends_with_what_is_done_against_its_thief(server):
    owner = server.person("token-owner", "moderator", "demo")
    password = password_of("token-owner")
    bare = owner.post("/api/v1/session/tokens", {"label": "without a password"})
    assert bare.status >= 400, bare

    def fresh():
        made = owner.post("/api/v1/session/tokens", {"label": "script", "password": password})
        assert made.status == 201 and made.json["endsAt"], made
        thief = Client(server, token=made.json["token"])
        assert thief.get("/api/v1/sites/demo/queues").status == 200
        return thief

    thief = fresh()
    assert owner.delete("/api/v1/session?everywhere=true").status == 204
    assert thief.get("/api/v1/sites/demo/queues").status == 401, "lives after log-out everywhere"
    owner.cookies, owner.anti_forgery = {}, None
    assert owner.sign_in("token-owner", password).status == 200
    thief = fresh()
    assert owner.put("/api/v1/session/password", {"password": "nine copper kettles on the roof", "current": password}).status == 204
    assert thief.get("/api/v1/sites/demo/queues").status == 401, "lives after a new password"


def passwords_that_everybody_has_are_refused(server):
    person = server.people["moderator"]
    for common in ("password1234", "123456789012", "aaaaaaaaaaaa", "qwertyuiop123", "letmeinletmein", "moderator-demo"):
        answer = person.put("/api/v1/session/password", {"password": common, "current": password_of("moderator-demo")})
        assert answer.status == 400, (common, answer)


def the_console_is_not_for_other_origins(server):
    for path in ("/api/v1/session", "/api/v1/sites/demo/decisions"):
        asks = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
        answer = Client(server).call("OPTIONS", path, headers=asks)
        assert not answer.header("access-control-allow-origin"), (path, answer.headers)
    answer = Client(server).post("/api/v1/session", {"name": "admin", "password": "guessed by a visitor's browser"}, headers={"Origin": "https://evil.example"})
    assert answer.status == 403 and not answer.header("access-control-allow-origin"), (answer, answer.headers)


def nothing_is_changed_without_the_anti_forgery_header(server):
    person = server.people["administrator"]
    kept, person.anti_forgery = person.anti_forgery, None
    try:
        answer = person.put(thread("forged") + "/state", {"state": "closed"})
        assert answer.code == "forgery-check-failed", answer
    finally:
        person.anti_forgery = kept


ATTACKS = [
    whoever_decided_first_does_not_answer_the_appeal_by_way_of_an_escalation,
    nobody_takes_back_a_colleagues_answer_to_an_appeal,
    a_moderator_does_not_undo_what_an_editor_decided_on_an_escalation,
    a_moderator_lifts_no_editors_ban_and_bans_nobody_for_ten_years,
    one_sites_administrator_sees_and_reaches_nobody_of_another_site,
    a_personal_token_ends_with_what_is_done_against_its_thief,
    passwords_that_everybody_has_are_refused,
    the_console_is_not_for_other_origins,
    nothing_is_changed_without_the_anti_forgery_header,
]
