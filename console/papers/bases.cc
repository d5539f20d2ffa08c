#include "console/papers/bases.h"

#include <set>

#include "base/file.h"
#include "base/text.h"
#include "policy/check.h"

namespace concordat::console {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t agreement_bytes_max = 64U * 1024 * 1024;

}  // namespace

Bases bases_in(const fs::path& folder) {
  Bases found;
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    const auto bytes = at->path().extension() == ".agreement" ? read_file(at->path(), agreement_bytes_max) : Result<Bytes, FileError>{Bytes{}};
    if (!bytes || bytes->empty()) continue;
    const policy::Agreement agreement = policy::read_agreement(as_text(*bytes), nullptr).agreement;
    std::set<std::string> bases;
    const auto add = [&](const std::vector<policy::BasisLine>& lines) {
      for (const policy::BasisLine& line : lines)
        for (const policy::Word& basis : line.bases) bases.insert(basis.text);
    };
    for (const policy::Purpose& purpose : agreement.purposes) add(purpose.bases);
    for (const policy::Clause& clause : agreement.clauses) add(clause.bases);
    found[agreement.name + "/" + std::to_string(agreement.version)] = join({bases.begin(), bases.end()}, ", ");
  }
  return found;
}

}  // namespace concordat::console
