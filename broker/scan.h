// Reading a whole table of the log's environment, in short steps, as a restart does.
#pragma once

#include "audit/log.h"

namespace concordat::broker {

template <class Visit>  // visit(sequence, value)
Result<Unit, audit::LogError> scan_rows(const audit::Log& log, audit::Table table, Visit visit) {
  constexpr std::size_t step = 512;
  std::uint64_t from = 0;
  for (;;) {
    TRY(const std::vector<audit::StoredRow> rows, log.rows(table, audit::Sequence{from}, step));
    for (const audit::StoredRow& row : rows) visit(row.sequence.value(), ByteView{row.value});
    if (rows.size() < step) return Unit{};
    from = rows.back().sequence.value() + 1;
  }
}

}  // namespace concordat::broker
