// CSV (RFC 4180) as spreadsheets really write it: a header row, a byte order mark or none, CRLF, LF or
// CR, quoted cells with line breaks inside, semicolons or tabs where the header has no comma, and perhaps a first line `sep=;`. A row knows the line it begins on, so that a problem can
// say where. Only csv.cc names libcsv.
//
//   Outcome<CsvTable> table = read_csv(input.bytes);
//   for (const CsvRow& row : table->rows) use(row.line, table->cell(row, "CHILD_FIRST_NAME"));
//
// Codes: those of decode_text, too-large (rows), malformed-csv (an open or stray quote, a column named twice). A row of another
// width than the header is left out, and told: which of its cells is which cannot be known.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/native.h"

namespace concordat::adapters {

inline constexpr std::size_t csv_columns_max = 512;
inline constexpr std::size_t csv_rows_max = 100'000;

struct CsvRow {
  std::uint32_t line = 0;  // of its first character, from 1
  std::vector<std::string> cells;
};

struct CsvTable {
  std::vector<std::string> header;  // trimmed, as written
  std::vector<CsvRow> rows;         // without rows whose cells are all empty
  Problems rejected = {};           // rows of another width; where there is no other row, the table is refused

  bool has_column(std::string_view name) const;  // ASCII case does not matter
  // Empty where the table has no such column.
  std::string_view cell(const CsvRow& row, std::string_view column) const;
};

// UTF-8, with or without a byte order mark; what is not UTF-8 is read as Latin-1.
Outcome<CsvTable> read_csv(ByteView bytes);

}  // namespace concordat::adapters
