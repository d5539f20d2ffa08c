#include "tests/sim/inline_verifier.h"

#include "broker/voice.h"

// Alarms by the hundred are what a simulation is for: here the broker has no voice. Defined where the
// linker finds it before broker/voice.cc.
namespace concordat::broker {
void say(Tone, std::string_view, std::string_view, std::uint64_t) {}
bool set_voice(std::string_view) { return true; }
}  // namespace concordat::broker

namespace concordat::sim {

bool InlineVerifier::offer(broker::ToVerify work) {
  done_.push_back(broker::verify(std::move(work)));
  return true;
}

std::optional<broker::Verified> InlineVerifier::take() {
  if (done_.empty()) return std::nullopt;
  std::swap(done_.front(), done_[dice_.below(done_.size())]);
  std::optional<broker::Verified> taken{std::move(done_.front())};
  done_.pop_front();
  return taken;
}

}  // namespace concordat::sim
