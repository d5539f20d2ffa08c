// A check of the whole log that somebody began: it goes on while they do other things, says how far it is, and can be come back to.
// One for a session, on a thread and a line of its own, which keep what they need until they are done.
//
//   session.verification.begin({session, &session->officer}, "monthly check");
//   const Verification::State state = session.verification.state();
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <string>

#include "console/asking/line.h"

namespace concordat::console::web {

class Verification {
public:
  enum class Stage : std::uint8_t { none, running, verified, wrong, failed };
  struct State {
    Stage stage = Stage::none;
    std::uint64_t checked = 0;
    std::uint64_t of = 0;       // zero until the broker has said
    std::uint64_t entries = 0;  // of verified
    std::uint64_t erased = 0;
    std::string what;           // of wrong: which entry, and what; of failed: the broker's code
  };

  // Nothing new while one is running.
  void begin(std::shared_ptr<const Officer> officer, std::string reason);
  State state() const;

private:
  struct Shared {
    std::mutex mutex;
    State state;
  };
  static void run(Shared& shared, const Officer& officer, const std::string& reason);
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace concordat::console::web
