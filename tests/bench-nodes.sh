#!/usr/bin/env bash
# Three silos as processes over one redis-server (appendfsync always) on this machine, readers and writers over HTTP: posts a second and seconds of
# processor for 1,000 posts on one silo and on two, pages on the silo that has a thread and on another, the death of a silo and of Redis under load.
# Under three minutes. Needs redis-server, curl. On an idle machine, with the load's processes beside it:
#   dotnet build -c Release NatComments.sln && tests/bench-nodes.sh [seconds of a row, 6]
set -euo pipefail
cd "$(dirname "$0")/.."
secs=${1:-6}
dll=$PWD/src/NatComments.Server/bin/Release/net10.0/NatComments.Server.dll
lab=$PWD/src/NatComments.Lab/bin/Release/net10.0/NatComments.Lab.dll
here=$(mktemp -d); started=()
end() { for pid in "${started[@]}" $(cat "$here"/redis.pid 2> /dev/null); do kill -9 "$pid" 2> /dev/null || true; done; rm -rf "$here"; }
trap end EXIT
port=$((20000 + RANDOM % 10000))
key=$(head -c 32 /dev/urandom | base64)

cat > "$here/redis" <<EOF
redis-server --port $port --bind 127.0.0.1 --save '' --appendonly yes --appendfsync always --dir "$here" > /dev/null 2>&1 & echo \$! > "$here/redis.pid"; disown
until redis-cli -p $port ping 2> /dev/null | grep -q PONG; do sleep 0.02; done
EOF
url() { echo "http://127.0.0.1:$((port + $1))"; }
silo() { # NUMBER
    env NatComments__Redis="127.0.0.1:$port" NatComments__SealingKey="$key" NatComments__PostsPerMinute=0 NatComments__PublishEverything=true \
        NatComments__Silo__Address=127.0.0.1 NatComments__Silo__Port=$((port + 10 + $1)) \
        dotnet "$dll" --urls "$(url "$1")" --data "$here/$1" > "$here/$1.log" 2>&1 &
    pids[$1]=$!; started+=($!); disown
}
ready() { # NUMBER
    for _ in $(seq 300); do curl -sf "$(url "$1")/health/ready" > /dev/null && return; sleep 0.1; done
    cat "$here/$1.log" >&2; exit 1
}
load() { dotnet "$lab" load "$@"; }
row() { load "$@" | tee -a "$here/rows"; } # a row whose number is compared with others'
cost() { grep -F "$1" "$here/rows" | sed -E 's/.*CPU ([0-9.]+) s per.*/\1/' | sort -n | awk '{a[NR] = $1} END {print a[int((NR + 1) / 2)]}'; }
ratio() { awk -v what="$1" -v a="$2" -v b="$3" 'BEGIN {printf "%-54s %.2f\n", what, a / b}'; }
settle() { # until it follows nothing any more
    local before now
    for _ in $(seq 20); do before=$(ticks "$@"); sleep 0.5; now=$(ticks "$@"); [ $((now - before)) -gt 3 ] || return 0; done
}
ticks() { local all=0 pid; for pid; do all=$((all + $(awk '{print $14 + $15}' "/proc/$pid/stat"))); done; echo $all; }

bash "$here/redis"
declare -A pids
silo 1; ready 1; silo 2; silo 3; ready 2; ready 3
echo "three silos over one Redis (appendfsync always), $(nproc) processors, $secs s a row"
# The first seconds after a start belong to the compiler.
load --what "not counted" --url "$(url 1)" "$(url 2)" "$(url 3)" --keep --writers 12 --readers 6 --threads 60 --seconds 8 --name warm > /dev/null
all="${pids[1]} ${pids[2]} ${pids[3]}"

# What all processes of the cluster spent: what one saves another has to do. The threads are awake before anything is counted.
load --what "not counted" --url "$(url 1)" --writers 16 --evenly --seconds 3 --name one > /dev/null
load --what "not counted" --url "$(url 1)" "$(url 2)" --keep --writers 16 --evenly --seconds 3 --name two > /dev/null; settle $all
for round in 1 2 3; do
    row --what "posts, one silo" --url "$(url 1)" --pid $all --writers 16 --evenly --seconds "$secs" --name one; settle $all
    row --what "posts, two silos, each thread kept at one" --url "$(url 1)" "$(url 2)" --keep --pid $all --writers 16 --evenly --seconds "$secs" --name two; settle $all
done
load --what "not counted" --url "$(url 1)" "$(url 2)" --writers 16 --evenly --seconds 3 --name two > /dev/null; settle $all
row --what "posts, two silos, at any" --url "$(url 1)" "$(url 2)" --pid $all --writers 16 --evenly --seconds "$secs" --name two; settle $all
ratio "posts per second of processor, two kept against one" "$(cost "posts, one silo")" "$(cost "posts, two silos, each thread kept at one")"

# The threads are active where they were first written to, at the first silo.
load --what "not counted" --url "$(url 1)" --fill 20 --seconds 1 --name pages > /dev/null; settle $all
load --what "not counted" --url "$(url 1)" "$(url 2)" --readers 8 --seconds 3 --name pages > /dev/null
for round in 1 2 3; do
    row --what "pages where the threads are active" --url "$(url 1)" --pid $all --readers 8 --seconds $((secs / 2)) --name pages
    row --what "pages at another silo" --url "$(url 2)" --pid $all --readers 8 --seconds $((secs / 2)) --name pages
done
ratio "a page at another silo against one at the thread's" "$(cost "pages at another silo")" "$(cost "pages where the threads are active")"

load --what "a silo is killed" --url "$(url 1)" "$(url 2)" "$(url 3)" --writers 9 --readers 6 --threads 60 --evenly --seconds 15 --name death \
    --happens "kill -9 ${pids[3]}" --doomed "$(url 3)"
load --what "Redis is killed, and is back after 2 s" --url "$(url 1)" "$(url 2)" --writers 9 --readers 6 --threads 60 --evenly --seconds 18 --name outage \
    --happens "kill -9 \$(cat $here/redis.pid); sleep 2; bash $here/redis"
for n in 1 2; do kill -0 "${pids[$n]}" || { echo "silo $n has ended" >&2; tail -20 "$here/$n.log" >&2; exit 1; }; done
