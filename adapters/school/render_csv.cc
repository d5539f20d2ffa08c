#include <algorithm>

#include "adapters/released.h"
#include "adapters/school/forms.h"
#include "adapters/school/spellings.h"
#include "base/csv_row.h"
#include "base/text.h"

namespace concordat::adapters::school {
namespace {

// "concern[0].narrative[1].text" -> "CONCERNS_1_PASSAGES_2_TEXT"
std::string column_at(const std::string& positional) {
  std::string out;
  for (const FormStep& step : form_steps(positional)) {
    out += (out.empty() ? "" : "_") + column_of(step.key);
    if (step.number) out += "_" + std::to_string(*step.number + 1);
  }
  return out;
}

// By element, so that a list's first is written before its second even where only its own lists say anything; numbers by
// their size.
bool comes_before(std::string_view a, std::string_view b) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  std::size_t i = 0;
  std::size_t j = 0;
  while (i < a.size() && j < b.size()) {
    if (!is_digit(a[i]) || !is_digit(b[j])) {
      if (a[i] != b[j]) return a[i] < b[j];
      ++i, ++j;
      continue;
    }
    const std::size_t a_end = std::min(a.find_first_not_of("0123456789", i), a.size());
    const std::size_t b_end = std::min(b.find_first_not_of("0123456789", j), b.size());
    const std::string_view left = a.substr(i, a_end - i);
    const std::string_view right = b.substr(j, b_end - j);
    if (left.size() != right.size()) return left.size() < right.size();
    if (left != right) return left < right;
    i = a_end, j = b_end;
  }
  return a.size() - i < b.size() - j;
}

}  // namespace

Native render_csv(const schemas::Delivered& delivered) {
  std::vector<std::string> columns{"TYPE", "URGENCY", "MARKING", "MAY_BE_WITHHELD", "TERMS"};
  std::vector<std::string> cells{std::string{name_of(delivered.envelope.type)}, std::string{name_of(delivered.envelope.urgency)},
                                 delivered.envelope.marking == schemas::Marking::official ? "OFFICIAL" : "OFFICIAL-SENSITIVE",
                                 join(withheld_sentences(delivered), "\n"), join(term_sentences(delivered), "\n")};
  const schemas::Body places{.elements = delivered.elements, .fields = {}};
  std::vector<std::pair<std::string, const schemas::DeliveredField*>> sorted;
  for (const schemas::DeliveredField& field : delivered.fields)
    sorted.emplace_back(schemas::positional_path(places, field.id, field.element), &field);
  std::sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) { return comes_before(a.first, b.first); });
  for (const auto& [path, released] : sorted) {
    const schemas::DeliveredField& field = *released;
    const schemas::FieldEntry& entry = schemas::FieldTable::get()[field.id];
    const std::string column = column_at(path);
    columns.push_back(column);
    cells.push_back(entry.type == schemas::ValueType::binary ? to_base64(as_bytes(field.value)) : field.value);
    if (field.view == schemas::Level::full) continue;
    columns.push_back(column + "_DETAIL");
    cells.emplace_back(name_of(field.view));
  }
  return {".csv", csv_row(columns) + csv_row(cells)};
}

}  // namespace concordat::adapters::school
