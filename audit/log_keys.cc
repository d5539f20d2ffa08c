#include "audit/log_keys.h"

#include <algorithm>

namespace concordat::audit {

Followed LogKeys::follow(std::string_view note) {
  const auto change = read_key_change(note);
  if (!change || change->place.origin != origin_) return Followed::elsewhere;
  if (std::find(changes_.begin(), changes_.end(), *change) != changes_.end()) return Followed::known;
  if (change->from == current()) {
    if (has(change->to) || (!changes_.empty() && change->place.sequence <= changes_.back().place.sequence)) return Followed::contradicts;
    changes_.push_back(*change);
    notes_.emplace_back(note);
    return Followed::led_on;
  }
  if (change->to == first()) {
    if (has(change->from) || (!changes_.empty() && change->place.sequence >= changes_.front().place.sequence)) return Followed::contradicts;
    changes_.insert(changes_.begin(), *change);
    notes_.insert(notes_.begin(), std::string{note});
    return Followed::led_on;
  }
  return has(change->from) || has(change->to) ? Followed::contradicts : Followed::elsewhere;
}

void LogKeys::follow_all(const std::vector<std::string>& notes) {
  for (bool led_on = true; led_on;) {
    led_on = false;
    for (const std::string& note : notes) led_on = follow(note) == Followed::led_on || led_on;
  }
}

const VerifyKey& LogKeys::at(std::uint64_t size) const {
  for (const KeyChange& change : changes_)
    if (size <= change.last_size()) return change.from;
  return current();
}

bool LogKeys::has(const VerifyKey& key) const {
  return key == trusted_ || std::any_of(changes_.begin(), changes_.end(), [&](const KeyChange& change) { return change.from == key || change.to == key; });
}

std::optional<Checkpoint> verify_checkpoint(std::string_view note, const LogKeys& keys) {
  const auto claimed = parse_checkpoint(note);
  if (!claimed) return std::nullopt;
  return verify_checkpoint(note, keys.at(claimed->size), keys.origin());
}

}  // namespace concordat::audit
