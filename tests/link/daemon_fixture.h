// A daemon in a folder of its own, with a kind of document that is one line of text for each message:
//
//   DATE OF BIRTH|NARRATIVE        "!" for a document that does not translate, nothing for one that says nothing
//   +DATE OF BIRTH                 an update under the same reference; "-" for one that was entered in error
#pragma once

#include "adapters/daemon/daemon.h"
#include "tests/link/fake_broker.h"

namespace concordat::adapters {

const Kind& line_kind();

// A transport that passes all on to a broker that outlives it.
std::unique_ptr<link::Transport> wire_to(link::FakeBroker& broker);

struct Desk {
  explicit Desk(schemas::AgencyId agency = link::school, link::Weather weather = {});
  // Writes keys and directory for the agency; returns its settings.
  Config settle_in() const;
  DaemonParts parts();
  std::unique_ptr<Daemon> start();
  void drop(const std::string& name, std::string_view text) const { link::write_text(config.in / name, text); }
  std::vector<std::string> names_in(const std::filesystem::path& folder) const;  // sorted
  std::string log_text() const;

  link::Scratch scratch;
  link::TestClock clock;
  schemas::AgencyId agency;
  link::FakeBroker broker;
  Config config;
  std::shared_ptr<std::ostringstream> log = std::make_shared<std::ostringstream>();
};

}  // namespace concordat::adapters
