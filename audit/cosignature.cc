#include "audit/cosignature.h"

#include <algorithm>
#include <limits>

#include "base/check.h"

namespace concordat::audit {
namespace {

constexpr std::size_t time_bytes = 8;

std::string cosigned_text(std::string_view text, std::uint64_t seconds) {
  return "cosignature/v1\ntime " + std::to_string(seconds) + "\n" + std::string{text};
}

}  // namespace

std::string cosign(std::string_view note, std::string_view witness, const SigningKey& key, Instant now) {
  const auto split = split_note(note);
  CHECK(split.has_value(), "a note that was verified does not split");
  CHECK(valid_origin(witness), "a witness needs a well-formed name");
  const auto seconds = static_cast<std::uint64_t>(std::chrono::floor<std::chrono::seconds>(now).time_since_epoch().count());
  Bytes stamped;
  put_u64(stamped, seconds);
  put_bytes(stamped, key.sign(as_bytes(cosigned_text(split->text, seconds))).bytes);
  return signature_line(witness, NoteKey::witness, key.verify_key(), stamped);
}

std::optional<Instant> read_cosignature(std::string_view line, std::string_view note, const NamedKey& witness) {
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.find('\n') != std::string_view::npos) return std::nullopt;
  const auto split = split_note(note);
  const SignatureLine read = read_signature_line(line, witness.name, NoteKey::witness, witness.key);
  Signature signature{};
  if (!split || read.owner != LineOwner::key || read.signature.size() != time_bytes + signature.bytes.size()) return std::nullopt;
  const std::uint64_t seconds = get_u64(ByteView{read.signature}.first<time_bytes>());
  if (seconds > static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max() / 1000)) return std::nullopt;
  std::copy(read.signature.begin() + time_bytes, read.signature.end(), signature.bytes.begin());
  if (!verify(witness.key, as_bytes(cosigned_text(split->text, seconds)), signature)) return std::nullopt;
  return Instant{std::chrono::seconds{static_cast<std::int64_t>(seconds)}};
}

std::optional<Instant> find_cosignature(std::string_view note, const NamedKey& witness) {
  const auto split = split_note(note);
  if (!split) return std::nullopt;
  for (const std::string_view line : split->lines)
    if (const auto at = read_cosignature(line, note, witness)) return at;
  return std::nullopt;
}

}  // namespace concordat::audit
