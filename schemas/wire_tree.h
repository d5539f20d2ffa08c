// The shape of each body as wire/message.capnp gives it, joined to the field table once, so that every
// walk (binary out, binary in, JSON in) is a loop over nodes and no walk builds a path to look one up.
//
// Only for the files of this folder that name capnp. Immutable; may be read from any thread.
#pragma once

#include <capnp/schema.h>

#include <optional>
#include <string>
#include <vector>

#include "schemas/field_table.h"

namespace concordat::schemas {

struct WireNode {
  std::string name;                                    // "narrative"
  std::string path;                                    // "concern.narrative"
  capnp::StructSchema::Field field;
  std::optional<FieldId> leaf;                         // a value
  std::optional<ListId> list;                          // a list of elements; neither: a struct
  std::optional<capnp::StructSchema::Field> element_id;  // of a list's elements
  std::vector<WireNode> children;                      // of a struct, or of a list's elements
};

struct WireTree {
  capnp::StructSchema::Field variant;  // in CaseMessage.body
  std::vector<WireNode> nodes;
};
const WireTree& wire_tree(BodyType type);

}  // namespace concordat::schemas
