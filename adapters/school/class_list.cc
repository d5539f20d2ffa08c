#include <algorithm>
#include <array>
#include <map>

#include "adapters/school/roll.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::school {
namespace {

struct Column {
  std::string_view name;
  std::string_view path;
};
constexpr std::array plain_columns{
    Column{"CHILD_UPN", "pupil.upn"},
    Column{"CHILD_NHS_NUMBER", "pupil.nhsNumber"},
    Column{"CHILD_FIRST_NAME", "pupil.givenNames"},
    Column{"CHILD_LAST_NAME", "pupil.familyName"},
    Column{"CHILD_PREFERRED_FIRST_NAME", "pupil.preferredGivenName"},
    Column{"CHILD_PREFERRED_GIVEN_NAME", "pupil.preferredGivenName"},
    Column{"CHILD_PREFERRED_LAST_NAME", "pupil.preferredFamilyName"},
    Column{"CHILD_DATE_OF_BIRTH", "pupil.dateOfBirth"},
    Column{"CHILD_SCHOOL_URN", "schooling.urn"},
    Column{"SCHOOL_NAME", "schooling.school"},
    Column{"CHILD_REGISTRATION", "schooling.registration"},
};
constexpr std::array<std::string_view, 3> address_columns{"CHILD_ADDRESS_LINE_1", "CHILD_ADDRESS_LINE_2",
                                                          "CHILD_TOWN"};
constexpr std::array<std::string_view, 3> required_columns{"CHILD_FIRST_NAME", "CHILD_LAST_NAME",
                                                           "CHILD_DATE_OF_BIRTH"};
constexpr std::array<std::string_view, 2> parents{"PARENT_1", "PARENT_2"};

// Spreadsheets bring no-break spaces and zero-width marks along with what was pasted.
std::string clean(std::string_view cell) {
  constexpr std::array<std::string_view, 5> invisible{"\xC2\xA0", "\xE2\x80\x8B", "\xE2\x80\x8C",
                                                      "\xE2\x80\x8D", "\xEF\xBB\xBF"};
  std::string out{cell};
  for (std::string_view mark : invisible)
    for (std::size_t at = out.find(mark); at != std::string::npos; at = out.find(mark, at))
      out.replace(at, mark.size(), mark == invisible[0] ? " " : "");
  return std::string{trim(out)};
}

// The letters O and I where a postcode's third-last character must be a digit: a slip of the keyboard.
std::string mend_postcode(std::string postcode) {
  std::erase(postcode, ' ');
  if (postcode.size() < 5) return postcode;
  char& digit = postcode[postcode.size() - 3];
  if (digit == 'o' || digit == 'O') digit = '0';
  if (digit == 'i' || digit == 'I') digit = '1';
  return postcode;
}

bool is_email(std::string_view value) {
  const std::size_t at = value.find('@');
  return at != std::string_view::npos && at > 0 && value.find('.', at) != std::string_view::npos &&
         value.find(' ') == std::string_view::npos && value.find('@', at + 1) == std::string_view::npos;
}
bool is_phone(std::string_view value) {
  const auto digits = std::count_if(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits >= 7 && digits <= 15 && value.find_first_not_of("0123456789 +()-") == std::string_view::npos;
}

// Reads one row; knows its line and what has gone wrong so far.
class RowReader {
public:
  RowReader(const CsvTable& table, const CsvRow& row, const std::vector<std::string_view>& unknown, Roll& roll)
      : table_(table), row_(row), unknown_(unknown), roll_(roll) {
    pupil_.place = line_place(row.line);
  }

  void read() {
    for (std::string_view column : required_columns)
      if (cell(column).empty())
        problem("missing-subject", column, "must not be empty: a pupil needs names and a date of birth");
    for (const Column& column : plain_columns)
      entry(std::string{column.path}, cell(column.name), column.name);
    read_sex();
    read_address();
    for (std::size_t i = 0; i < parents.size(); ++i)
      read_parent(parents[i], "pupil.guardians[" + std::to_string(i) + "]");
    check_numbers();
    if (holds_children()) entry("pupil.ageGroup", "child", "CHILD_YEAR_GROUP");
    for (std::string_view column : unknown_)
      if (!cell(column).empty()) pupil_.not_carried.push_back(place(column));
    expand_short_names(pupil_.entries);
    roll_.pupils.push_back(std::move(pupil_));
  }

private:
  std::string cell(std::string_view column) const { return clean(table_.cell(row_, column)); }
  std::string place(std::string_view column) const { return pupil_.place + ", " + std::string{column}; }
  void entry(std::string path, std::string value, std::string_view column) {
    if (!value.empty()) pupil_.entries.push_back({std::move(path), std::move(value), place(column)});
  }
  void problem(std::string_view code, std::string_view column, std::string_view what) {
    pupil_.problems.push_back({std::string{code}, place(column), std::string{what}});
  }
  void leave_out(std::string_view code, std::string_view column, std::string_view what) {
    pupil_.left_out.push_back({std::string{code}, place(column), std::string{what}});
  }

  void read_sex() {
    const std::string gender = to_lower(cell("CHILD_GENDER"));
    if (gender.empty()) return;
    if (gender == "male" || gender == "female") return entry("pupil.sex", gender, "CHILD_GENDER");
    if (gender == "not known" || gender == "not specified")
      return entry("pupil.sex", "notKnown", "CHILD_GENDER");
    leave_out("unknown-code", "CHILD_GENDER", "must be Male, Female, Not known or Not specified");
  }
  void read_address() {
    std::vector<std::string> lines;
    for (std::string_view column : address_columns)
      if (std::string line = cell(column); !line.empty()) lines.push_back(std::move(line));
    entry("pupil.addressLines", join(lines, "\n"), address_columns[0]);
    entry("pupil.postcode", mend_postcode(cell("CHILD_POSTCODE")), "CHILD_POSTCODE");
  }
  void read_parent(std::string_view column_prefix, const std::string& guardian) {
    const auto column = [&](std::string_view suffix) {
      return std::string{column_prefix} + std::string{suffix};
    };
    entry(guardian + ".name", cell(column("_NAME")), column("_NAME"));
    entry(guardian + ".relationship", cell(column("_RELATIONSHIP")), column("_RELATIONSHIP"));
    const std::string email = cell(column("_EMAIL"));
    const std::string phone = cell(column("_PHONE"));
    if (!email.empty() && !is_email(email))
      problem("invalid-value", column("_EMAIL"), "must be an email address");
    if (!phone.empty() && !is_phone(phone))
      problem("invalid-value", column("_PHONE"), "must be a telephone number");
    entry(guardian + ".contacts[email].value", email, column("_EMAIL"));
    if (!email.empty()) entry(guardian + ".contacts[email].kind", "email", column("_EMAIL"));
    entry(guardian + ".contacts[phone].value", phone, column("_PHONE"));
    if (!phone.empty()) entry(guardian + ".contacts[phone].kind", "phone", column("_PHONE"));
  }
  void check_numbers() {
    const std::string urn = cell("CHILD_SCHOOL_URN");
    const bool is_urn = urn.size() == 6 && urn.find_first_not_of("0123456789") == std::string::npos;
    if (!urn.empty() && !is_urn)
      problem("invalid-value", "CHILD_SCHOOL_URN",
              "must be the six digits of the school's unique reference number");
    const std::string year = cell("CHILD_YEAR_GROUP");
    const bool is_year = year.find_first_not_of("0123456789") == std::string::npos &&
                         (year.size() == 1 || (year.size() == 2 && year <= "13"));
    if (is_year)
      entry("schooling.yearGroup", year, "CHILD_YEAR_GROUP");
    else if (!year.empty())
      leave_out("unknown-code", "CHILD_YEAR_GROUP", "must be a year group, 0 to 13");
  }
  // Class lists are of reception to year 11; a sixth-former may be of age.
  bool holds_children() const {
    const std::string year = cell("CHILD_YEAR_GROUP");
    return year.size() < 2 || year < "12";
  }

  const CsvTable& table_;
  const CsvRow& row_;
  const std::vector<std::string_view>& unknown_;  // columns that we have no field for
  Roll& roll_;
  RollPupil pupil_;
};

bool is_known(std::string_view column) {
  const auto is = [&](std::string_view name) { return iequals(name, column); };
  if (is("CHILD_GENDER") || is("CHILD_POSTCODE") || is("CHILD_YEAR_GROUP")) return true;
  if (std::any_of(plain_columns.begin(), plain_columns.end(), [&](const Column& c) { return is(c.name); }))
    return true;
  if (std::any_of(address_columns.begin(), address_columns.end(), is)) return true;
  for (std::string_view parent : parents)
    for (std::string_view suffix : {"_NAME", "_RELATIONSHIP", "_EMAIL", "_PHONE"})
      if (is(std::string{parent} + std::string{suffix})) return true;
  return false;
}

std::vector<std::string_view> unknown_columns(const CsvTable& table) {
  std::vector<std::string_view> unknown;
  for (const std::string& column : table.header)
    if (!column.empty() && !is_known(column)) unknown.push_back(column);
  return unknown;
}

// "Required: DD/MM/YYYY": the template's own row, left in the file.
bool is_instruction(const CsvTable& table, const CsvRow& row) {
  const std::string_view cell = table.cell(row, "CHILD_DATE_OF_BIRTH");
  return cell.starts_with("Required") || cell.starts_with("Optional");
}

// Of two rows with one number we cannot know which is right.
void refuse_repeated_numbers(Roll& roll) {
  std::map<std::string, RollPupil*> first_with;
  const auto refuse_one = [](RollPupil& pupil, const RollPupil& other) {
    pupil.problems.push_back({"invalid-value", pupil.place + ", CHILD_NHS_NUMBER",
                              "the same number stands on " + other.place + ": keep one of the two"});
  };
  for (RollPupil& pupil : roll.pupils) {
    const std::string number = pupil_identifier(pupil.entries, "nhsNumber");
    if (number.empty()) continue;
    const auto [first, is_new] = first_with.emplace(number, &pupil);
    if (is_new) continue;
    if (first->second->problems.empty()) refuse_one(*first->second, pupil);
    refuse_one(pupil, *first->second);
  }
}

}  // namespace

bool is_class_list(const CsvTable& table) {
  return std::any_of(table.header.begin(), table.header.end(),
                     [](const std::string& name) { return to_upper(name).starts_with("CHILD_"); });
}

Outcome<Roll> read_class_list(const CsvTable& table) {
  Problems missing;
  for (std::string_view column : required_columns)
    if (!table.has_column(column))
      missing.push_back({"missing-column", std::string{column}, "a class list must have this column"});
  if (!missing.empty()) return Fail{std::move(missing)};
  Roll roll;
  const std::vector<std::string_view> unknown = unknown_columns(table);
  for (const CsvRow& row : table.rows)
    if (!is_instruction(table, row)) RowReader{table, row, unknown, roll}.read();
  if (roll.pupils.empty()) return refuse("empty-file", "document", "the class list has no pupil in it");

  refuse_repeated_numbers(roll);
  return roll;
}

}  // namespace concordat::adapters::school
