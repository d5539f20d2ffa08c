// The oracle: what must be true of every run, whatever the dice did. It hears everything the broker says
// and everything an agency is handed, holds it against the log as it is on disk at that moment, and at
// the end against the whole.
#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "adapters/link/host.h"
#include "broker/core.h"
#include "tests/sim/area.h"
#include "tests/sim/rulebook.h"

namespace concordat::sim {

inline constexpr broker::ConnectionId intruder_connection{666};

class Oracle {
public:
  explicit Oracle(const Area& area) : area_(area) {}

  void submitted(const schemas::Message& message);
  // `log`: nullptr while the broker's log is not available.
  void told(const broker::Session& to, const broker::Reply& reply, const audit::Log* log);
  void dispatched(const broker::Session& to, const broker::Dispatch& dispatch, const audit::Log* log);
  void handed(const schemas::AgencyId& to, const link::Delivery& delivery);
  void recorded(const link::Record& record);
  void alarmed(const schemas::AgencyId& by, const link::Alarm& alarm);

  // When all is healed: the log, and the broker's memory, against what was heard. `folder` is the broker's.
  void judge(const broker::Core& core, const std::filesystem::path& folder);

  void complain(std::string what);
  const std::vector<std::string>& complaints() const { return complaints_; }
  std::size_t deliveries() const { return handed_.size(); }
  std::size_t acts() const { return rules_.acts(); }
  std::uint64_t trace() const { return trace_; }  // of all that was said: the same for the same seed

private:
  using Pair = std::pair<schemas::MessageId, schemas::AgencyId>;  // of a message and a recipient
  void catch_up(const audit::Log& log);
  void trace(ByteView bytes);
  void check_values(const link::Delivery& delivery);
  void judge_log(const audit::Log& log);
  void judge_urgent();
  void judge_memory(const broker::Core& core);
  void judge_rules(const broker::Core& core);
  void judge_returned();
  bool is_refused_later(const schemas::MessageId& message, const std::string& recipient) const;
  bool is_returned(const schemas::MessageId& message, const std::string& recipient) const;
  void judge_files(const std::filesystem::path& folder);

  const Area& area_;
  std::vector<std::string> complaints_;
  std::uint64_t trace_ = 0xcbf29ce484222325U;
  std::map<schemas::MessageId, schemas::Message> submitted_;
  std::map<schemas::MessageId, Bytes> answers_;
  std::map<schemas::MessageId, schemas::Accepted> accepted_;
  std::map<schemas::MessageId, link::Record> records_;
  std::map<schemas::DisclosureId, schemas::AgencyId> handed_;
  std::map<Pair, std::set<schemas::DisclosureId>> by_message_;
  // The log, entry by entry, as far as it was read.
  std::uint64_t read_ = 0;
  std::size_t accesses_ = 0;
  std::size_t answered_asks_ = 0;
  Rulebook rules_;
  std::map<schemas::DisclosureId, std::set<std::string>> held_back_;  // fields suspended each time that it left
  std::set<schemas::DisclosureId> returned_;                          // to its sender, because another version took over
  std::map<schemas::DisclosureId, std::pair<std::string, std::string>> meant_;  // message and recipient of what was disclosed
  std::map<schemas::DisclosureId, std::uint64_t> disclosed_;
  std::map<std::pair<std::string, std::string>, std::size_t> approved_;  // message and recipient: how often a person let something go
  std::set<std::pair<std::string, std::string>> refused_;                // or said no to all of it
  std::map<std::uint64_t, std::string> emergencies_;                     // decision to the code of its emergency entry
};

}  // namespace concordat::sim
