#include "tests/broker/fixture.h"

#include "broker/scan.h"
#include "schemas/decode.h"

namespace concordat::broker {
namespace {

Vault open_vault(const audit::Scratch& scratch, Instant now) {
  auto vault = Vault::open(scratch.root() / "parcel-keys", now);
  CHECK(vault.has_value(), "the test's vault does not open");
  return std::move(*vault);
}

}  // namespace

HeldLedger::HeldLedger(const audit::Scratch& scratch, const Clock& clock) : scratch_(scratch), clock_(clock) {
  auto log = open();
  CHECK(log.has_value(), "the test's log does not open");
  log_.emplace(std::move(*log));
}

Result<audit::Log, audit::LogError> HeldLedger::open() const {
  return audit::Log::open({.folder = scratch_.log(), .day_keys = scratch_.day_keys(), .origin = std::string{sim::log_origin},
                           .key = sim::Area::log_key(), .clock = &clock_, .map_bytes = audit::test_map_bytes});
}

void HeldLedger::begin(audit::Batch batch) {
  CHECK(!batch_, "a commit begun while another is under way");
  ++begun;
  batch_.emplace(std::move(batch));
}

std::optional<CommitResult> HeldLedger::finished() {
  if (!batch_ || is_holding) return std::nullopt;
  const audit::Batch batch = std::move(*batch_);
  batch_.reset();
  if (fate == Fate::lost) return CommitResult{Fail{audit::LogError::disk}};
  CommitResult done = log_->commit(batch);
  if (fate == Fate::written_unknown) return CommitResult{Fail{audit::LogError::disk}};
  return done;
}

Result<Unit, audit::LogError> HeldLedger::reopen() {
  if (is_closed) return Fail{audit::LogError::disk};
  log_.reset();
  TRY(audit::Log log, open());
  log_.emplace(std::move(log));
  return Unit{};
}

SendOutcome Memory::reply(const Session& to, const Reply& reply) {
  replies.emplace_back(to.name, reply);
  return SendOutcome::sent;
}

SendOutcome Memory::send(const Session& to, const Dispatch& dispatch, const Evidence&) {
  sent.push_back({to.name, dispatch.parcel().label().disclosure, dispatch.receipt().sequence().value(), dispatch.parcel().label().urgency});
  return SendOutcome::sent;
}

std::vector<std::string> Memory::refusals() const {
  std::vector<std::string> codes;
  for (const schemas::Refused& refused : all<schemas::Refused>()) codes.push_back(refused.code);
  return codes;
}

BrokerTest::BrokerTest()
    : core_(clock_, network_, ledger_, open_vault(scratch_, clock_.now()), Limits{.submissions_per_minute = 50},
            area_.governance(sim::Prevent::active, clock_.now()).rules),
      pipeline_(core_, verifier_) {
  CHECK(pipeline_.start().has_value(), "the test's broker does not start");
  pipeline_.govern(area_.governance(sim::Prevent::active, clock_.now()));
  run();
}

Session BrokerTest::session(Agency agency, std::uint64_t connection) const {
  return {ConnectionId{connection + agency}, area_.agencies()[agency].value(), area_.transport_key(agency)};
}

void BrokerTest::find_people(Indexed indexed) {
  auto keys = audit::SubjectKeys::open(scratch_.root() / "subject-keys", clock_.now());
  CHECK(keys, "no subject keys");
  std::unique_ptr<IndexKeeper> keeper;
  if (indexed == Indexed::yes) {
    auto index = audit::SearchIndex::open(scratch_.root() / "index", [](std::uint64_t) { return std::optional<Digest>{}; }, std::size_t{64} << 20);
    CHECK(index, "no index");
    keeper = std::make_unique<IndexKeeper>(std::move(*index));
  }
  core_.subjects = std::make_unique<Subjects>(std::move(*keys), std::move(keeper));
}

void BrokerTest::hello(Agency agency) {
  pipeline_.receive(session(agency), schemas::Hello{.software = "test", .checkpoint = {}, .credit = 4, .session = {}});
}

schemas::Message BrokerTest::referral(Agency from, std::vector<Agency> to) {
  schemas::Message message = area_.referral(from, dice_, clock_.now());
  message.envelope.recipients.clear();
  for (const Agency agency : to) message.envelope.recipients.push_back(area_.agencies()[agency]);
  message.envelope.purpose = "channel-referral";
  message.envelope.urgency = schemas::Urgency::routine;
  message.envelope.emergency.reset();
  message.envelope.created = clock_.now();
  return message;
}

Bytes BrokerTest::sealed(const schemas::Message& message, Agency by) const {
  auto submit = schemas::seal_message(message, area_.signing_key(by));
  CHECK(submit.has_value(), "the test's message cannot be sealed");
  return schemas::encode_frame(std::move(*submit));
}

void BrokerTest::receive(Agency from, ByteView frame) {
  auto decoded = schemas::decode_frame(frame);
  CHECK(decoded.has_value(), "the test's frame does not decode");
  pipeline_.receive(session(from), std::move(*decoded));
}

void BrokerTest::ack(Agency from, const Memory::Sent& sent) {
  pipeline_.receive(session(from), schemas::Ack{sent.disclosure, 0});
}

void BrokerTest::run() {
  for (int i = 0; i < 20; ++i) {
    pipeline_.step();
    clock_.advance(std::chrono::milliseconds{1});
  }
}

std::vector<audit::Entry> BrokerTest::entries(audit::EventKind kind) const {
  std::vector<audit::Entry> found;
  for (std::uint64_t at = 0; at < log_size(); ++at) {
    const auto entry = ledger_.log().entry(audit::Sequence{at});
    if ((**entry).kind == kind) found.push_back(**entry);
  }
  return found;
}

std::vector<audit::StoredRow> BrokerTest::rows(audit::Table table) const { return *ledger_.log().rows(table, audit::Sequence{0}, 1000); }

}  // namespace concordat::broker
