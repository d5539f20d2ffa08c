// concordat-console: the web console. Serves pages over TLS, as console.toml says, until it is told to stop.

#include <csignal>
#include <cstdio>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <thread>

#include "console/web/commands.h"
#include "console/web/front.h"
#include "console/web/serve/http.h"

namespace concordat::console::web {
namespace {

// The keys of those who are signed in are in memory: no core dump may hold them.
void harden() {
  ::prctl(PR_SET_DUMPABLE, 0);
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::signal(SIGPIPE, SIG_IGN);
}

int serve(const std::string& config) {
  auto settings = read_settings(config);
  if (!settings) return complain(exit_invalid_input, settings.error().where + ": " + settings.error().what);
  harden();
  sigset_t ending;
  sigemptyset(&ending);
  for (const int signal : {SIGTERM, SIGINT}) sigaddset(&ending, signal);
  ::pthread_sigmask(SIG_BLOCK, &ending, nullptr);  // in every thread: one waits for them

  const SystemClock clock;
  Console console{*settings, clock};
  Doors doors{*settings, [&](const Request& request) { return answer(console, request); }};
  const auto port = doors.open();
  if (!port) return complain(exit_could_not_run, port.error());
  std::fprintf(stderr, "concordat-console: ready at https://%s:%u\n", settings->host.c_str(), *port);
  std::thread stopper{[&] {
    int signal = 0;
    ::sigwait(&ending, &signal);
    console.is_stopping = true;
    doors.close();
  }};
  doors.serve();
  ::kill(::getpid(), SIGTERM);  // should serving have ended by itself
  stopper.join();
  return exit_done;
}

}  // namespace

int complain(int exit, std::string_view what) {
  std::fprintf(stderr, "concordat-console: %.*s\n", static_cast<int>(what.size()), what.data());
  return exit;
}

}  // namespace concordat::console::web

int main(int count, char** arguments) {
  using namespace concordat::console::web;
  CLI::App app{"The web console of a Concordat area: where officers and administrators work"};
  std::string config;
  int exit = exit_done;
  app.add_option("--config", config, "Settings: console.toml (docs/operations.md)")->type_name("FILE");
  app.footer("Serves until SIGTERM. Exit codes: 0 done; 1 could not run; 3 settings or input invalid.\n\nExample:\n  concordat-console --config demo/console/console.toml");
  app.require_subcommand(0, 1);
  add_account_commands(app, exit);
  add_first_commands(app, exit);
  try {
    app.parse(count, arguments);
  } catch (const CLI::ParseError& error) {
    const int code = app.exit(error);
    return code == 0 ? exit_done : exit_invalid_input;
  }
  if (!app.get_subcommands().empty()) return exit;
  if (config.empty()) return complain(exit_invalid_input, "say which settings: --config FILE; --help says more");
  return serve(config);
}
