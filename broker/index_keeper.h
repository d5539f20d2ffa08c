// Keeps the search index in step with the log: the pipeline's thread hands over what the log has grown by, a thread of low
// priority merges it. If the index cannot be written it is left as far as it is: searches stay exact, and grow slower.
#pragma once

#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

#include "audit/log.h"
#include "audit/subject/index.h"

namespace concordat::broker {

class IndexKeeper {
public:
  explicit IndexKeeper(audit::SearchIndex index);
  ~IndexKeeper();
  IndexKeeper(const IndexKeeper&) = delete;
  IndexKeeper& operator=(const IndexKeeper&) = delete;

  // Cheap when there is nothing to do, or something is being merged.
  void feed(const audit::Log& log, Instant now);
  // Before a commit that takes rows out of the log's runs, and after it. Both wait for what is being merged.
  Result<Unit, audit::StoreError> doubt();
  Result<Unit, audit::StoreError> forget(const std::vector<audit::HandleRow>& rows);
  const audit::SearchIndex& index() const { return index_; }

private:
  void run();
  void wait_for_merge(std::unique_lock<std::mutex>& lock);
  audit::SearchIndex index_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::condition_variable merged_;
  std::optional<audit::Gleaning> next_;
  bool failed_ = false;
  bool stopping_ = false;
  Instant fed_at_{};
  std::thread thread_;
};

}  // namespace concordat::broker
