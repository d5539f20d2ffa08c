// A message as the page speaks of it: what an element holds, whether a condition is true of it, what a path
// covers, what its source restricts. The naive evaluator reads it; nothing here knows of agreements' parties.
#pragma once

#include <optional>
#include <string>

#include "policy/agreement.h"
#include "policy/truth.h"
#include "schemas/message.h"

namespace concordat::policy::naive {

// Levels as the page lists them; a field's own order is enough, because a view never meets another type's.
int rank(const std::string& level);
bool starts_with_path(const std::string& path, const std::string& prefix);

struct World {
  const schemas::Message& message;
  const CaseFacts& facts;

  // Declared with its code, its person and its reason; not without a code; else nobody knows.
  Truth emergency() const;
  const std::string& path_of(const schemas::Field& field) const;
  std::optional<std::string> value(const std::string& path, schemas::ElementIndex element) const;
  const std::string& list_of(schemas::ElementIndex element) const;
  // The element of that list around `element`.
  std::optional<schemas::ElementIndex> around(schemas::ElementIndex element, const std::string& list) const;
  Truth selected(const Path& path, schemas::ElementIndex element) const;
};

Truth clause_truth(const Agreement& in, const Clause& clause, const World& world,
                   schemas::ElementIndex element);

bool caps_field(const Path& path, const schemas::Field& field, const World& world);
bool grants_field(const Path& path, const schemas::Field& field, std::uint16_t schema, const World& world);

// Whether a source restriction of the message covers the field; liftable ones not, `by_emergency`.
bool is_restricted(const schemas::Field& field, const World& world, bool by_emergency);

}  // namespace concordat::policy::naive
