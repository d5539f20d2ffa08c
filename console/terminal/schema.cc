#include <nlohmann/json.hpp>

#include "console/terminal/command.h"
#include "policy/catalogue.h"
#include "schemas/codes.h"
#include "schemas/print_fields.h"

namespace concordat::console {
namespace {

struct Printed {
  bool is_markdown = false;
};

void bind_markdown(CLI::App& leaf, Printed& to) { leaf.add_flag("--markdown", to.is_markdown, "Print the page that docs/ holds"); }

Exit print_fields(const Printed& asked, Terminal& terminal) {
  terminal.data(asked.is_markdown ? schemas::fields_as_markdown() : terminal.is_json() ? schemas::fields_as_json_lines() : schemas::fields_as_text());
  return Exit::done;
}

Exit print_codes(const Printed& asked, Terminal& terminal) {
  if (asked.is_markdown) {
    terminal.data(schemas::codes_as_markdown());
    return Exit::done;
  }
  for (const schemas::CodeEntry& entry : schemas::codes()) {
    if (terminal.is_json()) {
      terminal.data(nlohmann::ordered_json{{"code", entry.code}, {"where", entry.where}, {"meaning", entry.meaning}, {"fix", entry.fix}}.dump() + "\n");
      continue;
    }
    terminal.data(std::string{entry.code} + "  (" + std::string{entry.where} + ")\n  " + std::string{entry.meaning} + "\n  " + std::string{entry.fix} + "\n");
  }
  return Exit::done;
}

Exit print_bases(const Printed& asked, Terminal& terminal) {
  if (asked.is_markdown) {
    terminal.data(policy::bases_as_markdown());
    return Exit::done;
  }
  const auto kinds_or_any = [](std::string_view kinds) { return std::string{kinds.empty() ? "any" : kinds}; };
  for (const policy::Basis& basis : policy::every_basis()) {
    if (terminal.is_json()) {
      terminal.data(nlohmann::ordered_json{{"id", basis.id}, {"section", basis.section}, {"title", basis.title}, {"role", policy::name_of(basis.role)},
                                           {"supports", basis.supports}, {"senders", kinds_or_any(basis.senders)}, {"towards", kinds_or_any(basis.towards)}}
                        .dump() + "\n");
      continue;
    }
    terminal.data(std::string{basis.id} + "  " + std::string{basis.section} + ": " + std::string{basis.title} + "  (" + std::string{policy::name_of(basis.role)} +
                  ")\n  " + std::string{basis.supports} + "\n  relied on by " + kinds_or_any(basis.senders) + "; towards " + kinds_or_any(basis.towards) + "\n");
  }
  return Exit::done;
}

}  // namespace

void add_schema(Tree& tree) {
  CLI::App& family = add_family(tree, "schema", "What a message and an agreement can say");
  add_leaf<Printed>(family, tree, "fields", "Every field: path, type, class, views, fact, key, companions, since, meaning (JSON: one object a line)",
                    bind_markdown, print_fields);
  add_leaf<Printed>(family, tree, "codes", "Every stable code: what it means and how to mend it (JSON: one object a line)", bind_markdown, print_codes);
  add_leaf<Printed>(family, tree, "bases", "Every legal basis that an agreement may cite: section, title, what it supports, who may rely on it (JSON: one object a line)",
                    bind_markdown, print_bases);
}

}  // namespace concordat::console
