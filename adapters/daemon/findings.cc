#include "adapters/daemon/findings.h"

#include <set>

#include "policy/leak_guard.h"

namespace concordat::adapters {

Problems findings_of(const schemas::Message& message) {
  std::set<std::pair<std::uint32_t, policy::Leak::Kind>> found;
  for (const policy::Leak& leak : policy::search(message.body))
    if (leak.kind != policy::Leak::Kind::name) found.emplace(leak.passage, leak.kind);
  Problems problems;
  for (const auto& [passage, kind] : found) {
    const schemas::Field& field = message.body.fields[passage];
    const std::string what = kind == policy::Leak::Kind::unsearchable ? "cannot be searched for what must not be shared"
                                                                      : "seems to hold a value of another field: " + std::string{policy::name_of(kind)};
    problems.push_back({"leak-guard", schemas::positional_path(message.body, field.id, field.element),
                        what + "; mend it, or have a named person check it (cleared, clearedBy)"});
  }
  return problems;
}

}  // namespace concordat::adapters
