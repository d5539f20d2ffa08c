// What an officer hands over, one command for each paper: the rows are the broker's, the paper is a pure function of them.
#include "audit/reports/area.h"
#include "audit/reports/person.h"
#include "base/file.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/log_search.h"
#include "console/terminal/pdf.h"
#include "console/terminal/reading.h"
#include "policy/check.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;
using Rows = std::vector<audit::LogRow>;

struct Asked {
  SearchOptions search;
  std::string format = "text";
  std::string out;
  std::string agreements;
};

enum class About : std::uint8_t { person, window };

struct PaperCommand {
  const char* name;
  const char* what;
  About about;
  std::set<std::string> kinds;
  audit::Paper (*make)(const Rows& rows, const Asked& asked);
  const char* example;
};

// What agreements say of their legal bases, by NAME/VERSION. A file that cannot be read says nothing.
std::map<std::string, std::string> bases_in(const std::string& folder) {
  std::map<std::string, std::string> found;
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    const auto bytes = at->path().extension() == ".agreement" ? read_file(at->path(), input_bytes_max) : Result<Bytes, FileError>{Bytes{}};
    if (!bytes || bytes->empty()) continue;
    const policy::Agreement agreement = policy::read_agreement(as_text(*bytes), nullptr).agreement;
    std::set<std::string> bases;
    const auto add = [&](const std::vector<policy::BasisLine>& lines) {
      for (const policy::BasisLine& line : lines)
        for (const policy::Word& basis : line.bases) bases.insert(basis.text);
    };
    for (const policy::Purpose& purpose : agreement.purposes) add(purpose.bases);
    for (const policy::Clause& clause : agreement.clauses) add(clause.bases);
    std::string& words = found[agreement.name + "/" + std::to_string(agreement.version)];
    for (const std::string& basis : bases) words += (words.empty() ? "" : ", ") + basis;
  }
  return found;
}

const std::vector<PaperCommand>& papers() {
  static const std::vector<PaperCommand> all{
      {"account", "Accounting of disclosures: what was disclosed about a person, to whom, when, under what", About::person, {},
       [](const Rows& rows, const Asked&) { return audit::accounting(rows); },
       "concordat audit account --area demo --reason \"request 2026-17\" --id nhsNumber:9434765919 --format pdf --out account.pdf"},
      {"sar", "Subject access pack: what there is about a person, with the exemptions to consider", About::person, {},
       [](const Rows& rows, const Asked&) { return audit::subject_access(rows); },
       "concordat audit sar --area demo --reason \"SAR 2026-17\" --name \"Mohammed Ali\" --born 2009-03-02 --format html --out pack.html"},
      {"breach", "Breach report: who received what under which clause, in a window", About::window, {"disclosed", "delivered", "acknowledged", "returned"},
       [](const Rows& rows, const Asked&) { return audit::breach(rows); },
       "concordat audit breach --area demo --reason \"incident 9\" --since 2026-05-01 --until 2026-05-03 --agency police/met"},
      {"ropa", "Record of processing: what is shared for what purpose, with counts", About::window, {"disclosed", "refused", "waiting"},
       [](const Rows& rows, const Asked& asked) { return audit::processing_record(rows, bases_in(asked.agreements.empty() ? asked.search.officer.area + "/agreements" : asked.agreements)); },
       "concordat audit ropa --area demo --reason \"yearly record\" --since 2026-01-01 --format csv --out ropa.csv"},
      {"dpia", "Evidence for an impact assessment: how much less was shared than was sent", About::window, {"disclosed", "refused", "waiting", "emergency"},
       [](const Rows& rows, const Asked&) { return audit::dpia_evidence(rows); },
       "concordat audit dpia --area demo --reason \"DPIA review\" --since 2026-01-01"},
      {"register", "Register of emergencies and of refusals", About::window, {"emergency", "emergency-reviewed", "refused", "waiting", "released"},
       [](const Rows& rows, const Asked&) { return audit::registers(rows); },
       "concordat audit register --area demo --reason \"board, May\" --since 2026-05-01"},
      {"retention", "Retention review: for how long each recipient may keep what it got", About::window, {"disclosed", "accepted"},
       [](const Rows& rows, const Asked&) { return audit::retention_review(rows, format_date(london_date(SystemClock{}.now()))); },
       "concordat audit retention --area demo --reason \"quarterly review\""},
  };
  return all;
}

void bind_paper(CLI::App& leaf, Asked& to, const PaperCommand& paper) {
  bind(leaf, to.search.officer, Reason::needed);
  if (paper.about == About::person) bind_person(leaf, to.search);
  bind_window(leaf, to.search);
  leaf.add_option("--format", to.format, "The paper's form; pdf needs --out, and weasyprint")->check(CLI::IsMember({"text", "html", "csv", "json", "pdf"}))->capture_default_str();
  leaf.add_option("--out", to.out, "Write it there, for its owner alone, instead of to stdout")->type_name("FILE");
  if (std::string_view{paper.name} == "ropa") leaf.add_option("--agreements", to.agreements, "The agreements, for their legal bases; default the area's own")->type_name("DIR");
  leaf.footer("The broker records that it was asked for, by whom and why, before it gives a row. The paper names fields, clauses and outcomes,\n"
              "never values, and carries the log's signed checkpoint and how to check it. --json is --format json.\n"
              "Exit codes: 0 done; 2 nothing is given (not permitted, or a decision about a person not to be told is needed); 3 a criterion is\n"
              "invalid; 1 it could not be made.\n\nExample:\n  " + std::string{paper.example});
}

Exit run_paper(const Asked& asked, const PaperCommand& paper, Terminal& terminal) {
  const std::string format = terminal.is_json() ? "json" : asked.format;
  if (paper.about == About::person && asked.search.ids.empty() && asked.search.names.empty()) return terminal.invalid("--id", "say about whom: --id SYSTEM:VALUE, or --name and --born");
  if (format == "pdf" && asked.out.empty()) return terminal.invalid("--out", "a PDF is written to a file");
  Rows rows;
  auto from = search_log(asked.search, {.use = paper.name, .kinds = paper.kinds}, terminal, [&](const std::string&, const audit::LogRow& row) {
    rows.push_back(row);
    return true;
  });
  if (!from) return from.error();
  audit::Paper made = paper.make(rows, asked);
  made.from = std::move(*from);
  const auto spell = [&] {
    if (format == "json") return audit::paper_as_json(made);
    if (format == "csv") return audit::paper_as_csv(made);
    return format == "text" ? audit::paper_as_text(made) : audit::paper_as_html(made);
  };
  const std::string text = spell();
  if (format == "pdf") {
    if (const Exit printed = write_pdf(text, asked.out, terminal); printed != Exit::done) return printed;
  } else if (asked.out.empty()) {
    terminal.data(text);
  } else if (const auto written = write_file(asked.out, as_bytes(text), FileMode::owner_only); !written) {
    return terminal.failed(written.error().what);
  }
  terminal.talk("concordat: " + made.title + (asked.out.empty() ? "" : ": " + asked.out) + "; recorded as entry " + std::to_string(made.from.search));
  return Exit::done;
}

}  // namespace

void add_audit_papers(CLI::App& family, Tree& tree) {
  for (const PaperCommand& paper : papers())
    add_leaf<Asked>(family, tree, paper.name, paper.what, [&paper](CLI::App& leaf, Asked& to) { bind_paper(leaf, to, paper); },
                    [&paper](const Asked& asked, Terminal& terminal) { return run_paper(asked, paper, terminal); });
}

}  // namespace concordat::console
