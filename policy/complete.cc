#include <algorithm>
#include <set>

#include "base/text.h"
#include "policy/check.h"
#include "policy/editing.h"
#include "policy/expectation.h"
#include "policy/findings.h"
#include "policy/language_words.h"
#include "policy/typed.h"

namespace concordat::policy {
namespace {

using schemas::FieldEntry;
using schemas::FieldTable;
using schemas::Level;

// Whether a name, or one of its parts, begins with what was typed.
bool suits(std::string_view name, std::string_view typed) {
  if (typed.empty()) return true;
  const std::string whole = to_lower(name);
  const std::string start = to_lower(typed);
  if (whole.starts_with(start)) return true;
  for (std::size_t at = 0; at + 1 < whole.size(); ++at) {
    const bool is_joint = whole[at] == '.' || whole[at] == '/' || whole[at] == '-';
    if (is_joint && std::string_view{whole}.substr(at + 1).starts_with(start)) return true;
  }
  return false;
}

class Suggesting {
public:
  Suggesting(const Agreement& agreement, const Parties* directory, const Typed& typed, const Expectation& expectation)
      : agreement_(agreement), directory_(directory), typed_(typed), expectation_(expectation) {}

  std::vector<Suggestion> run() {
    for (const Slot slot : expectation_.slots) names(slot);
    for (const std::string_view word : expectation_.words) offer(std::string{word}, std::string{meaning_of_word(word)});
    return std::move(found_);
  }

private:
  void offer(std::string text, std::string detail) {
    if (suits(text, typed_.name) && seen_.insert(text).second) found_.push_back({std::move(text), std::move(detail)});
  }

  void names(Slot slot) {
    switch (slot) {
      case Slot::agency: return agencies();
      case Slot::party: return parties();
      case Slot::purpose:
        for (const Purpose& purpose : agreement_.purposes) offer(purpose.id.text, purpose.means);
        return;
      case Slot::type:
        for (std::uint8_t i = 0; i < static_cast<std::uint8_t>(schemas::BodyType::recall); ++i)
          offer(std::string{schemas::name_of(static_cast<schemas::BodyType>(i))}, "Type of message");
        return;
      case Slot::basis:
        for (const Basis& basis : every_basis())
          offer(std::string{basis.id}, std::string{basis.section} + ": " + std::string{basis.title});
        return;
      case Slot::field: return fields();
      case Slot::fact:
      case Slot::listed_fact: return facts(slot == Slot::listed_fact ? Among::lists : Among::all);
      case Slot::field_class: return classes();
      case Slot::view: return views();
      case Slot::key: return keys();
      case Slot::key_value:
      case Slot::value: return values();
      case Slot::label:
        for (const Clause& clause : agreement_.clauses)
          if (!clause.caps.empty()) offer(clause.label.text, clause.title);
        return;
      case Slot::stage:
        if (!agreement_.stages) return;
        for (const Word& stage : agreement_.stages->names) offer(stage.text, "Stage of a case");
        return;
      case Slot::area: return areas();
    }
  }

  void agencies() {
    for (const std::string_view kind : agency_kinds) offer(std::string{kind}, "Every agency of this kind that accedes");
    if (directory_ == nullptr) return;
    for (const Agency& agency : directory_->agencies) offer(agency.id.value(), "Serves " + join(agency.areas, ", "));
  }
  void parties() {
    for (const Party& party : agreement_.parties) offer(std::string{kind_of(party)}, "Those of this kind among the parties");
    for (const Party& party : agreement_.parties) offer(party.text, "Party");
  }
  void areas() {
    if (directory_ == nullptr) return;
    for (const Agency& agency : directory_->agencies)
      for (const std::string& area : agency.areas) offer(area, "Served by " + agency.id.value());
  }

  // What was typed of a path up to its last bracket stands as it is: relatedPersons[role child].na goes on
  // among the paths of relatedPersons.
  void offer_paths(const std::vector<std::string>& paths) {
    const std::size_t bracket = typed_.name.rfind(']');
    if (bracket == std::string::npos) {
      for (const std::string& path : paths) offer(path, detail_of(path));
      return;
    }
    const std::string kept = typed_.name.substr(0, bracket + 1);
    const std::string list = kept.substr(0, kept.find('['));
    for (const std::string& path : paths)
      if (path.starts_with(list + ".")) offer(kept + path.substr(list.size()), detail_of(path));
  }
  static std::string detail_of(const std::string& path) {
    const FieldEntry* field = FieldTable::get().find(path);
    return field == nullptr ? struct_in_brief(path) : field_in_brief(*field);
  }
  void fields() {
    std::vector<std::string> paths = FieldTable::get().paths();
    std::erase_if(paths, [](const std::string& path) { return path.starts_with("monitoring") || path.starts_with("recall"); });
    // The whole before its parts.
    std::stable_sort(paths.begin(), paths.end(), [](const std::string& a, const std::string& b) {
      return std::count(a.begin(), a.end(), '.') < std::count(b.begin(), b.end(), '.');
    });
    offer_paths(paths);
  }
  enum class Among { all, lists };
  void facts(Among among) {
    std::vector<std::string> paths;
    for (const FieldEntry& field : FieldTable::get().fields())
      if (field.is_fact && (among == Among::all || field.list)) paths.push_back(field.path);
    offer_paths(paths);
  }
  void classes() {
    for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(schemas::FieldClass::monitoring); ++i) {
      const auto each = static_cast<schemas::FieldClass>(i);
      offer(std::string{schemas::name_of(each)}, std::string{meaning_of_class(each)});
    }
  }
  // A view holds for every field of its line.
  void views() {
    const FieldTable& table = FieldTable::get();
    std::vector<schemas::FieldId> covered;
    const bool is_limit = expectation_.words.empty() && expectation_.line.except.empty();
    covered = granted_fields(expectation_.line, agreement_.schema);
    if (covered.empty() && is_limit)
      for (const Path& path : expectation_.line.paths)
        for (const schemas::FieldId id : table.under(path.full())) covered.push_back(id);
    if (covered.empty()) return;
    for (auto level = static_cast<std::uint8_t>(Level::initials); level >= static_cast<std::uint8_t>(Level::existence); --level) {
      const auto each = static_cast<Level>(level);
      const bool is_declared = std::all_of(covered.begin(), covered.end(), [&](schemas::FieldId id) { return table[id].has_view(each); });
      if (is_declared) offer(std::string{schemas::name_of(each)}, std::string{meaning_of_view(each)});
    }
  }
  void keys() {
    const FieldTable& table = FieldTable::get();
    const auto list = table.list(expectation_.of);
    if (!list) return;
    for (const schemas::FieldId id : table[*list].keys)
      offer(table[id].path.substr(expectation_.of.size() + 1), table[id].meaning);
  }
  void values() {
    const FieldEntry* field = FieldTable::get().find(expectation_.of);
    if (field == nullptr) return;
    for (const std::string& code : field->codes) offer(code, field->meaning);
  }

  const Agreement& agreement_;
  const Parties* directory_;
  const Typed& typed_;
  const Expectation& expectation_;
  std::vector<Suggestion> found_;
  std::set<std::string> seen_;
};

}  // namespace

std::vector<Diagnostic> diagnose(std::string_view text, const Parties* directory) {
  return read_agreement(text, directory).diagnostics;
}

Completion complete(std::string_view text, const Cursor& cursor, const Parties* directory) {
  const auto typed = typed_at(text, cursor);
  if (!typed) return {{cursor.line, cursor.column, 0}, {}};
  const Agreement declared = parse(text).agreement;
  const Expectation expectation = expectation_after(typed->before, declared);
  return {typed->place, Suggesting{declared, directory, *typed, expectation}.run()};
}

}  // namespace concordat::policy
