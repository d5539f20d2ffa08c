#include "adapters/school/form.h"

#include <algorithm>
#include <array>
#include <map>
#include <unordered_map>

#include "adapters/dates.h"
#include "base/check.h"
#include "base/text.h"

namespace concordat::adapters::school {
namespace {

using schemas::FieldId;
using schemas::FieldTable;

struct Word {
  std::string_view path;  // in the model
  std::string_view key;   // what the form calls its last part
};
constexpr std::array form_words{
    Word{"subject", "pupil"},
    Word{"subject.birthDate", "dateOfBirth"},
    Word{"subject.address", "addresses"},
    Word{"subject.contact", "contacts"},
    Word{"subject.language", "firstLanguage"},
    Word{"subject.interpreter", "interpreterNeeded"},
    Word{"subject.guardians.contact", "contacts"},
    Word{"concern", "concerns"},
    Word{"concern.narrative", "passages"},
    Word{"concern.narrative.class", "about"},
    Word{"concern.dateCameToLight", "cameToLight"},
    Word{"consent", "consents"},
    Word{"consent.subjectTold", "told"},
    Word{"relatedPersons", "related"},
    Word{"relatedPersons.birthDate", "dateOfBirth"},
    Word{"relatedPersons.address", "addresses"},
    Word{"relatedPersons.contact", "contacts"},
    Word{"services.contact", "contacts"},
    Word{"education", "schooling"},
    Word{"education.establishment", "school"},
    Word{"sourceRestrictions", "restrictions"},
};

struct ShortName {
  std::string_view path;
  std::string_view element;  // where the value goes
  std::string_view field;
  std::string_view discriminator;  // a sibling that says which element this is
  std::string_view code;
};
constexpr std::array short_names{
    ShortName{"pupil.upn", "pupil.identifiers[upn]", "value", "system", "upn"},
    ShortName{"pupil.formerUpn", "pupil.identifiers[formerUpn]", "value", "system", "formerUpn"},
    ShortName{"pupil.uln", "pupil.identifiers[uln]", "value", "system", "uln"},
    ShortName{"pupil.nhsNumber", "pupil.identifiers[nhsNumber]", "value", "system", "nhsNumber"},
    ShortName{"pupil.localId", "pupil.identifiers[localId]", "value", "system", "localId"},
    ShortName{"pupil.givenNames", "pupil.names[legal]", "given", "kind", "legal"},
    ShortName{"pupil.familyName", "pupil.names[legal]", "family", "kind", "legal"},
    ShortName{"pupil.preferredGivenName", "pupil.names[preferred]", "given", "kind", "preferred"},
    ShortName{"pupil.preferredFamilyName", "pupil.names[preferred]", "family", "kind", "preferred"},
    ShortName{"pupil.addressLines", "pupil.addresses[home]", "lines", "kind", "home"},
    ShortName{"pupil.postcode", "pupil.addresses[home]", "postcode", "kind", "home"},
    ShortName{"pupil.addressConfidential", "pupil.addresses[home]", "confidential", "kind", "home"},
};

// "concerns[0].passages[1].text" -> "concerns.passages.text"
std::string without_brackets(std::string_view path) {
  std::string out;
  bool inside = false;
  for (char c : path) {
    if (c == '[') inside = true;
    if (!inside) out += c;
    if (c == ']') inside = false;
  }
  return out;
}

struct FormField {
  FieldId id;
  std::vector<std::string> lists;  // that it lies in, outermost first, in the form's words
};

const std::unordered_map<std::string, FormField>& fields_by_form_path() {
  static const auto by_path = [] {
    const FieldTable& table = FieldTable::get();
    std::unordered_map<std::string, FormField> built;
    for (const auto& field : table.fields()) {
      FormField of{*table.field(field.path), {}};
      for (auto list = field.list; list; list = table[*list].parent) of.lists.insert(of.lists.begin(), form_path(table[*list].path));
      built.emplace(form_path(field.path), std::move(of));
    }
    return built;
  }();
  return by_path;
}

// The element an entry lies in, made with its parents where it is new. `made` knows them by their
// bracketed paths.
schemas::ElementIndex element_for(std::string_view path, FieldId field, schemas::Draft& draft,
                                  std::map<std::string, schemas::ElementIndex, std::less<>>& made) {
  const FieldTable& table = FieldTable::get();
  std::vector<schemas::ListId> lists;  // innermost first
  for (auto list = table[field].list; list; list = table[*list].parent) lists.push_back(*list);
  schemas::ElementIndex element = schemas::no_element;
  std::size_t end = 0;
  while (!lists.empty()) {
    end = path.find(']', end) + 1;
    const std::string_view bracketed = path.substr(0, end);
    auto found = made.find(bracketed);
    if (found == made.end())
      found = made.emplace(bracketed, draft.add(table[lists.back()].path, element)).first;
    element = found->second;
    lists.pop_back();
  }
  return element;
}

// Every list on the way must be bracketed, and nothing else: "pupil[0]" and "concerns.place" are not of the
// form.
bool brackets_fit(std::string_view path, std::string_view plain, const std::vector<std::string>& lists) {
  std::size_t said = 0;  // of `plain`
  std::size_t bracketed = 0;
  bool is_inside = false;
  for (const char c : path) {
    if (c == '[') {
      if (bracketed == lists.size() || plain.substr(0, said) != lists[bracketed]) return false;
      ++bracketed;
      is_inside = true;
    } else if (c == ']') {
      is_inside = false;
    } else if (!is_inside) {
      ++said;
    }
  }
  return bracketed == lists.size();
}

std::string form_value(const schemas::FieldEntry& field, std::string_view value) {
  if (field.type == schemas::ValueType::date) return iso_date(value);
  if (field.type == schemas::ValueType::yes_no) {
    const std::string lowered = to_lower(value);
    if (lowered == "y" || lowered == "true") return "yes";
    if (lowered == "n" || lowered == "false") return "no";
    return lowered;
  }
  if (field.type == schemas::ValueType::code)
    for (const std::string& code : field.codes)
      if (iequals(code, value)) return code;
  return std::string{value};
}

}  // namespace

std::string form_path(std::string_view model_path) {
  std::string out;
  for (std::size_t from = 0; from < model_path.size();) {
    const std::size_t dot = std::min(model_path.find('.', from), model_path.size());
    const std::string_view so_far = model_path.substr(0, dot);
    const auto word =
        std::find_if(form_words.begin(), form_words.end(), [&](const Word& w) { return w.path == so_far; });
    if (!out.empty()) out += '.';
    out += word == form_words.end() ? model_path.substr(from, dot - from) : word->key;
    from = dot + 1;
  }
  return out;
}

std::vector<FormStep> form_steps(std::string_view positional) {
  std::string model;
  std::vector<FormStep> out;
  for (const std::string& part : split(positional, '.')) {
    const std::size_t bracket = part.find('[');
    model += (model.empty() ? "" : ".") + part.substr(0, bracket);
    const std::string spelled = form_path(model);
    FormStep step{spelled.substr(spelled.rfind('.') + 1), std::nullopt};
    if (bracket != std::string::npos) step.number = std::stoul(part.substr(bracket + 1));
    out.push_back(std::move(step));
  }
  return out;
}

std::optional<FieldId> form_field(std::string_view path) {
  const auto& known = fields_by_form_path();
  const auto found = known.find(std::string{path});
  return found == known.end() ? std::nullopt : std::optional{found->second.id};
}

std::string_view value_at_path(const Entries& entries, std::string_view path) {
  for (const Entry& entry : entries)
    if (entry.path == path) return trim(entry.value);
  return {};
}

bool has_under(const Entries& entries, std::string_view prefix) {
  return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
    return entry.path.starts_with(prefix) && !trim(entry.value).empty();
  });
}

std::string pupil_identifier(const Entries& entries, std::string_view system) {
  constexpr std::string_view leaf = ".system";
  for (const Entry& entry : entries) {
    if (!entry.path.starts_with("pupil.identifiers[") || !entry.path.ends_with(leaf)) continue;
    if (!iequals(trim(entry.value), system)) continue;
    std::string value;
    const std::string element = entry.path.substr(0, entry.path.size() - leaf.size());
    for (char c : value_at_path(entries, element + ".value"))
      if (c != ' ') value += c;
    return value;
  }
  return {};
}

void expand_short_names(Entries& entries) {
  Entries more;
  for (Entry& entry : entries) {
    const auto shorter = std::find_if(short_names.begin(), short_names.end(),
                                      [&](const ShortName& s) { return s.path == entry.path; });
    if (shorter == short_names.end() || trim(entry.value).empty()) continue;
    entry.path = std::string{shorter->element} + "." + std::string{shorter->field};
    const std::string discriminator =
        std::string{shorter->element} + "." + std::string{shorter->discriminator};
    if (value_at_path(more, discriminator).empty())
      more.push_back({discriminator, std::string{shorter->code}, entry.place});
  }
  entries.insert(entries.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<std::string_view> short_paths() {
  std::vector<std::string_view> paths;
  for (const ShortName& name : short_names) paths.push_back(name.path);
  return paths;
}

namespace {

// Of an NHS number that fails its check digit: docs/adr/0063.
bool is_of_wrong_number(const Entries& entries, std::string_view path) {
  const std::string element{path.substr(0, path.rfind('.'))};
  return iequals(value_at_path(entries, element + ".system"), "nhsNumber") && !schemas::canonical_nhs_number(value_at_path(entries, element + ".value"));
}

// Nobody is found by somebody else's number, and the pupil by name and date of birth as well: it is left out.
void tell_wrong_number(const Entries& entries, const Entry& entry, schemas::Draft& draft) {
  constexpr std::string_view code = "invalid-nhs-number";
  constexpr std::string_view what = "must be ten digits whose last is the check digit";
  const bool is_named = has_under(entries, "pupil.names[") && !value_at_path(entries, "pupil.dateOfBirth").empty();
  if (is_named || !entry.path.starts_with("pupil."))
    draft.leave_out(code, entry.place, what);
  else
    draft.problem(code, entry.place, what);
}

}  // namespace

std::vector<std::string> write_form(const Entries& entries, schemas::Draft& draft) {
  const FieldTable& table = FieldTable::get();
  std::vector<std::string> unknown;
  std::map<std::string, schemas::ElementIndex, std::less<>> made;
  for (const Entry& entry : entries) {
    if (trim(entry.value).empty()) continue;
    const std::string plain = without_brackets(entry.path);
    const auto known = fields_by_form_path().find(plain);
    if (known == fields_by_form_path().end() || !brackets_fit(entry.path, plain, known->second.lists)) {
      unknown.push_back(entry.place);
      continue;
    }
    const FieldId field = known->second.id;
    const schemas::ElementIndex element = element_for(entry.path, field, draft, made);
    std::string value = form_value(table[field], trim(entry.value));
    if (table[field].path.find("dentifiers.") != std::string::npos) {
      std::erase(value, ' ');
      if (is_of_wrong_number(entries, entry.path)) {
        if (entry.path.ends_with(".value")) tell_wrong_number(entries, entry, draft);
        continue;
      }
    }
    if (table[field].type == schemas::ValueType::binary) {
      const auto bytes = from_base64(value);
      if (bytes)
        draft.set(table[field].path, as_text(*bytes), element, entry.place);
      else
        draft.problem("invalid-value", entry.place, "must be base64");
      continue;
    }
    draft.set(table[field].path, value, element, entry.place);
  }
  return unknown;
}

std::string iso_date(std::string_view text) { return iso_day_or_text(trim(text)); }

}  // namespace concordat::adapters::school
