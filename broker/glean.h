// What a stretch of the log says for finding: its runs, and which of its entries are about which. The index is fed with it, and
// a search reads with it what the index does not have yet.
#pragma once

#include "audit/log.h"
#include "audit/subject/index.h"

namespace concordat::broker {

// Entries [from, end); no more than `entries_max` of them. A run counts where it is stored.
Result<audit::Gleaning, audit::LogError> glean(const audit::Log& log, std::uint64_t from, std::size_t entries_max);

}  // namespace concordat::broker
