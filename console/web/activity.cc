#include "console/web/activity.h"

namespace concordat::console::web {

std::uint64_t Activity::next() const {
  const std::lock_guard lock{mutex_};
  return next_;
}

bool Activity::is_told() const {
  const std::lock_guard lock{mutex_};
  return is_told_;
}

void Activity::take(std::uint64_t asked_from, const Told& answer) {
  const std::lock_guard lock{mutex_};
  if (asked_from != next_) return;  // somebody else has asked meanwhile
  for (const Told& row : answer.list("counts")) counts_[{row.text("day"), row.text("agency"), row.text("purpose"), row.text("kind")}] += row.number("count");
  next_ = answer.number("next");
  is_told_ = true;
}

Activity::Days Activity::days(By by, const std::string& kind, const std::string& since, const std::string& until) const {
  const std::lock_guard lock{mutex_};
  Days found;
  for (auto at = counts_.lower_bound({since, {}, {}, {}}); at != counts_.end() && at->first.day <= until; ++at)
    if (at->first.kind == kind) found[at->first.day][by == By::agency ? at->first.agency : at->first.purpose] += at->second;
  return found;
}

std::uint64_t Activity::total(const std::string& kind, const std::string& since, const std::string& until) const {
  std::uint64_t total = 0;
  for (const auto& [day, counts] : days(By::agency, kind, since, until))
    for (const auto& [agency, count] : counts) total += count;
  return total;
}

}  // namespace concordat::console::web
