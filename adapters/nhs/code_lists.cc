#include "adapters/nhs/code_lists.h"

#include <array>
#include <span>

namespace concordat::adapters::nhs {
namespace {

struct Row {
  std::string_view code;
  std::string_view ours;
};

std::string_view look_up(std::span<const Row> rows, std::string_view code) {
  for (const Row& row : rows)
    if (row.code == code) return row.ours;
  return {};
}

// NHS Data Dictionary, Person Stated Gender: "other" is indeterminate, "unknown" not known.
constexpr Row sexes[] = {
    {"male", "male"}, {"female", "female"}, {"other", "indeterminate"}, {"unknown", "notKnown"}};

constexpr Row name_kinds[] = {{"official", "legal"}, {"usual", "preferred"}, {"nickname", "alias"},
                              {"temp", "alias"},     {"anonymous", "alias"}, {"old", "former"},
                              {"maiden", "former"}};

constexpr Row address_kinds[] = {
    {"home", "home"}, {"temp", "temporary"}, {"old", "former"}, {"work", "work"}, {"billing", "other"}};

constexpr Row related_roles[] = {
    // v2-0131
    {"N", "nextOfKin"},
    {"S", "parent"},
    {"C", "other"},
    {"EP", "other"},
    // v3-RoleCode
    {"NOK", "nextOfKin"},
    {"FTH", "parent"},
    {"MTH", "parent"},
    {"PRN", "parent"},
    {"NFTH", "parent"},
    {"NMTH", "parent"},
    {"STPFTH", "parent"},
    {"STPMTH", "parent"},
    {"ADOPTF", "parent"},
    {"ADOPTM", "parent"},
    {"GUARD", "guardian"},
    {"CAREGIVER", "carer"},
    {"SIB", "sibling"},
    {"BRO", "sibling"},
    {"SIS", "sibling"},
    {"HBRO", "sibling"},
    {"HSIS", "sibling"},
    {"NBRO", "sibling"},
    {"NSIS", "sibling"},
    {"CHILD", "child"},
    {"SON", "child"},
    {"DAU", "child"},
    {"NCHILD", "child"},
    {"SPS", "partner"},
    {"HUSB", "partner"},
    {"WIFE", "partner"},
    {"DOMPART", "partner"},
    {"SIGOTHR", "partner"},
    {"FMRSPS", "formerPartner"},
    {"ROOM", "householdMember"},
    {"ONESELF", ""}};

constexpr Row concern_categories[] = {
    {"766561000000109", "adultSafeguarding"},  // adult safeguarding concern
    {"836881000000105", "safeguarding"},       // child is cause for safeguarding concern
    {"777996001", "safeguarding"},             // alleged being subjected to abuse
    {"U", "safeguarding"},                     // unspecified
    {"225444004", "selfHarm"},                 // at risk for suicide
    {"6471006", "selfHarm"},                   // suicidal thoughts
    {"248062006", "selfHarm"},                 // self-injurious behaviour
    {"32911000", "other"},                     // homeless: a need, not an illness
};

}  // namespace

std::string_view sex_of(std::string_view gender) {
  return look_up(sexes, gender);
}
std::string_view name_kind_of(std::string_view use) {
  return look_up(name_kinds, use);
}
std::string_view address_kind_of(std::string_view use) {
  return look_up(address_kinds, use);
}

std::string_view contact_kind_of(std::string_view system, std::string_view use) {
  if (system == "email") return "email";
  if (system == "phone" || system == "sms") return use == "mobile" || system == "sms" ? "mobile" : "phone";
  return "other";
}

std::string_view related_role_of(std::string_view relationship_code) {
  for (const Row& row : related_roles)
    if (row.code == relationship_code) return row.ours;
  return "other";
}

FlagMeaning flag_meaning(std::string_view category_code) {
  if (category_code == "SG") return FlagMeaning::concern;
  if (category_code == "PS") return FlagMeaning::social_risk;
  if (category_code == "AC") return FlagMeaning::agency_contacted;
  return FlagMeaning::clinical;
}

std::string_view concern_category_of(std::string_view code) {
  return look_up(concern_categories, code);
}

bool is_safeguarding_code(std::string_view code) {
  return code != "U" && concern_category_of(code).ends_with("afeguarding");
}

std::string_view urgency_of(std::string_view priority) {
  constexpr Row urgencies[] = {
      {"routine", "routine"}, {"urgent", "urgent"}, {"asap", "urgent"}, {"stat", "emergency"}};
  return look_up(urgencies, priority);
}

}  // namespace concordat::adapters::nhs
