// What an officer hands over, one command for each paper: the rows are the broker's, the paper is a pure function of them.
#include "base/file.h"
#include "console/papers/paper_kinds.h"
#include "console/terminal/audit_commands.h"
#include "console/terminal/log_search.h"
#include "console/terminal/pdf.h"
#include "console/terminal/reading.h"

namespace concordat::console {
namespace {

using Rows = std::vector<audit::LogRow>;

struct Asked {
  SearchOptions search;
  std::string format = "text";
  std::string out;
  std::string agreements;
};

// How each is asked for, once.
std::string example_of(const PaperKind& kind) {
  static const std::map<std::string_view, std::string_view> rest{
      {"account", "--reason \"request 2026-17\" --id nhsNumber:9434765919 --format pdf --out account.pdf"},
      {"sar", "--reason \"SAR 2026-17\" --name \"Mohammed Ali\" --born 2009-03-02 --format html --out pack.html"},
      {"breach", "--reason \"incident 9\" --since 2026-05-01 --until 2026-05-03 --agency police/met"},
      {"ropa", "--reason \"yearly record\" --since 2026-01-01 --format csv --out ropa.csv"},
      {"dpia", "--reason \"DPIA review\" --since 2026-01-01"},
      {"register", "--reason \"board, May\" --since 2026-05-01"},
      {"retention", "--reason \"quarterly review\""},
  };
  const auto at = rest.find(kind.name);
  return "concordat audit " + std::string{kind.name} + " --area demo " + std::string{at == rest.end() ? "--reason TEXT" : at->second};
}

void bind_paper(CLI::App& leaf, Asked& to, const PaperKind& paper) {
  bind(leaf, to.search.officer, Reason::needed);
  if (paper.about == About::person) bind_person(leaf, to.search);
  bind_window(leaf, to.search);
  if (paper.name == "breach") leaf.add_option("--message", to.search.message, "Of one message alone, as the review that found a breach names it")->type_name("UUID");
  leaf.add_option("--format", to.format, "The paper's form; pdf needs --out, and weasyprint")->check(CLI::IsMember({"text", "html", "csv", "json", "pdf"}))->capture_default_str();
  leaf.add_option("--out", to.out, "Write it there, for its owner alone, instead of to stdout")->type_name("FILE");
  if (paper.name == "ropa") leaf.add_option("--agreements", to.agreements, "The agreements, for their legal bases; default the area's own")->type_name("DIR");
  leaf.footer("The broker records that it was asked for, by whom and why, before it gives a row. The paper names fields, clauses and outcomes,\n"
              "never values, and carries the log's signed checkpoint and how to check it. --json is --format json.\n"
              "Exit codes: 0 done; 2 nothing is given (not permitted, or a decision about a person not to be told is needed); 3 a criterion is\n"
              "invalid; 1 it could not be made.\n\nExample:\n  " + example_of(paper));
}

Exit run_paper(const Asked& asked, const PaperKind& paper, Terminal& terminal) {
  const std::string format = terminal.is_json() ? "json" : asked.format;
  if (paper.about == About::person && asked.search.ids.empty() && asked.search.names.empty()) return terminal.invalid("--id", "say about whom: --id SYSTEM:VALUE, or --name and --born");
  if (format == "pdf" && asked.out.empty()) return terminal.invalid("--out", "a PDF is written to a file");
  Rows rows;
  auto from = search_log(asked.search, {.use = std::string{paper.name}, .kinds = paper.kinds}, terminal, [&](const std::string&, const audit::LogRow& row) {
    rows.push_back(row);
    return true;
  });
  if (!from) return from.error();
  const std::string agreements = asked.agreements.empty() ? asked.search.officer.area + "/agreements" : asked.agreements;
  audit::Paper made = paper.make(rows, {paper.name == "ropa" ? bases_in(agreements) : Bases{}, format_date(london_date(SystemClock{}.now()))});
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
  for (const PaperKind& paper : paper_kinds())
    add_leaf<Asked>(family, tree, std::string{paper.name}, std::string{paper.title} + ": " + std::string{paper.what}, [&paper](CLI::App& leaf, Asked& to) { bind_paper(leaf, to, paper); },
                    [&paper](const Asked& asked, Terminal& terminal) { return run_paper(asked, paper, terminal); });
}

}  // namespace concordat::console
