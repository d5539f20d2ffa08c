// Severing: which rows of the log's runs of handles go with what is erased, and how the runs read afterwards. The search index
// is told of the same rows.
#pragma once

#include <functional>
#include <set>

#include "audit/log.h"
#include "audit/subject/run.h"
#include "broker/tick.h"

namespace concordat::broker {

struct Severed {
  std::vector<audit::HandleRow> rows;  // that go
  struct Rewritten {
    std::uint64_t sequence;
    std::optional<Bytes> run;  // nothing: no row is left of it
  };
  std::vector<Rewritten> runs;
};

// Looks at every run in which a row could find one of `sequences`, and takes out those that `goes` says.
using Goes = std::function<Result<bool, audit::LogError>(const audit::HandleRow& row)>;
Result<Severed, audit::LogError> sever(const audit::Log& log, const std::set<std::uint64_t>& sequences, const Goes& goes);
void write_severed(const Severed& severed, Tick& tick);

// Whether the row finds one of them.
bool finds_any(const audit::HandleRow& row, const std::set<std::uint64_t>& sequences);

}  // namespace concordat::broker
