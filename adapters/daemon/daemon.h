// The daemon: one adapter at work. In turn it looks at the in-folder, talks to the broker, and writes what came; all in
// one thread, so that what is on disk when it is killed is always one of the states its files describe.
//
//   auto daemon = Daemon::start({config, kind, clock, link::connect_curve, logger});
//   if (!daemon) return daemon.error().exit_code;
//   while (!stopped) (*daemon)->turn(config.poll);
#pragma once

#include <spdlog/logger.h>

#include <functional>
#include <memory>

#include "adapters/daemon/alarms.h"
#include "adapters/daemon/taking.h"
#include "adapters/link/instance_lock.h"
#include "adapters/link/session.h"
#include "adapters/link/trust.h"

namespace concordat::adapters {

using Connect = std::function<Result<std::unique_ptr<link::Transport>, std::string>(const link::CurveSettings&)>;

struct DaemonParts {
  Config config;
  const Kind& kind;
  const Clock& clock;
  Connect connect;
  std::shared_ptr<spdlog::logger> logger;  // codes and ids only
};

struct StartError {
  int exit_code;  // 1 could not run, 3 what it was given is wrong
  std::string what;
};

class Daemon final : public link::Host {
public:
  static Result<std::unique_ptr<Daemon>, StartError> start(DaemonParts parts);
  ~Daemon() override;

  // Takes in what is complete, then lets the session have `patience` for its next frame.
  void turn(std::chrono::milliseconds patience);
  void take_in_now();  // what lies in the in-folder, without waiting to see that it is complete

  // Takes in, sends, and receives until nothing is pending and nothing has come for a while; false if that is not
  // reached by `deadline`.
  bool run_once(Instant deadline, const std::function<bool()>& stopped);
  // The directory names another broker or log than we began with: a new start is needed.
  bool outdated() const;
  link::Session& session();

  Result<Unit, FileError> take_record(const link::Record& record) override;
  Result<Unit, FileError> take_delivery(const link::Delivery& delivery) override;
  void raise(const link::Alarm& alarm) override;
  void note(std::string_view code, std::string_view subject) override;

private:
  struct Stores;  // what a session works on
  Daemon(DaemonParts parts, link::InstanceLock lock);
  Result<Unit, StartError> begin();
  void take_in(const std::vector<std::string>& names);
  void take_document(const std::string& name);
  void report_taken(const std::string& name, const Taken& taken);
  std::vector<schemas::Delivered> received_before(const schemas::Envelope& envelope) const;
  void take_acknowledgement(const std::string& name);
  void reject(const std::string& name, const Problems& problems);
  void rest(const FileError& error, const std::string& name);  // the disk refused: not again at once
  void poll(Instant now);

  DaemonParts parts_;
  link::InstanceLock lock_;
  std::unique_ptr<Stores> stores_;
  Instant poll_due_{};
  Instant taking_in_from_{};
  std::uint64_t progress_ = 0;  // answers, statuses and deliveries so far
};

}  // namespace concordat::adapters
