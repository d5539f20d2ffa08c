#!/usr/bin/env python3
"""`concordat audit key` and `audit checkpoint` as stock tooling for C2SP signed notes takes them: read strictly by the
specification, with the signature judged by openssl. A note and a key that are off by one byte are refused by the same reading.

    note_check.py CONCORDAT GOLDEN_EXPORT PUBLIC_KEY_HEX ORIGIN
"""
import base64
import hashlib
import os
import subprocess
import sys
import tempfile

DASH = "\u2014 "


def run(*words):
    ran = subprocess.run([sys.argv[1], "audit", *words], capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout


def decoded(text):
    blob = base64.b64decode(text, validate=True)
    assert base64.b64encode(blob).decode() == text, "base64 has one spelling"
    return blob


def read_key(line):  # <name>+<hash, 8 hexadecimal digits>+<base64 of type and key>
    assert line.endswith("\n") and line.count("\n") == 1
    name, digest, text = line[:-1].split("+", 2)
    blob = decoded(text)
    assert name and not any(c.isspace() for c in name) and "+" not in name
    assert blob[0] == 1 and len(blob) == 33, "Ed25519 is type 1"
    assert digest == hashlib.sha256(name.encode() + b"\n" + blob).digest()[:4].hex(), "key hash"
    return name, bytes.fromhex(digest), blob[1:]


def openssl_says(key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        at = lambda name: os.path.join(folder, name)
        open(at("key"), "wb").write(bytes.fromhex("302a300506032b6570032100") + key)
        open(at("message"), "wb").write(message)
        open(at("signature"), "wb").write(signature)
        return subprocess.run(["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", at("key"), "-rawin", "-in", at("message"),
                               "-sigfile", at("signature")], capture_output=True).returncode == 0


def read_note(data, name, key_hash, key):
    note = data.decode("utf-8")
    assert not any(ord(c) < 32 and c != "\n" for c in note), "no control characters"
    assert note.endswith("\n"), "ends with a line end"
    end = note.rindex("\n\n")  # the last blank line parts text and signatures
    text, lines = note[:end + 1], note[end + 2:]
    assert text and lines and lines.endswith("\n") and not lines.endswith("\n\n")
    good = 0
    for line in lines[:-1].split("\n"):
        assert line.startswith(DASH)
        who, blob = line[len(DASH):].split(" ")
        blob = decoded(blob)
        assert who and "+" not in who and len(blob) >= 5
        if who == name and blob[:4] == key_hash:
            assert openssl_says(key, text.encode(), blob[4:]), "signature"
            good += 1
    assert good == 1, "signed once by the key"
    origin, size, root = text[:-1].split("\n")  # tlog-checkpoint: three lines, none more in ours
    assert origin == name and size.isdigit() and str(int(size)) == size and len(decoded(root)) == 32
    return int(size)


def refused(data, *key):
    try:
        read_note(data, *key)
    except (AssertionError, ValueError):
        return True
    return False


def main():
    golden, key_hex, origin = sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        export = os.path.join(folder, "export")
        run("export", "--log", golden, "--key", key_hex, "--origin", origin, "--to", export)
        key = read_key(run("key", "--log", export).decode())
        assert (key[0], key[2].hex()) == (origin, key_hex)
        assert read_key(run("key", "--log", golden, "--key", key_hex, "--origin", origin).decode()) == key
        for said in [("--log", export), ("--log", golden, "--key", key_hex, "--origin", origin)]:
            note = run("checkpoint", *said)
            assert note == open(os.path.join(export, "checkpoint"), "rb").read()
            assert read_note(note, *key) == 22
        assert refused(note[:-1], *key) and refused(note + b"\n", *key) and refused(note.replace(b"\n22\n", b"\n23\n"), *key)
        assert refused(note, key[0], key[1], bytes([key[2][0] ^ 1]) + key[2][1:])
    print("key and checkpoint are as the specifications have them")


main()
