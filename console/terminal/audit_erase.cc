// Erasing, by the broker: what is due, named records, a case, a person or a day.
#include <nlohmann/json.hpp>

#include "audit/reports/area.h"
#include "console/terminal/admin.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/log_search.h"
#include "console/terminal/reading.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct Erase {
  SearchOptions person;
  bool is_due = false;
  std::vector<std::uint64_t> records;
  std::string case_id, day, ground;
  bool is_rehearsal = false;
};

void bind_erase(CLI::App& leaf, Erase& to) {
  bind(leaf, to.person.officer, Reason::needed);
  leaf.add_flag("--due", to.is_due, "What `audit retention` calls due");
  leaf.add_option("--records", to.records, "Entries by number, and what is about them")->type_name("N,N,…")->delimiter(',');
  leaf.add_option("--case", to.case_id, "All entries of a case")->type_name("UUID");
  leaf.add_option("--day", to.day, "All of that day, London time")->type_name("DATE");
  leaf.add_option("--id", to.person.ids, "A person, by identifier, SYSTEM:VALUE: everything about them, and what they are found by")->type_name("ID")->expected(1)->take_all();
  leaf.add_option("--name", to.person.names, "A person, by name, with --born; exactly as written")->type_name("NAME")->expected(1)->take_all();
  leaf.add_option("--born", to.person.born, "The birth date")->type_name("DATE");
  leaf.add_option("--no-tell", to.person.no_tell, "What to do about entries whose subject is not to be told of them")->check(CLI::IsMember({"include", "leave-out"}));
  leaf.add_option("--decision", to.person.decision, "Why, with --no-tell: it is recorded as your decision")->type_name("TEXT");
  leaf.add_option("--ground", to.ground, "On what ground; default retention with --due and --day, else request")->check(CLI::IsMember({"retention", "request", "order", "error"}));
  leaf.add_flag("--dry-run", to.is_rehearsal, "Say what would go; nothing goes");
  leaf.footer("The broker records who asks and why, then erases in one commit: the annexes named, what waits for delivery of those records, and the\n"
              "handles that find them. What else was sealed under the same day keys is sealed anew, and those keys are destroyed, so that copies and\n"
              "backups cannot be read either. Headers stay: every proof holds, and `audit verify` says how many annexes were erased.\n"
              "There is no way back. Take a new backup afterwards.\n"
              "Exit codes: 0 done, or nothing to do; 2 not permitted, or a decision about a person not to be told is needed; 3 the choice is\n"
              "invalid; 1 it could not be done.\n\n"
              "Examples:\n  concordat audit erase --area demo --reason \"quarterly review\" --due --dry-run\n"
              "  concordat audit erase --area demo --reason \"Article 17 request 8\" --id nhsNumber:9434765919");
}

Result<ordered_json, Exit> due(const Erase& asked, Terminal& terminal) {
  SearchOptions all;
  all.officer = asked.person.officer;
  std::vector<audit::LogRow> rows;
  const auto found = search_log(all, {.use = "retention", .kinds = {"disclosed", "accepted"}}, terminal, [&](const std::string&, const audit::LogRow& row) {
    rows.push_back(row);
    return true;
  });
  if (!found) return Fail{found.error()};
  return ordered_json(audit::due_records(rows, format_date(london_date(SystemClock{}.now()))));
}

Result<ordered_json, Exit> question(const Erase& asked, Terminal& terminal) {
  const bool is_person = !asked.person.ids.empty() || !asked.person.names.empty();
  const int choices = static_cast<int>(asked.is_due) + static_cast<int>(!asked.records.empty()) + static_cast<int>(!asked.case_id.empty()) + static_cast<int>(!asked.day.empty()) + static_cast<int>(is_person);
  if (choices != 1) return Fail{terminal.invalid("what to erase", "choose one: --due, --records, --case, --day, or a person with --id or --name and --born")};
  const bool is_retention = asked.is_due || !asked.day.empty();
  ordered_json out{{"ground", !asked.ground.empty() ? asked.ground : is_retention ? "retention" : "request"}, {"dryRun", asked.is_rehearsal}};
  for (const auto& [key, value] : {std::pair{"case", &asked.case_id}, std::pair{"noTell", &asked.person.no_tell}, std::pair{"decision", &asked.person.decision}})
    if (!value->empty()) out[key] = *value;
  if (!asked.records.empty()) out["records"] = asked.records;
  if (is_person) {
    TRY(const std::string subject, subject_text(asked.person, terminal));
    out["subject"] = ordered_json::parse(subject);
  }
  if (!asked.day.empty()) {
    const auto day = parse_date(asked.day);
    if (!day) return Fail{terminal.invalid("--day", "must be a date, YYYY-MM-DD")};
    TRY(const Instant since, read_instant(asked.day, "--day", terminal));
    TRY(const Instant until, read_instant(format_date(Date{std::chrono::sys_days{*day} + std::chrono::days{1}}), "--day", terminal));
    out["since"] = format_instant(since);
    out["until"] = format_instant(until);
  }
  if (asked.is_due) {
    TRY(ordered_json records, due(asked, terminal));
    out["records"] = std::move(records);
  }
  return out;
}

Exit said_no(const schemas::Answer& answer, const Terminal& terminal) {
  if (answer.code == "needs-decision") return terminal.no("nothing is erased until you decide: --no-tell include or leave-out, and --decision TEXT why [needs-decision]");
  if (answer.code == "not-permitted") return terminal.no("this officer's role does not include erasing [not-permitted]");
  if (answer.code != "invalid-question") return terminal.failed("nothing was erased [" + answer.code + "]");
  const auto why = ordered_json::parse(answer.json, nullptr, false);
  return terminal.invalid("the question", "its criterion '" + (why.is_object() ? why.value("wrong", std::string{}) : std::string{}) + "' is none [invalid-question]");
}

std::string line_of(const ordered_json& told) {
  const std::string verb = told.value("dryRun", false) ? "would go" : "erased";
  std::string line = std::to_string(told.value("annexes", std::uint64_t{0})) + " annexes " + verb + ", " + std::to_string(told.value("handles", std::uint64_t{0})) +
                     " handles, " + std::to_string(told.value("parcels", std::uint64_t{0})) + " undelivered parcels";
  if (told.contains("days") && !told["days"].empty()) line += "; of " + told["days"].front().get<std::string>() + " to " + told["days"].back().get<std::string>();
  if (const auto unsure = told.value("unsure", std::uint64_t{0}); unsure > 0)
    line += "\n" + std::to_string(unsure) + " more entries may be about that person, by another spelling: look with `audit search`, and name those that are with --records";
  return line + "\n";
}

Exit run_erase(const Erase& asked, Terminal& terminal) {
  const auto text = question(asked, terminal);
  if (!text) return text.error();
  if (asked.is_due && (*text)["records"].empty()) {
    terminal.data(terminal.is_json() ? "{\"annexes\":0}\n" : "nothing is due\n");
    return Exit::done;
  }
  const auto officer = read_officer(asked.person.officer, terminal);
  if (!officer) return officer.error();
  const auto answer = ask_broker(*officer, {.question = "erase", .reason = asked.person.officer.reason, .text = text->dump()}, terminal);
  if (!answer) return answer.error();
  if (!answer->code.empty()) return said_no(*answer, terminal);
  const auto told = ordered_json::parse(answer->json, nullptr, false);
  if (!told.is_object()) return terminal.failed("what the broker said cannot be read");
  terminal.data(terminal.is_json() ? answer->json + "\n" : line_of(told));
  return Exit::done;
}

}  // namespace

void add_audit_erase(CLI::App& family, Tree& tree) {
  add_leaf<Erase>(family, tree, "erase", "Erase what is due, named records, a case, a day, or a person", bind_erase, run_erase);
}

}  // namespace concordat::console
