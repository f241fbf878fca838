#!/usr/bin/env python3
"""Attacks a running server the ways that strangers, readers, moderators and thieves of the disk would, and says which held.

    python3 tests/attack/attack.py            # starts a server of its own on this machine, attacks it, throws it away
    python3 tests/attack/attack.py sign-in    # only the attacks whose name has these letters

It needs the built solution and nothing else but Python. Every request goes to the loopback; the whole takes about a minute.
"""
import sys
import time

import disk
import exhaust
import moderators
import readers
from server import Server

ATTACKS = [*readers.ATTACKS, *moderators.ATTACKS, *exhaust.ATTACKS, *disk.ATTACKS]


def main():
    wanted = [attack for attack in ATTACKS if all(word in name(attack) for word in sys.argv[1:])]
    server = Server().prepare()
    failed = 0
    try:
        for attack in wanted:
            began = time.monotonic()
            try:
                said = attack(server)
                print(f"held    {name(attack)}{f' ({said})' if said else ''}, {time.monotonic() - began:.1f} s", flush=True)
            except Exception as e:
                failed += 1
                print(f"BROKEN  {name(attack)}: {type(e).__name__} {e}", flush=True)
    finally:
        server.throw_away()
    print(f"{len(wanted) - failed} passed, {failed} failed")
    return 1 if failed else 0


def name(attack):
    return attack.__name__.replace("_", " ")


if __name__ == "__main__":
    sys.exit(main())
