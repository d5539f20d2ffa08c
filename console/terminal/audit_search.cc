#include "audit/reports/disclosures.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/log_search.h"

namespace concordat::console {
namespace {

void bind_search(CLI::App& leaf, SearchOptions& to) {
  bind(leaf, to.officer, Reason::needed);
  bind_person(leaf, to);
  bind_window(leaf, to);
  bind_criteria(leaf, to);
  leaf.footer("Every criterion that is given must hold; several --id and --name are one person's. The broker records the search, with who\n"
              "you are and your reason, before it shows anything. How a row was found: identifier, exact, variant (another spelling of\n"
              "one name, or day and month swapped), sound, one-name (one of the names, and the birth date), undated (no birth date was given).\n"
              "--json prints one object a line. Exit codes: 0 done; 2 nothing is shown (not permitted, or a decision is needed); 3 a criterion is\n"
              "invalid; 1 the broker could not be asked.\n\n"
              "Examples:\n  concordat audit search --area demo --reason \"SAR 2026-17\" --id nhsNumber:9434765919\n"
              "  concordat audit search --area demo --reason \"complaint 4\" --name \"Mohammed Ali\" --born 2009-03-02\n"
              "  concordat audit search --area demo --reason \"audit of clause 2.1\" --clause 2.1 --recipient police/met --since 2026-05-01");
}

std::string line_of(const audit::LogRow& row) {
  std::string line = std::to_string(row.sequence) + "  " + row.at + "  " + row.kind;
  const auto add = [&](std::string_view name, const std::string& value) {
    if (!value.empty()) line += "  " + std::string{name} + value;
  };
  add("", row.actor);
  add("-> ", row.counterpart);
  add("", row.message_type);
  add("for ", row.purpose);
  add("under ", row.agreement);
  add("code ", row.code);
  add("about ", row.about ? std::to_string(*row.about) : std::string{});
  add("found by ", row.match);
  add("released: ", audit::released_in_words(row));
  return line + (row.is_related ? "  (named in it)" : "") + (row.is_no_tell ? "  (not to be told)" : "") + "\n";
}

Exit run_search(const SearchOptions& asked, Terminal& terminal) {
  std::size_t count = 0;
  const auto found = search_log(asked, {.use = "search", .kinds = {}}, terminal, [&](const std::string& json, const audit::LogRow& row) {
    terminal.data(terminal.is_json() ? json + "\n" : line_of(row));
    ++count;
    return true;
  });
  if (!found) return found.error();
  terminal.talk("concordat: " + std::to_string(count) + (count == 1 ? " entry" : " entries") + "; recorded as entry " + std::to_string(found->search));
  return Exit::done;
}

}  // namespace

void add_audit_search(CLI::App& family, Tree& tree) {
  add_leaf<SearchOptions>(family, tree, "search", "Entries about a person, a case, an agency, a clause, a field, a time", bind_search, run_search);
}

}  // namespace concordat::console
