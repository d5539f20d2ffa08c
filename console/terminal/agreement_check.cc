#include "console/terminal/agreement.h"
#include "console/terminal/findings.h"
#include "console/terminal/reading.h"
#include "policy/check.h"
#include "policy/check_exactly.h"
#include "policy/parties.h"

namespace concordat::console {
namespace {

// Above that, whether a clause ever counts is asked of the solver only on demand: it takes half a second and more.
constexpr std::size_t clauses_asked_of_the_solver_max = 1000;

struct Check {
  std::vector<std::string> files;
  std::string directory;
  bool is_exact = false;
};

void bind_check(CLI::App& leaf, Check& to) {
  leaf.add_option("FILE", to.files, "Agreements")->required();
  leaf.add_option("--directory", to.directory, "The organisations there are: a directory.json, or an area's folder")->type_name("PATH");
  leaf.add_flag("--exact", to.is_exact, "Say of each clause whether it can ever count, changes nothing, or is capped everywhere, however many clauses there are");
  leaf.footer("What is found goes to stdout as FILE:LINE:COLUMN with the text underlined. Warnings alone are no \"no\".\n"
              "Exit codes: 0 no errors; 3 an agreement has errors; 1 a file could not be read.\n\n"
              "Example:\n  concordat agreement check prevent.agreement");
}

Exit run_check(const Check& asked, Terminal& terminal) {
  policy::Parties parties;
  if (!asked.directory.empty()) {
    const auto directory = read_directory(asked.directory, terminal);
    if (!directory) return directory.error();
    parties = policy::parties_of(*directory);
  }
  bool is_clean = true;
  std::vector<FileFindings> all;
  for (const std::string& file : asked.files) {
    const auto text = read_text(file, terminal);
    if (!text) return text.error();
    const policy::Parties* listed = asked.directory.empty() ? nullptr : &parties;
    policy::Parsed parsed = policy::read_agreement(*text, listed);
    if (asked.is_exact || parsed.agreement.clauses.size() <= clauses_asked_of_the_solver_max)
      policy::judge_exactly(parsed);
    else
      terminal.talk(file + ": " + std::to_string(parsed.agreement.clauses.size()) + " clauses; clauses that have no effect are looked for only with --exact");
    const bool has_errors = policy::has_errors(parsed.diagnostics);
    is_clean = is_clean && !has_errors;
    if (terminal.is_json()) {
      all.push_back({file, std::move(parsed.diagnostics)});
      continue;
    }
    for (const policy::Diagnostic& found : parsed.diagnostics) terminal.data(policy::render(file, *text, found));
    terminal.talk(file + (has_errors ? ": has errors" : ": is good"));
  }
  if (terminal.is_json()) terminal.data(findings_json(all, Lines::many));
  return is_clean ? Exit::done : Exit::invalid_input;
}

}  // namespace

void add_agreement_check(CLI::App& family, Tree& tree) {
  add_leaf<Check>(family, tree, "check", "What is wrong with agreements, each fault with its place, cause and fix", bind_check, run_check);
}

}  // namespace concordat::console
