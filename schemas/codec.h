// Between a Body (the flat list of present fields) and its Cap'n Proto struct. Writing is total;
// reading trusts nothing: what is read is exactly what write_body would have written, or it is refused
// with every problem found, so that two readers of one message can never see two different messages.
//
// Only for the files of this folder that name capnp. Reading walks the struct twice, so a reader's
// traversal limit must allow for that. Exceptions of a malformed pointer pass through: callers catch.
#pragma once

#include <capnp/dynamic.h>

#include <optional>
#include <vector>

#include "base/result.h"
#include "schemas/message.h"
#include "schemas/wire/message.capnp.h"

namespace concordat::schemas {

inline constexpr std::size_t list_elements_max = 1000;
inline constexpr std::size_t body_fields_max = 4096;    // as many as the largest seal has leaves
inline constexpr std::size_t body_elements_max = 4096;

// The struct of `type` in the body: made, or as it is. type_of gives nothing for `none` and for a body
// that this version has no name for.
capnp::DynamicStruct::Builder init_body(wire::CaseMessage::Builder message, BodyType type);
capnp::DynamicStruct::Reader body_in(wire::CaseMessage::Reader message, BodyType type);
std::optional<BodyType> type_of(wire::CaseMessage::Reader message);

// CHECKs that `type` can carry every field of the body.
void write_body(const Body& body, BodyType type, capnp::DynamicStruct::Builder out);
Result<Body, std::vector<Problem>> read_body(BodyType type, capnp::DynamicStruct::Reader in);

}  // namespace concordat::schemas
