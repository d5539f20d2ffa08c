#!/usr/bin/env python3
"""Some thousand questions about proofs, and what RFC 9162 answers: written from its sections 2.1.3 and 2.1.4 alone.

    rfc9162.py SEED CASES

One question a line, digests in hexadecimal, a proof's joined by commas, "-" for none:

    inclusion   LEAF INDEX SIZE ROOT PROOF 0|1
    consistency SIZE1 SIZE2 ROOT1 ROOT2 PROOF 0|1
"""
import hashlib
import random
import sys


def sha(data):
    return hashlib.sha256(data).digest()


def node(left, right):
    return sha(b"\1" + left + right)


def split(count):  # the largest power of two smaller than count
    power = 1
    while power * 2 < count:
        power *= 2
    return power


def root(leaves):
    if len(leaves) < 2:
        return leaves[0] if leaves else sha(b"")
    k = split(len(leaves))
    return node(root(leaves[:k]), root(leaves[k:]))


def path(m, leaves):  # 2.1.3.1
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    return path(m, leaves[:k]) + [root(leaves[k:])] if m < k else path(m - k, leaves[k:]) + [root(leaves[:k])]


def subproof(m, leaves, is_whole):  # 2.1.4.1
    if m == len(leaves):
        return [] if is_whole else [root(leaves)]
    k = split(len(leaves))
    if m <= k:
        return subproof(m, leaves[:k], is_whole) + [root(leaves[k:])]
    return subproof(m - k, leaves[k:], False) + [root(leaves[:k])]


def included(leaf, index, size, top, proof):  # 2.1.3.2, step by step
    if index >= size:
        return False
    fn, sn, r = index, size - 1, leaf
    for p in proof:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == top


def consistent(first, second, first_root, second_root, proof):  # 2.1.4.2, step by step
    if first > second:
        return False
    if first == second:
        return not proof and first_root == second_root
    if first == 0 or not proof:  # nothing is proved from the empty tree
        return False
    if first & (first - 1) == 0:
        proof = [first_root] + proof
    fn, sn = first - 1, second - 1
    while fn & 1:
        fn, sn = fn >> 1, sn >> 1
    fr = sr = proof[0]
    for c in proof[1:]:
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node(c, fr), node(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return fr == first_root and sr == second_root and sn == 0


def mutated(draw, proof):
    proof = list(proof)
    at = draw.randrange(len(proof)) if proof else 0
    what = draw.randrange(7)
    if what == 0 or not proof:
        proof.insert(at, sha(draw.randbytes(4)))
    elif what == 1:
        del proof[at]
    elif what == 2:
        proof[at] = bytes([proof[at][0] ^ 1]) + proof[at][1:]
    elif what == 3:
        proof.insert(at, proof[at])
    elif what == 4:
        draw.shuffle(proof)
    elif what == 5:
        proof = [sha(draw.randbytes(4)) for _ in range(draw.randrange(70))]
    return proof  # what == 6: as it was


def number(draw, right, most):
    return draw.choice([right, right, right, right - 1, right + 1, 0, 1, most, draw.randrange(most + 1), 2**63, 2**64 - 1]) % 2**64


def main():
    draw, cases = random.Random(int(sys.argv[1])), int(sys.argv[2])
    leaves = [sha(b"\0" + i.to_bytes(4, "big")) for i in range(130)]
    roots = [root(leaves[:size]) for size in range(131)]
    say = lambda proof: ",".join(p.hex() for p in proof) or "-"
    for case in range(cases):
        size = draw.randint(1, 130) if case % 3 else draw.choice([1, 2, 3, 4, 7, 8, 9, 63, 64, 65, 127, 128, 129])
        is_true = draw.random() < 0.3
        if case % 2:
            index = draw.randrange(size)
            asked = [leaves[index], index, size, roots[size], path(index, leaves[:size])]
            if not is_true:
                asked = [draw.choice([asked[0], asked[0], leaves[(index + 1) % 130]]), number(draw, index, size), number(draw, size, 130),
                         draw.choice([asked[3], asked[3], roots[draw.randrange(131)], bytes(32)]), mutated(draw, asked[4])]
            print("inclusion", asked[0].hex(), asked[1], asked[2], asked[3].hex(), say(asked[4]), int(included(*asked)))
        else:
            first = draw.randint(1, size)
            asked = [first, size, roots[first], roots[size], subproof(first, leaves[:size], True)]
            if not is_true:
                asked = [number(draw, first, size), number(draw, size, 130), draw.choice([asked[2], asked[2], roots[draw.randrange(131)]]),
                         draw.choice([asked[3], asked[3], roots[draw.randrange(131)]]), mutated(draw, asked[4])]
            print("consistency", asked[0], asked[1], asked[2].hex(), asked[3].hex(), say(asked[4]), int(consistent(*asked)))


main()
