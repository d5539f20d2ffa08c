#include "tests/sim/broker.h"

#include "base/check.h"

namespace concordat::sim {
namespace {

broker::Vault open_vault(const std::filesystem::path& folder, Instant now) {
  auto vault = broker::Vault::open(folder / "parcel-keys", now);
  CHECK(vault.has_value(), "the simulation's vault does not open");
  return std::move(*vault);
}

}  // namespace

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
  if (core_.governed.is_empty()) pipeline_.govern(std::move(first));
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
