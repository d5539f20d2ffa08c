// As many threads as connections are served, and no queue before them: a connection beyond that is run at once by whoever
// accepted it, and finds `is_full_here`, so that it is closed unread.
#pragma once

#include <httplib.h>

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace concordat::adapters::web {

class HttpQueue final : public httplib::TaskQueue {
public:
  HttpQueue();
  void enqueue(std::function<void()> job) override;
  void shutdown() override;

  static bool is_full_here();  // of the calling thread: it runs a job that there was no place for

private:
  void work();

  std::vector<std::thread> threads_;
  std::deque<std::function<void()>> jobs_;
  std::size_t busy_ = 0;
  bool is_over_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace concordat::adapters::web
