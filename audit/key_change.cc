#include "audit/key_change.h"

#include <algorithm>

#include "audit/note.h"
#include "base/bytes.h"
#include "base/check.h"
#include "base/text.h"

namespace concordat::audit {
namespace {

constexpr std::string_view heading = "concordat log key 1";

std::string text_of(const KeyChangePlace& place, const VerifyKey& from, const VerifyKey& to) {
  return std::string{heading} + "\n" + place.origin + "\n" + std::to_string(place.sequence) + "\n" + to_base64(place.previous.bytes) + "\n" +
         verifier_key({from, place.origin}, NoteKey::log) + "\n" + verifier_key({to, place.origin}, NoteKey::log) + "\n";
}

bool is_signed_by(const SplitNote& note, std::string_view origin, const VerifyKey& key) {
  return std::any_of(note.lines.begin(), note.lines.end(), [&](std::string_view line) {
    const SignatureLine read = read_signature_line(line, origin, NoteKey::log, key);
    Signature signature{};
    if (read.owner != LineOwner::key || read.signature.size() != signature.bytes.size()) return false;
    std::copy(read.signature.begin(), read.signature.end(), signature.bytes.begin());
    return verify(key, as_bytes(note.text), signature);
  });
}

bool same(ByteView bytes, const Digest& digest) { return std::equal(bytes.begin(), bytes.end(), digest.bytes.begin(), digest.bytes.end()); }

}  // namespace

std::string sign_key_change(const KeyChangePlace& place, const SigningKey& from, const SigningKey& to) {
  CHECK(valid_origin(place.origin), "a change of key with a malformed origin");
  const std::string text = text_of(place, from.verify_key(), to.verify_key());
  std::string note = text + "\n";
  for (const SigningKey* key : {&from, &to})
    note += signature_line(place.origin, NoteKey::log, key->verify_key(), key->sign(as_bytes(text)).bytes);
  return note;
}

std::optional<KeyChange> read_key_change(std::string_view note) {
  const auto split_text = split_note(note);
  if (!split_text || split_text->lines.size() != 2) return std::nullopt;
  const std::vector<std::string> lines = split(split_text->text, '\n');
  if (lines.size() != 7) return std::nullopt;  // six, and what follows the last line end
  const auto previous = from_base64(lines[3]);
  const auto from = parse_verifier_key(lines[4], NoteKey::log);
  const auto to = parse_verifier_key(lines[5], NoteKey::log);
  KeyChange change{{lines[1], std::strtoull(lines[2].c_str(), nullptr, 10), {}}, {}, {}};
  if (!valid_origin(lines[1]) || !previous || previous->size() != change.place.previous.bytes.size() || !from || !to || from->key == to->key) return std::nullopt;
  std::copy(previous->begin(), previous->end(), change.place.previous.bytes.begin());
  change.from = from->key;
  change.to = to->key;
  // One spelling only: what was read is what would be written.
  if (split_text->text != text_of(change.place, change.from, change.to)) return std::nullopt;
  if (!is_signed_by(*split_text, change.place.origin, change.from) || !is_signed_by(*split_text, change.place.origin, change.to)) return std::nullopt;
  return change;
}

std::optional<std::optional<KeyChange>> key_change_of(const EntryView& entry) {
  if (entry.kind != EventKind::key_rotated || entry.code != log_key_code) return std::nullopt;
  std::optional<KeyChange> change = read_key_change(entry.counterpart);
  if (change && (change->place.sequence != entry.sequence || !same(entry.previous, change->place.previous) || !same(entry.reference, sha256(change->to.bytes))))
    change.reset();
  return change;
}

}  // namespace concordat::audit
