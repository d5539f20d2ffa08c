#include "console/drafting/approved.h"

#include "base/text.h"
#include "policy/diagnostic.h"

namespace concordat::console {

Result<std::vector<policy::Approval>, std::string> approvals_named(const std::string& name, const std::vector<policy::Agreement>& texts) {
  const std::string leak_guard = "leak guard";
  std::vector<policy::Approval> found;
  if (name == leak_guard) found.push_back({policy::Hold::Why::leak_guard, {}, {}});
  std::vector<std::string> known;
  for (const policy::Agreement& text : texts)
    for (const policy::Clause& clause : text.clauses) {
      if (clause.holds.empty()) continue;
      known.push_back(clause.label.text);
      if (clause.label.text == name)
        found.push_back({policy::Hold::Why::approval, schemas::format_agreement_name({text.name, text.version}), name});
    }
  if (!found.empty()) return found;
  known.push_back(leak_guard);
  const auto guess = nearest(name, known);
  return Fail{"no clause \"" + name + "\" holds anything for approval [" + std::string{policy::name_of(policy::Code::unknown_clause)} + "]" +
              (guess ? "; did you mean \"" + *guess + "\"?" : "; there are: " + join(known, ", "))};
}

}  // namespace concordat::console
