#include "policy/onward.h"

#include <algorithm>
#include <optional>

#include "base/check.h"
#include "base/crypto.h"
#include "schemas/views.h"

namespace concordat::policy {
namespace {

using schemas::Delivered;
using schemas::DeliveredField;
using schemas::FieldTable;
using schemas::Level;
using schemas::Onward;

bool goes_back_alone(const schemas::Envelope& envelope, const Delivered& received) {
  return envelope.recipients.size() == 1 && envelope.recipients.front() == received.envelope.sender;
}

// Whether the value is the one delivered, at the view it came at: a birth date is told by its year too.
bool says_the_same(const schemas::Field& field, const DeliveredField& delivered, Date case_opened) {
  if (field.id != delivered.id || delivered.view <= Level::existence) return false;
  return schemas::value_at(FieldTable::get()[field.id], field.value, delivered.view, case_opened) ==
         delivered.value;
}

// Nothing here may be random, and a restriction's id need not be secret: only its own.
schemas::ElementId id_for(const std::string& path) {
  const Digest digest = Hasher{}.add("concordat onward 1").add_sized(as_bytes(path)).finish();
  schemas::ElementId id{};
  std::copy_n(digest.bytes.begin(), id.size(), id.begin());
  return id;
}

}  // namespace

std::vector<OnwardRestriction> onward_restrictions(const schemas::Message& message,
                                                   const std::vector<Delivered>& received) {
  std::vector<OnwardRestriction> found;
  for (std::uint32_t i = 0; i < message.body.fields.size(); ++i) {
    Onward strictest = Onward::yes;
    for (const Delivered& earlier : received) {
      if (goes_back_alone(message.envelope, earlier)) continue;
      for (const DeliveredField& field : earlier.fields)
        if (field.onward < strictest &&
            says_the_same(message.body.fields[i], field, earlier.envelope.case_opened))
          strictest = field.onward;
    }
    if (strictest != Onward::yes) found.push_back({i, strictest});
  }
  return found;
}

void restrict_onward(schemas::Body& body, const std::vector<OnwardRestriction>& restrictions) {
  const FieldTable& table = FieldTable::get();
  const auto list = table.list("sourceRestrictions");
  const auto path = table.field("sourceRestrictions.path");
  const auto strength = table.field("sourceRestrictions.strength");
  const auto reason = table.field("sourceRestrictions.reason");
  CHECK(list && path && strength && reason, "the schema has no source restrictions");
  auto position = static_cast<std::uint32_t>(
      std::count_if(body.elements.begin(), body.elements.end(),
                    [&](const schemas::Element& element) { return element.list == *list; }));
  std::vector<schemas::Field> added;
  for (const OnwardRestriction& restriction : restrictions) {
    const schemas::Field& field = body.fields[restriction.field];
    const auto at = static_cast<schemas::ElementIndex>(body.elements.size());
    std::string restricted = schemas::positional_path(body, field.id, field.element);
    body.elements.push_back({*list, schemas::no_element, position++, id_for(restricted)});
    added.push_back({*path, at, std::move(restricted)});
    added.push_back({*strength, at, restriction.onward == Onward::no ? "absolute" : "liftable"});
    added.push_back({*reason, at, "onwardNotAllowed"});
  }
  body.fields.insert(body.fields.end(), added.begin(), added.end());
  schemas::sort_fields(body);
}

}  // namespace concordat::policy
