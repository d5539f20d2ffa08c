// An entry of the log: the public header of one event, in the one encoding it has (docs/audit-format.md,
// section 2). Kinds, parties, codes and salted digests; what is personal lies in the annex, of which the
// header holds only a salted digest.
//
//   const Bytes bytes = *encode_entry(entry);
//   const std::optional<Entry> again = decode_entry(bytes);   // nothing, if it could not have been written
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>

#include "audit/event_kind.h"
#include "base/bytes.h"
#include "base/clock.h"
#include "base/digest.h"
#include "base/strong.h"

namespace concordat::audit {

using Sequence = Strong<struct SequenceTag, std::uint64_t>;  // from 0, without a gap

struct AgreementRef {
  std::string name;  // "NAME/VERSION", never empty
  Digest digest;
  friend bool operator==(const AgreementRef&, const AgreementRef&) = default;
};

struct Entry {
  EventKind kind = EventKind::genesis;
  Sequence sequence{0};
  Instant at{};
  Digest previous{};              // entry_hash of the one before; zero in entry 0
  std::optional<Sequence> about;  // the earlier entry that this one is about
  std::string actor;
  std::string counterpart;
  std::string code;
  std::string message_type;
  std::string purpose;
  std::optional<AgreementRef> agreement;
  Digest reference{};  // zero for none
  Digest annex_hash{};
  friend bool operator==(const Entry&, const Entry&) = default;
};

// An encoded entry read where it lies: for those who look at many and keep none.
struct EntryView {
  EventKind kind;
  std::uint64_t sequence;
  Instant at;
  std::uint64_t about;  // about_nothing for none
  std::string_view actor, counterpart, code, message_type, purpose, agreement;
  ByteView previous, agreement_digest, reference, annex_hash;  // 32 bytes each
};
inline constexpr std::uint64_t about_nothing = std::numeric_limits<std::uint64_t>::max();

inline constexpr std::size_t header_text_bytes_max = 4096;
inline constexpr std::size_t entry_bytes_max = 65534;

// Nothing when a text is too long or not UTF-8, the time is before 1970, an agreement has no name, or
// `about` is not earlier.
std::optional<Bytes> encode_entry(const Entry& entry);
// Nothing unless encode_entry could have written exactly these bytes.
std::optional<EntryView> view_entry(ByteView bytes);
std::optional<Entry> decode_entry(ByteView bytes);

Digest entry_hash(ByteView entry);                      // what the next entry holds as `previous`
Digest annex_hash(const Digest& salt, ByteView annex);  // H(salt | annex)

}  // namespace concordat::audit
