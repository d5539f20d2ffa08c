// The verifier in production: a few threads that decode frames and check seals, the pipeline's most
// expensive step, so that it scales with cores while the pipeline itself stays one thread.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "broker/verifier.h"

namespace concordat::broker {

class VerifyPool final : public Verifier {
public:
  // `wake` is called from a worker when something can be taken.
  VerifyPool(std::size_t workers, std::size_t queue_max, std::function<void()> wake);
  ~VerifyPool() override;
  bool offer(ToVerify work) override;
  std::optional<Verified> take() override;
  std::size_t waiting() const override;

private:
  void run();
  std::size_t queue_max_;
  std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<ToVerify> queue_;
  std::deque<Verified> done_;
  std::size_t under_way_ = 0;
  bool stopping_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace concordat::broker
