#include "tests/e2e/area_fixture.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <random>

#include "base/check.h"
#include "tests/place/place.h"

namespace concordat::e2e {
namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

bool is_free(unsigned port) {
  const int probe = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const int reuse = 1;
  ::setsockopt(probe, SOL_SOCKET, SO_REUSEADDR, &reuse, sizeof reuse);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(static_cast<std::uint16_t>(port));
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const bool free = ::bind(probe, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  ::close(probe);
  return free;
}

// Below the range that the kernel takes for outgoing connections, so that none of those is in the way.
unsigned free_port_pair() {
  std::random_device random;
  for (int tries = 0; tries < 1000; ++tries) {
    const unsigned port = 10240 + 2 * (random() % 10000);
    if (is_free(port) && is_free(port + 1)) return port;
  }
  CHECK(false, "no free ports");
}

}  // namespace

schemas::AgencyId agency_of(const std::string& kind) {
  static const std::map<std::string, std::string> ids{
      {"council", "council/lbbd"}, {"police", "police/met"}, {"nhs", "nhs/nelft"}, {"school", "school/eastbury"}, {"probation", "probation/london"}};
  return schemas::AgencyId{ids.at(kind)};
}

std::string sample_name(const std::string& kind) {
  static const std::map<std::string, std::string> names{{"council", "council-census.xml"}, {"police", "police-incident.xml"},
                                                        {"nhs", "nhs-referral.json"}, {"school", "school-concern.json"},
                                                        {"probation", "probation-event.json"}};
  return names.at(kind);
}

std::string sample(const std::string& kind) { return read_text(test::source_dir() / "deploy/samples" / sample_name(kind)); }

Area::Area() : port_(free_port_pair()) {
  std::string scratch = (fs::temp_directory_path() / "concordat-e2e-XXXXXX").string();
  CHECK(::mkdtemp(scratch.data()) != nullptr, "no scratch folder");
  root_ = scratch;
  const Ran made = command({"area", "init", root_.string(), "--port", std::to_string(port_)});
  CHECK(made.exit_code == 0, "an area could not be made");
  fs::create_directory(root_ / "logs");
  edit_broker_toml("witnesses_at_start = 1", "witnesses_at_start = 0");  // most tests start what they need and no more
#ifdef __SANITIZE_THREAD__  // its shadow leaves too little address space for the log's usual terabyte
  edit_broker_toml("[limits]\n", "[limits]\nlog_map_gigabytes = 4\n");
#endif
}

Area::~Area() {
  running_.clear();
  std::error_code ignored;
  if (testing::Test::HasFailure()) std::printf("the area is kept in %s\n", root_.c_str());
  else fs::remove_all(root_, ignored);
}

std::string Area::endpoint() const { return "tcp://127.0.0.1:" + std::to_string(port_); }
std::string Area::admin_endpoint() const { return "tcp://127.0.0.1:" + std::to_string(port_ + 1); }

Process& Area::launch(const std::string& name, const std::string& program, const std::string& config) {
  running_.erase(name);
  auto& logs = logs_[name];
  logs.push_back(path("logs/" + name + "-" + std::to_string(logs.size()) + ".err"));
  running_[name] = std::make_unique<Process>(program, std::vector<std::string>{"--config", path(config).string()}, logs.back());
  return *running_[name];
}

void Area::launch_broker() { launch("broker", "concordatd", "broker/broker.toml"); }

void Area::start_broker() {
  launch_broker();
  Process& started = broker();
  EXPECT_TRUE(wait_for([&] { return started.output().find(" ready ") != std::string::npos || !started.is_running(); }));
  EXPECT_TRUE(started.is_running()) << started.output();
}

void Area::launch_adapter(const std::string& kind) { launch(kind, "concordat-adapter", "adapters/" + kind + "/adapter.toml"); }

void Area::start_adapter(const std::string& kind) {
  launch_adapter(kind);
  EXPECT_TRUE(wait_for([&] { return adapter(kind).output().find(" welcomed") != std::string::npos; })) << adapter(kind).output();
}

void Area::start_all() {
  start_broker();
  for (const std::string& kind : all_kinds) launch_adapter(kind);
  for (const std::string& kind : all_kinds)
    EXPECT_TRUE(wait_for([&] { return adapter(kind).output().find(" welcomed") != std::string::npos; })) << adapter(kind).output();
}

void Area::stop(const std::string& name) {
  Process& process = *running_.at(name);
  process.signal(SIGTERM);
  const auto code = process.wait(15s);
  EXPECT_TRUE(code && *code == 0) << name << " ended with " << code.value_or(-1) << "\n" << process.output();
  running_.erase(name);
}

void Area::kill9(const std::string& name) { running_.erase(name); }

void Area::reload() {
  const std::size_t before = count_of(log("broker"), "governance-read");
  broker().signal(SIGHUP);
  EXPECT_TRUE(wait_for([&] { return count_of(log("broker"), "governance-read") > before; }, 5s)) << log("broker");
}

std::string Area::log(const std::string& name) const {
  std::string all;
  const auto found = logs_.find(name);
  if (found == logs_.end()) return all;
  for (const fs::path& file : found->second) all += read_text(file);
  return all;
}

bool Area::wait_for(const std::function<bool()>& holds, std::chrono::milliseconds limit) const { return wait_until(holds, limit); }

void Area::put(const std::string& kind, const std::string& name, std::string_view text) { write_text(adapter_path(kind, "in") / name, text); }

std::vector<fs::path> Area::documents(const std::string& kind) const {
  std::vector<fs::path> found;
  for (const fs::directory_entry& entry : fs::directory_iterator{adapter_path(kind, "out")}) {
    const std::string name = entry.path().filename().string();
    if (entry.is_regular_file() && !name.ends_with(".meta.json") && name.find(".new-") == std::string::npos && name.front() != '.')
      found.push_back(entry.path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

namespace {

std::size_t files_ending(const fs::path& folder, std::string_view ending) {
  std::size_t count = 0;
  std::error_code none;
  for (const fs::directory_entry& entry : fs::directory_iterator{folder, none})
    if (entry.path().filename().string().ends_with(ending) && entry.path().filename().string().find(".new-") == std::string::npos) ++count;
  return count;
}

}  // namespace

std::size_t Area::answers(const std::string& kind) const { return files_ending(adapter_path(kind, "state/answers"), ".json"); }
std::size_t Area::rejected(const std::string& kind) const { return files_ending(adapter_path(kind, "rejected"), ".report.json"); }

schemas::Directory Area::directory() const {
  auto directory = schemas::parse_directory(read_text(path("directory.json")));
  CHECK(directory, "the area's directory cannot be read");
  return std::move(*directory);
}

void Area::write_directory(schemas::Directory directory) {
  ++directory.version;
  write_text(path("directory.json"), schemas::print_directory(directory));
  sign(path("directory.json"));
}

void Area::sign(const fs::path& file) {
  const Ran signed_file = command({"area", "sign", file.string(), "--area", root_.string()});
  CHECK(signed_file.exit_code == 0, "a file could not be signed");
}

Ran Area::command(std::vector<std::string> arguments) const {
  const fs::path scratch = root_.string() + "-commands";
  fs::create_directories(scratch);
  Ran ran = run("concordat", arguments, scratch);
  fs::remove_all(scratch);
  return ran;
}

void Area::edit_broker_toml(std::string_view from, std::string_view to) {
  std::string text = read_text(path("broker/broker.toml"));
  const std::size_t at = text.find(from);
  CHECK(at != std::string::npos, "broker.toml does not say what the test changes");
  text.replace(at, from.size(), to);
  write_text(path("broker/broker.toml"), text);
}

fs::path Area::copy_log(const std::string& name) const {
  const fs::path copy = path(name);
  fs::remove_all(copy);
  fs::create_directories(copy);
  fs::copy_file(path("broker/data/data.mdb"), copy / "data.mdb");
  return copy;
}

audit::FsckReport Area::fsck() const { return audit::fsck(copy_log("copy"), {.key = directory().log_key, .known = {}}); }

std::vector<audit::Entry> Area::entries() const {
  std::vector<audit::Entry> entries;
  const auto read = audit::read_log(copy_log("copy"), [&](const audit::Slice& slice) {
    for (const audit::Numbered stored : slice.entries) {
      auto entry = audit::decode_entry(stored.bytes);
      EXPECT_TRUE(entry) << stored.number;
      if (entry) entries.push_back(std::move(*entry));
    }
    return true;
  });
  EXPECT_TRUE(read);
  return entries;
}

}  // namespace concordat::e2e
