#include "tests/sim/world.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>

#include "audit/fsck.h"
#include "base/check.h"
#include "tests/sim/agency.h"
#include "tests/sim/board.h"
#include "tests/sim/broker.h"

namespace concordat::sim {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

// A CHECK that fails ends the process: it must still say which seed it was.
std::array<char, 64> last_words{};
void say_last_words(int) {
  [[maybe_unused]] const ssize_t written = ::write(2, last_words.data(), last_words.size());
}

// In memory: a run syncs some thousand files.
class Scratch {
public:
  Scratch() {
    std::string name = (fs::exists("/dev/shm") ? fs::path{"/dev/shm"} : fs::temp_directory_path()) / "concordat-sim-XXXXXX";
    CHECK(::mkdtemp(name.data()) != nullptr, "no folder for the simulation");
    root_ = name;
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  ~Scratch() {
    std::error_code ignored;
    fs::remove_all(root_, ignored);
  }
  const fs::path& root() const { return root_; }

private:
  fs::path root_;
};

class World {
public:
  explicit World(const Plan& plan) : plan_(plan), dice_(plan.seed), oracle_(area_), board_(area_, dice_), network_(area_, clock_, dice_, oracle_, wire_faults_) {
    seed_randomness(plan.seed);
    fs::create_directories(broker_folder());
    start_broker();
    for (std::size_t i = 0; i < area_.agencies().size(); ++i)
      agencies_.push_back(std::make_unique<SimAgency>(area_, i, scratch_.root() / ("agency-" + std::to_string(i)), network_, clock_, dice_, oracle_, host_faults_));
  }

  Outcome run() {
    bring_chaos();
    for (std::size_t i = 0; i < plan_.steps; ++i) {
      strike();
      turn();
    }
    mend();
    settle();
    oracle_.judge(broker_->core(), broker_folder());
    judge_restart();
    return {oracle_.complaints(), messages_, oracle_.deliveries(), entries_, crashes_, oracle_.acts(), oracle_.trace()};
  }

private:
  fs::path broker_folder() const { return scratch_.root() / "broker"; }

  // How bad it is differs from seed to seed, so that each fault is also met alone.
  void bring_chaos() {
    const auto perhaps = [&](unsigned per_mille) { return dice_.falls(600) ? per_mille : 0U; };
    wire_faults_ = {.lost = perhaps(30), .doubled = perhaps(30), .late = perhaps(30), .overtaking = perhaps(30), .full = perhaps(20)};
    ledger_faults_ = {.fails = perhaps(40), .stays_closed = perhaps(400)};
    host_faults_ = {.refuses = perhaps(50), .stores_and_fails = perhaps(50)};
    broker_crashes_ = perhaps(10);
    agency_crashes_ = perhaps(20);
    jumps_ = perhaps(5);
  }

  void strike() {
    clock_.advance(dice_.falls(jumps_) ? milliseconds{dice_.below(70U * 60 * 1000)} : milliseconds{dice_.below(400)});
    SimAgency& one = *agencies_[dice_.below(agencies_.size())];
    if (dice_.falls(150)) submit();
    if (dice_.falls(agency_crashes_)) crash(one);
    if (dice_.falls(100)) one.start();
    if (dice_.falls(20)) one.acknowledge();
    if (broker_ && dice_.falls(broker_crashes_)) crash_broker();
    if (!broker_ && dice_.falls(100)) start_broker();
    if (!broker_) return;
    if (dice_.falls(60) && !broker_->core().governed.is_empty()) govern(board_.acts(broker_->core().governed, clock_.now()));
    if (dice_.falls(15)) broker_->pipeline().ask(area_.officer(), {.question = dice_.falls(500) ? "queue" : "entries", .reason = "inspection", .text = {}});
    if (dice_.falls(20)) intrude();
    if (dice_.falls(30)) decide_hold(dice_.falls(800) ? "release" : "refuse");
    if (dice_.falls(30)) review();
  }

  // By an officer of the sender's, and once in a while by another's, who must not be able to.
  void decide_hold(const std::string& how) {
    const auto& held = broker_->core().held.all();
    if (held.empty()) return;
    const auto at = std::next(held.begin(), static_cast<std::ptrdiff_t>(dice_.below(held.size())));
    const auto& agencies = area_.agencies();
    const auto owner = static_cast<std::size_t>(std::find(agencies.begin(), agencies.end(), at->second.sender) - agencies.begin());
    const std::size_t by = dice_.falls(200) ? dice_.below(agencies.size()) : owner;
    broker_->pipeline().ask(area_.lead(by), {.question = how, .reason = "decided", .from = at->first, .text = {}});
  }

  void review() {
    const auto& open = broker_->core().reviews.all();
    if (open.empty()) return;
    const auto at = std::next(open.begin(), static_cast<std::ptrdiff_t>(dice_.below(open.size())));
    broker_->pipeline().ask(area_.lead(dice_.below(area_.agencies().size())),
                            {.question = "review", .reason = "looked at", .from = at->first, .text = at->second.breach ? "reported" : dice_.falls(900) ? "justified" : "breach"});
  }

  void submit() {
    const std::size_t sender = dice_.below(agencies_.size());
    if (!agencies_[sender]->is_up()) return;
    agencies_[sender]->submit(area_.referral(sender, dice_, clock_.now()));
    ++messages_;
  }

  // A connection that claims to be an agency under another key.
  void intrude() {
    const broker::Session claimed{intruder_connection, area_.agencies()[dice_.below(agencies_.size())].value(), std::string(40, 'x')};
    broker_->pipeline().receive(claimed, schemas::Hello{.software = "intruder", .checkpoint = {}, .credit = 100, .session = {}});
    broker_->pipeline().receive_malformed(claimed, "malformed");
  }

  void govern(const Board::Said& said) { broker_->pipeline().ask(said.carrier, said.ask); }

  void mend_rules() {
    if (const auto step = board_.mends(broker_->core().governed, clock_.now())) govern(*step);
  }

  void crash(SimAgency& agency) {
    agency.crash();
    ++crashes_;
  }

  void crash_broker() {
    broker_->crash();
    broker_.reset();
    network_.broker_lost();
    ++crashes_;
  }

  void start_broker() {
    broker_ = std::make_unique<SimBroker>(broker_folder(), network_, clock_, dice_, ledger_faults_, board_.founding(clock_.now()));
  }

  void turn() {
    if (broker_) broker_->turn();
    for (const auto& agency : agencies_) agency->turn();
  }

  void mend() {
    wire_faults_ = {};
    ledger_faults_ = {};
    host_faults_ = {};
    if (!broker_) start_broker();
    for (const auto& agency : agencies_) {
      agency->crash();
      agency->start();
    }
  }

  bool is_quiet() const {
    for (const auto& agency : agencies_)
      if (!agency->is_idle()) return false;
    for (const schemas::AgencyId& agency : area_.agencies())
      if (!broker_->core().notes.of(agency).empty()) return false;
    const broker::Core& core = broker_->core();
    if (!Board::is_mended(core.governed, clock_.now())) return false;
    return core.outbox.size() == core.outbox.dead() && core.held.all().empty() && core.reviews.all().empty();
  }

  void settle() {
    constexpr std::size_t patience = 5000;
    std::size_t quiet = 0;
    for (std::size_t i = 0; i < patience && quiet < 200; ++i) {
      clock_.advance(milliseconds{dice_.below(i < 1000 ? 400 : 3000)});
      if (i % 5 == 0) decide_hold("release");
      if (i % 5 == 2) review();
      if (i % 5 == 4) mend_rules();
      turn();
      quiet = is_quiet() ? quiet + 1 : 0;
    }
    if (quiet == 0) oracle_.complain("it never became quiet");
  }

  // After a restart the memory is what it was, and the log that lies there stands on its own.
  void judge_restart() {
    crash_broker();
    const audit::FsckReport report = audit::fsck(broker_folder() / "log", {.key = Area::log_key().verify_key(), .known = std::nullopt});
    if (!report.ok()) oracle_.complain("fsck: " + std::string{audit::fault_code(report.wrong->fault)});
    entries_ = report.entries;
    start_broker();
    oracle_.judge(broker_->core(), broker_folder());
  }

  const Plan plan_;
  Scratch scratch_;
  Area area_;
  SimClock clock_;
  Dice dice_;
  Oracle oracle_;
  Board board_;
  WireFaults wire_faults_;
  LedgerFaults ledger_faults_;
  HostFaults host_faults_;
  unsigned broker_crashes_ = 0;
  unsigned agency_crashes_ = 0;
  unsigned jumps_ = 0;
  SimNetwork network_;
  std::unique_ptr<SimBroker> broker_;
  std::vector<std::unique_ptr<SimAgency>> agencies_;
  std::size_t messages_ = 0;
  std::size_t crashes_ = 0;
  std::uint64_t entries_ = 0;
};

}  // namespace

Outcome run(const Plan& plan) {
  std::snprintf(last_words.data(), last_words.size(), "\nsim --seed %llu ended the process\n", static_cast<unsigned long long>(plan.seed));
  std::signal(SIGABRT, say_last_words);
  World world{plan};
  return world.run();
}

}  // namespace concordat::sim
