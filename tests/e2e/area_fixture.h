// A whole demonstration area in a scratch folder: broker, adapters, their folders and their keys, on loopback ports that
// nobody listens on. What it started ends with it.
//
//   Area area;
//   area.start_broker();
//   area.start_adapter("nhs");
//   area.put("nhs", "referral.json", area.sample("nhs"));
//   ASSERT_TRUE(area.wait_for([&] { return area.documents("police").size() == 1; }));
#pragma once

#include <map>
#include <memory>

#include "adapters/link/keys.h"
#include "audit/fsck.h"
#include "schemas/directory.h"
#include "tests/e2e/process.h"

namespace concordat::e2e {

inline const std::vector<std::string> all_kinds{"council", "police", "nhs", "school", "probation"};
schemas::AgencyId agency_of(const std::string& kind);  // "nhs/nelft" of "nhs"
std::string sample_name(const std::string& kind);      // in deploy/samples
std::string sample(const std::string& kind);

class Area {
public:
  Area();  // CHECKs that it could be made
  Area(const Area&) = delete;
  Area& operator=(const Area&) = delete;
  ~Area();

  std::filesystem::path path(const std::string& below) const { return root_ / below; }
  std::filesystem::path adapter_path(const std::string& kind, const std::string& below) const { return root_ / "adapters" / kind / below; }
  std::string endpoint() const;
  std::string admin_endpoint() const;

  void start_broker();                          // returns when it is ready; fails the test otherwise
  void launch_broker();                         // does not wait
  void start_adapter(const std::string& kind);  // returns when the broker has welcomed it; fails the test otherwise
  void launch_adapter(const std::string& kind);  // does not wait
  void start_all();
  Process& broker() { return *running_.at("broker"); }
  Process& adapter(const std::string& kind) { return *running_.at(kind); }
  void stop(const std::string& name);  // "broker" or a kind: SIGTERM, and its exit code must be 0
  void kill9(const std::string& name);
  void reload();  // SIGHUP, and waits until the broker has read; fails the test if it refuses
  std::string log(const std::string& name) const;  // all that it has said, over every start

  bool wait_for(const std::function<bool()>& holds, std::chrono::milliseconds limit = std::chrono::seconds{20}) const;

  // Native side.
  void put(const std::string& kind, const std::string& name, std::string_view text);
  std::vector<std::filesystem::path> documents(const std::string& kind) const;  // native documents in out/, sorted
  std::size_t answers(const std::string& kind) const;
  std::size_t rejected(const std::string& kind) const;  // reports in rejected/

  // Governance, as the area's approvers do it.
  schemas::Directory directory() const;
  void write_directory(schemas::Directory directory);  // next version, signed
  void sign(const std::filesystem::path& file);
  Ran command(std::vector<std::string> arguments) const;  // `concordat …`
  void edit_broker_toml(std::string_view from, std::string_view to);

  // The log of a stopped or killed broker, from a copy.
  audit::FsckReport fsck() const;
  std::vector<audit::Entry> entries() const;
  std::filesystem::path copy_log(const std::string& name) const;

private:
  Process& launch(const std::string& name, const std::string& program, const std::string& config);
  std::filesystem::path root_;
  unsigned port_ = 0;
  std::map<std::string, std::unique_ptr<Process>> running_;
  std::map<std::string, std::vector<std::filesystem::path>> logs_;
};

}  // namespace concordat::e2e
