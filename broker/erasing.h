// Erasing: an officer's word that annexes go, with what waits of those records and the handles that find them, or all that is
// known of one person. Who asks for what, and why, is on disk first; then what it means is looked up, a bounded piece at a
// time; then it is done in a tick of its own, in which the log re-seals what stays and destroys the old key.
//
// Owned by the pipeline's thread.
#pragma once

#include <deque>
#include <memory>

#include "broker/erasure.h"
#include "broker/search_desk.h"
#include "broker/severing.h"

namespace concordat::broker {

class Erasing {
public:
  Erasing(Core& core, SearchDesk& searches) : core_(core), searches_(searches) {}

  void ask(const Session& officer, const schemas::Officer& known, const schemas::Ask& ask, Tick& tick);
  void advance();  // looks at a piece of what is asked
  bool is_busy() const { return !asked_.empty(); }
  // What goes is known: it wants a tick that nothing else is in, with nothing in flight.
  bool is_due() const { return !asked_.empty() && asked_.front()->is_looked_up; }
  bool fill(Tick& tick);  // false if there turned out to be nothing to do
  void forget() { asked_.clear(); }  // a commit failed: officers ask again

private:
  struct Asked {
    Session officer;
    std::string actor;
    std::uint64_t access;
    ErasureRequest request;
    Search search;
    bool is_looked_up = false;
    std::set<std::uint64_t> records;  // entries that are gone into
    std::set<std::uint64_t> annexes;  // of them, those that have something personal left
    std::set<std::uint64_t> named;    // entries that name the person, and are about another
    std::size_t unsure = 0;           // found by less than an identifier, or name and birth date as they are
    std::set<std::string> days;
  };
  struct Leavings {  // what lies beside the entries
    std::vector<Waybill> parcels;
    bool has_waiting = false;
  };
  void take(const FoundRow& row, Asked& asked);
  Result<Unit, audit::LogError> look(Asked& asked);
  Result<Severed, audit::LogError> handles_of(const Asked& asked) const;
  Leavings leavings_of(const Asked& asked) const;
  void finish(std::string_view code);
  std::string told(const Asked& asked, const Severed& severed, const Leavings& leavings) const;
  void add_events(const Asked& asked, const Leavings& leavings, Tick& tick);
  void erased(const Severed& severed, bool has_stored);

  Core& core_;
  SearchDesk& searches_;
  std::deque<std::unique_ptr<Asked>> asked_;
};

}  // namespace concordat::broker
