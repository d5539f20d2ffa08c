#include "schemas/codec.h"

#include <capnp/any.h>
#include <capnp/message.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "base/bytes.h"
#include "base/check.h"
#include "schemas/draft.h"
#include "schemas/wire_tree.h"

namespace concordat::schemas {
namespace {

using Nodes = std::vector<WireNode>;

capnp::Data::Reader data_of(ByteView bytes) {
  return {reinterpret_cast<const capnp::byte*>(bytes.data()), bytes.size()};
}
ByteView bytes_of(capnp::Data::Reader data) { return {reinterpret_cast<const std::byte*>(data.begin()), data.size()}; }

class BodyWriter {
public:
  explicit BodyWriter(const Body& body) : body_(body) {
    for (std::size_t i = 0; i < body.elements.size(); ++i)
      lists_[{body.elements[i].list, body.elements[i].parent}].push_back(static_cast<ElementIndex>(i));
    for (const Field& field : body.fields) fields_.emplace(slot(field.id, field.element), &field);
  }

  void write(const Nodes& nodes, ElementIndex at, capnp::DynamicStruct::Builder out) {
    for (const WireNode& node : nodes) {
      if (!holds(node, at)) continue;
      if (node.leaf) {
        write_leaf(node, fields_.at(slot(*node.leaf, at))->value, out);
      } else if (node.list) {
        write_list(node, lists_.at({*node.list, at}), out);
      } else {
        write(node.children, at, out.init(node.field).as<capnp::DynamicStruct>());
      }
    }
  }
  std::size_t fields_written() const { return written_; }

private:
  static std::uint64_t slot(FieldId id, ElementIndex at) { return (std::uint64_t{at} << 16U) | id.value(); }

  bool holds(const WireNode& node, ElementIndex at) const {
    if (node.leaf) return fields_.contains(slot(*node.leaf, at));
    if (node.list) return lists_.contains({*node.list, at});
    return std::any_of(node.children.begin(), node.children.end(), [&](const WireNode& child) { return holds(child, at); });
  }

  void write_leaf(const WireNode& node, const std::string& value, capnp::DynamicStruct::Builder out) {
    ++written_;
    const auto type = node.field.getType();
    if (type.isText()) {
      out.set(node.field, capnp::Text::Reader{value.c_str(), value.size()});
    } else if (type.isData()) {
      out.set(node.field, data_of(as_bytes(value)));
    } else if (type.isEnum()) {
      out.set(node.field, capnp::DynamicEnum{type.asEnum().getEnumerantByName(value.c_str())});
    } else {
      out.set(node.field, static_cast<unsigned>(std::stoul(value)));
    }
  }

  void write_list(const WireNode& node, const std::vector<ElementIndex>& elements, capnp::DynamicStruct::Builder out) {
    auto list = out.init(node.field, static_cast<unsigned>(elements.size())).as<capnp::DynamicList>();
    for (std::size_t i = 0; i < elements.size(); ++i) {
      auto element = list[static_cast<unsigned>(i)].as<capnp::DynamicStruct>();
      element.set(*node.element_id, data_of(body_.elements[elements[i]].id));
      write(node.children, elements[i], element);
    }
  }

  const Body& body_;
  std::map<std::pair<ListId, ElementIndex>, std::vector<ElementIndex>> lists_;
  std::unordered_map<std::uint64_t, const Field*> fields_;
  std::size_t written_ = 0;
};

class BodyReader {
public:
  void read(const Nodes& nodes, ElementIndex at, const std::string& place, capnp::DynamicStruct::Reader in) {
    for (const WireNode& node : nodes) {
      if (is_full_) return;
      if (!in.has(node.field, capnp::HasMode::NON_DEFAULT)) continue;
      const std::string here = place.empty() ? node.name : place + "." + node.name;
      if (node.leaf) {
        read_leaf(node, at, here, in);
      } else if (node.list) {
        read_list(node, at, here, in.get(node.field).as<capnp::DynamicList>());
      } else {
        read(node.children, at, here, in.get(node.field).as<capnp::DynamicStruct>());
      }
    }
  }

  Body body;
  std::vector<Problem> problems;

private:
  void problem(std::string code, std::string where, std::string what) {
    problems.push_back({std::move(code), std::move(where), std::move(what)});
  }
  void too_many(const std::string& where) {
    is_full_ = true;
    problem("too-large", where, "the message has more parts than one message may have");
  }

  void read_leaf(const WireNode& node, ElementIndex at, const std::string& here, capnp::DynamicStruct::Reader in) {
    if (body.fields.size() >= body_fields_max) return too_many(here);
    const FieldEntry& entry = FieldTable::get()[*node.leaf];
    const auto type = node.field.getType();
    std::string value;
    if (type.isText()) {
      const auto text = in.get(node.field).as<capnp::Text>();
      value.assign(text.begin(), text.size());
    } else if (type.isData()) {
      value = as_text(bytes_of(in.get(node.field).as<capnp::Data>()));
    } else if (type.isEnum()) {
      KJ_IF_MAYBE(enumerant, in.get(node.field).as<capnp::DynamicEnum>().getEnumerant()) {
        value = enumerant->getProto().getName().cStr();
      } else {
        return problem("unknown-code", here, "the code is not in this version's list");
      }
    } else {
      value = std::to_string(in.get(node.field).as<unsigned>());
    }
    if (value.empty() || canonical_value(entry, value) != value)
      return problem("not-canonical", here, "the value is not in its canonical form; write values through a Draft");
    body.fields.push_back({*node.leaf, at, std::move(value)});
  }

  void read_list(const WireNode& node, ElementIndex at, const std::string& here, capnp::DynamicList::Reader list) {
    if (list.size() > list_elements_max) return problem("too-large", here, "a list may have at most 1000 elements");
    for (unsigned i = 0; i < list.size() && !is_full_; ++i) {
      const std::string place = here + "[" + std::to_string(i) + "]";
      if (body.elements.size() >= body_elements_max) return too_many(place);
      const auto element = list[i].as<capnp::DynamicStruct>();
      const ByteView id = bytes_of(element.get(*node.element_id).as<capnp::Data>());
      Element made{*node.list, at, i, {}};
      if (id.size() != made.id.size()) {
        problem("malformed", place, "a list element must have an elementId of 16 bytes");
        continue;
      }
      std::copy(id.begin(), id.end(), made.id.begin());
      if (!ids_.insert(made.id).second) problem("malformed", place, "two list elements have the same elementId");
      const std::size_t fields_before = body.fields.size();
      body.elements.push_back(made);
      read(node.children, static_cast<ElementIndex>(body.elements.size() - 1), place, element);
      if (body.fields.size() == fields_before && problems.empty())
        problem("not-canonical", place, "a list element holds nothing");
    }
  }

  std::set<ElementId> ids_;
  bool is_full_ = false;
};

// A copy made of what was understood equals the original only if nothing was left over: no field of a
// newer schema, no empty struct or list.
bool is_whole(const Body& body, BodyType type, capnp::DynamicStruct::Reader in) {
  capnp::MallocMessageBuilder arena;
  auto copy = arena.initRoot<capnp::DynamicStruct>(in.getSchema());
  write_body(body, type, copy);
  const capnp::AnyStruct::Reader copied = copy.asReader();
  const capnp::AnyStruct::Reader original = in;
  return original == copied;
}

}  // namespace

capnp::DynamicStruct::Builder init_body(wire::CaseMessage::Builder message, BodyType type) {
  capnp::DynamicStruct::Builder body = message.initBody();
  return body.init(wire_tree(type).variant).as<capnp::DynamicStruct>();
}

capnp::DynamicStruct::Reader body_in(wire::CaseMessage::Reader message, BodyType type) {
  const capnp::DynamicStruct::Reader body = message.getBody();
  return body.get(wire_tree(type).variant).as<capnp::DynamicStruct>();
}

std::optional<BodyType> type_of(wire::CaseMessage::Reader message) {
  const capnp::DynamicStruct::Reader body = message.getBody();
  KJ_IF_MAYBE(variant, body.which()) { return body_type_named(variant->getProto().getName().cStr()); }
  return std::nullopt;
}

void write_body(const Body& body, BodyType type, capnp::DynamicStruct::Builder out) {
  BodyWriter writer{body};
  writer.write(wire_tree(type).nodes, no_element, out);
  CHECK(writer.fields_written() == body.fields.size(), "a body holds a field that its type cannot carry");
}

Result<Body, std::vector<Problem>> read_body(BodyType type, capnp::DynamicStruct::Reader in) {
  BodyReader reader;
  reader.read(wire_tree(type).nodes, no_element, "", in);
  if (!reader.problems.empty()) return Fail{std::move(reader.problems)};
  sort_fields(reader.body);
  if (!is_whole(reader.body, type, in))
    return Fail{std::vector<Problem>{{"unknown-field", "", "the body holds something that this schema version has no name for"}}};
  return std::move(reader.body);
}

}  // namespace concordat::schemas
