#include "console/web/doors/work.h"

#include <thread>

namespace concordat::console::web {

void Work::begin(std::string about, Job job) {
  {
    const std::lock_guard lock{shared_->mutex};
    if (shared_->state.stage == Stage::running) return;
    shared_->state = {};
    shared_->state.stage = Stage::running;
    shared_->state.about = std::move(about);
  }
  std::thread{[shared = shared_, job = std::move(job)] {
    std::string what = job([&](std::uint64_t done, std::uint64_t of) {
      const std::lock_guard lock{shared->mutex};
      shared->state.done = done;
      shared->state.of = of;
    });
    const std::lock_guard lock{shared->mutex};
    shared->state.stage = what.empty() ? Stage::done : Stage::failed;
    shared->state.what = std::move(what);
  }}.detach();
}

Work::State Work::state() const {
  const std::lock_guard lock{shared_->mutex};
  return shared_->state;
}

}  // namespace concordat::console::web
