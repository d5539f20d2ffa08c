#!/usr/bin/env python3
"""A verifier written from docs/audit-format.md alone, sharing no code with ours.

    check.py EXPORT PUBLIC_KEY_HEX [RECEIPT] [--known CHECKPOINT] [--witness NAME=PUBLIC_KEY_HEX]

EXPORT is a folder of tiles or a stream of records; the key any of the log's, of which it may have had several. Prints what it found and exits 0 when all of it holds, 2 when it does
not. Standard library only; Ed25519 is RFC 8032 section 6.
"""
import argparse
import base64
import hashlib
import os
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


def key_hash(name, kind, key):
    return sha(name.encode() + b"\n" + bytes([kind]) + key)[:4]


def note(text, key, witnesses=()):
    """Whose, of how many, with what root; and who of the witnesses cosigned it."""
    body, lines = text.decode().split("\n\n")
    origin, size, digest = body.split("\n")
    message, is_signed, cosigners = (body + "\n").encode(), False, set()
    assert lines.endswith("\n") and str(int(size)) == size
    for line in lines[:-1].split("\n"):
        dash, name, blob = line.split(" ")
        blob = base64.b64decode(blob, validate=True)
        assert dash == "\u2014" and len(blob) > 4
        if name == origin and blob[:4] == key_hash(origin, 1, key):
            assert signed(key, message, blob[4:]), "signature"
            is_signed = True
        for witness, its_key in witnesses:
            if name == witness and blob[:4] == key_hash(witness, 4, its_key):
                stamp = struct.unpack(">Q", blob[4:12])[0]
                assert signed(its_key, f"cosignature/v1\ntime {stamp}\n".encode() + message, blob[12:]), "cosignature"
                cosigners.add(witness)
    assert is_signed, "unsigned"
    root_digest = base64.b64decode(digest, validate=True)
    assert len(root_digest) == 32
    return origin, int(size), root_digest, cosigners


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


def named_key(text, origin):
    name, digest, blob = text.split("+", 2)
    blob = base64.b64decode(blob, validate=True)
    assert name == origin and len(blob) == 33 and blob[0] == 1 and digest == key_hash(name, 1, blob[1:]).hex(), "verifier key"
    return blob[1:]


def key_change(text, seen):
    """Of an entry: the log's name, the old key and the new, both of which signed it in this place."""
    body, lines = text.split("\n\n")
    heading, origin, sequence, previous, old, new = body.split("\n")
    assert heading == "concordat log key 1" and sequence == str(seen["sequence"]), "change of key"
    assert base64.b64decode(previous, validate=True) == seen["previous"], "change of key"
    keys = [named_key(old, origin), named_key(new, origin)]
    assert keys[0] != keys[1] and seen["reference"] == sha(keys[1]), "change of key"
    assert lines.endswith("\n") and lines.count("\n") == 2, "change of key"
    blobs = [base64.b64decode(line.removeprefix(f"\u2014 {origin} "), validate=True) for line in lines[:-1].split("\n")]
    for key, blob in zip(keys, blobs):
        assert blob[:4] == key_hash(origin, 1, key) and signed(key, (body + "\n").encode(), blob[4:]), "change of key"
    return origin, *keys


def keys_of(entries, key):
    """Each key that signed, with the size up to which it did: found from whichever of them is trusted."""
    changes = []
    for number, data in enumerate(entries):
        seen = entry(data)
        if seen["kind"] == 20 and seen["code"] == "log-key":
            changes.append((number, *key_change(seen["counterpart"], seen)))
    keys = [changes[0][2] if changes else key] + [new for _, _, _, new in changes]
    assert [old for _, _, old, _ in changes] == keys[:-1] and key in keys, "key"
    assert all(origin == entry(entries[0])["code"] for _, origin, _, _ in changes), "change of key"
    ends = [number + 1 for number, _, _, _ in changes] + [2**64]
    return list(zip(ends, keys))


def signer(keys, size):
    return next(key for end, key in keys if size <= end)


def hold_together(entries, key):
    """The chain and the genesis; gives the leaves and the log's name."""
    leaves, previous, origin = [], bytes(32), ""
    for number, data in enumerate(entries):
        seen = entry(data)
        assert seen["sequence"] == number and seen["previous"] == previous, "chain"
        assert (seen["kind"] == 1) == (number == 0), "genesis"
        if number == 0:
            assert seen["reference"] == sha(key), "genesis"
            origin = seen["code"]
        previous = sha(data)
        leaves.append(sha(b"\0" + data))
    assert leaves, "empty"
    return leaves, origin


def records(file):
    r = Reader(open(file, "rb").read())
    assert r.take(23) == b"concordat log export 1\n"
    entries, nodes, notes = [], {}, {}
    while True:
        kind, number, data = r.number("B"), r.number("Q"), r.sized()
        if kind == 1:
            assert number == len(entries), "gap"
            entries.append(data)
        elif kind == 2:
            nodes[number] = data
        elif kind == 3:
            notes[number] = data
        elif kind == 6:
            assert number == len(entries)
        elif kind == 7:
            assert number == len(entries) and r.done()
            return entries, nodes, notes
        else:
            raise ValueError("record type")


def tile_name(index, width):
    name = f"{index % 1000:03}"
    while index >= 1000:
        index //= 1000
        name = f"x{index % 1000:03}/" + name
    return name if width == 256 else f"{name}.p/{width}"


def tiles(folder):
    text = open(os.path.join(folder, "checkpoint"), "rb").read()
    size = int(text.split(b"\n")[1])
    entries, nodes, level = [], {}, 0
    while size >> (8 * level):
        count = size >> (8 * level)
        for index in range((count + 255) // 256):
            width = min(256, count - 256 * index)
            name = tile_name(index, width)
            data = open(os.path.join(folder, "tile", str(level), name), "rb").read()
            assert len(data) == 32 * width, "tile"
            for i in range(width):
                nodes[position(8 * level, 256 * index + i)] = data[32 * i:32 * i + 32]
            if level == 0:
                r = Reader(open(os.path.join(folder, "tile", "entries", name), "rb").read())
                entries += [r.take(r.number("H")) for _ in range(width)]
                assert r.done(), "bundle"
        level += 1
    return entries, nodes, {size: text}


def receipt(data):
    """Binary, or a tlog-proof: the index, the entry, the proof, the note."""
    if data[:1] == b"\1":
        r = Reader(data)
        r.take(1)
        index, logged = r.number("Q"), r.sized()
        proof, text = [r.take(32) for _ in range(r.number("B"))], r.sized()
        assert r.done()
        return index, logged, proof, text
    head, text = data.split(b"\n\n", 1)
    lines = head.decode().split("\n")
    assert lines[0] == "c2sp.org/tlog-proof@v1" and lines[1].startswith("extra ") and lines[2].startswith("index ")
    decode = lambda line: base64.b64decode(line, validate=True)
    return int(lines[2][6:]), decode(lines[1][6:]), [decode(line) for line in lines[3:]], text


def check(asked):
    key = bytes.fromhex(asked.key)
    witnesses = [(name, bytes.fromhex(value)) for name, value in (one.split("=") for one in asked.witness)]
    is_tiles = os.path.isdir(asked.export)
    entries, nodes, notes = (tiles if is_tiles else records)(asked.export)
    keys = keys_of(entries, key)
    leaves, origin = hold_together(entries, keys[0][1])
    level = 0
    while 1 << level <= len(leaves):
        for index in range(len(leaves) >> level):
            covered = leaves[index << level:(index + 1) << level]
            assert nodes.pop(position(level, index)) == root(covered), "node"
        level += 8 if is_tiles else 1
    assert not nodes
    for size, text in notes.items():
        assert note(text, signer(keys, size))[:3] == (origin, size, root(leaves[:size])), "checkpoint"
    assert len(leaves) in notes and max(notes) == len(leaves), "checkpoint missing"
    print(f"{len(leaves)} entries, {len(notes)} checkpoints: good")
    if asked.known:
        text = open(asked.known, "rb").read()
        name, size, digest, cosigners = note(text, signer(keys, int(text.split(b"\n")[1])), witnesses)
        assert name == origin and size <= len(leaves), "rollback"
        assert digest == root(leaves[:size]), "fork"
        print(f"continues the checkpoint of {size} entries, cosigned by {len(cosigners)}")
    if asked.receipt:
        index, logged, proof, text = receipt(open(asked.receipt, "rb").read())
        name, size, digest, _ = note(text, signer(keys, int(text.split(b"\n")[1])))
        assert name == origin and entry(logged)["sequence"] == index and sha(b"\0" + logged) == leaves[index]
        assert proof == path(index, leaves[:size]) and digest == root(leaves[:size])
        print(f"receipt of entry {index}: good")


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("export")
    arguments.add_argument("key")
    arguments.add_argument("receipt", nargs="?")
    arguments.add_argument("--known")
    arguments.add_argument("--witness", action="append", default=[])
    try:
        check(arguments.parse_args())
    except (AssertionError, ValueError, KeyError, IndexError, OSError, struct.error) as wrong:
        print(f"does not hold: {type(wrong).__name__}: {wrong}", file=sys.stderr)
        sys.exit(2)


main()
