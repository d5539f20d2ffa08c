#include <algorithm>
#include <unordered_map>

#include "adapters/school/spellings.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::school {
namespace {

using schemas::FieldTable;

bool is_number(std::string_view token) {
  return !token.empty() && token.size() <= 3 &&
         token.find_first_not_of("0123456789") == std::string_view::npos;
}

const std::unordered_map<std::string, std::string>& form_paths_by_column() {
  static const auto by_column = [] {
    std::unordered_map<std::string, std::string> built;
    for (const auto& field : FieldTable::get().fields()) {
      const std::string path = form_path(field.path);
      built.emplace(column_of(path), path);
    }
    for (std::string_view path : short_paths()) built.emplace(column_of(path), std::string{path});
    return built;
  }();
  return by_column;
}

// "CONCERNS_1_PASSAGES_2_TEXT" -> "concerns[1].passages[2].text"; a list without a number means its first.
// Empty if the form has no such column.
std::string path_of_column(std::string_view column) {
  std::vector<std::string> words;
  std::vector<std::string> numbers;
  for (const std::string& token : split(to_upper(column), '_'))
    (is_number(token) ? numbers : words).push_back(token);
  const auto& known = form_paths_by_column();
  const auto found = known.find(join(words, "_"));
  if (found == known.end()) return {};
  const auto field = form_field(found->second);
  if (!field) return numbers.empty() ? found->second : std::string{};  // a short name

  const FieldTable& table = FieldTable::get();
  std::vector<std::string> lists;
  for (auto list = table[*field].list; list; list = table[*list].parent)
    lists.insert(lists.begin(), form_path(table[*list].path));
  if (numbers.size() > lists.size()) return {};
  numbers.resize(lists.size(), "1");
  std::string out = found->second;
  for (std::size_t i = lists.size(); i-- > 0;) out.insert(lists[i].size(), "[" + numbers[i] + "]");
  return out;
}

// Our own spreadsheets write '=1+1 for text that a spreadsheet would run as a formula.
std::string_view as_typed(std::string_view cell) {
  const bool is_guarded = cell.size() > 1 && cell[0] == '\'' && std::string_view{"=+-@"}.find(cell[1]) != std::string_view::npos;
  return is_guarded ? cell.substr(1) : cell;
}

bool is_about_the_message(std::string_view column) {
  for (const std::string_view known : {"TYPE", "URGENCY", "MARKING", "MAY_BE_WITHHELD", "TERMS"})
    if (iequals(column, known)) return true;
  return false;
}

}  // namespace

std::string column_of(std::string_view path) {
  std::string out;
  for (char c : path) {
    const bool is_capital = c >= 'A' && c <= 'Z';
    if (is_capital || c == '.') out += '_';
    if (c != '.') out += c;
  }
  return to_upper(out);
}

bool is_csv_form(const CsvTable& table) {
  return std::any_of(table.header.begin(), table.header.end(), [](const std::string& column) {
    return path_of_column(column).starts_with("concerns[");
  });
}

std::vector<FilledForm> read_csv_forms(const CsvTable& table) {
  std::vector<FilledForm> forms;
  for (const CsvRow& row : table.rows) {
    FilledForm form;
    form.type = table.has_column("TYPE") && !table.cell(row, "TYPE").empty() ? table.cell(row, "TYPE") : "referral";
    form.place = line_place(row.line);
    form.urgency = table.cell(row, "URGENCY");
    form.marking = table.cell(row, "MARKING");
    for (std::size_t i = 0; i < table.header.size(); ++i) {
      const std::string_view value = as_typed(trim(row.cells[i]));
      if (value.empty() || is_about_the_message(table.header[i])) continue;
      const std::string place = form.place + ", " + table.header[i];
      std::string path = path_of_column(table.header[i]);
      if (path.empty())
        form.not_carried.push_back(place);
      else
        form.entries.push_back({std::move(path), std::string{value}, place});
    }
    expand_short_names(form.entries);
    forms.push_back(std::move(form));
  }
  return forms;
}

}  // namespace concordat::adapters::school
