// Long work that somebody began: it goes on while they do other things, says how far it is, and can be come back to. One of a kind for a
// session, on a thread of its own, which keeps what it needs until it is done.
//
//   session.replaying.begin(draft_id, [session, task](const Work::Report& report) { return decide_again(*session, task, report); });
//   const Work::State state = session.replaying.state();
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>

namespace concordat::console::web {

class Work {
public:
  enum class Stage : std::uint8_t { none, running, done, failed };
  struct State {
    Stage stage = Stage::none;
    std::string about;      // what it was begun for
    std::uint64_t done = 0;
    std::uint64_t of = 0;   // zero until it is known
    std::string what = {};  // of failed: why, in words
  };
  using Report = std::function<void(std::uint64_t done, std::uint64_t of)>;
  using Job = std::function<std::string(const Report&)>;  // why it failed, in words; empty when it is done

  // Nothing new while one is running.
  void begin(std::string about, Job job);
  State state() const;

private:
  struct Shared {
    std::mutex mutex;
    State state;
  };
  std::shared_ptr<Shared> shared_ = std::make_shared<Shared>();
};

}  // namespace concordat::console::web
