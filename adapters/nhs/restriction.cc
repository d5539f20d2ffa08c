#include <algorithm>
#include <array>

#include "adapters/nhs/mapping.h"
#include "adapters/unread.h"

namespace concordat::adapters::nhs {
namespace {

struct Label {
  Labelled labelled = Labelled::no;
  std::string_view strength;
  std::string_view reason;
};

// HL7 v3 Confidentiality: R restricted, V very restricted; the rest leave things open. HL7 v3 ActCode:
// refrain policies forbid passing on; any other ActCode on meta.security marks a sensitivity, and an
// unknown one is taken as one, so that ignorance restricts.
Label label_of(const Coding& coding) {
  if (coding.system.ends_with("Confidentiality")) {
    constexpr std::array<std::string_view, 4> open{"U", "L", "M", "N"};
    if (std::find(open.begin(), open.end(), coding.code) != open.end()) return {Labelled::open, {}, {}};
    return {Labelled::restricted, coding.code == "R" ? "liftable" : "absolute", "securityLabel"};
  }
  if (coding.system.ends_with("ActCode")) {
    if (coding.code == "NORDSCLCD" || coding.code == "NORDSLCD")
      return {Labelled::restricted, "absolute", "onwardNotAllowed"};
    if (coding.code == "NODSCLCD") return {Labelled::restricted, "absolute", "securityLabel"};
    return {Labelled::restricted, "liftable", "securityLabel"};
  }
  // PDS has labelled its patients by the address of a value set instead of a code system.
  if (coding.code == "R") return {Labelled::restricted, "liftable", "securityLabel"};
  if (coding.code == "V" || coding.code == "REDACTED") return {Labelled::restricted, "absolute", "securityLabel"};
  if (coding.code == "U" && coding.system.find("security-labels") != std::string_view::npos)
    return {Labelled::open, {}, {}};
  return {Labelled::strange, {}, {}};
}

}  // namespace

void restrict(Mapping& mapping, std::string_view path, std::string_view strength, std::string_view reason) {
  const auto element = mapping.draft.add("sourceRestrictions");
  mapping.draft.set("sourceRestrictions.path", path, element);
  mapping.draft.set("sourceRestrictions.strength", strength, element);
  mapping.draft.set("sourceRestrictions.reason", reason, element);
}

Labelled map_security(Mapping& mapping, const Json& resource, std::initializer_list<std::string> paths) {
  Labelled strongest = Labelled::no;
  for (const Json* each_label : each(resource["meta"]["security"])) {
    const Coding coding{(*each_label)["system"].text, (*each_label)["code"].text, {}};
    const Label label = label_of(coding);
    if (label.labelled == Labelled::strange) mapping.note(std::string{type_of(resource)} + ".meta.security");
    strongest = std::max(strongest, label.labelled);
    if (label.labelled != Labelled::restricted) continue;
    for (const std::string& path : paths) restrict(mapping, path, label.strength, label.reason);
  }
  return strongest;
}

void Mapping::note(std::string path) {
  constexpr std::size_t notes_max = 500;
  if (not_carried.size() >= notes_max) return;
  if (std::find(not_carried.begin(), not_carried.end(), path) == not_carried.end())
    not_carried.push_back(std::move(path));
}

namespace {

// Members that only say how a resource is stored or shown.
bool is_storage(std::string_view path, std::string_view name) {
  constexpr std::array<std::string_view, 5> anywhere{"id", "text", "implicitRules", "fullUrl", "resourceType"};
  constexpr std::array<std::string_view, 4> of_meta{"profile", "versionId", "lastUpdated", "source"};
  if (std::find(anywhere.begin(), anywhere.end(), name) != anywhere.end())
    return name != "text" || path.find('.') == path.rfind('.');  // a resource's narrative, not a concept's words
  return path.ends_with("meta." + std::string{name}) && std::find(of_meta.begin(), of_meta.end(), name) != of_meta.end();
}

}  // namespace

std::vector<std::string> unread_fhir(const Json& document, const std::vector<const Json*>& but) {
  return unread(document, std::string{type_of(document)}, but, is_storage);
}

}  // namespace concordat::adapters::nhs
