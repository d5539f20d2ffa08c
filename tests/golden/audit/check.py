#!/usr/bin/env python3
"""A verifier written from docs/audit-format.md alone, sharing no code with ours.

    check.py EXPORT PUBLIC_KEY_HEX [RECEIPT]

Prints what it found and exits 0 when all of it holds. Standard library only; Ed25519 is RFC 8032 section 6.
"""
import base64
import hashlib
import struct
import sys

P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def sha(data):
    return hashlib.sha256(data).digest()


def add(a, b):
    u, v = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    t, z = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = v - u, z - t, z + t, v + u
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(n, point):
    total = (0, 1, 1, 0)
    while n:
        if n & 1:
            total = add(total, point)
        point = add(point, point)
        n >>= 1
    return total


def recover(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - x2) % P:
        raise ValueError("not a point")
    return P - x if x & 1 != sign else x


def point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    x = recover(y, sign)
    return x, y, 1, x * y % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (recover(BASE_Y, 0), BASE_Y, 1, recover(BASE_Y, 0) * BASE_Y % P)


def signed(key, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % L
    a, b = times(s, BASE), add(point(r), times(h, point(key)))
    return s < L and (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


class Reader:
    def __init__(self, data):
        self.data, self.at = data, 0

    def take(self, count):
        piece = self.data[self.at:self.at + count]
        assert len(piece) == count, "cut off"
        self.at += count
        return piece

    def number(self, form):
        return struct.unpack(">" + form, self.take(struct.calcsize(">" + form)))[0]

    def text16(self):
        return self.take(self.number("H")).decode("utf-8")

    def sized(self):
        return self.take(self.number("I"))

    def done(self):
        return self.at == len(self.data)


def entry(data):
    r = Reader(data)
    out = {"version": r.number("B"), "kind": r.number("B"), "sequence": r.number("Q"), "time": r.number("Q"),
           "previous": r.take(32), "about": r.number("Q")}
    for name in ("actor", "counterpart", "code", "type", "purpose", "agreement"):
        out[name] = r.text16()
    for name in ("agreement digest", "reference", "annex hash"):
        out[name] = r.take(32)
    assert r.done() and out["version"] == 1 and 1 <= out["kind"] <= 22
    assert out["about"] == 2**64 - 1 or out["about"] < out["sequence"]
    assert (out["agreement digest"] == bytes(32)) or out["agreement"]
    return out


def root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return sha(b"\1" + root(leaves[:split]) + root(leaves[split:]))


def note(text, key):
    body, lines = text.decode().split("\n\n")
    origin, size, digest = body.split("\n")
    dash, name, blob = lines.rstrip("\n").split(" ")
    blob = base64.b64decode(blob)
    assert dash == "\u2014" and name == origin
    assert blob[:4] == sha(origin.encode() + b"\n\1" + key)[:4]
    assert signed(key, (body + "\n").encode(), blob[4:]), "signature"
    return origin, int(size), base64.b64decode(digest)


def path(index, leaves):
    if len(leaves) < 2:
        return []
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    if index < split:
        return path(index, leaves[:split]) + [root(leaves[split:])]
    return path(index - split, leaves[split:]) + [root(leaves[:split])]


def position(level, index):
    m = (index + 1) << level
    zeros = (m & -m).bit_length() - 1
    return 2 * m - bin(m).count("1") - 1 - (zeros - level)


def main():
    key = bytes.fromhex(sys.argv[2])
    r = Reader(open(sys.argv[1], "rb").read())
    assert r.take(23) == b"concordat log export 1\n"
    leaves, nodes, previous, checked, origin = [], {}, bytes(32), 0, ""
    notes = {}
    while True:
        kind, number, data = r.number("B"), r.number("Q"), r.sized()
        if kind == 1:
            seen = entry(data)
            assert number == seen["sequence"] == len(leaves) and seen["previous"] == previous, "chain"
            if number == 0:
                assert seen["kind"] == 1 and seen["reference"] == sha(key), "genesis"
                origin = seen["code"]
            previous = sha(data)
            leaves.append(sha(b"\0" + data))
        elif kind == 2:
            nodes[number] = data
        elif kind == 3:
            notes[number] = data
        elif kind == 6:
            assert number == len(leaves)
        elif kind == 7:
            assert number == len(leaves) and r.done()
            break
        else:
            raise ValueError("record type")
    level = 0
    while 1 << level <= len(leaves):
        for index in range(len(leaves) >> level):
            covered = leaves[index << level:(index + 1) << level]
            assert nodes.pop(position(level, index)) == root(covered), "node"
        level += 1
    assert not nodes
    for size, text in notes.items():
        assert note(text, key) == (origin, size, root(leaves[:size])), "checkpoint"
        checked = size
    assert checked == len(leaves)
    print(f"{len(leaves)} entries, {len(notes)} checkpoints: good")
    if len(sys.argv) > 3:
        r = Reader(open(sys.argv[3], "rb").read())
        assert r.number("B") == 1
        sequence, data = r.number("Q"), r.sized()
        proof = [r.take(32) for _ in range(r.number("B"))]
        name, size, digest = note(r.sized(), key)
        assert r.done() and name == origin and entry(data)["sequence"] == sequence
        assert sha(b"\0" + data) == leaves[sequence] and proof == path(sequence, leaves[:size]) and digest == root(leaves[:size])
        print(f"receipt of entry {sequence}: good")


main()
