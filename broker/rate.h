// A token bucket for each agency: so many submissions a minute, with as many again in hand.
#pragma once

#include <algorithm>
#include <map>

#include "base/clock.h"
#include "schemas/ids.h"

namespace concordat::broker {

class Rate {
public:
  explicit Rate(std::uint32_t per_minute) : per_minute_(per_minute) {}

  bool admit(const schemas::AgencyId& agency, Instant now) {
    Bucket& bucket = buckets_.try_emplace(agency, Bucket{static_cast<double>(per_minute_), now}).first->second;
    const double minutes = std::chrono::duration<double, std::ratio<60>>(now - bucket.at).count();
    bucket.tokens = std::min<double>(per_minute_, bucket.tokens + std::max(0.0, minutes) * per_minute_);
    bucket.at = now;
    if (bucket.tokens < 1) return false;
    bucket.tokens -= 1;
    return true;
  }

private:
  struct Bucket {
    double tokens;
    Instant at;
  };
  std::uint32_t per_minute_;
  std::map<schemas::AgencyId, Bucket> buckets_;
};

}  // namespace concordat::broker
