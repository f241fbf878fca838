#!/usr/bin/env python3
"""Writes sbom.cdx.json: what the program consists of, in CycloneDX 1.6, from the lock file of what is published.

    python3 deploy/sbom.py            writes it anew, after a package was added, updated or removed
    python3 deploy/sbom.py --check    says whether it is as the lock files are; 1 when it is not
"""
import base64
import json
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve().parent
PROJECTS = ["NatComments.Core", "NatComments.Server"]


def components():
    """Every package with its version, the digest of its file and what it needs itself, in the order of names."""
    found = {}
    for project in PROJECTS:
        lock = HERE.parent / "src" / project / "packages.lock.json"
        if not lock.exists():
            continue
        for packages in json.loads(lock.read_text())["dependencies"].values():
            for name, package in packages.items():
                if package["type"] == "Project":
                    continue
                entry = found.setdefault((name, package["resolved"]), {"digest": package["contentHash"], "needs": set(), "projects": set()})
                entry["projects"].add(project)
                entry["needs"] |= {other for other in package.get("dependencies", {})}
    return dict(sorted(found.items(), key=lambda item: (item[0][0].lower(), item[0][1])))


def document():
    found = components()
    versions = {}
    for name, version in found:
        versions.setdefault(name, []).append(version)
    purl = lambda name, version: f"pkg:nuget/{name}@{version}"
    return {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {"type": "application", "name": "NatComments", "bom-ref": "NatComments"}},
        "components": [
            {
                "type": "library",
                "bom-ref": purl(name, version),
                "name": name,
                "version": version,
                "purl": purl(name, version),
                "hashes": [{"alg": "SHA-512", "content": base64.b64decode(entry["digest"]).hex()}],
                "properties": [{"name": "natcomments:project", "value": project} for project in sorted(entry["projects"])],
            }
            for (name, version), entry in found.items()
        ],
        "dependencies": [
            {
                "ref": purl(name, version),
                "dependsOn": sorted(purl(other, one) for other in entry["needs"] for one in versions.get(other, [])),
            }
            for (name, version), entry in found.items()
        ],
    }


def main():
    target = HERE / "sbom.cdx.json"
    text = json.dumps(document(), indent=1, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        if not target.exists() or target.read_text() != text:
            sys.exit("sbom.cdx.json is not as the lock files are: python3 deploy/sbom.py")
        return
    target.write_text(text)


main()
