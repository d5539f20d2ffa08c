#include "console/papers/paper_kinds.h"

#include <vector>

#include "audit/reports/area.h"
#include "audit/reports/person.h"

namespace concordat::console {
namespace {

using Rows = std::span<const audit::LogRow>;

const std::vector<PaperKind>& all() {
  static const std::vector<PaperKind> kinds{
      {"account", "Accounting of disclosures", "what was disclosed about a person, to whom, when, under what", About::person, {},
       [](Rows rows, const PaperSetting&) { return audit::accounting(rows); }},
      {"sar", "Subject access pack", "what there is about a person, with the exemptions to consider", About::person, {},
       [](Rows rows, const PaperSetting&) { return audit::subject_access(rows); }},
      {"breach", "Breach report", "who received what under which clause, in a window", About::window, {"disclosed", "delivered", "acknowledged", "returned", "emergency-reviewed"},
       [](Rows rows, const PaperSetting&) { return audit::breach(rows); }},
      {"ropa", "Record of processing", "what is shared for what purpose, with counts", About::window, {"disclosed", "refused", "waiting"},
       [](Rows rows, const PaperSetting& setting) { return audit::processing_record(rows, setting.bases); }},
      {"dpia", "Evidence for an impact assessment", "how much less was shared than was sent", About::window, {"disclosed", "refused", "waiting", "emergency"},
       [](Rows rows, const PaperSetting&) { return audit::dpia_evidence(rows); }},
      {"register", "Register", "of emergencies and of refusals", About::window, {"emergency", "emergency-reviewed", "refused", "waiting", "released"},
       [](Rows rows, const PaperSetting&) { return audit::registers(rows); }},
      {"retention", "Retention review", "for how long each recipient may keep what it got", About::window, {"disclosed", "accepted"},
       [](Rows rows, const PaperSetting& setting) { return audit::retention_review(rows, setting.today); }},
  };
  return kinds;
}

}  // namespace

std::span<const PaperKind> paper_kinds() { return all(); }

const PaperKind* find_paper(std::string_view name) {
  for (const PaperKind& kind : all())
    if (kind.name == name) return &kind;
  return nullptr;
}

}  // namespace concordat::console
