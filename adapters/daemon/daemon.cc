#include "adapters/daemon/daemon.h"

#include <algorithm>

#include "adapters/daemon/out_folder.h"
#include "adapters/daemon/received.h"
#include "adapters/daemon/report.h"
#include "adapters/link/folders.h"
#include "adapters/link/verify.h"

namespace concordat::adapters {
namespace {

using namespace std::chrono_literals;

constexpr std::size_t pending_max = 10000;         // past that, documents wait in the in-folder
constexpr std::size_t documents_a_turn_max = 16;   // so that the broker is heard in between
constexpr std::size_t acknowledgement_bytes_max = 65536;
constexpr auto rest_after_disk = 5s;
constexpr auto quiet_for = 2s;
constexpr std::string_view software = "concordat-adapter/0.1.0";

StartError cannot_run(const FileError& error) { return {1, error.what}; }
StartError wrong_input(const std::string& what) { return {3, what}; }

// That the directory knows us by the keys we hold: otherwise every message would be refused, one by one.
Result<Unit, StartError> check_listed(const Config& config, const schemas::Directory& directory, const link::CurveKeys& curve,
                                      const SigningKey& key, Instant now) {
  const schemas::Organisation* self = directory.find(config.agency);
  const std::string who = config.directory.string() + ": ";
  if (self == nullptr) return Fail{wrong_input(who + "does not list " + config.agency.value())};
  if (!self->connects_with(curve.public_key, now)) return Fail{wrong_input(who + "lists another transport key for " + config.agency.value() + " than curve_secret holds")};
  if (!directory.signing_key(config.agency, schemas::fingerprint_of(key.verify_key()), now))
    return Fail{wrong_input(who + "lists no signing key for " + config.agency.value() + " that is valid now and is the one in signing_seed")};
  return Unit{};
}

std::string short_digest(std::string_view name) { return to_hex(ByteView{sha256(as_bytes(name)).bytes}.first(4)); }

}  // namespace

struct Daemon::Stores {
  link::Trust trust;
  link::CurveKeys curve;
  SigningKey key;
  link::Spool spool;
  link::Inbox inbox;
  link::KeptCheckpoint kept;
  Alarms alarms;
  std::string broker_key;
  std::unique_ptr<link::Transport> wire = nullptr;
  std::optional<Taking> taking = std::nullopt;
  std::optional<link::Session> session = std::nullopt;
  InFolder in;
};

Daemon::Daemon(DaemonParts parts, link::InstanceLock lock) : parts_(std::move(parts)), lock_(std::move(lock)) {}
Daemon::~Daemon() = default;

Result<std::unique_ptr<Daemon>, StartError> Daemon::start(DaemonParts parts) {
  auto made = link::make_private_folder(parts.config.state);
  if (!made) return Fail{cannot_run(made.error())};
  auto lock = link::InstanceLock::take(parts.config.state / "lock");
  if (!lock) return Fail{cannot_run(lock.error())};
  std::unique_ptr<Daemon> daemon{new Daemon{std::move(parts), std::move(*lock)}};
  TRY(const Unit begun, daemon->begin());
  static_cast<void>(begun);
  return daemon;
}

Result<Unit, StartError> Daemon::begin() {
  const Config& config = parts_.config;
  auto trust = link::Trust::open({config.directory, config.approvers, config.state});
  if (!trust) return Fail{wrong_input(trust.error().code + ": " + trust.error().what)};
  const schemas::Directory& directory = *trust->directory();
  auto curve = link::read_curve_keys(config.curve_secret);
  if (!curve) return Fail{wrong_input(curve.error().what)};
  auto key = link::read_signing_key(config.signing_seed);
  if (!key) return Fail{wrong_input(key.error().what)};
  TRY(const Unit listed, check_listed(config, directory, *curve, *key, parts_.clock.now()));
  static_cast<void>(listed);

  if (auto made = make_out_folders(config); !made) return Fail{cannot_run(made.error())};
  auto spool = link::Spool::open(config.state / "spool");
  auto inbox = link::Inbox::open(config.state / "inbox");
  auto kept = link::KeptCheckpoint::open(config.state / "checkpoint", audit::LogKeys{directory.log_key, directory.log_origin});
  auto alarms = Alarms::open(config.state);
  if (!spool) return Fail{cannot_run(spool.error())};
  if (!inbox) return Fail{cannot_run(inbox.error())};
  if (!kept) return Fail{cannot_run(kept.error())};
  if (!alarms) return Fail{cannot_run(alarms.error())};
  if (spool->unreadable_count() > 0) note("spool-unreadable", std::to_string(spool->unreadable_count()));

  const std::string broker_key = directory.broker_key;
  stores_.reset(new Stores{std::move(*trust), std::move(*curve), std::move(*key), std::move(*spool), std::move(*inbox),
                           std::move(*kept), std::move(*alarms), broker_key, nullptr, std::nullopt, std::nullopt, InFolder{config.in}});
  Stores& s = *stores_;
  auto wire = parts_.connect({config.brokers, broker_key, &s.curve});
  if (!wire) return Fail{wrong_input("brokers: " + wire.error())};
  s.wire = std::move(*wire);
  auto taking = Taking::open({parts_.config, parts_.kind, s.key, parts_.clock, s.spool,
                              [this](const schemas::Envelope& envelope) { return received_before(envelope); },
                              [this] { if (stores_->session) stores_->session->turn(0ms); }});
  if (!taking) return Fail{cannot_run(taking.error())};
  s.taking.emplace(std::move(*taking));
  if (auto recovered = s.taking->recover(); !recovered) return Fail{cannot_run(recovered.error().error)};
  const auto drawn = random_bytes<8>();
  s.session.emplace(link::SessionSettings{.self = config.agency, .software = std::string{software}, .window = 16, .seed = get_u64(drawn),
                                            .cosigners_needed = config.cosigners},
                    link::Ports{s.spool, s.inbox, s.kept, *s.wire, parts_.clock, *this, [&s] { return s.trust.directory(); }, &s.key});
  note("started", config.agency.value());
  return Unit{};
}

link::Session& Daemon::session() { return *stores_->session; }

bool Daemon::outdated() const {
  const schemas::Directory& directory = *stores_->trust.directory();
  const audit::LogKeys& keys = stores_->kept.keys();
  return directory.broker_key != stores_->broker_key || !keys.has(directory.log_key) || directory.log_origin != keys.origin();
}

void Daemon::turn(std::chrono::milliseconds patience) {
  const Instant now = parts_.clock.now();
  if (now >= poll_due_ || poll_due_ > now + parts_.config.poll) poll(now);  // the second: the clock was set back
  stores_->session->turn(patience);
}

// At its own pace, however many frames come: what is complete is judged by two polls some time apart.
void Daemon::poll(Instant now) {
  poll_due_ = now + parts_.config.poll;
  taking_in_from_ = std::min(taking_in_from_, now + rest_after_disk);
  if (auto read = stores_->trust.refresh(); !read) raise({read.error().code, "directory", {}});
  take_in(stores_->in.poll());
}

void Daemon::take_in_now() { take_in(stores_->in.all()); }

bool Daemon::run_once(Instant deadline, const std::function<bool()>& stopped) {
  take_in_now();
  std::uint64_t before = progress_;
  Instant quiet_since = parts_.clock.now();
  while (!stopped() && parts_.clock.now() < deadline) {
    turn(std::min(parts_.config.poll, 50ms));
    const bool is_busy = progress_ != before || !stores_->session->idle() || stores_->session->state() != link::Session::State::open;
    before = progress_;
    if (is_busy) quiet_since = parts_.clock.now();
    if (parts_.clock.now() - quiet_since > quiet_for) return true;
  }
  return false;
}

void Daemon::take_in(const std::vector<std::string>& names) {
  std::size_t left = documents_a_turn_max;
  for (const std::string& name : names) {
    if (parts_.clock.now() < taking_in_from_ || left == 0) return;
    if (name.ends_with(acknowledgement_ending)) {
      take_acknowledgement(name);
    } else if (stores_->spool.pending_count() < pending_max) {
      take_document(name);
      --left;
    }
  }
}

void Daemon::take_document(const std::string& name) {
  auto taken = stores_->taking->take(name);
  stores_->in.forget(name);
  if (taken) {
    for (const schemas::MessageId& id : taken->messages) note("taken-in", format_uuid(id.value()));
    report_taken(name, *taken);
    return;
  }
  switch (taken.error().kind) {
    case NotTaken::Kind::rejected: reject(name, taken.error().problems); return;
    case NotTaken::Kind::unreadable: note("unreadable", short_digest(name)); return;  // the others need not wait for it
    case NotTaken::Kind::disk: rest(taken.error().error, name); return;
  }
}

// What was sent all the same, told beside its status.
void Daemon::report_taken(const std::string& name, const Taken& taken) {
  const std::string message = format_uuid(taken.messages.front().value());
  if (!taken.rejected.empty()) note("sent-in-part", short_digest(name));
  const auto tell = [&](std::string_view what, const Problems& problems) {
    if (problems.empty()) return;
    note(what, message);
    const std::string stem = message + "-" + std::string{what};
    if (auto written = write_report(parts_.config.out / "status", stem, {name, "sent", message, problems}); !written)
      rest(written.error(), name);
  };
  tell("leak-guard", taken.findings);
  tell("left-out", taken.left_out);
}

// Earlier deliveries whose sender restricted what may be passed on. One that cannot be opened again restricts nothing here;
// the broker's own rules for it stand.
std::vector<schemas::Delivered> Daemon::received_before(const schemas::Envelope& envelope) const {
  std::vector<schemas::Delivered> out;
  for (const schemas::DisclosureId& id : Received{parts_.config.state}.before(envelope)) {
    const auto held = stores_->inbox.read(id);
    if (!held) continue;
    auto verified = link::reopen_delivery(*held, {parts_.config.agency, *stores_->trust.directory(), stores_->kept});
    if (verified) out.push_back(std::move(verified->delivered));
  }
  return out;
}

void Daemon::take_acknowledgement(const std::string& name) {
  const auto path = parts_.config.in / name;
  const auto bytes = read_file(path, acknowledgement_bytes_max);
  if (!bytes && bytes.error().kind == FileError::Kind::too_large) {
    reject(name, {{"too-large", "", "is larger than 64 KiB"}});
    return;
  }
  if (!bytes) {
    note("unreadable", short_digest(name));
    return;
  }
  auto acknowledged = read_acknowledgement(*bytes);
  if (acknowledged && !stores_->inbox.knows(acknowledged->disclosure))
    acknowledged = Fail{Problems{{"unknown-disclosure", "disclosure", "no such delivery came here"}}};
  if (!acknowledged) {
    reject(name, acknowledged.error());
    return;
  }
  if (!stores_->session->acknowledge(*acknowledged)) return;  // stays until it is on the broker's disk
  const auto done = parts_.config.state / "acknowledged";
  auto moved = link::make_private_folder(done);
  if (moved) moved = link::move_file(path, done / (link::name_of(acknowledged->disclosure) + ".json"));
  if (!moved) rest(moved.error(), name);
  note("acknowledged", link::name_of(acknowledged->disclosure));
}

void Daemon::reject(const std::string& name, const Problems& problems) {
  if (auto moved = stores_->taking->reject(name, problems); !moved) {
    rest(moved.error(), name);
    return;
  }
  note("rejected", short_digest(name));
  for (const schemas::Problem& problem : problems) note(problem.code, short_digest(name));
}

void Daemon::rest(const FileError& error, const std::string& name) {
  note(error.kind == FileError::Kind::full ? "disk-full" : "disk-refused", short_digest(name));
  taking_in_from_ = parts_.clock.now() + rest_after_disk;
}

Result<Unit, FileError> Daemon::take_record(const link::Record& record) {
  ++progress_;
  note(record.refused ? "refused" : record.statuses.empty() ? "accepted" : "status", format_uuid(record.id.value()));
  return write_record(parts_.config, parts_.kind, record);
}

Result<Unit, FileError> Daemon::take_delivery(const link::Delivery& delivery) {
  ++progress_;
  note("delivered", link::name_of(delivery.id));
  TRY(const Unit remembered, Received{parts_.config.state}.remember(delivery));
  static_cast<void>(remembered);
  return write_delivery(parts_.config, parts_.kind, delivery);
}

void Daemon::raise(const link::Alarm& alarm) {
  parts_.logger->error("alarm {} {}", alarm.code, alarm.subject);
  if (auto kept = stores_->alarms.keep(alarm, parts_.clock.now()); !kept) parts_.logger->error("disk-refused alarm");
}

void Daemon::note(std::string_view code, std::string_view subject) {
  if (code.starts_with("disk-") || code == "broker-silent" || code == "rejected") parts_.logger->warn("{} {}", code, subject);
  else parts_.logger->info("{} {}", code, subject);
}

}  // namespace concordat::adapters
