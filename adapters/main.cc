// concordat-adapter: one agency's end of Concordat. Reads its settings, then runs the daemon until it is told to stop.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "adapters/daemon/daemon.h"

namespace {

using namespace concordat;
using namespace std::chrono_literals;

constexpr int could_not_run = 1;
constexpr int invalid_input = 3;
constexpr auto once_deadline = 60s;

volatile std::sig_atomic_t stop_asked = 0;
void ask_to_stop(int) { stop_asked = 1; }

// A core dump would hold submissions; a debugger could read them.
void keep_memory_private() {
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  ::umask(077);
}

void stop_on_signals() {
  struct sigaction action {};
  action.sa_handler = ask_to_stop;
  ::sigaction(SIGTERM, &action, nullptr);
  ::sigaction(SIGINT, &action, nullptr);
}

std::string kinds_text() {
  std::string out = "Kinds:\n";
  for (const adapters::Kind& kind : adapters::kinds())
    out += "  " + std::string{kind.name} + "\n    reads " + std::string{kind.reads} + "\n    writes " + std::string{kind.writes} + "\n";
  return out + "Exit codes: 0 done, 1 could not run, 3 the configuration is invalid.";
}

enum class Mode { watch, once };

int run(const adapters::Config& config, const std::string& file, Mode mode, const std::shared_ptr<spdlog::logger>& logger) {
  const adapters::Kind* kind = adapters::find_kind(config.kind);
  if (kind == nullptr) {
    std::cerr << "concordat-adapter: " << file << ": kind: is none of those that --help lists\n";
    return invalid_input;
  }
  const SystemClock clock;
  auto daemon = adapters::Daemon::start({config, *kind, clock, link::connect_curve, logger});
  if (!daemon) {
    std::cerr << "concordat-adapter: " << daemon.error().what << "\n";
    return daemon.error().exit_code;
  }
  if (mode == Mode::once) return (*daemon)->run_once(clock.now() + once_deadline, [] { return stop_asked != 0; }) ? 0 : could_not_run;
  while (stop_asked == 0) {
    (*daemon)->turn(config.poll);
    if (!(*daemon)->outdated()) continue;
    logger->error("directory-changed the broker's or the log's key: start again");
    return could_not_run;
  }
  logger->info("stopped");
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory_private();
  CLI::App app{"Between one agency's own documents and Concordat: watches its in-folder, writes its out-folder.", "concordat-adapter"};
  std::string config_file;
  std::string level = "info";
  bool once = false;
  app.add_option("--config", config_file, "The adapter's settings")->required()->type_name("adapter.toml");
  app.add_flag("--once", once, "Take in what lies in the in-folder, wait for its answers, and stop");
  app.add_option("--log-level", level, "What is written to stderr: codes and ids, never a value")
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))->capture_default_str();
  app.footer(kinds_text());
  try {
    app.parse(argc, argv);
    const auto logger = spdlog::stderr_logger_st("concordat-adapter");
    logger->set_level(spdlog::level::from_str(level));
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
    stop_on_signals();
    const auto config = adapters::read_config(config_file);
    if (config) return run(*config, config_file, once ? Mode::once : Mode::watch, logger);
    std::cerr << "concordat-adapter: " << adapters::format_error(config.error()) << "\n";
    return invalid_input;
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : invalid_input;
  } catch (const std::exception&) {
    std::cerr << "concordat-adapter: stopped by an error that should not be\n";  // its text might hold a value
    return could_not_run;
  }
}
