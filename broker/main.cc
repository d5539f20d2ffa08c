// concordatd: the broker. Reads its configuration and the signed governance files, opens the log, and runs
// one thread in ticks until it is told to stop.

#include <CLI/CLI.hpp>

#include <csignal>
#include <cstdio>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "audit/notes_file.h"
#include "broker/config.h"
#include "broker/log_ledger.h"
#include "broker/net/endpoint.h"
#include "broker/net/zap.h"
#include "broker/pipeline.h"
#include "broker/verify_pool.h"
#include "broker/voice.h"

namespace concordat::broker {
namespace {

constexpr int exit_done = 0;
constexpr int exit_could_not_run = 1;
constexpr int exit_invalid_input = 3;
constexpr std::size_t frames_each_turn_max = 256;

// No submitted value may reach a core dump, and idle connections may not use up the descriptors.
void harden(std::size_t agencies) {
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  rlimit files{};
  if (::getrlimit(RLIMIT_NOFILE, &files) != 0) return;
  files.rlim_cur = files.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &files);
  if (files.rlim_cur < 2 * agencies + 64) say(Tone::warning, "few-descriptors", "LimitNOFILE", files.rlim_cur);
}

int complain(std::string_view code, std::string_view where, std::string_view what) {
  std::fprintf(stderr, "concordatd: %.*s: %.*s: %.*s\n", static_cast<int>(code.size()), code.data(), static_cast<int>(where.size()),
               where.data(), static_cast<int>(what.size()), what.data());
  return exit_invalid_input;
}

class Wake {
public:
  Wake() : fd_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)) {}
  Wake(const Wake&) = delete;
  Wake& operator=(const Wake&) = delete;
  ~Wake() { ::close(fd_); }
  int fd() const { return fd_; }
  void ring() const {
    const std::uint64_t one = 1;
    [[maybe_unused]] const ssize_t written = ::write(fd_, &one, sizeof one);
  }
  void hush() const {
    std::uint64_t rung = 0;
    [[maybe_unused]] const ssize_t got = ::read(fd_, &rung, sizeof rung);
  }

private:
  int fd_;
};

// Blocks the signals in every thread, so that they arrive here only.
int open_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaddset(&signals, signal);
  ::pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  ::signal(SIGPIPE, SIG_IGN);
  return ::signalfd(-1, &signals, SFD_NONBLOCK | SFD_CLOEXEC);
}

std::optional<std::uint32_t> next_signal(int signals) {
  signalfd_siginfo info{};
  if (::read(signals, &info, sizeof info) != static_cast<ssize_t>(sizeof info)) return std::nullopt;
  return info.ssi_signo;
}

class Broker {
public:
  Broker(Config config, const Governance& first, std::unique_ptr<LogLedger> ledger, Vault vault, std::unique_ptr<Subjects> subjects, Wake& wake, int signals)
      : config_(std::move(config)), wake_(wake), signals_(signals), ledger_(std::move(ledger)),
        rulings_(std::make_shared<Rulings>(first.rules.directory)), zap_(context_, rulings_),
        links_(context_, config_.endpoint, link_domain, config_.curve, config_.frame_bytes_max),
        officers_(context_, config_.admin_endpoint, admin_domain, config_.curve, config_.frame_bytes_max), network_(links_, officers_),
        core_(clock_, network_, *ledger_, std::move(vault), config_.limits, first.rules),
        verifier_(config_.limits.workers, config_.limits.verify_queue_max, [this] { wake_.ring(); }), pipeline_(core_, verifier_) {
    core_.subjects = std::move(subjects);
    core_.log_seed.emplace(config_.log_seed);
    core_.cosigned = config_.data / audit::cosigned_name;
    pipeline_.when_rules_change([this](const Rules& now) { rulings_->swap(now.directory); });
    core_.log_folder = config_.data;
  }

  int run() {
    if (const auto started = pipeline_.start(); !started) {
      complain(audit::log_error_code(started.error()), config_.data.string(), "the log could not be read back");
      return exit_could_not_run;
    }
    // Once more, now that the register is read back: the files may lie behind it.
    auto files = read_governance(config_.governance, core_.governed, clock_.now());
    if (!files) return complain(files.error().code, files.error().where, files.error().what);
    pipeline_.govern(std::move(*files));
    say(Tone::note, "ready", config_.endpoint, core_.log().next_sequence().value());
    while (turn()) {
    }
    drain();
    say(Tone::note, "stopped", config_.endpoint);
    return exit_done;
  }

private:
  bool turn() {
    std::array<zmq::pollitem_t, 4> items{{{links_.handle().handle(), 0, ZMQ_POLLIN, 0}, {officers_.handle().handle(), 0, ZMQ_POLLIN, 0},
                                          {nullptr, wake_.fd(), ZMQ_POLLIN, 0}, {nullptr, signals_, ZMQ_POLLIN, 0}}};
    zmq::poll(items.data(), items.size(), std::chrono::milliseconds{pipeline_.has_work() ? 0 : 100});
    wake_.hush();
    while (const auto signal = next_signal(signals_)) {
      if (*signal != SIGHUP) return false;
      reload();
    }
    for (std::size_t i = 0; i < frames_each_turn_max; ++i) {
      auto arrived = links_.receive();
      if (!arrived) break;
      auto frame = schemas::decode_frame(arrived->frame);
      if (frame) pipeline_.receive(arrived->session, std::move(*frame));
      else pipeline_.receive_malformed(arrived->session, frame.error() == schemas::FrameError::too_large ? "too-large" : "malformed");
    }
    while (auto arrived = officers_.receive()) {
      auto frame = schemas::decode_frame(arrived->frame);
      if (frame && std::holds_alternative<schemas::Ask>(*frame)) pipeline_.ask(arrived->session, std::get<schemas::Ask>(std::move(*frame)));
    }
    pipeline_.step();
    return true;
  }

  // What was begun is finished; what came after the signal is sent again by its sender.
  void drain() {
    pipeline_.stop();
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds{10};
    while (!pipeline_.is_idle() && pipeline_.is_available() && std::chrono::steady_clock::now() < deadline) {
      pipeline_.step();
      std::this_thread::sleep_for(std::chrono::milliseconds{1});
    }
  }

  void reload() {
    auto change = read_governance(config_.governance, core_.governed, clock_.now());
    if (!change) {
      complain(change.error().code, change.error().where, change.error().what);
      say(Tone::alarm, "governance-refused", change.error().code);
      return;
    }
    say(Tone::note, "governance-read", "directory", change->rules.directory->version);
    pipeline_.govern(std::move(*change));
  }

  Config config_;
  Wake& wake_;
  int signals_;
  SystemClock clock_;
  std::unique_ptr<LogLedger> ledger_;
  zmq::context_t context_;
  std::shared_ptr<Rulings> rulings_;
  Zap zap_;  // before every socket that is bound
  Router links_;
  Router officers_;
  Endpoint network_;
  Core core_;
  VerifyPool verifier_;
  Pipeline pipeline_;
};

struct LogPlace {
  std::filesystem::path folder, day_keys;
  std::string origin;
  std::size_t map_bytes;
};

// While its key is being changed there are two seeds, and the log knows which of them signs.
Result<audit::Log, audit::LogError> open_log(const LogPlace& place, const LogSeed& seed, const Clock& clock) {
  auto key = seed.current();
  auto next = seed.next();
  if (!key || !next) return Fail{audit::LogError::locked};
  TRY(audit::Log log, audit::Log::open({.folder = place.folder, .day_keys = place.day_keys, .origin = place.origin, .key = std::move(*key),
                                        .next_key = std::move(*next), .clock = &clock, .map_bytes = place.map_bytes}));
  if (!seed.settle(log.verify_key())) say(Tone::alarm, "log-seed-unwritable", "log_seed");
  return log;
}

int run(const std::string& file) {
  auto config = read_config(file);
  if (!config) return complain(config.error().code, config.error().where, config.error().what);
  if (!set_voice(config->log_level)) return complain("config-invalid", file + ": log_level", "must be quiet, warning or note");
  static const SystemClock clock;
  auto governance = read_governance(config->governance, Register{}, clock.now());
  if (!governance) return complain(governance.error().code, governance.error().where, governance.error().what);
  harden(governance->rules.directory->organisations.size());
  const int signals = open_signals();

  const auto opener = [folder = config->data, day_keys = config->day_keys, map_bytes = config->log_map_bytes, seed = LogSeed{config->log_seed},
                       origin = governance->rules.directory->log_origin] { return open_log({folder, day_keys, origin, map_bytes}, seed, clock); };
  Wake wake;
  auto ledger = LogLedger::open(opener, [&wake] { wake.ring(); });
  if (!ledger) {
    complain(audit::log_error_code(ledger.error()), config->data.string(), "the log could not be opened");
    return exit_could_not_run;
  }
  if (!(*ledger)->log().keys().has(governance->rules.directory->log_key))
    return complain("config-invalid", file + ": log_seed", "the directory's logKey is no key of this log");
  auto vault = Vault::open(config->parcel_keys, clock.now());
  if (!vault) {
    complain("data-key-unwritable", config->parcel_keys.string(), vault.error().what);
    return exit_could_not_run;
  }
  auto subjects = open_subjects(config->subject_keys, config->search_index, (*ledger)->log(), clock.now());
  if (!subjects) {
    complain(subjects.error().code, subjects.error().where, subjects.error().what);
    return exit_could_not_run;
  }
  try {
    Broker broker{std::move(*config), *governance, std::move(*ledger), std::move(*vault), std::move(*subjects), wake, signals};
    return broker.run();
  } catch (const zmq::error_t& error) {
    complain("endpoint-unusable", file, error.what());
    return exit_could_not_run;
  }
}

}  // namespace
}  // namespace concordat::broker

int main(int argc, char** argv) {
  CLI::App app{"concordatd: the Concordat broker"};
  std::string config;
  app.add_option("--config", config, "The broker's configuration, a TOML file (docs/operations.md)")->required();
  app.set_version_flag("--version", "concordatd 0.1.0");
  app.footer("Signals: TERM and INT stop cleanly; HUP reads directory and agreements anew.\nExit: 0 stopped, 1 could not run, 3 configuration or governance invalid.");
  CLI11_PARSE(app, argc, argv);
  return concordat::broker::run(config);
}
