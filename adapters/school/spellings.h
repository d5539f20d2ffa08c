// The two spellings of the concern form, read into Entries. See form.h for what an entry is and
// README.md for the keys and columns.
#pragma once

#include <string>
#include <vector>

#include "adapters/csv.h"
#include "adapters/json.h"
#include "adapters/school/form.h"

namespace concordat::adapters::school {

// What one filled form says beside its fields.
struct FilledForm {
  Entries entries;
  std::string type;  // "referral" where the form does not say
  std::string urgency;
  std::string marking;
  std::string place;  // "line 3"; "document" for JSON
  std::vector<std::string> not_carried;
};

FilledForm read_json_form(const Json& document);

// A concern form as a spreadsheet: one form a row, at least one column of concerns.
bool is_csv_form(const CsvTable& table);
std::vector<FilledForm> read_csv_forms(const CsvTable& table);

// The column of a form path without brackets: "pupil.dateOfBirth" -> "PUPIL_DATE_OF_BIRTH".
std::string column_of(std::string_view form_path);

}  // namespace concordat::adapters::school
