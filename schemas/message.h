// A message in memory: the envelope as a struct, the body as the flat list of its present fields.
// Lists are elements in a tree; a field points at the innermost element it lies in (or none).
//
//   Field{ "concern.narrative.text", element 3, "…" }
//   Element 3 { list "concern.narrative", parent 2 }, Element 2 { list "concern", no parent }
//
// Elements stand in message order, parents before children; fields are sorted by element, then field.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "schemas/field_table.h"
#include "schemas/ids.h"
#include "schemas/vocabulary.h"

namespace concordat::schemas {

struct Link {
  MessageId message;
  LinkRelation relation;
};

struct Envelope {
  MessageId id;
  CaseId case_id;
  Date case_opened;                    // age bands are taken on this day
  std::optional<MessageId> in_reply_to;
  std::vector<Link> linked;
  AgencyId sender;
  std::vector<AgencyId> recipients;    // empty: the agreement's pathway decides
  BodyType type;
  std::string scheme;                  // "prevent"
  std::string purpose;                 // "channel-referral"
  std::string area;                    // ONS code, "E09000002"
  std::optional<AgreementName> agreement;
  Marking marking = Marking::official_sensitive;
  Urgency urgency = Urgency::routine;
  Instant created;
  std::optional<Date> due;
  std::optional<Emergency> emergency;
  std::string traceparent;
  std::uint16_t schema = 1;
};

using ElementId = std::array<std::byte, 16>;
using ElementIndex = std::uint32_t;
inline constexpr ElementIndex no_element = 0xffffffff;

struct Element {
  ListId list;
  ElementIndex parent;     // no_element at the top
  std::uint32_t position;  // among its siblings in the same list, from 0
  ElementId id;            // random, given once; how a committed path names it
};

struct Field {
  FieldId id;
  ElementIndex element;  // innermost; no_element for a field outside every list
  std::string value;     // canonical text of its ValueType
};

struct Body {
  std::vector<Element> elements;
  std::vector<Field> fields;

  const Field* find(FieldId id, ElementIndex element) const;  // needs the order above
};

// Puts the fields in the order the header promises.
void sort_fields(Body& body);

struct Message {
  Envelope envelope;
  Body body;
};

// "concern[1].narrative[0].text": as people and explanations write it.
std::string positional_path(const Body& body, FieldId id, ElementIndex element);

// One problem with a message: a stable code, the field, what is wrong and how to mend it. Never a value.
struct Problem {
  std::string code;   // of docs/codes.md
  std::string where;  // a positional path, or the source's own place ("line 12", "Patient.birthDate")
  std::string what;   // what is wrong and how to fix it
};

}  // namespace concordat::schemas
