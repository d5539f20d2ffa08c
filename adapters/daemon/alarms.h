// Alarms: what a person must look at, kept on disk. STATE/alarms/CODE-ID.json says what and when; the evidence, which
// may hold values, lies in STATE/quarantine/CODE-ID for its owner alone. The same alarm again overwrites, and there are
// at most so many, so that a broker that misbehaves cannot fill the disk.
#pragma once

#include <filesystem>

#include "adapters/link/host.h"
#include "base/clock.h"

namespace concordat::adapters {

inline constexpr std::size_t alarms_max = 1000;

class Alarms {
public:
  static Result<Alarms, FileError> open(const std::filesystem::path& state);
  Result<Unit, FileError> keep(const link::Alarm& alarm, Instant now);

private:
  explicit Alarms(std::filesystem::path state) : state_(std::move(state)) {}
  std::filesystem::path state_;
  std::size_t count_ = 0;
};

}  // namespace concordat::adapters
