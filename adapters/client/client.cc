#include "adapters/client/client.h"

#include <set>

#include "adapters/delivered_json.h"
#include "adapters/link/folders.h"
#include "adapters/link/instance_lock.h"
#include "adapters/link/session.h"
#include "adapters/link/trust.h"
#include "base/crypto.h"
#include "schemas/decode.h"
#include "schemas/json.h"
#include "schemas/recall.h"

namespace concordat {
namespace {

constexpr std::string_view software = "concordat-client/0.1.0";
constexpr std::string_view could_not_run = "could-not-run";

std::string own_words(std::string_view model_path) { return std::string{model_path}; }

std::string delivery_json(const schemas::Delivered& delivered) {
  adapters::Json out = adapters::Json::object();
  out.put("envelope", adapters::delivered_envelope(delivered.envelope)).put("fields", adapters::delivered_fields(delivered, own_words));
  out.put("terms", adapters::delivered_terms(delivered, own_words)).put("mayBeWithheld", adapters::delivered_notices(delivered, own_words));
  return adapters::write_json(out.put("missing", adapters::delivered_missing(delivered, own_words)));
}

// What a session works on; made in the order in which it is checked.
struct Stores {
  link::InstanceLock lock;
  link::Trust trust;
  link::CurveKeys curve;
  SigningKey key;
  link::Spool spool;
  link::Inbox inbox;
  link::KeptCheckpoint kept;
  std::unique_ptr<link::Transport> wire = nullptr;
};

Fail<Error> failed(const FileError& error) { return Fail{Error{std::string{could_not_run}, "", error.what}}; }
Fail<Error> wrong(std::string where, std::string what) { return Fail{Error{"config-invalid", std::move(where), std::move(what)}}; }

Result<std::unique_ptr<Stores>, Error> open_stores(const ClientSettings& settings, const schemas::AgencyId& agency) {
  const std::filesystem::path state = settings.state;
  if (auto made = link::make_private_folder(state); !made) return failed(made.error());
  auto lock = link::InstanceLock::take(state / "lock");
  if (!lock) return failed(lock.error());
  auto trust = link::Trust::open({settings.directory, settings.approvers, state});
  if (!trust) return Fail{Error{trust.error().code, "directory", trust.error().what}};
  auto curve = link::read_curve_keys(settings.curve_secret);
  if (!curve) return wrong("curve_secret", curve.error().what);
  auto key = link::read_signing_key(settings.signing_seed);
  if (!key) return wrong("signing_seed", key.error().what);
  const schemas::Directory& directory = *trust->directory();
  if (directory.find(agency) == nullptr) return wrong("agency", "the directory does not list it");
  auto spool = link::Spool::open(state / "spool");
  auto inbox = link::Inbox::open(state / "inbox");
  auto kept = link::KeptCheckpoint::open(state / "checkpoint", {directory.log_key, directory.log_origin});
  if (!spool) return failed(spool.error());
  if (!inbox) return failed(inbox.error());
  if (!kept) return failed(kept.error());
  const std::string broker_key = directory.broker_key;
  std::unique_ptr<Stores> stores{new Stores{std::move(*lock), std::move(*trust), std::move(*curve), std::move(*key), std::move(*spool), std::move(*inbox), std::move(*kept)}};
  auto wire = link::connect_curve({settings.brokers, broker_key, &stores->curve});
  if (!wire) return wrong("brokers", wire.error());
  stores->wire = std::move(*wire);
  return stores;
}

class Linked final : public Client, private link::Host {
public:
  Linked(const ClientSettings& settings, schemas::AgencyId agency, ClientHooks hooks, std::unique_ptr<Stores> stores)
      : settings_(settings), agency_(std::move(agency)), hooks_(std::move(hooks)), stores_(std::move(stores)),
        session_({.self = agency_, .software = std::string{software}, .window = 16, .seed = get_u64(random_bytes<8>())},
                 {stores_->spool, stores_->inbox, stores_->kept, *stores_->wire, clock_, *this, [this] { return stores_->trust.directory(); }, &stores_->key}) {}

  std::string send(std::string_view canonical_json, Error& why) override {
    auto message = read(canonical_json, why);
    if (!message) return {};
    auto submit = schemas::seal_message(*message, stores_->key);
    if (!submit) {
      why = {"too-large", "", "has more fields or recipients than one message can carry"};
      return {};
    }
    const auto refused = schemas::Decoder::decode(*submit, [this](const auto&, const auto&) { return std::optional{stores_->key.verify_key()}; });
    if (!refused) {  // as the broker would
      why = {refused.error().code, refused.error().where.empty() ? "" : refused.error().where.front(), "the broker would refuse this"};
      return {};
    }
    const schemas::MessageId id = message->envelope.id;
    const auto put = stores_->spool.put({id, message->envelope.urgency, {}, schemas::encode_frame(std::move(*submit))});
    if (put) return format_uuid(id.value());
    why = {"disk-refused", "", put.error().what};
    return {};
  }
  void turn(std::chrono::milliseconds patience) override {
    if (auto read = stores_->trust.refresh(); !read) raise({read.error().code, "directory", {}});
    session_.turn(patience);
  }
  bool is_connected() const override { return session_.state() == link::Session::State::open; }
  bool is_idle() const override { return session_.idle(); }
  bool acknowledge(std::string_view disclosure, std::string_view name, std::string_view telephone, std::string_view did, std::string_view because) override {
    const auto id = link::parse_disclosure_id(disclosure);
    if (!id || !stores_->inbox.knows(*id) || (!did.empty() && !schemas::recall_answer_named(did))) return false;
    return session_.acknowledge({*id, std::string{name}, std::string{telephone}, std::string{did}, std::string{because}});
  }

private:
  std::optional<schemas::Message> read(std::string_view json, Error& why) const {
    schemas::EnvelopeDefaults defaults;
    defaults.now = clock_.now();
    defaults.sender = agency_;
    defaults.scheme = settings_.scheme;
    defaults.purpose = settings_.purpose;
    defaults.area = settings_.area;
    defaults.marking = schemas::Marking::official_sensitive;
    defaults.urgency = schemas::Urgency::routine;
    auto message = schemas::message_from_json(json, defaults);
    if (message && message->envelope.sender == agency_) return std::move(*message);
    const schemas::Problem problem = message ? schemas::Problem{"sender-mismatch", "envelope.sender", "is another agency than this client's"} : message.error().front();
    why = {problem.code, problem.where, problem.what};
    return std::nullopt;
  }

  // A record comes whole with every change of it; what the caller has been told of it stays told, until a restart.
  Result<Unit, FileError> take_record(const link::Record& record) override {
    const std::string message = format_uuid(record.id.value());
    bool is_taken = true;
    const auto tell = [&](const ClientStatus& status) {
      const std::string step = status.message + " " + status.recipient + " " + status.state + " " + status.code;
      if (!hooks_.on_status || told_.contains(step)) return;
      if (hooks_.on_status(status)) told_.insert(step);
      else is_taken = false;
    };
    if (record.refused) tell({message, "", "refused", record.refused->code, "", ""});
    if (record.accepted)
      for (const schemas::RecipientOutcome& outcome : record.accepted->outcomes)
        tell({message, outcome.recipient, outcome.outcome == "disclosed" ? "accepted" : outcome.outcome, outcome.code, "", ""});
    for (const schemas::Status& status : record.statuses) tell({message, status.recipient, status.state, status.code, status.call_name, status.call_number});
    return is_taken ? Result<Unit, FileError>{Unit{}} : Fail{FileError{FileError::Kind::other, "the hook did not take it"}};
  }
  Result<Unit, FileError> take_delivery(const link::Delivery& delivery) override {
    const schemas::Envelope& envelope = delivery.delivered.envelope;
    const bool is_taken = !hooks_.on_delivery || hooks_.on_delivery({link::name_of(delivery.id), format_uuid(envelope.id.value()), format_uuid(envelope.case_id.value()),
                                                                     std::string{schemas::name_of(envelope.type)}, envelope.sender.value(), delivery_json(delivery.delivered)});
    return is_taken ? Result<Unit, FileError>{Unit{}} : Fail{FileError{FileError::Kind::other, "the hook did not take it"}};
  }
  void raise(const link::Alarm& alarm) override {
    if (hooks_.on_alarm) hooks_.on_alarm(alarm.code, alarm.subject);
  }
  void note(std::string_view, std::string_view) override {}

  ClientSettings settings_;
  schemas::AgencyId agency_;
  ClientHooks hooks_;
  SystemClock clock_;
  std::set<std::string> told_;
  std::unique_ptr<Stores> stores_;
  link::Session session_;
};

}  // namespace

std::unique_ptr<Client> Client::open(const ClientSettings& settings, ClientHooks hooks, Error& why) {
  auto agency = schemas::parse_agency_id(settings.agency);
  if (!agency) {
    why = {"config-invalid", "agency", "must be an agency id, such as school/abbey"};
    return nullptr;
  }
  auto stores = open_stores(settings, *agency);
  if (!stores) {
    why = stores.error();
    return nullptr;
  }
  return std::make_unique<Linked>(settings, std::move(*agency), std::move(hooks), std::move(*stores));
}

}  // namespace concordat
