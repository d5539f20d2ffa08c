#include "audit/reports/events.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/log_search.h"

namespace concordat::console {
namespace {

struct Events {
  SearchOptions search;
  std::string format = "siem";
};

void bind_events(CLI::App& leaf, Events& to) {
  bind(leaf, to.search.officer, Reason::needed);
  bind_window(leaf, to.search);
  leaf.add_option("--format", to.format, "fhir: AuditEvents of disclosures and accesses (IHE BALP); siem: every entry, flat")->check(CLI::IsMember({"fhir", "siem"}))->capture_default_str();
  leaf.footer("One JSON object a line. The export is recorded, with who and why, before its first line.\n"
              "Exit codes: 0 done; 2 not permitted; 3 a criterion is invalid; 1 the broker could not be asked.\n\n"
              "Example:\n  concordat audit events --area demo --reason \"nightly export\" --since 2026-05-01 --format fhir");
}

Exit run_events(const Events& asked, Terminal& terminal) {
  const bool is_fhir = asked.format == "fhir";
  const auto officer = read_officer(asked.search.officer, terminal);
  if (!officer) return officer.error();
  const auto found = search_log(asked.search, {.use = "events", .kinds = is_fhir ? std::set<std::string>{"disclosed", "access"} : std::set<std::string>{}, .with_annexes = is_fhir},
                                terminal, [&](const std::string&, const audit::LogRow& row) {
                                  const auto line = is_fhir ? audit::fhir_audit_event(row, officer->log_origin) : std::optional{audit::siem_line(row, officer->log_origin)};
                                  if (line) terminal.data(*line + "\n");
                                  return true;
                                });
  return found ? Exit::done : found.error();
}

}  // namespace

void add_audit_events(CLI::App& family, Tree& tree) {
  add_leaf<Events>(family, tree, "events", "The log for other systems: FHIR AuditEvents, or lines for a SIEM", bind_events, run_events);
}

}  // namespace concordat::console
