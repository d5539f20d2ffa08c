#!/usr/bin/env python3
"""`concordat audit check-inclusion` and `check-consistency` beside RFC 9162's definitions, written out again here.

    proof_check.py CONCORDAT
"""
import hashlib
import random
import subprocess
import sys


def sha(data):
    return hashlib.sha256(data).digest()


def split_of(count):
    return 1 << ((count - 1).bit_length() - 1)


def root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    split = split_of(len(leaves))
    return sha(b"\1" + root(leaves[:split]) + root(leaves[split:]))


def path(index, leaves):
    if len(leaves) < 2:
        return []
    split = split_of(len(leaves))
    if index < split:
        return path(index, leaves[:split]) + [root(leaves[split:])]
    return path(index - split, leaves[split:]) + [root(leaves[:split])]


def growth(size, leaves, is_whole=True):
    if size == len(leaves):
        return [] if is_whole else [root(leaves)]
    split = split_of(len(leaves))
    if size <= split:
        return growth(size, leaves[:split], is_whole) + [root(leaves[split:])]
    return growth(size - split, leaves[split:], False) + [root(leaves[:split])]


def run(command, **options):
    words = [sys.argv[1], "audit", command]
    for name, value in options.items():
        words += ["--" + name.replace("_", "-"), value if isinstance(value, str) else str(value)]
    return subprocess.run(words, capture_output=True).returncode


def joined(proof):
    return ",".join(digest.hex() for digest in proof)


def mutations(proof):
    yield proof + [sha(b"more")]
    for i in range(len(proof)):
        yield proof[:i] + proof[i + 1:]
        yield proof[:i] + [sha(proof[i])] + proof[i + 1:]
    if len(proof) > 1 and proof[0] != proof[-1]:
        yield proof[::-1]


def expect(wanted, command, **options):
    got = run(command, **options)
    assert got == wanted, f"{command} {options}: {got}, not {wanted}"


def main():
    draw = random.Random(1)
    leaves = [sha(b"\0" + bytes([i])) for i in range(40)]
    for _ in range(12):
        size = draw.randint(1, 40)
        index, older = draw.randrange(size), draw.randint(1, size)
        tree = leaves[:size]
        asked = {"leaf_hash": leaves[index].hex(), "index": index, "size": size, "root": root(tree).hex()}
        proof = path(index, tree)
        expect(0, "check-inclusion", **asked, proof=joined(proof))
        for bad in mutations(proof):
            expect(2, "check-inclusion", **asked, proof=joined(bad))
        asked = {"size1": older, "size2": size, "root1": root(leaves[:older]).hex(), "root2": root(tree).hex()}
        proof = growth(older, tree)
        expect(0, "check-consistency", **asked, proof=joined(proof))
        for bad in mutations(proof):
            expect(2, "check-consistency", **asked, proof=joined(bad))
    one, two, none = leaves[0].hex(), root(leaves[:2]).hex(), sha(b"").hex()
    for wanted, leaf, index, size, top, proof in [
            (0, one, 0, 1, one, ""), (2, one, 0, 0, one, ""), (2, one, 0, 0, none, ""), (2, one, 1, 1, one, ""),
            (2, one[:-2], 0, 1, one[:-2], ""), (2, one + "00", 0, 1, one, ""), (2, "zz" * 32, 0, 1, one, ""), (2, "", 0, 1, "", ""),
            (2, one, "-1", 1, one, ""), (2, one, 2**64, 1, one, ""), (2, one, 0, 1, one, ","), (2, one, 0, 2, two, leaves[1].hex()[:-2]),
            (2, one[:-1], 0, 1, one, ""), (2, " " + one, 0, 1, one, ""), (2, one + "\n", 0, 1, one, ""), (2, one, " 0", 1, one, ""), (2, one, "0x0", 1, one, ""),
            (2, one, "", 1, one, ""), (2, one, 0, 2, two, leaves[1].hex() + ", "), (2, one, 0, 2, two, "," + leaves[1].hex()),
            (0, one, 0, 2, two, leaves[1].hex()), (0, one.upper(), 0, 2, two, leaves[1].hex())]:
        expect(wanted, "check-inclusion", leaf_hash=leaf, index=index, size=size, root=top, proof=proof)
    for wanted, size1, size2, root1, root2, proof in [
            (0, 0, 0, none, none, ""), (2, 0, 0, one, one, ""), (0, 1, 1, one, one, ""), (2, 1, 1, one, two, ""), (2, 1, 1, one, one, one),
            (2, 0, 2, none, two, ""), (2, 2, 1, two, one, ""), (2, 1, 2, one, two, ""), (0, 1, 2, one, two, leaves[1].hex()),
            (2, 1, 2, one[:-2], two, leaves[1].hex()), (2, 1, 2, one, two + "00", leaves[1].hex()), (2, 1, 2, one, two, "zz")]:
        expect(wanted, "check-consistency", size1=size1, size2=size2, root1=root1, root2=root2, proof=proof)
    asked = {"leaf_hash": one, "index": 0, "size": 1, "root": one, "proof": ""}
    for left_out in asked:
        expect(1, "check-inclusion", **{name: value for name, value in asked.items() if name != left_out})
    asked = {"size1": 1, "size2": 1, "root1": one, "root2": one, "proof": ""}
    for left_out in asked:
        expect(1, "check-consistency", **{name: value for name, value in asked.items() if name != left_out})
    print("every proof was judged as RFC 9162 has it")


main()
