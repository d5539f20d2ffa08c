#include "adapters/csv.h"

#include <csv.h>

#include <algorithm>
#include <memory>

#include "adapters/text_encoding.h"
#include "base/check.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

struct ParserDeleter {
  void operator()(csv_parser* parser) const {
    csv_free(parser);
    delete parser;
  }
};

// What the callbacks of libcsv fill, one physical line at a time.
struct Gathering {
  std::vector<CsvRow> rows;
  std::vector<std::string> cells;
  std::uint32_t line = 1;      // being fed
  std::uint32_t row_line = 1;  // where the open row began
  bool too_wide = false;
};

void take_cell(void* cell, std::size_t size, void* gathering) {
  Gathering& into = *static_cast<Gathering*>(gathering);
  if (into.cells.size() >= csv_columns_max) {
    into.too_wide = true;
    return;
  }
  into.cells.emplace_back(static_cast<const char*>(cell), size);
}
void take_row(int, void* gathering) {
  Gathering& into = *static_cast<Gathering*>(gathering);
  into.rows.push_back({into.row_line, std::move(into.cells)});
  into.cells.clear();
}

bool is_blank(const CsvRow& row) {
  return std::all_of(row.cells.begin(), row.cells.end(),
                     [](const std::string& cell) { return trim(cell).empty(); });
}

// What stands between the cells: a spreadsheet says so on a first line of its own, or the header shows it. A comma in a quoted
// cell of the header is no sign.
struct Separator {
  char mark = ',';
  std::size_t said_in = 0;  // bytes of the line that says it
};
Separator separator_of(std::string_view text) {
  if (text.size() > 5 && iequals(text.substr(0, 4), "sep=") && (text[5] == '\r' || text[5] == '\n')) {
    const bool is_known = text[4] == ',' || text[4] == ';' || text[4] == '\t';
    const std::size_t end = text.substr(5).starts_with("\r\n") ? 7 : 6;
    if (is_known) return {text[4], end};
  }
  const std::size_t start = std::min(text.find_first_not_of("\r\n"), text.size());
  std::size_t commas = 0;
  std::size_t semicolons = 0;
  std::size_t tabs = 0;
  bool is_quoted = false;
  for (const char c : text.substr(start)) {
    if (!is_quoted && (c == '\r' || c == '\n')) break;
    is_quoted ^= c == '"';
    commas += !is_quoted && c == ',' ? 1 : 0;
    semicolons += !is_quoted && c == ';' ? 1 : 0;
    tabs += !is_quoted && c == '\t' ? 1 : 0;
  }
  if (commas > 0 || (semicolons == 0 && tabs == 0)) return {};
  return {semicolons > tabs ? ';' : '\t', 0};
}

Outcome<std::vector<CsvRow>> parse_rows(std::string_view text) {
  std::unique_ptr<csv_parser, ParserDeleter> parser{new csv_parser};
  CHECK(csv_init(parser.get(), CSV_STRICT | CSV_STRICT_FINI) == 0, "csv: parser does not start");
  const Separator separator = separator_of(text);
  csv_set_delim(parser.get(), static_cast<unsigned char>(separator.mark));
  if (separator.mark == '\t') csv_set_space_func(parser.get(), [](unsigned char c) { return c == ' ' ? 1 : 0; });  // an empty cell is no space
  Gathering gathering;
  std::size_t from = separator.said_in;
  if (from > 0) gathering.line = gathering.row_line = 2;
  bool row_is_open = false;
  while (from < text.size()) {
    std::size_t to = text.find_first_of("\r\n", from);
    to = to == std::string_view::npos ? text.size() : to + 1;
    if (to < text.size() && text[to - 1] == '\r' && text[to] == '\n') ++to;
    const std::size_t rows_before = gathering.rows.size();
    const std::size_t fed =
        csv_parse(parser.get(), text.data() + from, to - from, take_cell, take_row, &gathering);
    if (fed != to - from)
      return refuse("malformed-csv", line_place(gathering.line),
                    "a quote stands where none may; quote the whole cell and  the quotes inside it");
    if (gathering.too_wide)
      return refuse("malformed-csv", line_place(gathering.row_line),
                    "a row may have at most " + std::to_string(csv_columns_max) + " cells");
    if (gathering.rows.size() > csv_rows_max)
      return refuse("too-large", line_place(gathering.row_line),
                    "a file may have at most " + std::to_string(csv_rows_max) + " rows; send it in parts");
    ++gathering.line;
    const bool is_blank_line = trim(text.substr(from, to - from)).empty();
    row_is_open = gathering.rows.size() == rows_before && (row_is_open || !is_blank_line);
    if (!row_is_open) gathering.row_line = gathering.line;
    from = to;
  }
  if (csv_fini(parser.get(), take_cell, take_row, &gathering) != 0)
    return refuse("malformed-csv", line_place(gathering.row_line),
                  "a quoted cell that begins in this row is never closed");
  return std::move(gathering.rows);
}

}  // namespace

bool CsvTable::has_column(std::string_view name) const {
  return std::any_of(header.begin(), header.end(),
                     [&](const std::string& column) { return iequals(column, name); });
}

std::string_view CsvTable::cell(const CsvRow& row, std::string_view column) const {
  for (std::size_t i = 0; i < header.size(); ++i)
    if (iequals(header[i], column)) return trim(row.cells[i]);
  return {};
}

Outcome<CsvTable> read_csv(ByteView bytes) {
  TRY(const DecodedText decoded, decode_text(bytes, Undeclared::latin1));
  if (decoded.text.find('\0') != std::string::npos)
    return refuse("not-utf8", "document", "holds a NUL character: it is not a text file");
  TRY(std::vector<CsvRow> rows, parse_rows(decoded.text));
  std::erase_if(rows, is_blank);
  if (rows.empty()) return refuse("empty-file", "document", "holds no row");
  CsvTable table;
  for (const std::string& name : rows.front().cells) table.header.emplace_back(trim(name));
  const std::uint32_t header_line = rows.front().line;
  rows.erase(rows.begin());
  table.rows = std::move(rows);

  Problems problems;
  for (std::size_t i = 0; i < table.header.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!table.header[i].empty() && iequals(table.header[i], table.header[j]))
        problems.push_back(
            {"malformed-csv", line_place(header_line),
             "columns " + std::to_string(j + 1) + " and " + std::to_string(i + 1) + " have one name"});
  if (!problems.empty()) return Fail{std::move(problems)};
  std::erase_if(table.rows, [&](const CsvRow& row) {
    if (row.cells.size() == table.header.size()) return false;
    table.rejected.push_back({"malformed-csv", line_place(row.line),
                              "has " + std::to_string(row.cells.size()) + " cells where the header has " +
                                  std::to_string(table.header.size())});
    return true;
  });
  if (table.rows.empty() && !table.rejected.empty()) return Fail{std::move(table.rejected)};
  return table;
}

}  // namespace concordat::adapters
