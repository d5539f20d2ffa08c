// The rows the broker stores beside the log's entries, and their one encoding each. A row is keyed by
// the sequence of the entry it was committed with. docs/audit-format.md lists the tables; these are
// their values. Reading is total: a row that does not parse is nothing.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/clock.h"
#include "broker/parcel.h"
#include "policy/truth.h"
#include "schemas/ids.h"

namespace concordat::broker {

// seen: a submission that was answered, so that a repeat gets the same answer.
struct SeenRow {
  schemas::MessageId message;
  schemas::AgencyId sender;
  Digest content;          // SHA-256 of the seal's signature: salted by the seal's secret
  std::uint32_t entries;   // of this entry and those after it, how many answer it
  Instant at;
};

// cases: an agency became party to a case, and by what; or a Decision moved the case, which makes nobody party to it.
struct CaseRow {
  enum class Step : std::uint8_t { joined, moved };
  schemas::CaseId case_id;
  Date opened;
  schemas::AgencyId agency;
  std::optional<schemas::DisclosureId> disclosure;  // delivered to it; nothing if it opened the case
  schemas::MessageId message;
  schemas::AgencyId sender;
  Step step = Step::joined;
  std::optional<policy::CaseStage> moved_to = {};
};

// notes: what a sender's link has yet to be told.
struct NoteRow {
  schemas::AgencyId sender;
  schemas::MessageId message;
  std::string recipient;
  std::string state;  // delivered, acknowledged, returned, released, waiting, not-delivered, held
  std::string code;
  Instant at;
  std::string call_name = {};  // of what did not arrive: whom to call instead, as the agreement's pathway says
  std::string call_number = {};
};

enum class Shelf : std::uint8_t { queued = 0, dead = 1 };

// parcels: the label and payload, sealed. What lies open is only what unsealing needs.
struct ParcelRow {
  schemas::DisclosureId disclosure;
  std::string recipient;
  std::uint64_t record;      // sequence of the `disclosed` entry
  Shelf shelf;
  std::uint32_t generation;  // of the data key
  std::array<std::byte, 32> salt;
  Bytes sealed;
};

// waiting: a submission one of whose recipients waits for an agreement, sealed.
struct WaitingRow {
  std::string recipient;
  std::uint32_t generation;
  std::array<std::byte, 32> salt;
  Bytes sealed;  // {accepted, Submit frame}
};

Bytes encode_row(const SeenRow& row);
Bytes encode_row(const CaseRow& row);
Bytes encode_row(const NoteRow& row);
Bytes encode_row(const ParcelRow& row);
Bytes encode_row(const WaitingRow& row);
std::optional<SeenRow> decode_seen(ByteView bytes);
std::optional<CaseRow> decode_case(ByteView bytes);
std::optional<NoteRow> decode_note(ByteView bytes);
std::optional<ParcelRow> decode_parcel(ByteView bytes);
std::optional<WaitingRow> decode_waiting(ByteView bytes);

Bytes encode_label(const ParcelLabel& label);
std::optional<ParcelLabel> decode_label(ByteReader& reader);

}  // namespace concordat::broker
