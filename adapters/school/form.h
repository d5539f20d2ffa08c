// Our concern form: the message model in a school's words. JSON and CSV are two spellings of it; both
// become Entries here, an identity from a class list is added as more Entries, and the whole is written
// to a Draft once. The keys are those of schemas/wire/message.capnp but for the words of `form_words`
// (form.cc), so that whatever the model can say the form can say.
//
//   Entries form{{"pupil.dateOfBirth", "09/06/2011", "line 2, PUPIL_DATE_OF_BIRTH"}};
//   std::vector<std::string> unknown = write_form(form, draft);
//
// A list element's name in brackets is any word that is the same for its fields: concerns[0], names[legal].
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/native.h"
#include "schemas/draft.h"

namespace concordat::adapters::school {

inline constexpr std::string_view form_name = "concordat-school-concern/1";
inline constexpr std::size_t form_entries_max = 10'000;

struct Entry {
  std::string path;  // "concerns[0].passages[1].text"
  std::string value;
  std::string place;  // for the problem report
};
using Entries = std::vector<Entry>;

// The form's name of a model path: "subject.birthDate" -> "pupil.dateOfBirth". Lists and fields alike.
std::string form_path(std::string_view model_path);
// A positional path of the model in the form's words, part by part: "concern[0].narrative[1].text" is concerns 0, passages 1, text.
struct FormStep {
  std::string key;
  std::optional<unsigned long> number;
};
std::vector<FormStep> form_steps(std::string_view positional);
// The field behind a form path without brackets: "pupil.dateOfBirth"; nothing if the form has none.
std::optional<schemas::FieldId> form_field(std::string_view form_path);

// The value at exactly this path, or empty.
std::string_view value_at_path(const Entries& entries, std::string_view path);
bool has_under(const Entries& entries, std::string_view prefix);
// "upn", "nhsNumber": the pupil's identifier of a system, without its spaces; empty if not given.
std::string pupil_identifier(const Entries& entries, std::string_view system);

// The short names that forms and spreadsheets use, written out:
// "pupil.upn" becomes pupil.identifiers[upn].value and .system.
void expand_short_names(Entries& entries);
std::vector<std::string_view> short_paths();

// Writes every entry that the form knows; returns the places of those it does not.
std::vector<std::string> write_form(const Entries& entries, schemas::Draft& draft);

// The ISO date (adapters/dates.h), or the text as it was.
std::string iso_date(std::string_view text);

}  // namespace concordat::adapters::school
