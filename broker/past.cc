#include "broker/past.h"

#include <algorithm>

#include "base/text.h"
#include "broker/answers.h"
#include "broker/search.h"

namespace concordat::broker {
namespace {

using audit::EventKind;
using schemas::AgencyId;
using schemas::MessageId;

struct Known {  // of one message of the case
  std::optional<AgencyId> sender;  // nothing: its `accepted` entry was not found
  std::uint64_t accepted = 0;
  schemas::BodyType type = schemas::BodyType::referral;
  std::string purpose;
  std::set<MessageId> answers;
  std::map<AgencyId, std::map<std::string, schemas::Level>> given;
  bool is_no_tell = false;
  bool has_open_address = false;
  bool is_due = false;
};
using Case = std::map<MessageId, Known>;

std::optional<MessageId> message_in(const FoundRow& row) {
  for (const audit::AnnexPair& pair : row.annex)
    if (pair.key == annex_message) return schemas::parse_message_id(pair.value);
  return std::nullopt;
}

bool is_of(const FoundRow& row, const schemas::CaseId& case_id) {
  const std::string text = format_uuid(case_id.value());
  return std::any_of(row.annex.begin(), row.annex.end(), [&](const audit::AnnexPair& pair) { return pair.key == annex_case && pair.value == text; });
}

void take_accepted(const FoundRow& row, Known& known) {
  known.sender = schemas::parse_agency_id(row.entry.actor);
  known.accepted = row.entry.sequence.value();
  known.type = schemas::body_type_named(row.entry.message_type).value_or(schemas::BodyType::referral);
  known.purpose = row.entry.purpose;
  for (const audit::AnnexPair& pair : row.annex)
    if (const auto id = pair.key == annex_answers ? schemas::parse_message_id(pair.value) : std::nullopt) known.answers.insert(*id);
}

// What is held of a message and let go later is another disclosure of it: the greatest view counts.
void take_disclosed(const FoundRow& row, Known& known) {
  const auto recipient = schemas::parse_agency_id(row.entry.counterpart);
  if (!recipient) return;
  auto& given = known.given[*recipient];
  for (const audit::AnnexPair& pair : row.annex) {
    if (pair.key == annex_no_tell) known.is_no_tell = true;
    if (pair.key == annex_open_address) known.has_open_address = true;
    if (pair.key != annex_verdict) continue;
    const auto parts = split(pair.value, '\t');
    const auto level = parts.size() == 5 ? schemas::level_named(parts[1]) : std::nullopt;
    if (!level) continue;
    auto& at = given.try_emplace(parts[0], *level).first->second;
    at = std::max(at, *level);
  }
}

Result<Case, audit::LogError> read_case(const Core& core, const schemas::CaseId& case_id) {
  Query query;
  query.kinds = {EventKind::accepted, EventKind::disclosed, EventKind::waiting};
  if (core.subjects) query.case_id = case_id;  // without them the whole log is read
  Search search{std::move(query), core};
  while (!search.is_ready()) {
    TRY([[maybe_unused]] const Unit prepared, search.prepare(core));
  }
  Case found;
  std::map<std::uint64_t, MessageId> by_entry;
  for (bool has_more = true; has_more;) {
    TRY(const Page page, search.next(core));
    has_more = page.has_more;
    for (const FoundRow& row : page.rows) {
      if (row.entry.kind == EventKind::waiting && row.entry.code == address_due && row.entry.about) {
        if (const auto at = by_entry.find(row.entry.about->value()); at != by_entry.end()) found[at->second].is_due = true;
        continue;
      }
      const auto message = is_of(row, case_id) ? message_in(row) : std::nullopt;
      if (!message || row.entry.message_type == schemas::name_of(schemas::BodyType::recall)) continue;
      if (row.entry.kind == EventKind::accepted) {
        take_accepted(row, found[*message]);
        by_entry.emplace(row.entry.sequence.value(), *message);
      } else if (row.entry.kind == EventKind::disclosed) {
        take_disclosed(row, found[*message]);
      }
    }
  }
  return found;
}

policy::PastDisclosure disclosure_of(const Known& known, const std::map<std::string, schemas::Level>& given, policy::PastDisclosure::Way way) {
  return {.type = known.type, .purpose = known.purpose, .given = given, .way = way};
}

// Whoever had it and sent something on that says it answers or continues it: its recipients, and theirs.
void add_onward(const Case& messages, const MessageId& message, PastMessage& past) {
  std::set<MessageId> followed{message};
  for (bool has_grown = true; has_grown;) {
    has_grown = false;
    for (const auto& [id, known] : messages) {
      const bool is_onward = !followed.contains(id) && known.sender && past.had.contains(*known.sender) &&
                             std::any_of(known.answers.begin(), known.answers.end(), [&](const MessageId& answered) { return followed.contains(answered); });
      if (!is_onward) continue;
      followed.insert(id);
      has_grown = true;
      for (const auto& [agency, given] : known.given)
        if (agency != past.sender) past.had.try_emplace(agency, disclosure_of(known, given, policy::PastDisclosure::Way::onward));
    }
  }
}

}  // namespace

Result<std::optional<PastMessage>, audit::LogError> past_of(const Core& core, const schemas::CaseId& case_id, const MessageId& message) {
  TRY(const Case messages, read_case(core, case_id));
  const auto at = messages.find(message);
  if (at == messages.end() || !at->second.sender) return std::optional<PastMessage>{};
  const Known& known = at->second;
  PastMessage past{.sender = *known.sender, .accepted = known.accepted, .had = {}};
  if (known.is_no_tell) past.telling = PastMessage::Telling::stops;
  for (const auto& [agency, given] : known.given) past.had.emplace(agency, disclosure_of(known, given, policy::PastDisclosure::Way::direct));
  add_onward(messages, message, past);
  return std::optional{std::move(past)};
}

Result<std::map<MessageId, std::uint64_t>, audit::LogError> open_addresses(const Core& core, const schemas::CaseId& case_id, const AgencyId& sender) {
  TRY(const Case messages, read_case(core, case_id));
  std::map<MessageId, std::uint64_t> found;
  for (const auto& [id, known] : messages)
    if (known.sender == sender && known.has_open_address && !known.is_due) found.emplace(id, known.accepted);
  return found;
}

}  // namespace concordat::broker
