#include "broker/index_keeper.h"

#include <sys/resource.h>
#include <unistd.h>

#include "broker/glean.h"
#include "broker/voice.h"

namespace concordat::broker {
namespace {

constexpr std::size_t entries_each_max = 8192;
constexpr std::chrono::seconds feed_every{1};  // a merge costs a sync: few entries wait for company
constexpr int low_priority = 10;

}  // namespace

IndexKeeper::IndexKeeper(audit::SearchIndex index) : index_(std::move(index)), thread_([this] { run(); }) {}

IndexKeeper::~IndexKeeper() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

void IndexKeeper::feed(const audit::Log& log, Instant now) {
  const std::uint64_t size = log.next_sequence().value();
  {
    const std::lock_guard lock{mutex_};
    if (next_ || failed_ || index_.merged() >= size) return;
  }
  if (size - index_.merged() < entries_each_max && now - fed_at_ < feed_every) return;
  fed_at_ = now;
  auto gleaned = glean(log, index_.merged(), entries_each_max);
  if (!gleaned || gleaned->end == gleaned->from) return;
  {
    const std::lock_guard lock{mutex_};
    next_.emplace(std::move(*gleaned));
  }
  changed_.notify_all();
}

void IndexKeeper::wait_for_merge(std::unique_lock<std::mutex>& lock) {
  merged_.wait(lock, [this] { return !next_; });
}

Result<Unit, audit::StoreError> IndexKeeper::doubt() {
  std::unique_lock lock{mutex_};
  wait_for_merge(lock);
  return index_.doubt();
}

// What was gleaned before the commit is merged first, or it would bring the rows back.
Result<Unit, audit::StoreError> IndexKeeper::forget(const std::vector<audit::HandleRow>& rows) {
  std::unique_lock lock{mutex_};
  wait_for_merge(lock);
  return index_.forget(rows);
}

void IndexKeeper::run() {
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), low_priority);  // on Linux, of this thread alone
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || next_.has_value(); });
    if (stopping_) return;
    const audit::Gleaning gleaning = std::move(*next_);
    lock.unlock();
    const auto taken = index_.take(gleaning);
    lock.lock();
    next_.reset();
    merged_.notify_all();
    if (taken) continue;
    failed_ = true;
    say(Tone::alarm, "index-unwritable", "index", index_.merged());
  }
}

}  // namespace concordat::broker
