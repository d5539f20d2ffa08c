// Signed notes (C2SP signed-note): the lines below a text that say who signed it, and the one-line form in which a
// key that signs notes is handed around. What the text means is checkpoint.h's; what a signature covers, its kind's.
//
//   const std::string line = signature_line("concordat.example/southwark", NoteKey::log, key, blob);
//   const std::string vkey = verifier_key({key, "concordat.example/southwark"});   // for stock tooling
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"

namespace concordat::audit {

inline constexpr std::size_t note_bytes_max = 16384;

enum class NoteKey : std::uint8_t {
  log = 0x01,      // Ed25519 over the text
  witness = 0x04,  // timestamped Ed25519 cosignature (cosignature.h)
};

struct NamedKey {
  VerifyKey key;
  std::string name;
  friend bool operator==(const NamedKey&, const NamedKey&) = default;
};

struct SplitNote {
  std::string_view text;                // with its last line end, without the blank line
  std::vector<std::string_view> lines;  // of signatures, each without its line end
};
// Nothing unless a text, a blank line and nothing but whole lines below it.
std::optional<SplitNote> split_note(std::string_view note);

std::string signature_line(std::string_view name, NoteKey kind, const VerifyKey& key, ByteView signature);  // with its line end

enum class LineOwner { malformed, somebody_else, key };
struct SignatureLine {
  LineOwner owner;
  Bytes signature;  // what follows the key's hash, when it is the key's
};
SignatureLine read_signature_line(std::string_view line, std::string_view name, NoteKey kind, const VerifyKey& key);

// "name+hash+base64", as stock tooling for signed notes takes it.
std::string verifier_key(const NamedKey& key, NoteKey kind);
std::optional<NamedKey> parse_verifier_key(std::string_view text, NoteKey kind);

// The file beside a log or an export in which its own verifier key is stated: to be compared, never to be trusted.
inline constexpr const char* stated_key_name = "verifier";

// A name that a key may have: 1 to 255 bytes of printable ASCII without space or '+'.
bool valid_origin(std::string_view origin);

}  // namespace concordat::audit
