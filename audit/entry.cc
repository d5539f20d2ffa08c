#include "audit/entry.h"

#include <algorithm>

#include "base/crypto.h"
#include "base/text.h"

namespace concordat::audit {
namespace {

constexpr std::uint8_t version = 1;
constexpr std::uint64_t milliseconds_max = std::numeric_limits<std::int64_t>::max();

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool writable(std::string_view text) {
  return text.size() <= header_text_bytes_max && (is_ascii(text) || is_utf8(text));
}

void put_text(Bytes& out, std::string_view text) {
  put_u16(out, static_cast<std::uint16_t>(text.size()));
  put_bytes(out, as_bytes(text));
}

std::string_view view_text(ByteReader& reader) {
  const std::uint16_t size = reader.u16();
  return as_text(reader.take(size));
}

Digest digest_at(ByteView bytes) {
  Digest digest{};
  std::copy(bytes.begin(), bytes.end(), digest.bytes.begin());
  return digest;
}

constexpr std::size_t digest_bytes = sizeof(Digest::bytes);

bool is_zero(ByteView bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](std::byte byte) { return byte == std::byte{0}; });
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

std::optional<EntryView> view_entry(ByteView bytes) {
  ByteReader reader{bytes};
  if (reader.u8() != version) return std::nullopt;
  const std::optional<EventKind> kind = event_kind_from_number(reader.u8());
  if (!kind) return std::nullopt;
  EntryView view{};
  view.kind = *kind;
  view.sequence = reader.u64();
  const std::uint64_t milliseconds = reader.u64();
  if (milliseconds > milliseconds_max) return std::nullopt;
  view.at = Instant{std::chrono::milliseconds{static_cast<std::int64_t>(milliseconds)}};
  view.previous = reader.take(digest_bytes);
  view.about = reader.u64();
  for (std::string_view EntryView::*text : {&EntryView::actor, &EntryView::counterpart, &EntryView::code,
                                            &EntryView::message_type, &EntryView::purpose, &EntryView::agreement}) {
    view.*text = view_text(reader);
    if (!writable(view.*text)) return std::nullopt;
  }
  view.agreement_digest = reader.take(digest_bytes);
  view.reference = reader.take(digest_bytes);
  view.annex_hash = reader.take(digest_bytes);
  if (!reader.done() || (view.about != about_nothing && view.about >= view.sequence)) return std::nullopt;
  if (view.agreement.empty() && !is_zero(view.agreement_digest)) return std::nullopt;
  return view;
}

std::optional<Entry> decode_entry(ByteView bytes) {
  const auto view = view_entry(bytes);
  if (!view) return std::nullopt;
  Entry entry;
  entry.kind = view->kind;
  entry.sequence = Sequence{view->sequence};
  entry.at = view->at;
  entry.previous = digest_at(view->previous);
  if (view->about != about_nothing) entry.about = Sequence{view->about};
  entry.actor = view->actor;
  entry.counterpart = view->counterpart;
  entry.code = view->code;
  entry.message_type = view->message_type;
  entry.purpose = view->purpose;
  if (!view->agreement.empty()) entry.agreement = AgreementRef{std::string{view->agreement}, digest_at(view->agreement_digest)};
  entry.reference = digest_at(view->reference);
  entry.annex_hash = digest_at(view->annex_hash);
  return entry;
}

Digest entry_hash(ByteView entry) { return sha256(entry); }

Digest annex_hash(const Digest& salt, ByteView annex) { return Hasher{}.add(salt.bytes).add(annex).finish(); }

}  // namespace concordat::audit
