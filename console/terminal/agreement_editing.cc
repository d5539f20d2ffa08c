#include <nlohmann/json.hpp>
#include <optional>

#include "console/terminal/agreement.h"
#include "console/terminal/reading.h"
#include "console/terminal/table.h"
#include "policy/editing.h"

namespace concordat::console {
namespace {

using nlohmann::ordered_json;

struct At {
  std::string file;
  std::string directory;
  policy::Cursor cursor;
};

void bind_at(CLI::App& leaf, At& to) {
  leaf.add_option("FILE", to.file, "The agreement")->required();
  leaf.add_option("--line", to.cursor.line, "The cursor's line, from 1")->required()->check(CLI::Range(1U, 1'000'000U));
  leaf.add_option("--column", to.cursor.column, "The column of the character that the cursor stands before, from 1")->required()->check(CLI::Range(1U, 1'000'000U));
  leaf.add_option("--directory", to.directory, "The organisations there are: a directory.json, or an area's folder")->type_name("PATH");
}
void bind_complete(CLI::App& leaf, At& to) {
  bind_at(leaf, to);
  leaf.footer("--json prints {\"replaces\": {\"line\", \"column\", \"length\"}, \"suggestions\": [{\"text\", \"detail\"}]}.\n"
              "Exit codes: 0 there are suggestions; 2 there are none; 1 the file could not be read.\n\n"
              "Example:\n  concordat agreement complete prevent.agreement --line 64 --column 10 --json");
}
void bind_hover(CLI::App& leaf, At& to) {
  bind_at(leaf, to);
  leaf.footer("--json prints {\"line\", \"column\", \"length\", \"title\", \"text\"}, or null.\n"
              "Exit codes: 0 there is something to say; 2 there is not; 1 the file could not be read.\n\n"
              "Example:\n  concordat agreement hover prevent.agreement --line 64 --column 12");
}

struct Read {
  std::string text;
  std::optional<policy::Parties> parties;
  const policy::Parties* directory() const { return parties ? &*parties : nullptr; }
};
Result<Read, Exit> read(const At& asked, const Terminal& terminal) {
  TRY(std::string text, read_text(asked.file, terminal));
  Read found{std::move(text), {}};
  if (!asked.directory.empty()) {
    TRY(const schemas::Directory directory, read_directory(asked.directory, terminal));
    found.parties = policy::parties_of(directory);
  }
  return found;
}

Exit run_complete(const At& asked, Terminal& terminal) {
  const auto given = read(asked, terminal);
  if (!given) return given.error();
  const policy::Completion found = policy::complete(given->text, asked.cursor, given->directory());
  if (terminal.is_json()) {
    ordered_json suggestions = ordered_json::array();
    for (const policy::Suggestion& one : found.suggestions) suggestions.push_back({{"text", one.text}, {"detail", one.detail}});
    const ordered_json replaces{{"line", found.replaces.line}, {"column", found.replaces.column}, {"length", found.replaces.length}};
    terminal.data(ordered_json{{"replaces", replaces}, {"suggestions", suggestions}}.dump(2) + "\n");
  } else if (!found.suggestions.empty()) {
    Table table{{"text", "what it is"}};
    for (const policy::Suggestion& one : found.suggestions) table.add({{one.text, {}}, {one.detail, Tint::quiet}});
    terminal.data(table.print(terminal));
  }
  return found.suggestions.empty() ? Exit::answered_no : Exit::done;
}

Exit run_hover(const At& asked, Terminal& terminal) {
  const auto given = read(asked, terminal);
  if (!given) return given.error();
  const auto found = policy::hover(given->text, asked.cursor, given->directory());
  if (terminal.is_json()) {
    ordered_json out = nullptr;
    if (found)
      out = {{"line", found->place.line}, {"column", found->place.column}, {"length", found->place.length}, {"title", found->title}, {"text", found->text}};
    terminal.data(out.dump(2) + "\n");
  } else if (found) {
    terminal.data(found->title + "\n" + found->text);
  }
  return found ? Exit::done : Exit::answered_no;
}

}  // namespace

void add_agreement_editing(CLI::App& family, Tree& tree) {
  add_leaf<At>(family, tree, "complete", "What may stand at a place of an agreement, for editors", bind_complete, run_complete);
  add_leaf<At>(family, tree, "hover", "What the word at a place of an agreement means, for editors", bind_hover, run_hover);
}

}  // namespace concordat::console
