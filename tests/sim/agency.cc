#include "tests/sim/agency.h"

#include "adapters/link/folders.h"
#include "base/check.h"
#include "schemas/decode.h"

namespace concordat::sim {

class SimAgency::Wire final : public link::Transport {
public:
  Wire(SimNetwork& network, std::size_t agency) : network_(network), agency_(agency) {}
  bool send(ByteView frame) override { return network_.submit(agency_, frame); }
  std::optional<Bytes> receive(std::chrono::milliseconds) override { return network_.take(agency_); }
  void reconnect() override { network_.reconnect(agency_); }

private:
  SimNetwork& network_;
  std::size_t agency_;
};

struct SimAgency::Running {
  Running(link::Spool&& opened_spool, link::Inbox&& opened_inbox, link::KeptCheckpoint&& opened_kept, SimAgency& agency, std::uint64_t seed)
      : spool(std::move(opened_spool)), inbox(std::move(opened_inbox)), kept(std::move(opened_kept)), wire(agency.network_, agency.index_),
        session({.self = agency.area_.agencies()[agency.index_], .software = "sim", .window = 4, .seed = seed},
                {spool, inbox, kept, wire, agency.clock_, agency, [&agency] { return agency.area_.directory(); }}) {}
  link::Spool spool;
  link::Inbox inbox;
  link::KeptCheckpoint kept;
  Wire wire;
  link::Session session;
};

SimAgency::SimAgency(const Area& area, std::size_t index, std::filesystem::path folder, SimNetwork& network, const SimClock& clock, Dice& dice,
                     Oracle& oracle, const HostFaults& faults)
    : area_(area), index_(index), folder_(std::move(folder)), network_(network), clock_(clock), dice_(dice), oracle_(oracle), faults_(faults) {
  CHECK(link::make_private_folder(folder_).has_value(), "no folder for an agency");
  start();
}
SimAgency::~SimAgency() = default;

bool SimAgency::is_up() const { return running_ != nullptr; }

void SimAgency::start() {
  if (running_) return;
  auto spool = link::Spool::open(folder_ / "spool");
  auto inbox = link::Inbox::open(folder_ / "inbox");
  auto kept = link::KeptCheckpoint::open(folder_ / "checkpoint", {area_.directory()->log_key, area_.directory()->log_origin});
  CHECK(spool && inbox && kept, "an agency's folder does not open again");
  network_.reconnect(index_);
  running_ = std::make_unique<Running>(std::move(*spool), std::move(*inbox), std::move(*kept), *this, dice_.draw());
}

void SimAgency::crash() { running_.reset(); }

void SimAgency::turn() {
  if (running_) running_->session.turn(std::chrono::milliseconds{0});
}

void SimAgency::submit(const schemas::Message& message) {
  if (!running_) return;
  auto sealed = schemas::seal_message(message, area_.signing_key(index_));
  CHECK(sealed.has_value(), "the simulation's message cannot be sealed");
  const link::Submission submission{message.envelope.id, message.envelope.urgency, {"sim", "", "", ""}, schemas::encode_frame(std::move(*sealed))};
  if (running_->spool.put(submission)) oracle_.submitted(message);
}

bool SimAgency::is_idle() const { return running_ && running_->session.state() == link::Session::State::open && running_->session.idle(); }

void SimAgency::acknowledge() {
  if (running_ && last_) static_cast<void>(running_->session.acknowledge({*last_, "A Person", "020 7946 0000"}));
}

bool SimAgency::refuses() { return dice_.falls(faults_.refuses); }

namespace {
const FileError no_room{FileError::Kind::full, "write: no space"};
}

Result<Unit, FileError> SimAgency::take_record(const link::Record& record) {
  if (refuses()) return Fail{no_room};
  oracle_.recorded(record);
  return Unit{};
}

Result<Unit, FileError> SimAgency::take_delivery(const link::Delivery& delivery) {
  if (refuses()) return Fail{no_room};
  oracle_.handed(area_.agencies()[index_], delivery);
  last_ = delivery.id;
  if (dice_.falls(faults_.stores_and_fails)) return Fail{no_room};
  return Unit{};
}

void SimAgency::raise(const link::Alarm& alarm) { oracle_.alarmed(area_.agencies()[index_], alarm); }
void SimAgency::note(std::string_view, std::string_view) {}

}  // namespace concordat::sim
