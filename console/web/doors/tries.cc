#include "console/web/doors/tries.h"

#include <algorithm>

namespace concordat::console::web {
namespace {

constexpr std::chrono::seconds wait_first{30};
constexpr std::chrono::seconds wait_max{900};
constexpr std::chrono::hours remembered_for{1};
constexpr std::size_t remembered_max = 10'000;

}  // namespace

std::optional<std::chrono::seconds> Tries::begin(const std::string& who, Instant now) {
  const std::lock_guard lock{mutex_};
  if (failed_.size() >= remembered_max) forget_old(now);
  Failed& failed = failed_[who];
  if (now < failed.until) return std::chrono::ceil<std::chrono::seconds>(failed.until - now);
  if (now - failed.last > remembered_for) failed = {};
  failed.last = now;
  if (++failed.count >= free_) failed.until = now + std::min(wait_max, wait_first * (1U << std::min(failed.count - free_, 10U)));
  return std::nullopt;
}

void Tries::forgive(const std::string& who) {
  const std::lock_guard lock{mutex_};
  failed_.erase(who);
}

// The old ones first; and if all are new, those that may try anyway, so that a flood of names frees nobody who has to wait.
void Tries::forget_old(Instant now) {
  std::erase_if(failed_, [&](const auto& each) { return now - each.second.last > remembered_for; });
  if (failed_.size() >= remembered_max) std::erase_if(failed_, [&](const auto& each) { return each.second.until <= now; });
}

}  // namespace concordat::console::web
