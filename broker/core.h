// What the steps of the pipeline share: the ports, the rules in force, and the broker's memory, all of it
// derived from the log and thrown away and read again when a commit fails. One thread owns it.
#pragma once

#include <deque>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "base/clock.h"
#include "broker/cases.h"
#include "broker/held.h"
#include "broker/ledger.h"
#include "broker/limits.h"
#include "broker/log_seed.h"
#include "broker/network.h"
#include "broker/notes.h"
#include "broker/outbox.h"
#include "broker/recalls.h"
#include "broker/register/register.h"
#include "broker/reviews.h"
#include "broker/rules.h"
#include "broker/seen.h"
#include "broker/sessions.h"
#include "broker/subjects.h"
#include "broker/tick.h"
#include "broker/vault.h"
#include "broker/watches.h"
#include "broker/witnesses.h"

namespace concordat::broker {

struct Core {
  Core(const Clock& clock_port, Network& network_port, Ledger& ledger_port, Vault data_vault, Limits bounds, Rules in_force)
      : clock(clock_port), network(network_port), ledger(ledger_port), limits(bounds), rules(std::move(in_force)),
        vault(std::move(data_vault)), outbox(limits) {}
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  const Clock& clock;
  Network& network;
  Ledger& ledger;
  const Limits limits;
  Rules rules;
  bool rules_changed = false;  // since the pipeline last looked
  Register governed;           // who has agreed to what: what rules are made of, once there are acts or imported files
  Vault vault;
  SeenTable seen;
  CaseTable cases;
  NoteTable notes;
  WatchTable watches;
  HeldTable held;
  ReviewTable reviews;
  RecallTable recalls;
  Witnesses witnesses;
  Outbox outbox;
  Sessions sessions;
  std::deque<std::function<void(Tick&)>> alone;  // work to be done with nothing in flight, one piece a tick
  std::optional<std::filesystem::path> cosigned;  // the file where what links cosigned is written down
  std::optional<LogSeed> log_seed;                // without it the log's key is not changed
  std::unique_ptr<Subjects> subjects;  // without it nothing is found by whom it is about

  std::filesystem::path log_folder;    // where the log lies, for whoever asks how full its disk is

  const audit::Log& log() const { return ledger.log(); }
};

// A note that is on disk: kept until the sender's link has noted it, and told at once if it is there.
void tell(Core& core, std::uint64_t sequence, const NoteRow& note);

// Reads the broker's memory back from the log: at start, and after a commit whose outcome is unknown.
Result<Unit, audit::LogError> recover(Core& core);
// The register as it was before the entry of that sequence.
Result<Register, audit::LogError> register_before(const Core& core, std::uint64_t sequence);

}  // namespace concordat::broker
