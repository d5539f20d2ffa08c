// A broker in memory, as the link's transport: it decodes what it is sent, records it in a log, answers and delivers.
// It can lose, double and reorder frames, be restarted, and refuse; all from one seed.
#pragma once

#include <deque>
#include <map>
#include <set>

#include "adapters/link/transport.h"
#include "tests/link/area.h"

namespace concordat::link {

struct Weather {  // of the wire, in thousandths of all frames
  unsigned lost = 0;
  unsigned doubled = 0;
  unsigned reordered = 0;
  std::uint64_t seed = 1;
};

class FakeBroker final : public Transport {
public:
  FakeBroker(const TestClock& clock, schemas::AgencyId link, Weather weather)
      : clock_(clock), link_(std::move(link)), weather_(weather), state_(weather.seed) {
    log.append({});
  }

  bool send(ByteView frame) override;
  std::optional<Bytes> receive(std::chrono::milliseconds timeout) override;  // time passes here
  void reconnect() override;

  void deliver(const schemas::Message& message);  // discloses it to the link, and sends it until it is answered
  void tell(const schemas::Frame& frame);         // whatever the test wants to be said, through the weather
  void say_status(const schemas::MessageId& message, std::string state);
  void restart() { is_greeted_ = false; }

  MemoryLog log;
  bool is_reachable = true;
  bool is_slow = false;                 // its frames are on their way, and do not arrive yet
  bool fakes_history = false;           // welcomes with a checkpoint of another log
  std::deque<std::string> refusals;     // codes for the next submissions, once each
  bool refuses_unnamed = false;         // such refusals do not say which submission
  std::vector<std::string> key_changes;  // go out with each welcome
  std::uint32_t credit = 4;

  std::map<schemas::MessageId, schemas::Accepted> accepted;
  std::map<schemas::MessageId, Bytes> frames;               // as first received
  std::map<schemas::DisclosureId, unsigned> acks;
  std::map<schemas::DisclosureId, std::string> nacks;
  std::map<schemas::MessageId, unsigned> submissions;       // how often each came
  std::set<std::uint64_t> noted;
  std::vector<schemas::Acknowledged> acknowledged;
  bool loses_acknowledgements = false;
  std::vector<schemas::Credit> credits;
  std::vector<schemas::Cosignature> cosignatures;
  std::string witnessed;                 // goes out with deliveries
  std::vector<Digest> continued;
  unsigned hellos = 0;
  unsigned heartbeats = 0;
  unsigned reconnects = 0;
  std::size_t most_in_flight = 0;
  bool changed_bytes = false;  // a resubmission was not identical
  bool holds_answers = false;  // submissions are received and not answered

private:
  struct Outgoing {
    Bytes payload;
    schemas::DisclosureId id;
    audit::Sequence sequence;
    Instant due{};
  };
  void take(const schemas::Hello& hello);
  void take(const schemas::Submit& submit, ByteView frame);
  void send_due();
  unsigned draw();

  const TestClock& clock_;
  schemas::AgencyId link_;
  Weather weather_;
  std::uint64_t state_;
  bool is_greeted_ = false;
  std::uint64_t sent_size_ = 0;  // of the checkpoint the link will hold when it has read all that was sent
  std::deque<Bytes> to_link_;
  std::vector<Outgoing> outgoing_;
  std::map<std::uint64_t, schemas::Status> statuses_;
  Instant statuses_due_{};
};

}  // namespace concordat::link
