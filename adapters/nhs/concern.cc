#include <algorithm>

#include "adapters/nhs/code_lists.h"
#include "adapters/nhs/mapping.h"
#include "base/text.h"

namespace concordat::adapters::nhs {
namespace {

void map_health_flag(Mapping& mapping, const Json& flag, const Coding& coding, std::string_view display) {
  schemas::Draft& draft = mapping.draft;
  const auto element = draft.add("health.flags");
  ++mapping.flags;
  const std::string where = place_of("Flag.code", flag["code"]);
  draft.set("health.flags.code", coding.code, element, where);
  draft.set("health.flags.codeSystem", coding.system, element, where);
  draft.set("health.flags.display", display, element, where);
  draft.set("health.flags.status", flag["status"].text, element, where);
  draft.set("health.flags.date", date_text(flag["period"]["start"]), element,
            place_of("Flag.period.start", flag["period"]["start"]));
  map_security(mapping, flag, {"health.flags[" + std::to_string(mapping.flags - 1) + "]"});
}

void map_one_concern(Mapping& mapping, const Json& flag, const Coding& coding, std::string_view category,
                     std::string_view words) {
  schemas::Draft& draft = mapping.draft;
  const auto element = draft.add("concern");
  ++mapping.concerns;
  const std::string where = place_of("Flag.code", flag["code"]);
  draft.set("concern.category", category, element, where);
  draft.set("concern.code", coding.code, element, where);
  draft.set("concern.codeSystem", coding.system, element, where);
  draft.set("concern.dateCameToLight", date_text(flag["period"]["start"]), element,
            place_of("Flag.period.start", flag["period"]["start"]));
  const auto narrative = draft.add("concern.narrative", element);
  if (!words.empty()) {
    draft.set("concern.narrative.class", "observation", narrative);
    draft.set("concern.narrative.status", "assessment", narrative);
    draft.set("concern.narrative.text", words, narrative, where);
    draft.set("concern.narrative.author", name_of_person(mapping.bundle.resolve(flag["author"])["name"]),
              narrative);
  }
  if (coding.code == "32911000") {
    const auto need = draft.add("concern.needs", element);
    draft.set("concern.needs.category", "housing", need);
    draft.set("concern.needs.text", words, need, where);
  }
  map_security(mapping, flag, {"concern[" + std::to_string(mapping.concerns - 1) + "]"});
}

bool says_adult(const std::vector<Coding>& list) {
  return std::any_of(list.begin(), list.end(), [](const Coding& coding) {
    return concern_category_of(coding.code) == "adultSafeguarding";
  });
}

void add_at_risk(Mapping& mapping) {
  if (mapping.concerns != 0) return;  // said once, by the first concern
  const auto role = mapping.draft.add("subject.roles");
  mapping.draft.set("subject.roles.role", "atRisk", role);
}

void map_agency_contacted(Mapping& mapping, const Json& flag) {
  const std::string words = words_of(flag["code"]);
  const auto element = mapping.draft.add("discussions");
  mapping.draft.set("discussions.with",
                    to_lower(words).find("police") == std::string::npos ? "otherAgency" : "police", element);
  mapping.draft.set("discussions.outcome", words, element, place_of("Flag.code", flag["code"]));
  mapping.draft.set("discussions.date", date_text(flag["period"]["start"]), element,
                    place_of("Flag.period.start", flag["period"]["start"]));
}

}  // namespace

FlagUse map_flag(Mapping& mapping, const Json& flag) {
  const std::vector<Coding> category = codings(flag["category"]);
  const FlagMeaning said = category.empty() ? FlagMeaning::clinical : flag_meaning(category.front().code);
  const std::vector<Coding> codes = codings(flag["code"]);
  const bool is_active = flag["status"].text == "active" || flag["status"].text.empty();
  // GP records flag a safeguarding concern by its code alone, under a category of their own or none; a message has BaRS's.
  const bool is_coded_as_concern = mapping.bundle.one("MessageHeader").is_null() && std::any_of(codes.begin(), codes.end(), [](const Coding& coding) { return is_safeguarding_code(coding.code); });
  const FlagMeaning meaning = is_coded_as_concern && said == FlagMeaning::clinical ? FlagMeaning::concern : said;
  const bool is_concern =
      is_active && (meaning == FlagMeaning::concern || meaning == FlagMeaning::social_risk);

  if (is_active && meaning == FlagMeaning::agency_contacted) {
    map_agency_contacted(mapping, flag);
    return FlagUse::carried;
  }
  // A text beside several codes describes them all; a code's own words come first where there are several.
  const std::string words = words_of(flag["code"]);
  if (is_concern && meaning == FlagMeaning::concern) add_at_risk(mapping);
  // "Child is cause for concern" may be about the patient's child, so only the adult code tells an age.
  if (is_concern && says_adult(codes) && !mapping.draft.has("subject.ageGroup"))
    mapping.draft.set("subject.ageGroup", "adult");
  const auto carry = [&](const Coding& coding, const std::string& display) {
    if (is_concern) {
      std::string_view kind = concern_category_of(coding.code);
      if (meaning == FlagMeaning::concern)
        kind = says_adult(codes) ? "adultSafeguarding" : kind.empty() ? "safeguarding" : kind;
      if (kind.empty()) kind = "mentalHealth";
      map_one_concern(mapping, flag, coding, kind, display);
    }
    map_health_flag(mapping, flag, coding, display);
  };
  if (codes.empty()) carry({}, words);
  for (const Coding& coding : codes)
    carry(coding, codes.size() > 1 && !coding.display.empty() ? std::string{trim(coding.display)} : words);
  return is_concern ? FlagUse::made_concern : FlagUse::carried;
}

// Consent to care is not consent to disclosure. Only a consent whose category is disclosure itself
// (HL7 v3 ActCode IDSCL) and which says permit or deny becomes one here; BaRS's "direct care, implied"
// never does.
void map_consent(Mapping& mapping, const Json& consent) {
  const std::vector<Coding> categories = codings(consent["category"]);
  const bool is_disclosure = std::any_of(categories.begin(), categories.end(),
                                         [](const Coding& coding) { return coding.code == "IDSCL"; });
  const std::string_view decision = consent["provision"]["type"].text;
  const std::string_view status = consent["status"].text;
  const bool is_implied = code_of(consent["policyRule"]) == "IMPLIED";
  std::string_view said;
  if (is_disclosure && status == "rejected") said = "refused";
  if (is_disclosure && status == "inactive") said = "withdrawn";
  if (is_disclosure && status == "active" && decision == "deny") said = "refused";
  if (is_disclosure && status == "active" && decision == "permit" && !is_implied) said = "given";
  if (said.empty()) {
    mapping.note("Consent (not a consent to disclosure)");
    return;
  }
  const auto element = mapping.draft.add("consent");
  mapping.draft.set("consent.to", "sharing", element);
  mapping.draft.set("consent.status", said, element);
  mapping.draft.set("consent.date", date_text(consent["dateTime"]), element,
                    place_of("Consent.dateTime", consent["dateTime"]));
  mapping.draft.set("consent.by", first(consent["performer"])["display"].text, element);
}

}  // namespace concordat::adapters::nhs
