#include "console/terminal/table.h"

#include <algorithm>
#include <numeric>

#include "base/check.h"

namespace concordat::console {
namespace {

constexpr std::string_view gap = "  ";
constexpr std::size_t first_column_min = 20;

bool starts_character(char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }

std::size_t characters(std::string_view text) { return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), starts_character)); }

// The first `count` characters, or the last.
std::string_view head_of(std::string_view text, std::size_t count) {
  std::size_t at = 0;
  while (at < text.size() && (count > 0 || !starts_character(text[at]))) count -= starts_character(text[at++]) ? 1 : 0;
  return text.substr(0, at);
}
std::string_view tail_of(std::string_view text, std::size_t count) { return text.substr(head_of(text, characters(text) - count).size()); }

std::string cut_to(std::string_view text, std::size_t width) {
  if (characters(text) <= width) return std::string{text};
  const std::size_t tail = (width - 1) * 2 / 3;  // the end of a path says more than its beginning
  return std::string{head_of(text, width - 1 - tail)} + "…" + std::string{tail_of(text, tail)};
}

void pad(std::string& line, std::string_view text, std::size_t width) { line.append(width - std::min(width, characters(text)), ' '); }

}  // namespace

void Table::add(std::vector<Cell> row) {
  CHECK(row.size() == heads_.size(), "a row has one cell for each head");
  rows_.push_back(std::move(row));
}

std::string Table::print(const Terminal& terminal) const {
  std::vector<std::size_t> widths;
  for (std::size_t i = 0; i < heads_.size(); ++i) {
    widths.push_back(characters(heads_[i]));
    for (const std::vector<Cell>& row : rows_) widths[i] = std::max(widths[i], characters(row[i].text));
  }
  const std::size_t others = std::accumulate(widths.begin() + 1, widths.end(), gap.size() * (widths.size() - 1));
  const std::size_t left = terminal.columns() > others ? terminal.columns() - others : 0;
  if (left >= first_column_min) widths[0] = std::min(widths[0], left);  // else cutting does not make it fit

  std::string out;
  const auto add_line = [&](const auto& cell_at) {
    std::string line;
    for (std::size_t i = 0; i < widths.size(); ++i) {
      const Cell cell = cell_at(i);
      const std::string text = cut_to(cell.text, widths[i]);
      if (i > 0) line += gap;
      line += cell.tint ? terminal.tinted(text, *cell.tint) : text;
      if (i + 1 < widths.size()) pad(line, text, widths[i]);
    }
    out += line + "\n";
  };
  add_line([&](std::size_t i) { return Cell{heads_[i], Tint::quiet}; });
  for (const std::vector<Cell>& row : rows_) add_line([&](std::size_t i) { return row[i]; });
  return out;
}

}  // namespace concordat::console
