#include "broker/verify_pool.h"

namespace concordat::broker {

Verified verify(ToVerify work) {
  const auto key_of = [&](const schemas::AgencyId& sender, const schemas::KeyFingerprint& key) {
    return work.directory->signing_key(sender, key, work.received);
  };
  auto outcome = schemas::Decoder::decode(work.submit, key_of);
  const Digest content = sha256(work.submit.seal.signature.bytes);
  return {std::move(work.session), std::move(work.agency), std::move(outcome), content, schemas::encode_frame(std::move(work.submit))};
}

VerifyPool::VerifyPool(std::size_t workers, std::size_t queue_max, std::function<void()> wake)
    : queue_max_(queue_max), wake_(std::move(wake)) {
  for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this] { run(); });
}

VerifyPool::~VerifyPool() {
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

void VerifyPool::run() {
  std::unique_lock lock{mutex_};
  for (;;) {
    changed_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;  // what is unverified was not answered: its sender sends it again
    ToVerify work = std::move(queue_.front());
    queue_.pop_front();
    ++under_way_;
    lock.unlock();
    Verified verified = verify(std::move(work));
    lock.lock();
    --under_way_;
    done_.push_back(std::move(verified));
    lock.unlock();
    wake_();
    lock.lock();
  }
}

bool VerifyPool::offer(ToVerify work) {
  {
    const std::lock_guard lock{mutex_};
    if (queue_.size() >= queue_max_) return false;
    queue_.push_back(std::move(work));
  }
  changed_.notify_one();
  return true;
}

std::optional<Verified> VerifyPool::take() {
  const std::lock_guard lock{mutex_};
  if (done_.empty()) return std::nullopt;
  std::optional<Verified> taken{std::move(done_.front())};
  done_.pop_front();
  return taken;
}

std::size_t VerifyPool::waiting() const {
  const std::lock_guard lock{mutex_};
  return queue_.size() + under_way_ + done_.size();
}

}  // namespace concordat::broker
