#include "adapters/nhs/code_lists.h"

#include "adapters/nhs/codes.h"

namespace concordat::adapters::nhs {
namespace {

const CodeFile& list(std::string_view name) {
  static const CodeFiles files{code_files()};
  return files[name];
}

std::string_view look_up(std::string_view name, std::string_view code) {
  const CodeRow* row = list(name).find(code);
  return row == nullptr || row->code != code ? std::string_view{} : row->ours;  // FHIR's codes are told apart by case
}

}  // namespace

std::string_view sex_of(std::string_view gender) {
  return look_up("sex", gender);
}
std::string_view name_kind_of(std::string_view use) {
  return look_up("name_use", use);
}
std::string_view address_kind_of(std::string_view use) {
  return look_up("address_use", use);
}

std::string_view contact_kind_of(std::string_view system, std::string_view use) {
  if (system == "email") return "email";
  if (system == "phone" || system == "sms") return use == "mobile" || system == "sms" ? "mobile" : "phone";
  return "other";
}

std::string_view related_role_of(std::string_view relationship_code) {
  const CodeRow* row = list("relationship").find(relationship_code);
  return row == nullptr || row->code != relationship_code ? std::string_view{"other"} : row->ours;
}

FlagMeaning flag_meaning(std::string_view category_code) {
  const std::string_view meaning = look_up("flag_category", category_code);
  if (meaning == "concern") return FlagMeaning::concern;
  if (meaning == "socialRisk") return FlagMeaning::social_risk;
  return meaning == "agencyContacted" ? FlagMeaning::agency_contacted : FlagMeaning::clinical;
}

std::string_view concern_category_of(std::string_view code) {
  return look_up("concern", code);
}

bool is_safeguarding_code(std::string_view code) {
  return code != "U" && concern_category_of(code).ends_with("afeguarding");
}

std::string_view urgency_of(std::string_view priority) {
  return look_up("priority", priority);
}

}  // namespace concordat::adapters::nhs
