#include "adapters/council/code_lists.h"

#include <span>

#include "base/text.h"

namespace concordat::adapters::council {
namespace {

constexpr CodeRow ethnicities[] = {{"WBRI", "White British", {}},
                                   {"WIRI", "White Irish", {}},
                                   {"WIRT", "Traveller of Irish heritage", {}},
                                   {"WOTH", "Any other White background", {}},
                                   {"WROM", "Gypsy or Roma", {}},
                                   {"MWBC", "White and Black Caribbean", {}},
                                   {"MWBA", "White and Black African", {}},
                                   {"MWAS", "White and Asian", {}},
                                   {"MOTH", "Any other mixed background", {}},
                                   {"AIND", "Indian", {}},
                                   {"APKN", "Pakistani", {}},
                                   {"ABAN", "Bangladeshi", {}},
                                   {"AOTH", "Any other Asian background", {}},
                                   {"BCRB", "Black Caribbean", {}},
                                   {"BAFR", "Black African", {}},
                                   {"BOTH", "Any other Black background", {}},
                                   {"CHNE", "Chinese", {}},
                                   {"OOTH", "Any other ethnic group", {}},
                                   {"REFU", {}, {}},
                                   {"NOBT", {}, {}}};

constexpr CodeRow disabilities[] = {{"NONE", {}, {}},
                                    {"MOB", "Mobility", {}},
                                    {"HAND", "Hand function", {}},
                                    {"PC", "Personal care", {}},
                                    {"INC", "Incontinence", {}},
                                    {"COMM", "Communication", {}},
                                    {"LD", "Learning", {}},
                                    {"HEAR", "Hearing", {}},
                                    {"VIS", "Vision", {}},
                                    {"BEH", "Behaviour", {}},
                                    {"CON", "Consciousness", {}},
                                    {"AUT", "Autism or Asperger syndrome", {}},
                                    {"DDA", "Other disability", {}}};

constexpr CodeRow primary_needs[] = {{"N0", "Not stated", "other"},
                                     {"N1", "Abuse or neglect", "safeguarding"},
                                     {"N2", "Child's disability or illness", "other"},
                                     {"N3", "Parent's disability or illness", "other"},
                                     {"N4", "Family in acute stress", "familyStress"},
                                     {"N5", "Family dysfunction", "familyStress"},
                                     {"N6", "Socially unacceptable behaviour", "other"},
                                     {"N7", "Low income", "other"},
                                     {"N8", "Absent parenting", "other"},
                                     {"N9", "Cases other than children in need", "other"}};

// The last column: whether who referred was a professional.
constexpr CodeRow referral_sources[] = {{"1A", "Family member, relative or carer", "public"},
                                        {"1B", "Acquaintance", "public"},
                                        {"1C", "Self", "public"},
                                        {"1D", "Other individual", "public"},
                                        {"2A", "Schools", "professional"},
                                        {"2B", "Education services", "professional"},
                                        {"3A", "GP", "professional"},
                                        {"3B", "Health visitor", "professional"},
                                        {"3C", "School nurse", "professional"},
                                        {"3D", "Other primary health services", "professional"},
                                        {"3E", "A&E", "professional"},
                                        {"3F", "Other health services", "professional"},
                                        {"4", "Housing", "professional"},
                                        {"5A", "Social care of this authority", "professional"},
                                        {"5B", "Other department of this authority", "professional"},
                                        {"5C", "Another authority", "professional"},
                                        {"6", "Police", "professional"},
                                        {"7", "Other legal agency", "professional"},
                                        {"8", "Other", {}},
                                        {"9", "Anonymous", {}},
                                        {"10", "Unknown", {}}};

constexpr CodeRow factors[] = {{"1A", "Alcohol misuse by the child", {}},
                               {"1B", "Alcohol misuse by a parent or carer", {}},
                               {"1C", "Alcohol misuse by another in the household", {}},
                               {"2A", "Drug misuse by the child", {}},
                               {"2B", "Drug misuse by a parent or carer", {}},
                               {"2C", "Drug misuse by another in the household", {}},
                               {"3A", "Domestic abuse: child the victim", {}},
                               {"3B", "Domestic abuse: parent or carer the victim", {}},
                               {"3C", "Domestic abuse: another in the household the victim", {}},
                               {"4A", "Mental health of the child", {}},
                               {"4B", "Mental health of a parent or carer", {}},
                               {"4C", "Mental health of another in the household", {}},
                               {"5A", "Learning disability of the child", {}},
                               {"5B", "Learning disability of a parent or carer", {}},
                               {"5C", "Learning disability of another in the household", {}},
                               {"6A", "Physical disability or illness of the child", {}},
                               {"6B", "Physical disability or illness of a parent or carer", {}},
                               {"6C", "Physical disability or illness of another in the household", {}},
                               {"7A", "Young carer", {}},
                               {"8A", "Privately fostered", {}},
                               {"8B", "Privately fostered: overseas child who intends to return", {}},
                               {"8C", "Privately fostered: overseas child who intends to stay", {}},
                               {"8D", "Privately fostered: UK child in an educational placement", {}},
                               {"8E", "Privately fostered: UK child making other family arrangements", {}},
                               {"8F", "Privately fostered: other", {}},
                               {"9A", "Unaccompanied asylum seeker", {}},
                               {"10A", "Going or being missing", {}},
                               {"11A", "Child sexual exploitation", {}},
                               {"12A", "Trafficking", {}},
                               {"13A", "Gangs", {}},
                               {"14A", "Socially unacceptable behaviour", {}},
                               {"15A", "Self-harm", {}},
                               {"16A", "Neglect", {}},
                               {"17A", "Emotional abuse", {}},
                               {"18A", "Physical abuse", {}},
                               {"18B", "Physical abuse: child on child", {}},
                               {"18C", "Physical abuse: adult on child", {}},
                               {"19A", "Sexual abuse", {}},
                               {"19B", "Sexual abuse: child on child", {}},
                               {"19C", "Sexual abuse: adult on child", {}},
                               {"20", "Other", {}},
                               {"21", "No factors identified", {}},
                               {"22A", "Female genital mutilation", {}},
                               {"23A", "Abuse linked to faith or belief", {}},
                               {"24A", "Child criminal exploitation", {}}};

constexpr CodeRow abuse_categories[] = {{"NEG", "Neglect", "neglect"},
                                        {"PHY", "Physical abuse", "physicalAbuse"},
                                        {"SAB", "Sexual abuse", "sexualAbuse"},
                                        {"EMO", "Emotional abuse", "emotionalAbuse"},
                                        {"MUL", "Multiple", "safeguarding"}};

constexpr CodeRow closure_reasons[] = {{"RC1", "Adopted", {}},
                                       {"RC2", "Died", {}},
                                       {"RC3", "Child arrangements order", {}},
                                       {"RC4", "Special guardianship order", {}},
                                       {"RC5", "Transferred to another authority", {}},
                                       {"RC6", "Transferred to adult services", {}},
                                       {"RC7", "Services ceased for another reason", {}},
                                       {"RC8", "Closed after assessment, no further action", {}},
                                       {"RC9", "Closed after assessment, referred to early help", {}}};

// The census to 2022 (GenderCurrent) and from 2023 (Sex), and the care application.
constexpr CodeRow sexes[] = {{"0", {}, "notKnown"},
                             {"1", {}, "male"},
                             {"2", {}, "female"},
                             {"9", {}, "indeterminate"},
                             {"M", {}, "male"},
                             {"F", {}, "female"},
                             {"U", {}, "notKnown"},
                             {"Boy", {}, "male"},
                             {"Girl", {}, "female"},
                             {"Male", {}, "male"},
                             {"Female", {}, "female"},
                             {"Other", {}, "indeterminate"},
                             {"They identify in another way", {}, "indeterminate"}};

constexpr CodeRow risks[] = {{"PHYSICAL_HARM", "Physical harm", "physicalAbuse"},
                             {"EMOTIONAL_HARM", "Emotional harm", "emotionalAbuse"},
                             {"SEXUAL_ABUSE", "Sexual abuse", "sexualAbuse"},
                             {"NEGLECT", "Neglect", "neglect"},
                             {"ALCOHOL_DRUG_ABUSE", "Alcohol or drug abuse by a parent", "substanceUse"},
                             {"DOMESTIC_ABUSE", "Domestic abuse in the family", "domesticAbuse"},
                             {"DOMESTIC_VIOLENCE", "Domestic abuse in the family", "domesticAbuse"},
                             {"ANYTHING_ELSE", "Other factor affecting parenting", "familyStress"}};

std::span<const CodeRow> rows_of(CodeList list) {
  switch (list) {
    case CodeList::ethnicity:
      return ethnicities;
    case CodeList::disability:
      return disabilities;
    case CodeList::primary_need:
      return primary_needs;
    case CodeList::referral_source:
      return referral_sources;
    case CodeList::assessment_factor:
      return factors;
    case CodeList::abuse_category:
      return abuse_categories;
    case CodeList::closure_reason:
      return closure_reasons;
    case CodeList::sex:
      return sexes;
    case CodeList::risk:
      return risks;
  }
  return {};
}

}  // namespace

const CodeRow* look_up(CodeList list, std::string_view code) {
  for (const CodeRow& row : rows_of(list))
    if (iequals(row.code, code)) return &row;
  return nullptr;
}

std::string_view related_role_of(std::string_view relationship) {
  constexpr CodeRow roles[] = {{"mother", {}, "parent"},
                               {"father", {}, "parent"},
                               {"mum", {}, "parent"},
                               {"dad", {}, "parent"},
                               {"mummy", {}, "parent"},
                               {"daddy", {}, "parent"},
                               {"parent", {}, "parent"},
                               {"step-mother", {}, "parent"},
                               {"step-father", {}, "parent"},
                               {"stepmother", {}, "parent"},
                               {"stepfather", {}, "parent"},
                               {"guardian", {}, "guardian"},
                               {"special guardian", {}, "guardian"},
                               {"carer", {}, "carer"},
                               {"foster carer", {}, "carer"},
                               {"brother", {}, "sibling"},
                               {"sister", {}, "sibling"},
                               {"sibling", {}, "sibling"}};
  for (const CodeRow& row : roles)
    if (iequals(row.code, trim(relationship))) return row.ours;
  return "other";
}

}  // namespace concordat::adapters::council
