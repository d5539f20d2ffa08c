#include "base/crypto.h"
#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "policy/check.h"
#include "policy/schedule.h"

#include <nlohmann/json.hpp>

namespace concordat::console {
namespace {

struct Render {
  std::string file;
  std::string to = "markdown";
};

void bind_render(CLI::App& leaf, Render& to) {
  leaf.add_option("FILE", to.file, "An agreement")->required();
  leaf.add_option("--to", to.to, "html or markdown: the schedule of data items; ropa: rows of a record of processing, as CSV")
      ->check(CLI::IsMember({"html", "markdown", "ropa"}))
      ->capture_default_str();
  leaf.footer("The page explains the text and does not replace it: people sign the text, whose SHA-256 the page gives.\n"
              "Exit codes: 0 done; 3 the agreement has errors; 1 a file could not be read. --json prints {\"form\", \"text\"}.\n\n"
              "Example:\n  concordat agreement render --to html prevent.agreement > prevent.html");
}

Exit run_render(const Render& asked, Terminal& terminal) {
  const auto text = read_text(asked.file, terminal);
  if (!text) return text.error();
  const policy::Parsed parsed = policy::read_agreement(*text, nullptr);
  if (policy::has_errors(parsed.diagnostics)) {
    for (const policy::Diagnostic& found : parsed.diagnostics) terminal.talk(policy::render(asked.file, *text, found));
    return Exit::invalid_input;
  }
  std::string out;
  if (asked.to == "ropa") {
    out = policy::record_of_processing(parsed.agreement);
  } else {
    const policy::Paper paper = policy::schedule_of(parsed.agreement, to_hex(sha256(as_bytes(*text)).bytes));
    out = asked.to == "html" ? policy::paper_as_html(paper) : policy::paper_as_markdown(paper);
  }
  terminal.data(terminal.is_json() ? nlohmann::ordered_json{{"form", asked.to}, {"text", out}}.dump(2) + "\n" : out);
  return Exit::done;
}

}  // namespace

void add_agreement_render(CLI::App& family, Tree& tree) {
  add_leaf<Render>(family, tree, "render", "An agreement as a schedule of data items, or as rows of a record of processing", bind_render, run_render);
}

}  // namespace concordat::console
