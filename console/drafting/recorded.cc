#include "console/drafting/recorded.h"

#include "base/text.h"
#include "console/asking/told.h"

namespace concordat::console {

std::optional<Recorded> recorded_of(const RecordedEntry& entry) {
  const auto type = schemas::body_type_named(entry.type);
  const auto sender = schemas::parse_agency_id(entry.sender);
  const auto recipient = schemas::parse_agency_id(entry.recipient);
  if (!type || !sender || !recipient) return std::nullopt;
  Recorded found{entry.sequence, {entry.at, *type, *sender, *recipient, entry.purpose, entry.agreement, {}, {}, policy::Footing::in_force}};
  for (const auto& [key, value] : entry.annex) {
    if (key == "fact") found.decision.facts.push_back(value);
    if (key == "footing" && value == "lapsed") found.decision.footing = policy::Footing::lapsed;
    if (key != "verdict") continue;
    const auto parts = split(value, '\t');  // path, outcome, granted by, capped by, cause
    const auto level = parts.size() == 5 ? schemas::level_named(parts[1]) : std::nullopt;
    // What the leak guard found lies in the text itself, which no record has.
    if (level) found.decision.fields.push_back({parts[0], *level, parts[4] == "source-restriction" || parts[4] == "leak-guard"});
  }
  return found;
}

std::optional<std::uint64_t> take_entries(std::string_view json, RecordedDisclosures& found) {
  const auto told = Told::parse(json);
  if (!told || !told->has("entries")) return std::nullopt;
  for (const Told& entry : told->list("entries")) {
    if (entry.text("kind") != "disclosed") continue;
    if (!entry.has("annex")) {
      ++found.erased;
      continue;
    }
    RecordedEntry read{entry.number("sequence"), {}, entry.text("messageType"), entry.text("actor"), entry.text("counterpart"), entry.text("purpose"), entry.text("agreement"), {}};
    for (const Told& pair : entry.list("annex")) read.annex.emplace_back(pair.text("key"), pair.text("value"));
    const auto at = parse_instant(entry.text("at"));
    read.at = at.value_or(Instant{});
    auto recorded = at ? recorded_of(read) : std::nullopt;
    if (recorded) found.decisions.push_back(std::move(*recorded));
    else ++found.unread;
  }
  return told->number("next");
}

}  // namespace concordat::console
