#!/usr/bin/env bash
# Two nodes over one redis-server on this machine: posts a second in sum, pages per second of processor (beside a SQLite node's), bytes of Redis' memory
# for a comment, and how long Redis' death is felt. Needs wrk, redis-server, curl. On an idle machine:
#   dotnet build -c Release NatComments.sln && tests/bench-nodes.sh [plain|orleans] [seconds]
# orleans: build src/NatComments.Orleans in Release first.
set -euo pipefail
cd "$(dirname "$0")/.."
kind=${1:-plain}; secs=${2:-10}
case $kind in plain) program=NatComments.Server ;; orleans) program=NatComments.Orleans ;; *) echo "plain or orleans" >&2; exit 2 ;; esac
dll=$PWD/src/$program/bin/Release/net10.0/$program.dll
lab=$PWD/src/NatComments.Lab/bin/Release/net10.0/NatComments.Lab.dll
here=$(mktemp -d); started=()
end() { for pid in "${started[@]}"; do kill -9 "$pid" 2> /dev/null || true; done; rm -rf "$here"; }
trap end EXIT
port=$((20000 + RANDOM % 20000)); one=http://127.0.0.1:$((port + 1)); two=http://127.0.0.1:$((port + 2)); lone=http://127.0.0.1:$((port + 3))

redis() { redis-server --port "$port" --bind 127.0.0.1 --save '' --appendonly yes --appendfsync "$1" --dir "$here" > /dev/null 2>&1 & redis=$!; started+=("$redis"); disown; }
node() { # NUMBER URL [SETTINGS]
    local n=$1 url=$2; shift 2
    env NatComments__PostsPerMinute=0 NatComments__PublishEverything=true NatComments__Silo__Address=127.0.0.1 \
        NatComments__Silo__Port=$((port + 10 + n)) NatComments__Silo__GatewayPort=$((port + 20 + n)) "$@" \
        dotnet "$dll" --urls "$url" --data "$here/$n" > "$here/$n.log" 2>&1 &
    started+=($!); disown
    for _ in $(seq 300); do curl -sf "$url/health/ready" > /dev/null && return; sleep 0.1; done
    cat "$here/$n.log" >&2; exit 1
}
ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }
memory() { redis-cli -p "$port" info memory | tr -d '\r' | awk -F: '$1 == "used_memory" {print $2}'; }
cat > "$here/post.lua" <<'LUA'
local n, seed = 0, tonumber(os.getenv("SEED"))
wrk.method = "POST"; wrk.headers["Content-Type"] = "application/json"
function request()
  n = n + 1
  local article, side = n * 7 + seed, os.getenv("SIDE")
  if side == "" then side = nil end
  article = side and article % 250 * 2 + side or article % 500
  local path = "/api/v1/sites/demo/threads/" .. (os.getenv("ARTICLE") or ((side and "apart-" or "article-") .. article)) .. "/comments"
  return wrk.format(nil, path, nil, string.format('{"text":"What reader %d of place %d thinks of the article of today","author":{"name":"Reader %d"}}', n, seed, n % 397))
end
LUA
posts() { SEED=$RANDOM SIDE=${2:-} wrk -t1 -c8 -d"${secs}s" -s "$here/post.lua" "$1" | awk '/Requests\/sec/ {r = $2} /Non-2xx/ {bad = " (refused: " $NF ")"} END {print r bad}'; }
both() { # WHAT [apart: each article at one node, as the proxy in deploy/nginx has it]
    local nodes=$(($(ticks "$first") + $(ticks "$second"))) store
    store=$(ticks "$redis")
    posts $one ${2:+0} > "$here/p1" & local here_too=$!; posts $two ${2:+1} > "$here/p2"; wait $here_too
    nodes=$(($(ticks "$first") + $(ticks "$second") - nodes)); store=$(($(ticks "$redis") - store))
    awk -v what="$1" -v nodes=$nodes -v store=$store -v secs="$secs" -v hz="$(getconf CLK_TCK)" '{sum += $1; all = all " " $0}
        END {each = 1000 / hz / (sum * secs); printf "%-46s %8.0f/s in sum;%s; ms of processor a post: nodes %.2f, Redis %.2f\n", what, sum, all, nodes * each, store * each}' "$here/p1" "$here/p2"
}
pages() { # URL PID: for each second of processor
    local rate before after
    wrk -t1 -c16 -d2s "$1" > /dev/null; before=$(ticks "$2")
    rate=$(wrk -t1 -c16 -d"${secs}s" "$1" | awk '/requests in/ {print $1}'); after=$(ticks "$2")
    awk -v n="$rate" -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" 'BEGIN {printf "%.0f\n", n / (t / hz)}'
}
settle() { # PID: until it follows nothing any more
    local before
    for _ in $(seq 60); do before=$(ticks "$1"); sleep 1; [ $(($(ticks "$1") - before)) -gt 2 ] || return 0; done
}

redis everysec
until redis-cli -p "$port" ping > /dev/null 2>&1; do sleep 0.05; done
node 1 $one NatComments__Redis=127.0.0.1:$port; first=${started[-1]}
node 2 $two NatComments__Redis=127.0.0.1:$port; second=${started[-1]}
empty=$(memory)
for i in $(seq 100); do echo "\"seed-$i\": 200"; done | paste -sd, | sed 's/^/{/; s/$/}/' | dotnet "$lab" seed --url $one > /dev/null 2>&1
sleep 3
echo "$kind nodes, $(nproc) processors, $secs s a row"
awk -v a="$empty" -v b="$(memory)" 'BEGIN {printf "%-46s %8.0f bytes of 20,000\n", "Redis memory for a comment", (b - a) / 20000}'
# The first seconds after a start belong to the compiler.
both "not counted: the first posts after the start"
both "durable posts, 2 x 8 connections, 500 articles"
both "the same, each article at one of the nodes" apart
ARTICLE=hot both "durable posts, 2 x 8 connections, one article"
settle "$first"
page=threads/seed-7?limit=10
if [ "$kind" = plain ]; then
    # Beside a node over SQLite that has taken as many posts: what a node has in memory tells on its pages, whatever its store.
    node 3 $lone; single=${started[-1]}
    echo '{"seed-7": 200}' | dotnet "$lab" seed --url $lone > /dev/null 2>&1
    for _ in 1 2 3; do posts $lone > /dev/null; done
    settle "$single"
    for _ in 1 2 3; do
        here_now=$(pages "$one/api/v1/sites/demo/$page" "$first"); lone_now=$(pages "$lone/api/v1/sites/demo/$page" "$single")
        awk -v a="$here_now" -v b="$lone_now" 'BEGIN {printf "%-46s %8.0f per second of processor over Redis, %.0f over SQLite: %.2f times\n", "pages of ten", a, b, b / a}'
    done
else
    printf '%-46s %8s per second of processor\n' "pages of ten" "$(pages "$one/api/v1/sites/demo/$page" "$first")"
fi

redis-cli -p "$port" config set appendfsync always > /dev/null
kill -9 "$redis"; sleep 2; redis always
since=$(date +%s%N)
until curl -sf -H 'Content-Type: application/json' -d '{"text":"Back again.","author":{"name":"A"}}' "$one/api/v1/sites/demo/threads/after/comments" > /dev/null; do sleep 0.05; done
echo "posts are taken again after Redis was killed and started     $((($(date +%s%N) - since) / 1000000)) ms after its start"
