// How much went where: counts by day, agency, purpose and kind, taken from the broker piece by piece and kept, so that only what is
// new is asked for again. Nothing of anybody. One for each log; any thread.
#pragma once

#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "console/asking/told.h"

namespace concordat::console::web {

class Activity {
public:
  std::uint64_t next() const;  // the entry to go on from
  bool is_told() const;        // by a broker that answers such questions; until then a nought is none
  // An answer to "activity" that was asked from there; any other is passed over.
  void take(std::uint64_t asked_from, const Told& answer);

  // By day, and by agency or purpose within it; days between `since` and `until` alone, both in ISO form.
  enum class By : std::uint8_t { agency, purpose };
  using Days = std::map<std::string, std::map<std::string, std::uint64_t>>;
  Days days(By by, const std::string& kind, const std::string& since, const std::string& until) const;
  std::uint64_t total(const std::string& kind, const std::string& since, const std::string& until) const;

private:
  struct Of {
    std::string day, agency, purpose, kind;
    friend auto operator<=>(const Of&, const Of&) = default;
  };
  mutable std::mutex mutex_;
  std::map<Of, std::uint64_t> counts_;  // by day first
  std::uint64_t next_ = 0;
  bool is_told_ = false;
};

}  // namespace concordat::console::web
