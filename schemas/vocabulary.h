// The words that every layer shares: field classes, levels of detail, body types, markings. The code
// lists that only values use (roles, outcomes, …) are in wire/vocabulary.capnp and known by name.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace concordat::schemas {

// What a field is, for the rule that special classes must be named (docs/agreement-language.md).
enum class FieldClass : std::uint8_t {
  identity, identifier, contact, narrative, administrative,                        // ordinary
  health, ethnicity, religion, politics, sex_life, migration, offence, source,     // named only
  monitoring,                                                                      // never
};
bool is_ordinary(FieldClass field_class);
std::string_view name_of(FieldClass field_class);  // as agreements write it: "sexLife"
std::optional<FieldClass> field_class_named(std::string_view name);

// How much of a field leaves, least first: the numeric order is the order of "What a field becomes".
enum class Level : std::uint8_t {
  conceal, withhold, existence, age_band, year, month, outward_code, initials, full,
};
std::string_view name_of(Level level);  // "conceal", "ageBand", …
std::optional<Level> level_named(std::string_view name);

enum class BodyType : std::uint8_t {
  referral, update, information_request, information_response, decision, closure, recall,
};
std::string_view name_of(BodyType type);  // "informationRequest"
std::optional<BodyType> body_type_named(std::string_view name);

// The newest version of the schema that is known here.
inline constexpr std::uint16_t schema_newest = 2;

// Whether a recipient may pass a field on; the strictest of the clauses that granted it.
enum class Onward : std::uint8_t { no, ask, yes };  // strictest first
std::string_view name_of(Onward onward);
std::optional<Onward> onward_named(std::string_view name);

// Whether the person a field is about may learn that it was shared.
enum class Tell : std::uint8_t { freely, not_the_person };

enum class Marking : std::uint8_t { official, official_sensitive };
enum class Urgency : std::uint8_t { routine, urgent, emergency };
enum class Emergency : std::uint8_t { risk_to_life, serious_harm, missing_person };
enum class LinkRelation : std::uint8_t { sibling, household, continuation };
std::string_view name_of(Marking marking);  // "officialSensitive"; agreements write official-sensitive
std::string_view name_of(Urgency urgency);
std::string_view name_of(Emergency emergency);
std::string_view name_of(LinkRelation relation);
std::optional<Marking> marking_named(std::string_view name);
std::optional<Urgency> urgency_named(std::string_view name);
std::optional<Emergency> emergency_named(std::string_view name);
std::optional<LinkRelation> link_relation_named(std::string_view name);

}  // namespace concordat::schemas
