"""What costs the server: signing in, previews, streams, likes, proofs; and what it costs others."""
import concurrent.futures
import http.client
import statistics
import time
import uuid

from server import LIVE_PLACES, Client, page, password_of, thread

# 6 seconds of 64 connections: long enough for a queue to build where there is none to bound it.
FLOOD_SECONDS, FLOOD_CONNECTIONS = 6, 64


# 20 seconds: while a name is guessed from many networks its owner waits and tries again, and is in.
PATIENCE_SECONDS = 20


def median_of_a_page(server, seconds):
    """The median milliseconds of a page for a reader elsewhere."""
    reader, times, until = Client(server), [], time.monotonic() + seconds
    while time.monotonic() < until:
        began = time.monotonic()
        assert reader.get(thread("quiet")).status == 200
        times.append((time.monotonic() - began) * 1000)
        time.sleep(0.02)
    return statistics.median(times)


def flood(server, one):
    """Runs one call again and again over many connections of one network, and a page's median beside it, before and meanwhile."""
    Client(server).comment("quiet", "A comment that a reader elsewhere reads.")
    quiet, network, until = median_of_a_page(server, 1), server.new_network(), time.monotonic() + FLOOD_SECONDS

    def run():
        client, seen = Client(server, network), []
        while time.monotonic() < until:
            seen.append(one(client).status)
        return seen

    with concurrent.futures.ThreadPoolExecutor(FLOOD_CONNECTIONS) as pool:
        running = [pool.submit(run) for _ in range(FLOOD_CONNECTIONS)]
        busy = median_of_a_page(server, FLOOD_SECONDS - 1)
        statuses = [status for done in running for status in done.result()]
    return statuses, f"a page {quiet:.1f} ms alone, {busy:.1f} ms beside {len(statuses)} calls"


def sign_ins_under_random_names_are_turned_away_unhashed(server):
    statuses, said = flood(server, lambda client: client.post("/api/v1/session", {"name": uuid.uuid4().hex, "password": "x"}))
    hashed = statuses.count(401)
    assert set(statuses) <= {401, 429, 503} and hashed < 100, {s: statuses.count(s) for s in set(statuses)}
    return f"{said}, {hashed} hashed"


def previews_of_the_plain_form_are_limited(server):
    worst = "_a_ " * 2_500
    client = Client(server)
    statuses = [client.post(thread_form("preview"), form={"do": "preview", "name": "a", "text": worst}).status for _ in range(60)]
    assert statuses.count(429) >= 20, statuses


def thread_form(article):
    return f"/sites/demo/threads/{article}"


def strangers_cannot_lock_a_moderator_out(server):
    def guess(_):
        stranger = Client(server)
        return [stranger.sign_in("eda-demo", "not the password").status for _ in range(4)]

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        guesses = pool.map(guess, range(6))
        began, owner = time.monotonic(), Client(server)
        while True:
            answer = owner.sign_in("eda-demo", password_of("eda-demo"))
            if answer.status != 503 or time.monotonic() - began > PATIENCE_SECONDS:
                break
            time.sleep(int(answer.header("retry-after")))
        assert answer.status == 200, answer
        assert {status for statuses in guesses for status in statuses} <= {401, 429, 503}
    for _ in range(12):
        assert server.people["editor"].sign_in("eda-demo", password_of("eda-demo")).status == 200


def one_network_does_not_take_all_live_places(server):
    network, streams = server.new_network(), []

    def stream(network):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=10)
        connection.request("GET", thread("live") + "/live", headers={"X-Forwarded-For": network})
        streams.append(connection)
        return connection.getresponse().status

    try:
        taken = [stream(network) for _ in range(60)]
        elsewhere = stream(server.new_network())
        assert elsewhere == 200, (elsewhere, taken)
        return f"{taken.count(200)} of 60 answered for one network, {LIVE_PLACES} places in all"
    finally:
        [connection.close() for connection in streams]


def likes_of_one_network_do_not_count_like_those_of_many(server):
    author = Client(server)
    posted = author.comment("likes", "A comment that somebody wants to push.").json
    author.token = posted["readerToken"]
    like = f"/api/v1/sites/demo/comments/{posted['comment']['id']}/like?article=likes"
    assert author.put(like).status in (400, 403, 409), "one's own comment was liked"
    network = server.new_network()
    for _ in range(14):
        fan = Client(server, network)
        fan.token = fan.post("/api/v1/sites/demo/readers").json["readerToken"]
        fan.put(like)
    likes = page(Client(server), "likes")["comments"][0]["likes"]
    assert likes <= 3, likes
    return f"{likes} counted of 14"


def pseudonyms_are_not_made_without_end(server):
    network = server.new_network()
    statuses = [Client(server, network).post("/api/v1/sites/demo/readers").status for _ in range(60)]
    assert statuses.count(429) >= 20, statuses
    statuses = [Client(server, network).post("/api/v1/sites/demo/pseudonyms/challenges").status for _ in range(120)]
    assert statuses.count(429) >= 20, statuses


def slow_mode_holds_guests_by_network(server):
    state = server.people["moderator"].put(thread("slow") + "/state", {"state": "slow"})
    assert state.status == 200, state
    network = server.new_network()
    statuses = [Client(server, network).comment("slow", f"Comment number {i} in a row.").status for i in range(4)]
    assert statuses.count(201) == 1, statuses


ATTACKS = [
    sign_ins_under_random_names_are_turned_away_unhashed,
    previews_of_the_plain_form_are_limited,
    strangers_cannot_lock_a_moderator_out,
    one_network_does_not_take_all_live_places,
    likes_of_one_network_do_not_count_like_those_of_many,
    pseudonyms_are_not_made_without_end,
    slow_mode_holds_guests_by_network,
]
