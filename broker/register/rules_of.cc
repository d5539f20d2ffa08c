#include "broker/register/rules_of.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/check.h"

namespace concordat::broker {

namespace {

std::vector<policy::AgreementSource> sources_of(const Register& from) {
  std::vector<policy::AgreementSource> sources;
  for (const auto& [record, version] : from.versions()) {
    if (!version.activated || version.stage == Version::Stage::replaced) continue;
    const std::string* text = from.text(version.facts.digest);
    CHECK(text != nullptr, "an active agreement whose text is not in the register");
    const Members& members = from.members(version.facts.name.name);
    policy::AgreementSource source{.text = *text, .status = version.status(), .acceded = version.acceded_by_files};
    for (const auto& [agency, said] : members.acceded) source.acceded.push_back(agency);
    std::erase_if(source.acceded, [&](const schemas::AgencyId& agency) { return members.left.contains(agency); });
    for (const auto& [agency, said] : members.left) source.left.push_back(agency);
    for (const auto& [at, suspension] : version.suspensions)
      if (suspension.part) source.suspended.push_back(*suspension.part);
    sources.push_back(std::move(source));
  }
  return sources;
}

nlohmann::ordered_json agencies_json(const std::vector<schemas::AgencyId>& agencies) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const schemas::AgencyId& agency : agencies) out.push_back(agency.value());
  return out;
}

}  // namespace

std::optional<Rules> rules_of(const Register& from) {
  if (from.is_empty()) return std::nullopt;
  auto book = policy::AgreementBook::compile(sources_of(from), policy::parties_of(*from.directory()));
  if (!book) return std::nullopt;
  return Rules{from.directory(), *book};
}

std::string rules_told(const Register& from) {
  nlohmann::ordered_json out{{"directory", from.directory_json()}, {"agreements", nlohmann::ordered_json::array()}};
  if (const auto rules = rules_of(from)) out["book"] = to_hex(rules->book->digest().bytes);
  for (const policy::AgreementSource& source : sources_of(from)) {
    nlohmann::ordered_json parts = nlohmann::ordered_json::array();
    for (const policy::PartSuspended& part : source.suspended)
      parts.push_back(part.recipient ? nlohmann::ordered_json{{"recipient", part.recipient->value()}} : nlohmann::ordered_json{{"field", part.field}});
    out["agreements"].push_back({{"text", source.text}, {"status", static_cast<unsigned>(source.status)}, {"acceded", agencies_json(source.acceded)},
                                 {"left", agencies_json(source.left)}, {"suspended", parts}});
  }
  return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace concordat::broker
