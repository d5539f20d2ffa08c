#include "console/terminal/recorded.h"

#include <map>

#include "audit/annex.h"
#include "audit/entry.h"
#include "audit/fsck.h"
#include "audit/key_ring.h"
#include "audit/sealed_annex.h"
#include "console/terminal/admin.h"

namespace concordat::console {
namespace {

std::optional<Recorded> recorded_in(const audit::Entry& entry, const std::vector<audit::AnnexPair>& annex) {
  RecordedEntry read{entry.sequence.value(), entry.at, entry.message_type, entry.actor, entry.counterpart, entry.purpose, entry.agreement ? entry.agreement->name : "", {}};
  for (const audit::AnnexPair& pair : annex) read.annex.emplace_back(pair.key, pair.value);
  return recorded_of(read);
}

// One part of what the broker answers; where the next begins, or nothing after the last.
Result<std::optional<std::uint64_t>, Exit> ask_entries(const Officer& officer, const std::string& reason, std::uint64_t from, std::uint32_t count, const Terminal& terminal,
                                                       RecordedDisclosures& found) {
  TRY(const schemas::Answer answer, ask_broker(officer, {.question = "entries", .reason = reason, .from = from, .count = count, .text = {}}, terminal));
  const auto next = answer.code.empty() ? take_entries(answer.json, found) : std::nullopt;
  if (!next) return Fail{terminal.failed("the broker could not say [" + answer.code + "]")};
  return answer.more && *next > from ? next : std::optional<std::uint64_t>{};
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
      auto recorded = pairs ? recorded_in(*entry, *pairs) : std::nullopt;
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
  for (std::optional<std::uint64_t> next = 0; next;) {
    TRY(next, ask_entries(officer, asked.reason, *next, entries_each_max, terminal, found));
    if (next) terminal.progress("entries up to", *next);
  }
  terminal.progress_done();
  return found;
}

Result<RecordedDisclosures, Exit> ask_disclosure(const Officer& officer, const std::string& reason, std::uint64_t record, const Terminal& terminal) {
  RecordedDisclosures found;
  TRY([[maybe_unused]] const std::optional<std::uint64_t> next, ask_entries(officer, reason, record, 1, terminal, found));
  return found;
}

}  // namespace concordat::console
