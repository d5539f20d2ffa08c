// concordat-adapter: one agency's end of Concordat. Reads its settings, then runs the daemon until it is told to stop; or
// sets a new adapter up, or tries a document out.
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "adapters/daemon/daemon.h"
#include "adapters/setup/commands.h"
#include "adapters/web/web.h"

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

struct Work {
  std::string config;
  std::string level = "info";
  bool once = false;
};

void bind_work(CLI::App& app, Work& to) {
  app.add_option("--config", to.config, "The adapter's settings")->type_name("adapter.toml");
  app.add_flag("--once", to.once, "Take in what lies in the in-folder, wait for its answers, and stop");
  app.add_option("--log-level", to.level, "What is written to stderr: codes and ids, never a value")
      ->check(CLI::IsMember({"debug", "info", "warn", "error", "off"}))->capture_default_str();
}

std::vector<std::string> kind_names() {
  std::vector<std::string> names;
  for (const adapters::Kind& kind : adapters::kinds()) names.emplace_back(kind.name);
  return names;
}

const CLI::App* bind_init(CLI::App& app, adapters::SettleAsked& to) {
  CLI::App* leaf = app.add_subcommand("init", "Make the settings, keys and folders of a new adapter, and say what to do next");
  to.folder = ".";
  to.facts = {.kind = {}, .agency = {}, .broker = "tcp://127.0.0.1:7400", .directory = "directory.json", .approvers = "approvers.json",
              .scheme = {}, .purpose = {}, .area = {}};
  leaf->add_option("--kind", to.facts.kind, "The kind of documents it reads and writes")->required()->check(CLI::IsMember(kind_names()));
  leaf->add_option("--agency", to.facts.agency, "Its id in the directory, such as school/abbey")->required();
  leaf->add_option("--folder", to.folder, "Where to make it")->capture_default_str();
  leaf->add_option("--broker", to.facts.broker, "Where the broker listens")->capture_default_str();
  leaf->add_option("--directory", to.facts.directory, "Where directory.json will lie, seen from the folder")->capture_default_str();
  leaf->add_option("--approvers", to.facts.approvers, "Where approvers.json will lie, seen from the folder")->capture_default_str();
  leaf->add_option("--scheme", to.facts.scheme, "The scheme of what it sends, such as prevent");
  leaf->add_option("--purpose", to.facts.purpose, "The purpose of what it sends, such as channel-referral");
  leaf->add_option("--area", to.facts.area, "The ONS code of the area it serves");
  leaf->footer("Overwrites nothing. Private keys are made for their owner alone (0600).\n"
               "Exit codes: 0 done; 1 something is in the way, or cannot be written; 3 an option is invalid.\n\n"
               "Example:\n  concordat-adapter init --kind school --agency school/abbey --folder abbey --area E09000002");
  return leaf;
}

const CLI::App* bind_try(CLI::App& app, adapters::TryCommand& to) {
  CLI::App* leaf = app.add_subcommand("try", "What a document would become, and what each recipient would get; sends nothing");
  leaf->add_option("FILE", to.file, "A native document, or a folder with it and the files beside it")->required();
  leaf->add_option("--beside", to.beside, "A file that belongs to it; may be given several times")->type_name("FILE")->expected(1)->take_all();
  leaf->add_option("--config", to.config, "The adapter's settings; what follows stands over them")->type_name("adapter.toml");
  leaf->add_option("--kind", to.kind, "Without settings: the kind of document")->check(CLI::IsMember(kind_names()));
  leaf->add_option("--agency", to.agency, "Without settings: who sends");
  leaf->add_option("--directory", to.directory, "Who takes part: a directory.json, or an area's folder")->type_name("PATH");
  leaf->add_option("--agreements", to.agreements, "An agreement, or a folder of them; default: the folder agreements beside the directory")
      ->type_name("PATH")->expected(1)->take_all();
  leaf->add_option("--scheme", to.scheme, "The scheme; need not be said where the agreements have one");
  leaf->add_option("--purpose", to.purpose, "The purpose; need not be said where the agreements have one");
  leaf->add_option("--area", to.area, "The area's ONS code; need not be said where the agreements have one");
  leaf->add_option("--to", to.to, "A recipient; may be given several times; default: the agreement's pathway decides")->type_name("AGENCY")->expected(1)->take_all();
  leaf->add_option("--at", to.at, "A day or a time with its offset; default now")->type_name("WHEN");
  leaf->add_option("--write", to.write, "Write what each recipient would be handed, in its own format, into this folder")->type_name("FOLDER");
  leaf->add_flag("--json", to.is_json, "Print JSON");
  leaf->footer("Offline: signatures of directory and agreements are not asked for, nothing is sent, and the adapter's state is not touched.\n"
               "Exit codes: 0 every recipient would get something; 2 one would not; 3 the document or an option is invalid;\n"
               "1 a file could not be read or written.\n\n"
               "Example:\n  concordat-adapter try --kind school --agency school/eastbury --directory demo --purpose channel-referral concern.json");
  return leaf;
}

int run(const adapters::Config& config, const std::string& file, Mode mode, const std::shared_ptr<spdlog::logger>& logger) {
  const adapters::Kind* kind = adapters::find_kind(config.kind);
  if (kind == nullptr) {
    std::cerr << "concordat-adapter: " << file << ": kind: is none of those that --help lists\n";
    return invalid_input;
  }
  const SystemClock clock;
  const auto say = [&](std::string_view code, std::string_view subject) { logger->info("{} {}", code, subject); };
  auto daemon = adapters::Daemon::start({config, *kind, clock, link::connect_curve, logger});
  if (!daemon) {
    std::cerr << "concordat-adapter: " << daemon.error().what << "\n";
    return daemon.error().exit_code;
  }
  const auto web = mode == Mode::once ? Result<std::unique_ptr<adapters::web::Web>, std::string>{nullptr} : adapters::web::Web::start({config, *kind, clock, say});
  if (!web) {
    std::cerr << "concordat-adapter: " << web.error() << "\n";
    return invalid_input;
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

int run(const Work& work) {
  if (work.config.empty()) {
    std::cerr << "concordat-adapter: say --config adapter.toml, or init or try; --help says more\n";
    return invalid_input;
  }
  const auto logger = spdlog::stderr_logger_mt("concordat-adapter");
  logger->set_level(spdlog::level::from_str(work.level));
  logger->set_pattern("%Y-%m-%dT%H:%M:%S.%e %l %v");
  stop_on_signals();
  const auto config = adapters::read_config(work.config);
  if (config) return run(*config, work.config, work.once ? Mode::once : Mode::watch, logger);
  std::cerr << "concordat-adapter: " << adapters::format_error(config.error()) << "\n";
  return invalid_input;
}

}  // namespace

int main(int argc, char** argv) {
  keep_memory_private();
  CLI::App app{"Between one agency's own documents and Concordat: watches its in-folder, writes its out-folder.", "concordat-adapter"};
  Work work;
  adapters::SettleAsked settling;
  adapters::TryCommand trying;
  bind_work(app, work);
  const CLI::App* init = bind_init(app, settling);
  const CLI::App* trial = bind_try(app, trying);
  app.footer(kinds_text());
  try {
    app.parse(argc, argv);
    if (init->parsed()) return adapters::run_init(settling, std::cout, std::cerr);
    if (trial->parsed()) return adapters::run_try(trying, std::cout, std::cerr);
    return run(work);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? 0 : invalid_input;
  } catch (const std::exception&) {
    std::cerr << "concordat-adapter: stopped by an error that should not be\n";  // its text might hold a value
    return could_not_run;
  }
}
