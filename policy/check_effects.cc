#include <algorithm>

#include "base/text.h"
#include "policy/findings.h"

namespace concordat::policy {
namespace {

using schemas::FieldId;
using schemas::FieldTable;
using schemas::Level;

std::optional<Level> check_view(const Word& view, Findings& findings) {
  const auto level = schemas::level_named(view.text);
  if (level && *level >= Level::existence) return level;
  findings.report(
      Code::unknown_view, view.place, "there is no view " + view.text, "a view is how much of a field leaves",
      nearest(view.text, {"existence", "ageBand", "year", "month", "outwardCode", "initials", "full"}));
  return std::nullopt;
}

void check_declared(const std::vector<FieldId>& fields, Level level, const Word& view, Findings& findings) {
  const FieldTable& table = FieldTable::get();
  for (FieldId id : fields) {
    if (table[id].has_view(level)) continue;
    std::vector<std::string> declared;
    for (Level each : table[id].views) declared.emplace_back(schemas::name_of(each));
    findings.report(Code::view_not_declared, view.place, table[id].path + " has no view " + view.text,
                    "it has " + join(declared, ", ") + "; a view holds for every field of its line");
    return;
  }
}

void check_share(const Share& share, const Agreement& agreement, Findings& findings) {
  bool are_known = true;
  for (const Path& path : share.paths) are_known = check_path(path, findings) && are_known;
  for (const Path& path : share.except) are_known = check_path(path, findings) && are_known;
  const auto level = share.view ? check_view(*share.view, findings) : std::nullopt;
  if (!are_known) return;
  const FieldTable& table = FieldTable::get();
  for (const Path& path : share.paths)
    if (const auto* field = table.find(path.full()); field != nullptr && field->since > agreement.schema)
      findings.report(Code::unknown_field, path.place,
                      path.full() + " came with schema " + std::to_string(field->since),
                      "raise the schema header");
  if (level) check_declared(granted_fields(share, agreement.schema), *level, *share.view, findings);
}

void check_cap(const Cap& cap, Findings& findings) {
  for (const Target& target : cap.targets) {
    if (target.path) {
      check_path(*target.path, findings);
    } else if (target.field_class && !schemas::field_class_named(target.field_class->text)) {
      std::vector<std::string> classes;
      for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(schemas::FieldClass::monitoring); ++i)
        classes.emplace_back(schemas::name_of(static_cast<schemas::FieldClass>(i)));
      findings.report(Code::unknown_class, target.field_class->place,
                      "there is no class " + target.field_class->text, {},
                      nearest(target.field_class->text, classes));
    }
  }
  if (!cap.view) return;
  const auto level = check_view(*cap.view, findings);
  if (!level) return;
  for (const Target& target : cap.targets)
    if (target.path)
      check_declared(FieldTable::get().under(target.path->full()), *level, *cap.view, findings);
}

bool check_selector(const Path& path, const Selector& selector, schemas::ListId list, Findings& findings) {
  const FieldTable& table = FieldTable::get();
  const std::string key_path = path.before + "." + selector.key.text;
  const auto& keys = table[list].keys;
  const auto key = table.field(key_path);
  if (!key || std::find(keys.begin(), keys.end(), *key) == keys.end()) {
    std::vector<std::string> names;
    for (FieldId id : keys) names.push_back(table[id].path.substr(path.before.size() + 1));
    findings.report(Code::unknown_key, selector.key.place, path.before + " has no key " + selector.key.text,
                    names.empty() ? "it cannot be narrowed" : "it is narrowed by " + join(names, ", "),
                    nearest(selector.key.text, names));
    return false;
  }
  const auto& codes = table[*key].codes;
  if (std::find(codes.begin(), codes.end(), selector.value.text) != codes.end()) return true;
  findings.report(Code::unknown_value, selector.value.place, key_path + " is never " + selector.value.text,
                  "it is one of: " + join(codes, ", "), nearest(selector.value.text, codes));
  return false;
}

}  // namespace

bool check_path(const Path& path, Findings& findings) {
  if (findings.is_full()) return false;
  const FieldTable& table = FieldTable::get();
  const auto& known = table.paths();
  if (!std::binary_search(known.begin(), known.end(), path.full())) {
    findings.report(Code::unknown_field, path.place, "there is no field " + path.full(), {},
                    nearest(path.full(), known));
    return false;
  }
  if (path.selectors.empty()) return true;
  const auto list = table.list(path.before);
  if (!list) {
    findings.report(Code::unknown_key, path.place, path.before + " is not a list", "only a list is narrowed");
    return false;
  }
  bool is_known = true;
  std::vector<std::string> seen;
  for (const Selector& selector : path.selectors) {
    is_known = check_selector(path, selector, *list, findings) && is_known;
    if (std::find(seen.begin(), seen.end(), selector.key.text) != seen.end())
      findings.report(Code::repeated_key, selector.key.place,
                      "the key " + selector.key.text + " is given twice");
    seen.push_back(selector.key.text);
  }
  return is_known;
}

std::vector<FieldId> granted_fields(const Share& share, std::uint16_t schema) {
  std::vector<FieldId> fields;
  for (const Path& path : share.paths) {
    const auto covered = fields_granted(path, schema);
    fields.insert(fields.end(), covered.begin(), covered.end());
  }
  for (const Path& path : share.except) {
    if (!path.selectors.empty()) continue;
    const auto removed = FieldTable::get().under(path.full());
    std::erase_if(fields,
                  [&](FieldId id) { return std::find(removed.begin(), removed.end(), id) != removed.end(); });
  }
  return fields;
}

void check_effects(const Clause& clause, const Agreement& agreement, Findings& findings) {
  for (const Share& share : clause.shares) check_share(share, agreement, findings);
  for (const Cap& cap : clause.caps) check_cap(cap, findings);
  for (const PathLine& line : clause.requirements)
    for (const Path& path : line.paths) check_path(path, findings);
  for (const PathLine& line : clause.no_tells)
    for (const Path& path : line.paths) check_path(path, findings);
}

}  // namespace concordat::policy
