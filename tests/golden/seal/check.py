#!/usr/bin/env python3
"""Computes the seal's vectors again from docs/wire-format.md, "Seal", without our code. Exit 1 on a difference."""
import hashlib
import struct
import sys


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def sized(data):
    return struct.pack(">I", len(data)) + data


def derive(secret, what, source):
    return sha(secret, bytes([what]), source[:16])


def main(path):
    leaves, wrong, secret = [], 0, b""
    with open(path, encoding="utf-8") as lines:
        rows = [line.rstrip("\n").split("\t") for line in lines]
    for row in rows:
        if row[0] == "secret":
            secret = bytes.fromhex(row[1])
        elif row[0] == "leaf":
            name, view, value = row[1].encode(), row[2].encode(), row[3].encode()
            qualifiers = [q.split("=", 1) for q in row[4].split(";") if q]
            salt = derive(secret, 1, sha(name, b"\0", view))[:16]
            leaf = sha(b"concordat leaf 1", sized(name), sized(view), salt, sized(value), struct.pack(">I", len(qualifiers)),
                       *(sized(part.encode()) for q in qualifiers for part in q))
            leaves.append(leaf)
            wrong += leaf.hex() != row[5]
        elif row[0] == "list":
            size = int(row[1])
            wrong += size != next(s for s in (64, 256, 1024, 4096) if len(leaves) <= s)
            decoys = [derive(secret, 2, struct.pack(">I", i)) for i in range(size - len(leaves))]
            whole = sorted(leaves + decoys)
            wrong += sha(b"concordat list 1", struct.pack(">I", size), *whole).hex() != row[2]
        elif row[0] == "recipient":
            agency = row[1].encode()
            salt = derive(secret, 3, sha(agency))
            wrong += sha(b"concordat recipient 1", salt, sized(agency)).hex() != row[2]
    print(f"{len(leaves)} leaves, {wrong} differences")
    return 0 if leaves and wrong == 0 else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
