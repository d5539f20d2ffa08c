// Which transport keys may connect, as the ZAP thread reads it: swapped whole when the directory changes.
#pragma once

#include <memory>
#include <mutex>

#include "schemas/directory.h"

namespace concordat::broker {

class Rulings {
public:
  explicit Rulings(std::shared_ptr<const schemas::Directory> directory) : directory_(std::move(directory)) {}
  void swap(std::shared_ptr<const schemas::Directory> directory) {
    const std::lock_guard lock{mutex_};
    directory_ = std::move(directory);
  }
  std::shared_ptr<const schemas::Directory> directory() const {
    const std::lock_guard lock{mutex_};
    return directory_;
  }

private:
  mutable std::mutex mutex_;
  std::shared_ptr<const schemas::Directory> directory_;
};

}  // namespace concordat::broker
