#include "broker/glean.h"

namespace concordat::broker {

Result<audit::Gleaning, audit::LogError> glean(const audit::Log& log, std::uint64_t from, std::size_t entries_max) {
  audit::Gleaning found{.from = from, .end = from, .mark = {}, .rows = {}, .abouts = {}};
  TRY(const std::vector<audit::Entry> entries, log.entries(audit::Sequence{from}, entries_max));
  if (entries.empty()) return found;
  for (const audit::Entry& entry : entries)
    if (entry.about) found.abouts.push_back({entry.about->value(), entry.sequence.value()});
  found.end = from + entries.size();
  found.mark = entries.back().annex_hash;
  for (std::uint64_t at = from; at < found.end;) {
    TRY(const std::vector<audit::StoredRow> rows, log.rows(audit::Table::handles, audit::Sequence{at}, 256));
    for (const audit::StoredRow& row : rows) {
      if (row.sequence.value() >= found.end) return found;
      auto run = audit::decode_run(row.value);
      if (!run) return Fail{audit::LogError::broken_chain};
      found.rows.insert(found.rows.end(), run->rows.begin(), run->rows.end());
    }
    if (rows.size() < 256) return found;
    at = rows.back().sequence.value() + 1;
  }
  return found;
}

}  // namespace concordat::broker
