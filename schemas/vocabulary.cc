#include "schemas/vocabulary.h"

#include <array>
#include <utility>

namespace concordat::schemas {
namespace {

template <class Enum, std::size_t N>
using Names = std::array<std::pair<Enum, std::string_view>, N>;

constexpr Names<FieldClass, 14> classes{{
    {FieldClass::identity, "identity"},     {FieldClass::identifier, "identifier"},
    {FieldClass::contact, "contact"},       {FieldClass::narrative, "narrative"},
    {FieldClass::administrative, "administrative"}, {FieldClass::health, "health"},
    {FieldClass::ethnicity, "ethnicity"},   {FieldClass::religion, "religion"},
    {FieldClass::politics, "politics"},     {FieldClass::sex_life, "sexLife"},
    {FieldClass::migration, "migration"},   {FieldClass::offence, "offence"},
    {FieldClass::source, "source"},         {FieldClass::monitoring, "monitoring"},
}};
constexpr Names<Level, 9> levels{{
    {Level::conceal, "conceal"}, {Level::withhold, "withhold"}, {Level::existence, "existence"},
    {Level::age_band, "ageBand"}, {Level::year, "year"}, {Level::month, "month"},
    {Level::outward_code, "outwardCode"}, {Level::initials, "initials"}, {Level::full, "full"},
}};
constexpr Names<BodyType, 7> body_types{{
    {BodyType::referral, "referral"}, {BodyType::update, "update"},
    {BodyType::information_request, "informationRequest"},
    {BodyType::information_response, "informationResponse"}, {BodyType::decision, "decision"},
    {BodyType::closure, "closure"}, {BodyType::recall, "recall"},
}};
constexpr Names<Marking, 2> markings{{{Marking::official, "official"}, {Marking::official_sensitive, "officialSensitive"}}};
constexpr Names<Urgency, 3> urgencies{
    {{Urgency::routine, "routine"}, {Urgency::urgent, "urgent"}, {Urgency::emergency, "emergency"}}};
constexpr Names<Emergency, 3> emergencies{{{Emergency::risk_to_life, "riskToLife"},
                                           {Emergency::serious_harm, "seriousHarm"},
                                           {Emergency::missing_person, "missingPerson"}}};
constexpr Names<LinkRelation, 3> relations{{{LinkRelation::sibling, "sibling"},
                                            {LinkRelation::household, "household"},
                                            {LinkRelation::continuation, "continuation"}}};

constexpr Names<Onward, 3> onwards{{{Onward::no, "no"}, {Onward::ask, "ask"}, {Onward::yes, "yes"}}};

template <class Enum, std::size_t N>
constexpr bool in_order(const Names<Enum, N>& names) {
  for (std::size_t i = 0; i < N; ++i)
    if (static_cast<std::size_t>(names[i].first) != i) return false;
  return true;
}
static_assert(in_order(classes) && in_order(levels) && in_order(body_types) && in_order(markings) &&
              in_order(urgencies) && in_order(emergencies) && in_order(relations) && in_order(onwards));

template <class Enum, std::size_t N>
std::string_view name_in(const Names<Enum, N>& names, Enum value) {
  return names[static_cast<std::size_t>(value)].second;
}
template <class Enum, std::size_t N>
std::optional<Enum> find_in(const Names<Enum, N>& names, std::string_view name) {
  for (const auto& [value, known] : names)
    if (known == name) return value;
  return std::nullopt;
}

}  // namespace

bool is_ordinary(FieldClass field_class) { return field_class <= FieldClass::administrative; }
std::string_view name_of(FieldClass value) { return name_in(classes, value); }
std::string_view name_of(Level value) { return name_in(levels, value); }
std::string_view name_of(BodyType value) { return name_in(body_types, value); }
std::string_view name_of(Marking value) { return name_in(markings, value); }
std::string_view name_of(Urgency value) { return name_in(urgencies, value); }
std::string_view name_of(Emergency value) { return name_in(emergencies, value); }
std::string_view name_of(LinkRelation value) { return name_in(relations, value); }
std::string_view name_of(Onward value) { return name_in(onwards, value); }
std::optional<FieldClass> field_class_named(std::string_view name) { return find_in(classes, name); }
std::optional<Level> level_named(std::string_view name) { return find_in(levels, name); }
std::optional<BodyType> body_type_named(std::string_view name) { return find_in(body_types, name); }
std::optional<Marking> marking_named(std::string_view name) { return find_in(markings, name); }
std::optional<Urgency> urgency_named(std::string_view name) { return find_in(urgencies, name); }
std::optional<Emergency> emergency_named(std::string_view name) { return find_in(emergencies, name); }
std::optional<LinkRelation> link_relation_named(std::string_view name) { return find_in(relations, name); }
std::optional<Onward> onward_named(std::string_view name) { return find_in(onwards, name); }

}  // namespace concordat::schemas
