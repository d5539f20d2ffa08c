// What the broker hands to the log: the events of one tick, the rows that must be on disk exactly when
// they are, and the rows that need be no longer or must read otherwise. One Batch is one commit.
//
//   Batch batch;
//   batch.events.push_back({.kind = EventKind::disclosed, .at = now, .actor = "school/oak", ...});
//   batch.rows.push_back({Table::parcels, 0, parcel});          // stored under the sequence of events[0]
//   batch.erasures.push_back({Table::parcels, delivered});
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "audit/annex.h"
#include "audit/entry.h"
#include "audit/tables.h"
#include "base/crypto.h"

namespace concordat::audit {

struct Event {
  EventKind kind;
  Instant at;
  std::string actor;
  std::string counterpart = {};
  std::string code = {};
  std::string message_type = {};
  std::string purpose = {};
  std::optional<AgreementRef> agreement = std::nullopt;
  std::optional<Sequence> about = std::nullopt;  // an earlier entry. `erased` about n removes the annex of n
  Digest reference = {};                         // salted where it was made; zero for none
  Bytes annex = AnnexWriter{}.finish();          // plain; sealed by the log
};

struct Row {
  Table table;
  std::size_t event;  // index into the batch's events; one row for each table and event
  Bytes value;
};

struct Erase {
  Table table;
  Sequence sequence;  // a row that is not there is no error
};

struct Replace {  // the same row, re-sealed under a newer key
  Table table;
  Sequence sequence;  // a row that is not there stays away, and is no error
  Bytes value;
};

struct Batch {
  std::vector<Event> events;
  std::vector<Row> rows;
  std::vector<Replace> replacements;  // before the erasures
  std::vector<Erase> erasures;
  // What signs after this batch. Its last event is then `key-rotated` with code `log-key`, which the log completes.
  std::shared_ptr<const SigningKey> next_key = nullptr;
};

}  // namespace concordat::audit
