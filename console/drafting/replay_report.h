// Recorded disclosures decided again under a draft: how many would have released more, or less, and which. Its words are what a
// proposal attaches.
//
//   const ReplayReport report = replay_report(*draft_book, {"lbbd-prevent", 2}, was_book.get(), disclosures);
//   attach(report.words());
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "console/drafting/recorded.h"
#include "policy/replay.h"

namespace concordat::console {

struct ReplayReport {
  struct Changed {
    std::uint64_t sequence;
    Instant at;
    schemas::AgencyId sender;
    schemas::AgencyId recipient;
    policy::Replay replay;
  };
  std::uint64_t of = 0;  // disclosures under the draft's name, in any version
  std::uint64_t more = 0, less = 0, open = 0, same = 0;
  std::uint64_t elsewhere = 0, erased = 0, unread = 0;  // besides
  std::vector<Changed> changed;

  std::string words() const;
};

// `draft` and `was` are as policy::replay takes them.
ReplayReport replay_report(const policy::AgreementBook& draft, const schemas::AgreementName& name, const policy::AgreementBook* was, const RecordedDisclosures& disclosures);

// "subject.names: ageBand -> full"
std::string words_of(const policy::ReplayedField& field);

}  // namespace concordat::console
