// The search desk: an officer looks for entries of the log. Who asked for what, and why, is on disk before the first row is
// shown; then the rows are fetched a page at a time, each asked for by the number of that access, by the same officer.
#pragma once

#include <map>

#include "broker/search.h"
#include "broker/tick.h"

namespace concordat::broker {

class SearchDesk {
public:
  explicit SearchDesk(Core& core) : core_(core) {}
  // "search": a question of its own. "search-more": ask.from is the search's number.
  static bool answers(std::string_view question) { return question == "search" || question == "search-more"; }
  // What they have found may be gone.
  void end_all() { open_.clear(); }
  void answer(const Session& officer, const schemas::Officer& known, const schemas::Ask& ask, Tick& tick);

private:
  struct Open {
    std::string officer;  // transport key
    Search search;
  };
  void begin(const Session& officer, const schemas::Officer& known, const schemas::Ask& ask, Tick& tick);
  schemas::Answer go_on(std::uint64_t id);
  Core& core_;
  std::map<std::uint64_t, Open> open_;  // by the sequence of the access
};

}  // namespace concordat::broker
