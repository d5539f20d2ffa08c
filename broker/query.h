// What an officer looks for in the log: read from the JSON that the console sends (docs/audit-format.md, section 12), and what
// an entry and its annex are held against. Every criterion that is given must hold.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "audit/annex.h"
#include "audit/entry.h"
#include "audit/subject/keys.h"
#include "base/result.h"

namespace concordat::broker {

// What becomes of entries whose subject is not to be told of them. Until somebody has decided, nothing is answered.
enum class NoTell : std::uint8_t { undecided, include, leave_out };

struct Query {
  std::string use = "search";  // what it is for: search, account, sar, …: the code of the access that is recorded
  std::optional<audit::Person> subject;
  bool with_related = false;   // also where the person is named, but is not the subject
  std::optional<schemas::CaseId> case_id;
  std::optional<schemas::MessageId> message;
  std::vector<std::uint64_t> records;  // these entries, and what is about them
  std::string agency, sender, recipient, agreement, clause, field, purpose, outcome;
  std::set<audit::EventKind> kinds;  // any if empty
  std::optional<Instant> since, until;  // from, up to but without
  bool with_annexes = true;
  NoTell no_tell = NoTell::undecided;
  std::string decision;        // why, by whoever decided

  bool asks_by_handle() const { return subject || case_id || message || !records.empty(); }
  bool needs_annex() const { return with_annexes || !clause.empty() || !field.empty(); }
};

// The error says what is wrong, without a value.
Result<Query, std::string> parse_query(std::string_view json);
bool matches(const Query& query, const audit::Entry& entry);
bool matches(const Query& query, const std::vector<audit::AnnexPair>& annex);

}  // namespace concordat::broker
