#include "broker/severing.h"

namespace concordat::broker {

bool finds_any(const audit::HandleRow& row, const std::set<std::uint64_t>& sequences) {
  const auto at = sequences.lower_bound(row.first);
  return at != sequences.end() && *at < row.first + row.entries;
}

// A row is in the first run that is stored at or after what it finds.
Result<Severed, audit::LogError> sever(const audit::Log& log, const std::set<std::uint64_t>& sequences, const Goes& goes) {
  Severed severed;
  for (auto at = sequences.begin(); at != sequences.end();) {
    TRY(const std::vector<audit::StoredRow> stored, log.rows(audit::Table::handles, audit::Sequence{*at}, 1));
    if (stored.empty()) break;
    auto run = audit::decode_run(stored.front().value);
    if (!run) return Fail{audit::LogError::broken_chain};
    std::vector<audit::HandleRow> left;
    for (const audit::HandleRow& row : run->rows) {
      TRY(const bool is_going, goes(row));
      (is_going ? severed.rows : left).push_back(row);
    }
    const std::uint64_t sequence = stored.front().sequence.value();
    if (left.empty()) severed.runs.push_back({sequence, std::nullopt});
    else if (left.size() < run->rows.size()) severed.runs.push_back({sequence, audit::encode_run(run->generation, std::move(left))});
    at = sequences.upper_bound(sequence);
  }
  return severed;
}

void write_severed(const Severed& severed, Tick& tick) {
  for (const Severed::Rewritten& run : severed.runs) {
    if (run.run) tick.replace(audit::Table::handles, run.sequence, *run.run);
    else tick.erase(audit::Table::handles, run.sequence);
  }
}

}  // namespace concordat::broker
