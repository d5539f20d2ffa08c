#include "console/terminal/recorded.h"

#include <map>
#include <nlohmann/json.hpp>

#include "audit/annex.h"
#include "audit/entry.h"
#include "audit/fsck.h"
#include "audit/key_ring.h"
#include "audit/sealed_annex.h"
#include "base/text.h"
#include "console/terminal/admin.h"

namespace concordat::console {
namespace {

using Pairs = std::vector<audit::AnnexPair>;

constexpr std::uint64_t entries_each_max = 500;  // what the broker gives at once

// Nothing for what is no disclosure of fields.
std::optional<Recorded> recorded_of(const audit::Entry& entry, const Pairs& annex) {
  const auto type = schemas::body_type_named(entry.message_type);
  const auto sender = schemas::parse_agency_id(entry.actor);
  const auto recipient = schemas::parse_agency_id(entry.counterpart);
  if (!type || !sender || !recipient) return std::nullopt;
  Recorded found{entry.sequence.value(), {entry.at, *type, *sender, *recipient, entry.purpose, entry.agreement ? entry.agreement->name : "", {}, {}, policy::Footing::in_force}};
  for (const audit::AnnexPair& pair : annex) {
    if (pair.key == "fact") found.decision.facts.push_back(pair.value);
    if (pair.key == "footing" && pair.value == "lapsed") found.decision.footing = policy::Footing::lapsed;
    if (pair.key != "verdict") continue;
    const auto parts = split(pair.value, '\t');  // path, outcome, granted by, capped by, cause
    const auto level = parts.size() == 5 ? schemas::level_named(parts[1]) : std::nullopt;
    // What the leak guard found lies in the text itself, which no record has.
    if (level) found.decision.fields.push_back({std::string{parts[0]}, *level, parts[4] == "source-restriction" || parts[4] == "leak-guard"});
  }
  return found;
}

// An answer to the question `entries`, part after part.
void take_entries(const nlohmann::ordered_json& entries, RecordedDisclosures& found) {
  for (const auto& entry : entries) {
    if (entry.value("kind", "") != "disclosed") continue;
    const auto at = parse_instant(entry.value("at", ""));
    audit::Entry header{.kind = audit::EventKind::disclosed, .sequence = audit::Sequence{entry.value("sequence", std::uint64_t{0})},
                        .at = at.value_or(Instant{}), .about = {}, .actor = entry.value("actor", ""), .counterpart = entry.value("counterpart", ""),
                        .code = {}, .message_type = entry.value("messageType", ""), .purpose = entry.value("purpose", ""),
                        .agreement = audit::AgreementRef{entry.value("agreement", ""), {}}};
    if (!entry.contains("annex")) {
      ++found.erased;
      continue;
    }
    Pairs pairs;
    for (const auto& pair : entry["annex"]) pairs.push_back({pair.value("key", ""), pair.value("value", "")});
    auto recorded = at ? recorded_of(header, pairs) : std::nullopt;
    if (recorded) found.decisions.push_back(std::move(*recorded));
    else ++found.unread;
  }
}

Result<nlohmann::ordered_json, Exit> ask_entries(const Officer& officer, const std::string& reason, std::uint64_t from, std::uint32_t count, const Terminal& terminal) {
  TRY(const schemas::Answer answer, ask_broker(officer, {.question = "entries", .reason = reason, .from = from, .count = count, .text = {}}, terminal));
  auto part = nlohmann::ordered_json::parse(answer.json, nullptr, false);
  if (!answer.code.empty() || !part.is_object() || !part.contains("entries") || !part["entries"].is_array())
    return Fail{terminal.failed("the broker could not say [" + answer.code + "]")};
  part["more"] = answer.more && !part["entries"].empty();
  return part;
}

}  // namespace

Result<RecordedDisclosures, Exit> read_disclosures(const std::filesystem::path& log, const std::filesystem::path& day_keys, const Terminal& terminal) {
  const auto ring = audit::KeyRing::load(day_keys);
  if (!ring) return Fail{terminal.failed(ring.error().what)};
  RecordedDisclosures found;
  const auto read = audit::read_log(log, [&](const audit::Slice& slice) {
    std::map<std::uint64_t, ByteView> annexes;
    for (const audit::Numbered annex : slice.annexes) annexes[annex.number] = annex.bytes;
    for (const audit::Numbered stored : slice.entries) {
      const auto entry = audit::decode_entry(stored.bytes);
      if (!entry || entry->kind != audit::EventKind::disclosed) continue;
      const auto sealed = annexes.find(stored.number);
      if (sealed == annexes.end()) {
        ++found.erased;
        continue;
      }
      const auto annex = audit::open_annex(*ring, entry->sequence, entry->annex_hash, sealed->second);
      const auto pairs = annex ? audit::read_annex(*annex) : std::nullopt;
      auto recorded = pairs ? recorded_of(*entry, *pairs) : std::nullopt;
      if (recorded) found.decisions.push_back(std::move(*recorded));
      else ++found.unread;
    }
    return true;
  });
  if (!read) return Fail{terminal.failed(log.string() + ": " + std::string{audit::fault_text(audit::fault_of(read.error()))})};
  return found;
}

Result<RecordedDisclosures, Exit> ask_disclosures(const OfficerOptions& asked, const Terminal& terminal) {
  TRY(const Officer officer, read_officer(asked, terminal));
  RecordedDisclosures found;
  std::uint64_t next = 0;
  for (bool more = true; more;) {
    TRY(const nlohmann::ordered_json part, ask_entries(officer, asked.reason, next, entries_each_max, terminal));
    take_entries(part["entries"], found);
    next = part.value("next", next);
    more = part["more"].get<bool>();
    if (more) terminal.progress("entries up to", next);
  }
  terminal.progress_done();
  return found;
}

Result<RecordedDisclosures, Exit> ask_disclosure(const Officer& officer, const std::string& reason, std::uint64_t record, const Terminal& terminal) {
  TRY(const nlohmann::ordered_json part, ask_entries(officer, reason, record, 1, terminal));
  RecordedDisclosures found;
  take_entries(part["entries"], found);
  return found;
}

}  // namespace concordat::console
