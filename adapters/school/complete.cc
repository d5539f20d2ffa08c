#include <algorithm>
#include <array>

#include "adapters/school/roll.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::school {
namespace {

std::string name_and_birth(const Entries& entries) {
  const std::string birth = iso_date(value_at_path(entries, "pupil.dateOfBirth"));
  for (const Entry& entry : entries) {
    if (!entry.path.starts_with("pupil.names[") || !entry.path.ends_with(".family")) continue;
    const std::string element = entry.path.substr(0, entry.path.size() - std::string_view{".family"}.size());
    const std::string_view given = value_at_path(entries, element + ".given");
    if (given.empty() || birth.empty()) return {};
    return to_lower(trim(entry.value)) + "|" + to_lower(given) + "|" + birth;
  }
  return {};
}

using Key = std::string (*)(const Entries&);
constexpr std::array<Key, 3> keys{
    [](const Entries& entries) { return to_upper(pupil_identifier(entries, "upn")); },
    [](const Entries& entries) {
      return schemas::canonical_nhs_number(pupil_identifier(entries, "nhsNumber")).value_or("");
    },
    name_and_birth,
};

// "pupil.names[legal].given" -> "pupil.names[legal]" and "pupil.names["; both empty outside a list.
std::pair<std::string, std::string> element_and_list(const std::string& path) {
  const std::size_t open = path.find('[');
  if (open == std::string::npos) return {};
  return {path.substr(0, path.find(']', open) + 1), path.substr(0, open + 1)};
}

bool form_leaves_out(const Entries& form, const Entry& entry) {
  if (!value_at_path(form, entry.path).empty()) return false;
  const auto [element, list] = element_and_list(entry.path);
  if (element.empty() || list == "restrictions[") return true;  // what either restricts is restricted
  if (list == "pupil.identifiers[") {
    const std::string system = element.substr(list.size(), element.size() - list.size() - 1);
    return has_under(form, element) || pupil_identifier(form, system).empty();
  }
  return !has_under(form, list) || has_under(form, element);
}

}  // namespace

RollBook::RollBook(std::vector<Roll> rolls) : rolls_(std::move(rolls)) {
  for (const Roll& roll : rolls_)
    for (const RollPupil& pupil : roll.pupils)
      for (std::size_t i = 0; i < keys.size(); ++i) {
        std::string key = keys[i](pupil.entries);
        if (key.empty()) continue;
        const auto [first, is_new] = by_key_[i].emplace(std::move(key), &pupil);
        if (!is_new) first->second = nullptr;
      }
}

Outcome<Entries> RollBook::complete(Entries form) const {
  for (std::size_t i = 0; i < keys.size(); ++i) {
    const auto found = by_key_[i].find(keys[i](form));
    const RollPupil* const pupil = found == by_key_[i].end() ? nullptr : found->second;
    if (pupil == nullptr) continue;
    const std::string told = iso_date(value_at_path(form, "pupil.dateOfBirth"));
    const std::string known = iso_date(value_at_path(pupil->entries, "pupil.dateOfBirth"));
    if (!told.empty() && !known.empty() && told != known)
      return refuse("invalid-value", "pupil.dateOfBirth",
                    "differs from that of the pupil with the same number on the roll beside the form (" +
                        pupil->place + "): correct one of the two");
    Entries more;
    for (const Entry& entry : pupil->entries)
      if (form_leaves_out(form, entry)) more.push_back(entry);
    form.insert(form.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
    return form;
  }
  return form;
}

}  // namespace concordat::adapters::school
