#include "audit/entry.h"

#include <limits>
#include <string_view>

#include "base/crypto.h"
#include "base/text.h"

namespace concordat::audit {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::uint64_t about_nothing = std::numeric_limits<std::uint64_t>::max();
constexpr std::uint64_t milliseconds_max = std::numeric_limits<std::int64_t>::max();

bool writable(std::string_view text) { return text.size() <= header_text_bytes_max && is_utf8(text); }

void put_text(Bytes& out, std::string_view text) {
  put_u16(out, static_cast<std::uint16_t>(text.size()));
  put_bytes(out, as_bytes(text));
}

std::string get_text(ByteReader& reader) {
  const std::uint16_t size = reader.u16();
  return std::string{as_text(reader.take(size))};
}

Digest get_digest(ByteReader& reader) {
  Digest digest{};
  const ByteView bytes = reader.take(digest.bytes.size());
  std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
  return digest;
}

bool valid(const Entry& entry) {
  if (entry.at.time_since_epoch().count() < 0) return false;
  if (entry.about && entry.about->value() >= entry.sequence.value()) return false;
  if (entry.agreement && (entry.agreement->name.empty() || !writable(entry.agreement->name))) return false;
  return writable(entry.actor) && writable(entry.counterpart) && writable(entry.code) &&
         writable(entry.message_type) && writable(entry.purpose);
}

}  // namespace

std::optional<Bytes> encode_entry(const Entry& entry) {
  if (!valid(entry)) return std::nullopt;
  Bytes out;
  out.reserve(320);
  out.push_back(std::byte{version});
  out.push_back(static_cast<std::byte>(entry.kind));
  put_u64(out, entry.sequence.value());
  put_u64(out, static_cast<std::uint64_t>(entry.at.time_since_epoch().count()));
  put_bytes(out, entry.previous.bytes);
  put_u64(out, entry.about ? entry.about->value() : about_nothing);
  put_text(out, entry.actor);
  put_text(out, entry.counterpart);
  put_text(out, entry.code);
  put_text(out, entry.message_type);
  put_text(out, entry.purpose);
  put_text(out, entry.agreement ? std::string_view{entry.agreement->name} : std::string_view{});
  put_bytes(out, entry.agreement ? entry.agreement->digest.bytes : Digest{}.bytes);
  put_bytes(out, entry.reference.bytes);
  put_bytes(out, entry.annex_hash.bytes);
  return out;
}

std::optional<Entry> decode_entry(ByteView bytes) {
  ByteReader reader{bytes};
  if (reader.u8() != version) return std::nullopt;
  const std::optional<EventKind> kind = event_kind_from_number(reader.u8());
  if (!kind) return std::nullopt;
  Entry entry;
  entry.kind = *kind;
  entry.sequence = Sequence{reader.u64()};
  const std::uint64_t milliseconds = reader.u64();
  if (milliseconds > milliseconds_max) return std::nullopt;
  entry.at = Instant{std::chrono::milliseconds{static_cast<std::int64_t>(milliseconds)}};
  entry.previous = get_digest(reader);
  if (const std::uint64_t about = reader.u64(); about != about_nothing) entry.about = Sequence{about};
  entry.actor = get_text(reader);
  entry.counterpart = get_text(reader);
  entry.code = get_text(reader);
  entry.message_type = get_text(reader);
  entry.purpose = get_text(reader);
  AgreementRef agreement{get_text(reader), get_digest(reader)};
  const bool names_agreement = !agreement.name.empty();
  if (!names_agreement && agreement.digest != Digest{}) return std::nullopt;
  if (names_agreement) entry.agreement = std::move(agreement);
  entry.reference = get_digest(reader);
  entry.annex_hash = get_digest(reader);
  if (!reader.done() || !valid(entry)) return std::nullopt;
  return entry;
}

Digest entry_hash(ByteView entry) { return sha256(entry); }

Digest annex_hash(const Digest& salt, ByteView annex) { return Hasher{}.add(salt.bytes).add(annex).finish(); }

}  // namespace concordat::audit
