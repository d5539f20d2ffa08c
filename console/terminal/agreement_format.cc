#include <nlohmann/json.hpp>

#include "base/file.h"
#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "policy/format.h"
#include "policy/lexer.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct Format {
  std::vector<std::string> files;
  bool is_check = false;
  bool is_in_place = false;
};

void bind_format(CLI::App& leaf, Format& to) {
  leaf.add_option("FILE", to.files, "Agreements")->required();
  CLI::Option* check = leaf.add_flag("--check", to.is_check, "Change nothing: name the files that are not in the one layout");
  leaf.add_flag("--in-place", to.is_in_place, "Write each file anew instead of printing it")->excludes(check);
  leaf.footer("Words, their order and every comment stay; only the layout changes. But people sign a file's bytes: format before\n"
              "it is signed.\n"
              "Exit codes: 0 done; 2 with --check, a file is not in the layout; 3 a file cannot be parsed; 1 it could not be\n"
              "read or written.\n"
              "--json prints [{\"file\", \"formatted\", \"text\"}]; formatted says whether the file was in the layout already, text\n"
              "is there without --check and --in-place.\n\n"
              "Example:\n  concordat agreement format --check prevent.agreement mash.agreement");
}

Exit run_format(const Format& asked, Terminal& terminal) {
  bool are_formatted = true;
  ordered_json all = ordered_json::array();
  for (const std::string& file : asked.files) {
    const auto text = read_text(file, terminal);
    if (!text) return text.error();
    const auto formatted = policy::format(*text);
    if (!formatted) {
      for (const policy::Diagnostic& found : formatted.error()) terminal.talk(policy::render(file, *text, found));
      return terminal.invalid(file, "cannot be parsed, so it has no layout");
    }
    if (formatted->size() > policy::agreement_bytes_max)
      return terminal.invalid(file, "in the one layout it would be larger than the 1 MiB that an agreement may have: split it in two");
    const bool is_formatted = *formatted == *text;
    are_formatted = are_formatted && is_formatted;
    ordered_json row{{"file", file}, {"formatted", is_formatted}};
    if (asked.is_in_place && !is_formatted) {
      if (const auto written = write_file(file, as_bytes(*formatted), FileMode::shared); !written) return terminal.failed(written.error().what);
      terminal.talk(file + ": formatted");
    }
    const bool is_printed = !asked.is_check && !asked.is_in_place;
    if (is_printed) row["text"] = *formatted;
    if (terminal.is_json()) all.push_back(std::move(row));
    else if (is_printed) terminal.data(*formatted);
    else if (asked.is_check && !is_formatted) terminal.data(file + "\n");
  }
  if (terminal.is_json()) terminal.data(all.dump(2) + "\n");
  return asked.is_check && !are_formatted ? Exit::answered_no : Exit::done;
}

}  // namespace

void add_agreement_format(CLI::App& family, Tree& tree) {
  add_leaf<Format>(family, tree, "format", "Agreements in the one layout, every comment kept", bind_format, run_format);
}

}  // namespace concordat::console
