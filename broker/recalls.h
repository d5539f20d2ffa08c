// Recalls: each one that was carried out or waits for an officer, with whom it asked and what each has answered. A row beside
// its `recall` entry, so a restart forgets none; a row stays, so that what was answered can be shown.
#pragma once

#include <map>
#include <unordered_map>
#include <vector>

#include "audit/log.h"
#include "broker/rows.h"
#include "broker/vault.h"

namespace concordat::broker {

// One agency that was asked. Times are zero until it comes to that.
struct AskedRow {
  schemas::AgencyId agency;
  schemas::DisclosureId disclosure;  // of the Recall to it
  std::uint64_t record = 0;          // its `disclosed` entry
  Instant delivered{};
  Instant answered{};
  std::string answer = {};           // rectified, erased, restricted, not-done
  std::uint64_t answer_record = 0;   // its `recall-acknowledged` entry
};

struct RecallRow {  // in table waiting
  enum class Stage : std::uint8_t { undecided, going };
  schemas::MessageId recall;
  schemas::MessageId message;  // what it recalls
  schemas::CaseId case_id;
  schemas::AgencyId sender;
  std::string action;
  Instant since;
  Stage stage = Stage::going;
  std::vector<AskedRow> asked = {};
  SealedBox content = {};      // of undecided: when it was accepted, and the Submit frame
};
Bytes encode_row(const RecallRow& row);
std::optional<RecallRow> decode_recall(ByteView bytes);

struct RecallContent {
  Instant accepted;
  Bytes frame;
};
SealedBox seal_recall(const RecallRow& row, const RecallContent& content, const Vault& vault);
std::optional<RecallContent> open_recall(const RecallRow& row, const Vault& vault);
// Under the current key; nothing if it is already, has no content, or cannot be opened.
std::optional<Bytes> reseal_recall(ByteView row, const Vault& vault);

class RecallTable {
public:
  void add(std::uint64_t sequence, RecallRow row);
  void remove(std::uint64_t sequence);
  const RecallRow* find(std::uint64_t sequence) const;
  // The sequence of the row that asked somebody by this disclosure.
  std::optional<std::uint64_t> asked_by(const schemas::DisclosureId& disclosure) const;
  const std::map<std::uint64_t, RecallRow>& all() const { return rows_; }
  Result<Unit, audit::LogError> recover(const audit::Log& log);

private:
  std::map<std::uint64_t, RecallRow> rows_;
  std::unordered_map<schemas::DisclosureId, std::uint64_t> by_disclosure_;
};

}  // namespace concordat::broker
