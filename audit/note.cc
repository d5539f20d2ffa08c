#include "audit/note.h"

#include <algorithm>

namespace concordat::audit {
namespace {

constexpr std::string_view dash = "\xE2\x80\x94 ";  // U+2014 and a space
constexpr std::size_t key_hash_bytes = 4;

Bytes key_hash(std::string_view name, NoteKey kind, const VerifyKey& key) {
  const std::byte algorithm{static_cast<std::uint8_t>(kind)};
  const Digest full = Hasher{}.add(name).add("\n").add(ByteView{&algorithm, 1}).add(key.bytes).finish();
  return {full.bytes.begin(), full.bytes.begin() + key_hash_bytes};
}

}  // namespace

bool valid_origin(std::string_view origin) {
  return !origin.empty() && origin.size() <= 255 &&
         std::all_of(origin.begin(), origin.end(), [](char c) { return c > ' ' && c < 0x7f && c != '+'; });
}

std::optional<SplitNote> split_note(std::string_view note) {
  if (note.size() > note_bytes_max) return std::nullopt;
  const std::size_t blank = note.find("\n\n");
  if (blank == std::string_view::npos) return std::nullopt;
  SplitNote split{note.substr(0, blank + 1), {}};
  for (std::string_view rest = note.substr(blank + 2); !rest.empty();) {
    const std::size_t end = rest.find('\n');
    if (end == std::string_view::npos) return std::nullopt;
    split.lines.push_back(rest.substr(0, end));
    rest.remove_prefix(end + 1);
  }
  return split;
}

std::string signature_line(std::string_view name, NoteKey kind, const VerifyKey& key, ByteView signature) {
  Bytes blob = key_hash(name, kind, key);
  put_bytes(blob, signature);
  return std::string{dash} + std::string{name} + " " + to_base64(blob) + "\n";
}

SignatureLine read_signature_line(std::string_view line, std::string_view name, NoteKey kind, const VerifyKey& key) {
  if (!line.starts_with(dash)) return {LineOwner::malformed, {}};
  line.remove_prefix(dash.size());
  const std::size_t space = line.find(' ');
  if (space == std::string_view::npos || space == 0) return {LineOwner::malformed, {}};
  const auto blob = from_base64(line.substr(space + 1));
  if (!blob || blob->size() <= key_hash_bytes) return {LineOwner::malformed, {}};
  const Bytes ours = key_hash(name, kind, key);
  if (line.substr(0, space) != name || !std::equal(ours.begin(), ours.end(), blob->begin()))
    return {LineOwner::somebody_else, {}};
  return {LineOwner::key, to_bytes(ByteView{*blob}.subspan(key_hash_bytes))};
}

std::string verifier_key(const NamedKey& key, NoteKey kind) {
  Bytes typed{std::byte{static_cast<std::uint8_t>(kind)}};
  put_bytes(typed, key.key.bytes);
  return key.name + "+" + to_hex(key_hash(key.name, kind, key.key)) + "+" + to_base64(typed);
}

std::optional<NamedKey> parse_verifier_key(std::string_view text, NoteKey kind) {
  const std::size_t first = text.find('+');  // a name has none, base64 may
  const std::size_t second = first == std::string_view::npos ? first : text.find('+', first + 1);
  if (second == std::string_view::npos) return std::nullopt;
  NamedKey named{{}, std::string{text.substr(0, first)}};
  const auto typed = from_base64(text.substr(second + 1));
  if (!valid_origin(named.name) || !typed || typed->size() != 1 + named.key.bytes.size() ||
      typed->front() != std::byte{static_cast<std::uint8_t>(kind)})
    return std::nullopt;
  std::copy(typed->begin() + 1, typed->end(), named.key.bytes.begin());
  if (verifier_key(named, kind) != text) return std::nullopt;
  return named;
}

}  // namespace concordat::audit
