#include "broker/seen.h"

#include "broker/scan.h"

namespace concordat::broker {

const Seen* SeenTable::find(const schemas::MessageId& message) const {
  const auto at = seen_.find(message);
  return at == seen_.end() ? nullptr : &at->second;
}

void SeenTable::add(const SeenRow& row, std::uint64_t sequence) {
  seen_.insert_or_assign(row.message, Seen{row.sender, row.content, sequence, row.entries, row.at});
  order_.emplace_back(sequence, row.message);
}

Result<Unit, audit::LogError> SeenTable::recover(const audit::Log& log) {
  seen_.clear();
  order_.clear();
  return scan_rows(log, audit::Table::seen, [this](std::uint64_t sequence, ByteView value) {
    if (const auto row = decode_seen(value)) add(*row, sequence);
  });
}

std::vector<std::uint64_t> SeenTable::forget(Instant before, std::size_t count_max) {
  std::vector<std::uint64_t> gone;
  while (!order_.empty() && gone.size() < count_max) {
    const auto at = seen_.find(order_.front().second);
    if (at != seen_.end() && at->second.at >= before) break;
    if (at != seen_.end()) seen_.erase(at);
    gone.push_back(order_.front().first);
    order_.pop_front();
  }
  return gone;
}

}  // namespace concordat::broker
