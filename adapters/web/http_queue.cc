#include "adapters/web/http_queue.h"

#include "adapters/web/limits.h"

namespace concordat::adapters::web {
namespace {
thread_local bool is_without_place = false;
}  // namespace

HttpQueue::HttpQueue() {
  for (std::size_t i = 0; i < connections_max; ++i) threads_.emplace_back([this] { work(); });
}

void HttpQueue::enqueue(std::function<void()> job) {
  {
    const std::lock_guard lock{mutex_};
    if (jobs_.size() + busy_ < connections_max) {
      jobs_.push_back(std::move(job));
      changed_.notify_one();
      return;
    }
  }
  is_without_place = true;
  job();
  is_without_place = false;
}

void HttpQueue::shutdown() {
  {
    const std::lock_guard lock{mutex_};
    is_over_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

bool HttpQueue::is_full_here() { return is_without_place; }

void HttpQueue::work() {
  std::unique_lock lock{mutex_};
  while (true) {
    changed_.wait(lock, [this] { return is_over_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const std::function<void()> job = std::move(jobs_.front());
    jobs_.pop_front();
    ++busy_;
    lock.unlock();
    job();
    lock.lock();
    --busy_;
  }
}

}  // namespace concordat::adapters::web
