// One link's session over a broker in memory: folders that outlive it, a clock the test owns, and a host that remembers.
#pragma once

#include <gtest/gtest.h>

#include "adapters/link/session.h"
#include "tests/link/fake_broker.h"

namespace concordat::link {

using namespace std::chrono_literals;

// A host that remembers, and whose disk can be full.
class RecordingHost final : public Host {
public:
  Result<Unit, FileError> take_record(const Record& record) override {
    if (disk_is_full) return Fail{FileError{FileError::Kind::full, "full"}};
    records.insert_or_assign(record.id, record);
    return Unit{};
  }
  Result<Unit, FileError> take_delivery(const Delivery& delivery) override {
    if (disk_is_full) return Fail{FileError{FileError::Kind::full, "full"}};
    ++deliveries[delivery.id];
    return Unit{};
  }
  void raise(const Alarm& alarm) override { alarms.emplace_back(alarm.code); }
  void note(std::string_view code, std::string_view) override { notes.emplace_back(code); }

  bool disk_is_full = false;
  std::map<schemas::MessageId, Record> records;
  std::map<schemas::DisclosureId, unsigned> deliveries;
  std::vector<std::string> alarms;
  std::vector<std::string> notes;
};

// One link over folders that outlive it, so that it can be stopped and begun again at any point.
struct Link {
  Link(const Scratch& scratch, const TestClock& clock, FakeBroker& broker, RecordingHost& host, const schemas::AgencyId& self, std::uint64_t seed = 1)
      : spool(*Spool::open(scratch / "spool")),
        inbox(*Inbox::open(scratch / "inbox")),
        kept(*KeptCheckpoint::open(scratch / "checkpoint", {directory->log_key, directory->log_origin})),
        session({.self = self, .software = "test", .window = 16, .seed = seed},
                {spool, inbox, kept, broker, clock, host, [this] { return directory; }, &key}) {}

  std::shared_ptr<const schemas::Directory> directory = std::make_shared<const schemas::Directory>(test_directory());
  SigningKey key = key_of(school_seed);
  Spool spool;
  Inbox inbox;
  KeptCheckpoint kept;
  Session session;
};

class SessionTest : public testing::Test {
protected:
  explicit SessionTest(schemas::AgencyId self = school) : self_(std::move(self)) { start(); }
  void start() { link_.emplace(scratch_, clock_, broker_, host_, self_); }
  void turns(int count) {
    for (int i = 0; i < count; ++i) link_->session.turn(100ms);
  }
  schemas::MessageId spool_one(schemas::Urgency urgency = schemas::Urgency::routine) {
    clock_.at += 1ms;
    const schemas::Message message = test_message(clock_.at);
    const Submission submission{message.envelope.id, urgency, {"case.xml", "", "", ""},
                                schemas::encode_frame(*schemas::seal_message(message, key_of(school_seed)))};
    EXPECT_TRUE(link_->spool.put(submission));
    return submission.id;
  }
  schemas::AgencyId self_;
  Scratch scratch_;
  TestClock clock_;
  FakeBroker broker_{clock_, self_, {}};
  RecordingHost host_;
  std::optional<Link> link_;
};

}  // namespace concordat::link
