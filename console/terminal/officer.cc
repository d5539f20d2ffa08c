#include "console/terminal/officer.h"

#include <filesystem>

namespace concordat::console {
namespace fs = std::filesystem;

void bind(CLI::App& leaf, OfficerOptions& to, Reason reason) {
  leaf.add_option("--officer", to.officer, "The officer's folder, with officer.toml and curve.secret")->type_name("DIR");
  leaf.add_option("--area", to.area, "A demonstration area: its ig-officer asks")->type_name("DIR");
  if (reason == Reason::needed) leaf.add_option("--reason", to.reason, "Why you ask: it is recorded, with who you are")->type_name("TEXT");
}

Result<Officer, Exit> read_officer(const OfficerOptions& options, const Terminal& terminal) {
  if (options.officer.empty() && options.area.empty()) return Fail{terminal.failed("say who asks: --officer DIR, or --area DIR")};
  const fs::path folder = options.officer.empty() ? fs::path{options.area} / "officers" / "ig-officer" : fs::path{options.officer};
  auto officer = read_officer(folder);
  if (officer) return std::move(*officer);
  const OfficerFault& fault = officer.error();
  return Fail{fault.kind == OfficerFault::Kind::invalid ? terminal.invalid(fault.where, fault.what) : terminal.failed(fault.what)};
}

}  // namespace concordat::console
