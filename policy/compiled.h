// An agreement compiled: its clauses with parties turned into agencies, paths into fields and conditions
// into programs. What the book keeps, and what plans are made of.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "policy/agreement.h"
#include "policy/condition.h"
#include "policy/coverage.h"
#include "policy/parties.h"
#include "schemas/ids.h"

namespace concordat::policy {

// What somebody has decided about an agreement. Lapsing is not decided: its dates say so.
enum class Status : std::uint8_t { active, suspended, withdrawn, superseded };

// What a party has suspended of an agreement: one field, between whomever, or all that goes to one recipient. It caps.
struct PartSuspended {
  std::string field = {};
  std::optional<schemas::AgencyId> recipient = std::nullopt;
};
// Whether a path is a field, or something that has fields under it.
bool is_suspendable(const std::string& field);

// How an agreement stands at one instant.
enum class Footing : std::uint8_t { absent, in_force, lapsed, suspended };

using AgencyIndex = std::uint32_t;
using AgencySet = std::vector<bool>;  // by AgencyIndex

struct Effect {
  enum class Kind : std::uint8_t { grant, cap };
  Kind kind = Kind::grant;
  schemas::Level level = schemas::Level::full;
  std::vector<schemas::FieldId> fields;
  std::optional<Narrowing> only;
  std::vector<Coverage> except;  // narrowed exceptions; unnarrowed ones are gone from `fields`
};
// Whether the effect means the field of that element; unknown while a key is absent.
Truth means(const Effect& effect, schemas::FieldId field, schemas::ElementIndex element,
            const BodyView& view);

struct Requirement {
  std::string path;  // as the agreement writes it
  Coverage covered;
};

struct CompiledClause {
  std::string label;
  AgencySet from;
  AgencySet to;
  bool any_purpose = false;
  std::vector<std::string> purposes;
  std::array<bool, 7> types{};  // by schemas::BodyType
  std::optional<CompiledCondition> condition;
  std::vector<Effect> effects;
  std::vector<Requirement> requirements;
  std::vector<Keep> keeps;
  std::vector<std::string> caveats;
  std::vector<Coverage> no_tells;
  bool is_emergency = false;              // its condition has `emergency declared` in it already
  std::vector<std::string> lifts;         // labels of its own agreement's clauses
  std::optional<Span> hold;               // the shortest, where it grants only what a person lets go
  std::optional<schemas::Onward> onward;  // the strictest, where it says any
};

// An agreement's stages, and who moves a case from one to the other.
struct CompiledStages {
  std::vector<std::string> names;
  AgencySet movers;
};

struct CompiledAgreement {
  schemas::AgreementName name;
  schemas::AgreementDigest digest;
  Status status;
  Instant from;
  Instant until;
  std::vector<std::string> areas;
  std::string scheme;
  std::vector<std::string> purposes;
  AgencySet parties;
  std::vector<Pathway> pathways;
  std::vector<CompiledClause> clauses;
  Instant emergency_until;  // how long its emergency clauses outlive it
  std::optional<CompiledStages> stages;
  AgencySet suspended_to = {};  // recipients
  std::vector<schemas::FieldId> suspended_fields = {};  // in table order
  AgencySet left = {};          // parties no more: nothing is granted to or from them, what is capped stays so
};

struct Membership {
  const std::vector<schemas::AgencyId>& acceded;  // whose own accession is recorded, where the parties name their kind
  const std::vector<schemas::AgencyId>& left;     // whose own exit is
};
CompiledAgreement compile_agreement(const Agreement& agreement, const schemas::AgreementDigest& digest, Status status,
                                    const Membership& members, const std::vector<PartSuspended>& suspended, const Parties& parties);

}  // namespace concordat::policy
