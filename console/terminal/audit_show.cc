#include <algorithm>
#include <nlohmann/json.hpp>

#include "audit/fsck.h"
#include "console/terminal/admin.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/entry_text.h"
#include "console/terminal/log_place.h"
#include "console/terminal/officer.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct ShowEntries {
  OfficerOptions officer;
  std::string log;
  std::uint64_t from = 0;
  std::uint64_t count = 100;
};

constexpr std::uint64_t entries_each_max = 500;  // what the broker gives at once

std::string annex_text(const ordered_json& entry) {
  std::string out;
  if (!entry.contains("annex")) return out;
  for (const ordered_json& pair : entry["annex"]) {
    std::string value = pair.value("value", std::string{});
    std::replace(value.begin(), value.end(), '\t', ' ');
    out += "    " + pair.value("key", std::string{}) + ": " + value + "\n";
  }
  return out;
}

std::string line_of(const ordered_json& entry) {
  std::string line = std::to_string(entry.value("sequence", std::uint64_t{0}));
  const auto add = [&](const char* before, const char* key) {
    if (!entry.contains(key)) return;
    line += std::string{"  "} + before + (entry[key].is_string() ? entry[key].get<std::string>() : entry[key].dump());
  };
  for (const auto& [before, key] : {std::pair{"", "at"}, {"", "kind"}, {"", "actor"}, {"-> ", "counterpart"}, {"", "messageType"}, {"for ", "purpose"},
                                    {"under ", "agreement"}, {"code ", "code"}, {"about ", "about"}})
    add(before, key);
  return line + "\n" + annex_text(entry);
}

Exit show_live(const ShowEntries& asked, Terminal& terminal) {
  const auto officer = read_officer(asked.officer, terminal);
  if (!officer) return officer.error();
  std::uint64_t next = asked.from;
  std::uint64_t left = asked.count;
  bool more = true;
  while (more && left > 0) {
    const auto count = static_cast<std::uint32_t>(std::min(left, entries_each_max));
    const auto answer = ask_broker(*officer, {.question = "entries", .reason = asked.officer.reason, .from = next, .count = count, .text = {}}, terminal);
    if (!answer) return answer.error();
    const auto part = ordered_json::parse(answer->json, nullptr, false);
    if (!answer->code.empty() || !part.is_object() || !part.contains("entries") || !part["entries"].is_array())
      return terminal.failed("the broker could not say [" + answer->code + "]");
    for (const ordered_json& entry : part["entries"]) {
      if (terminal.is_json()) terminal.data(entry.dump() + "\n");
      else terminal.data(line_of(entry));
    }
    left -= std::min<std::uint64_t>(left, part["entries"].size());
    next = part.value("next", next);
    more = answer->more && !part["entries"].empty();
    if (more && left > 0) terminal.progress("entries up to", next);
  }
  terminal.progress_done();
  return Exit::done;
}

Exit show_offline(const ShowEntries& asked, Terminal& terminal) {
  const auto place = find_log(asked.log, asked.officer.area, terminal);
  if (!place) return place.error();
  std::uint64_t left = asked.count;
  std::optional<std::uint64_t> malformed;
  const auto read = audit::read_log(place->log, [&](const audit::Slice& slice) {
    for (const audit::Numbered stored : slice.entries) {
      if (stored.number < asked.from || left == 0) continue;
      const auto entry = audit::decode_entry(stored.bytes);
      if (!entry) {
        malformed = stored.number;
        return false;
      }
      terminal.data(terminal.is_json() ? entry_json(*entry) + "\n" : entry_line(*entry));
      --left;
    }
    return left > 0;
  }, audit::Annexes::none);
  if (malformed) return terminal.no("entry " + std::to_string(*malformed) + " cannot be read: see `concordat audit verify`");
  if (read) return Exit::done;
  return terminal.failed(place->log.string() + ": " + std::string{audit::fault_text(audit::fault_of(read.error()))});
}

void bind_show(CLI::App& leaf, ShowEntries& to) {
  bind(leaf, to.officer, Reason::needed);
  leaf.add_option("--log", to.log, "Offline: a stopped area, its log's folder, a copy of that, or an export; default the area's own")->type_name("PATH");
  leaf.add_option("--from", to.from, "The first entry's sequence")->capture_default_str();
  leaf.add_option("--count", to.count, "At most so many")->capture_default_str();
  leaf.footer("With a reason the running broker is asked (and records that it was); an igOfficer sees the annexes too.\n"
              "Else offline: headers alone. --json prints one object a line.\n"
              "Exit codes: 0 done; 2 an entry cannot be read; 1 the log, or the broker, could not be asked.\n\n"
              "Examples:\n  concordat audit show --area demo --reason \"complaint 17\" --from 40 --count 10\n"
              "  concordat audit show --log /mnt/evidence/log.export");
}

Exit run_show(const ShowEntries& asked, Terminal& terminal) {
  const bool is_live = !asked.officer.officer.empty() || (asked.log.empty() && !asked.officer.reason.empty());
  if (is_live) return show_live(asked, terminal);
  if (asked.log.empty() && asked.officer.area.empty()) return terminal.failed("say which log: --log PATH, --area DIR, or --officer DIR with --reason TEXT");
  return show_offline(asked, terminal);
}

}  // namespace

void add_audit_show(CLI::App& family, Tree& tree) {
  add_leaf<ShowEntries>(family, tree, "show", "A log's entries", bind_show, run_show);
}

}  // namespace concordat::console
