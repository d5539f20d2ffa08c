#include "tests/sim/broker.h"

#include "base/check.h"
#include "broker/voice.h"

// Alarms by the hundred are what a simulation is for: here the broker has no voice. Defined where the
// linker finds it before broker/voice.cc.
namespace concordat::broker {
void say(Tone, std::string_view, std::string_view, std::uint64_t) {}
bool set_voice(std::string_view) { return true; }
}  // namespace concordat::broker

namespace concordat::sim {
namespace {

broker::Vault open_vault(const std::filesystem::path& folder, Instant now) {
  auto vault = broker::Vault::open(folder / "parcel-keys", now);
  CHECK(vault.has_value(), "the simulation's vault does not open");
  return std::move(*vault);
}

}  // namespace

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

SimBroker::SimBroker(const std::filesystem::path& folder, SimNetwork& network, const SimClock& clock, Dice& dice, const LedgerFaults& faults,
                     broker::Governance first)
    : network_(network), ledger_(folder, clock, dice, faults),
      core_(clock, network, ledger_, open_vault(folder, clock.now()), broker::Limits{.tick_messages_max = 8}, first.rules), verifier_(dice),
      pipeline_(core_, verifier_) {
  auto keys = audit::SubjectKeys::open(folder / "subject-keys", clock.now());
  CHECK(keys.has_value(), "the simulation's subject keys do not open");
  core_.subjects = std::make_unique<broker::Subjects>(std::move(*keys), nullptr);
  network_.read_log_by([this]() -> const audit::Log* { return pipeline_.is_available() && ledger_.is_open() ? &ledger_.log() : nullptr; });
  CHECK(pipeline_.start().has_value(), "the simulated broker does not start");
  pipeline_.govern(std::move(first));
}

SimBroker::~SimBroker() {
  network_.read_log_by([] { return nullptr; });
}

void SimBroker::turn() {
  while (auto arrived = network_.receive()) {
    auto frame = schemas::decode_frame(arrived->frame);
    if (frame) pipeline_.receive(arrived->session, std::move(*frame));
    else pipeline_.receive_malformed(arrived->session, "malformed");
  }
  pipeline_.step();
}

}  // namespace concordat::sim
