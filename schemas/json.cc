#include "schemas/json.h"

#include <capnp/compat/json.h>
#include <capnp/message.h>
#include <kj/exception.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "base/bytes.h"
#include "base/check.h"
#include "base/text.h"
#include "schemas/codec.h"
#include "schemas/draft.h"
#include "schemas/envelope.h"
#include "schemas/json_text.h"
#include "schemas/wire_tree.h"

namespace concordat::schemas {
namespace {

using Problems = std::vector<Problem>;
using Json = capnp::JsonValue::Reader;
constexpr std::size_t problems_max = 100;

std::string_view view_of(capnp::Text::Reader text) { return {text.begin(), text.size()}; }

// A key as it may be shown: an unknown key could be a value that slipped into the wrong place.
std::string shown(std::string_view key) {
  const bool is_plain = !key.empty() && key.size() <= 40 && key.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_") == std::string_view::npos;
  return is_plain ? std::string{key} : "?";
}
std::string joined(std::string_view place, std::string_view name) {
  return place.empty() ? std::string{name} : std::string{place} + "." + std::string{name};
}
Problem unknown_key(std::string_view place, std::string_view key, const std::vector<std::string>& known) {
  const auto likely = nearest(key, known);
  return {"unknown-field", joined(place, shown(key)),
          likely ? "there is no such field here; did you mean " + *likely + "?" : "there is no such field here"};
}

// The members of an object, each once; a problem for what is no object or says a key twice.
std::vector<capnp::JsonValue::Field::Reader> members_of(Json json, const std::string& place, Problems& problems) {
  std::vector<capnp::JsonValue::Field::Reader> members;
  if (!json.isObject()) {
    if (!json.isNull()) problems.push_back({"wrong-type", place, "must be a JSON object"});
    return members;
  }
  std::set<std::string_view> seen;
  for (const auto member : json.getObject()) {
    if (!seen.insert(view_of(member.getName())).second)
      problems.push_back({"malformed-json", joined(place, shown(view_of(member.getName()))), "the key stands here twice"});
    else
      members.push_back(member);
  }
  return members;
}

class JsonBody {
public:
  void read(const std::vector<WireNode>& nodes, ElementIndex at, const std::string& place, Json json) {
    for (const auto member : members_of(json, place, problems_)) {
      const std::string_view key = view_of(member.getName());
      if (at != no_element && key == "elementId") continue;
      const auto node = std::find_if(nodes.begin(), nodes.end(), [&](const WireNode& known) { return known.name == key; });
      if (node == nodes.end()) {
        std::vector<std::string> known;
        for (const WireNode& sibling : nodes) known.push_back(sibling.name);
        problems_.push_back(unknown_key(place, key, known));
      } else if (problems_.size() < problems_max && !member.getValue().isNull()) {
        const std::string here = joined(place, node->name);
        if (node->leaf) read_leaf(*node, at, here, member.getValue());
        else if (node->list) read_list(*node, at, here, member.getValue());
        else read(node->children, at, here, member.getValue());
      }
    }
  }

  Result<Body, Problems> finish(BodyType type) && {
    auto body = std::move(draft_).finish(type);
    if (!body) problems_.insert(problems_.end(), body.error().begin(), body.error().end());
    if (!problems_.empty()) return Fail{std::move(problems_)};
    return std::move(body).value();
  }

private:
  void problem(std::string code, const std::string& where, std::string what) {
    problems_.push_back({std::move(code), where, std::move(what)});
  }

  void read_leaf(const WireNode& node, ElementIndex at, const std::string& here, Json json) {
    if (++fields_ > body_fields_max) {
      if (fields_ == body_fields_max + 1) problem("too-large", here, "the message has more fields than one message may have");
      return;
    }
    const bool is_number = FieldTable::get()[*node.leaf].type == ValueType::number;
    if (json.isNumber() && is_number) {
      const double number = json.getNumber();
      const bool is_whole = std::floor(number) == number && std::fabs(number) < 1e9;
      draft_.set(node.path, is_whole ? std::to_string(static_cast<long>(number)) : "not whole", at, here);
    } else if (!json.isString()) {
      problem("wrong-type", here, is_number ? "must be a number" : "must be a JSON string");
    } else if (node.field.getType().isData()) {
      const auto bytes = from_base64(view_of(json.getString()));
      if (bytes) draft_.set(node.path, as_text(*bytes), at, here);
      else problem("invalid-value", here, "must be padded base64 (RFC 4648 section 4)");
    } else {
      draft_.set(node.path, view_of(json.getString()), at, here);
    }
  }

  void read_list(const WireNode& node, ElementIndex at, const std::string& here, Json json) {
    if (!json.isArray()) return problem("wrong-type", here, "must be a JSON list");
    if (json.getArray().size() > list_elements_max) return problem("too-large", here, "a list may have at most 1000 elements");
    std::uint32_t position = 0;
    for (const Json element : json.getArray()) {
      const std::string place = here + "[" + std::to_string(position++) + "]";
      if (++elements_ > body_elements_max) return problem("too-large", place, "the message has more list elements than one message may have");
      read(node.children, add_element(node, at, place, element), place, element);
    }
  }

  ElementIndex add_element(const WireNode& node, ElementIndex at, const std::string& place, Json json) {
    if (json.isObject()) {
      for (const auto member : json.getObject()) {
        if (member.getName() != "elementId") continue;
        const auto bytes = member.getValue().isString() ? from_hex(view_of(member.getValue().getString())) : std::nullopt;
        ElementId id{};
        if (!bytes || bytes->size() != id.size()) {
          problem("invalid-value", place + ".elementId", "must be 32 hexadecimal digits, or left out");
          break;
        }
        std::copy(bytes->begin(), bytes->end(), id.begin());
        if (!ids_.insert(id).second) problem("invalid-value", place + ".elementId", "another list element has the same id");
        return draft_.add_with_id(node.path, at, id);
      }
    }
    return draft_.add(node.path, at);
  }

  Draft draft_;
  Problems problems_;
  std::set<ElementId> ids_;
  std::size_t fields_ = 0;
  std::size_t elements_ = 0;
};

// Copies the envelope's members into the struct, whose rules are read_envelope's.
class JsonEnvelope {
public:
  explicit JsonEnvelope(wire::Envelope::Builder out) : out_(out) {}

  void read(Json json) { read_struct(json, "envelope", out_); }
  Problems take() && { return std::move(problems_); }

private:
  void read_struct(Json json, const std::string& place, capnp::DynamicStruct::Builder out) {
    for (const auto member : members_of(json, place, problems_)) {
      const std::string here = joined(place, shown(view_of(member.getName())));
      KJ_IF_MAYBE(field, out.getSchema().findFieldByName(member.getName())) {
        if (member.getName() == "recipientCommitments") problems_.push_back({"unknown-field", here, "commitments are made when the message is sealed"});
        else if (!member.getValue().isNull()) read_member(member.getValue(), here, *field, out);
      } else {
        std::vector<std::string> known;
        for (auto sibling : out.getSchema().getFields()) known.emplace_back(sibling.getProto().getName().cStr());
        problems_.push_back(unknown_key(place, view_of(member.getName()), known));
      }
    }
  }

  void read_member(Json json, const std::string& here, capnp::StructSchema::Field field, capnp::DynamicStruct::Builder out) {
    const auto type = field.getType();
    if (type.isList()) {
      read_list(json, here, field, out);
    } else if (type.isUInt16()) {
      const double number = json.isNumber() ? json.getNumber() : -1;
      if (number >= 0 && number <= 65535 && std::floor(number) == number) out.set(field, static_cast<unsigned>(number));
      else problems_.push_back({"wrong-type", here, "must be a whole number"});
    } else if (!json.isString()) {
      problems_.push_back({"wrong-type", here, "must be a JSON string"});
    } else if (type.isEnum()) {
      read_enum(json.getString(), here, field, out);
    } else {
      out.set(field, json.getString());
    }
  }

  void read_enum(capnp::Text::Reader name, const std::string& here, capnp::StructSchema::Field field, capnp::DynamicStruct::Builder out) {
    const auto schema = field.getType().asEnum();
    KJ_IF_MAYBE(enumerant, schema.findEnumerantByName(name)) {
      if (enumerant->getOrdinal() != 0) return out.set(field, capnp::DynamicEnum{*enumerant});
    }
    const std::string lowered = to_lower(view_of(name));
    if (field.getProto().getName() == "marking" && lowered.find("secret") != std::string::npos) {
      problems_.push_back({"marking-too-high", here, "nothing above OFFICIAL may be sent through here"});
      return;
    }
    std::vector<std::string> codes;
    for (auto enumerant : schema.getEnumerants())
      if (enumerant.getOrdinal() != 0) codes.emplace_back(enumerant.getProto().getName().cStr());
    problems_.push_back({"unknown-code", here, "must be one of: " + join(codes, ", ")});
  }

  void read_list(Json json, const std::string& here, capnp::StructSchema::Field field, capnp::DynamicStruct::Builder out) {
    if (!json.isArray()) {
      problems_.push_back({"wrong-type", here, "must be a JSON list"});
      return;
    }
    const auto elements = json.getArray();
    if (elements.size() > list_elements_max) {
      problems_.push_back({"too-large", here, "the list is longer than any envelope's"});
      return;
    }
    auto list = out.init(field, elements.size()).as<capnp::DynamicList>();
    for (unsigned i = 0; i < elements.size(); ++i) {
      const std::string place = here + "[" + std::to_string(i) + "]";
      if (list.getSchema().whichElementType() == capnp::schema::Type::STRUCT) {
        read_struct(elements[i], place, list[i].as<capnp::DynamicStruct>());
      } else if (elements[i].isString()) {
        list.set(i, elements[i].getString());
      } else {
        problems_.push_back({"wrong-type", place, "must be a JSON string"});
      }
    }
  }

  capnp::DynamicStruct::Builder out_;
  Problems problems_;
};

void fill_in(wire::Envelope::Builder out, const EnvelopeDefaults& defaults) {
  if (defaults.now) {
    if (!out.hasMessageId()) out.setMessageId(format_uuid(make_uuid(*defaults.now)));
    if (!out.hasCreated()) out.setCreated(format_instant(*defaults.now));
  }
  if (!out.hasCaseId()) {
    if (defaults.case_id) out.setCaseId(format_uuid(defaults.case_id->value()));
    else if (defaults.now) out.setCaseId(format_uuid(make_uuid(*defaults.now)));
  }
  if (!out.hasCaseOpened()) {
    if (defaults.case_opened) out.setCaseOpened(format_date(*defaults.case_opened));
    else if (defaults.now) out.setCaseOpened(format_date(london_date(*defaults.now)));
  }
  if (!out.hasSender() && defaults.sender) out.setSender(defaults.sender->value());
  if (!out.hasRecipients() && !defaults.recipients.empty()) {
    auto recipients = out.initRecipients(static_cast<unsigned>(defaults.recipients.size()));
    for (unsigned i = 0; i < recipients.size(); ++i) recipients.set(i, defaults.recipients[i].value());
  }
  if (!out.hasScheme() && !defaults.scheme.empty()) out.setScheme(defaults.scheme);
  if (!out.hasPurpose() && !defaults.purpose.empty()) out.setPurpose(defaults.purpose);
  if (!out.hasArea() && !defaults.area.empty()) out.setArea(defaults.area);
  if (!out.hasAgreement() && defaults.agreement) out.setAgreement(format_agreement_name(*defaults.agreement));
  if (out.getSchema() == 0) out.setSchema(1);  // the one that it has just been read under
  if (out.getMarking() == wire::Marking::UNSET && defaults.marking)
    out.setMarking(static_cast<wire::Marking>(static_cast<unsigned>(*defaults.marking) + 1));
  if (out.getUrgency() == wire::Urgency::UNSET && defaults.urgency)
    out.setUrgency(static_cast<wire::Urgency>(static_cast<unsigned>(*defaults.urgency) + 1));
}

Result<Message, Problems> read_message(const std::string& text, const EnvelopeDefaults& defaults) {
  capnp::JsonCodec codec;
  codec.setMaxNestingDepth(json_depth_max + 8);
  capnp::MallocMessageBuilder tree_arena;
  auto tree = tree_arena.initRoot<capnp::JsonValue>();
  codec.decodeRaw(kj::arrayPtr(text.data(), text.size()), tree);

  Problems problems;
  capnp::MallocMessageBuilder envelope_arena;
  auto envelope_struct = envelope_arena.initRoot<wire::Envelope>();
  JsonEnvelope envelope_json{envelope_struct};
  std::optional<BodyType> type;
  JsonBody body_json;
  for (const auto member : members_of(tree.asReader(), "", problems)) {
    const std::string_view key = view_of(member.getName());
    if (key == "envelope") {
      envelope_json.read(member.getValue());
    } else if (key != "body") {
      problems.push_back(unknown_key("", key, {"envelope", "body"}));
    } else {
      const auto bodies = members_of(member.getValue(), "body", problems);
      for (const auto variant : bodies) {
        type = body_type_named(view_of(variant.getName()));
        if (!type) {
          problems.push_back(unknown_key("body", view_of(variant.getName()), {"referral", "update", "informationRequest", "informationResponse", "decision", "closure", "recall"}));
        } else if (bodies.size() == 1) {
          body_json.read(wire_tree(*type).nodes, no_element, "", variant.getValue());
        }
      }
      if (bodies.size() > 1) problems.push_back({"malformed-json", "body", "a message has one body"});
    }
  }
  const auto take_all = [&](const Problems& more) {  // one problem a place: a mistyped value is not also a missing one
    for (const Problem& next : more)
      if (next.where.empty() || std::none_of(problems.begin(), problems.end(), [&](const Problem& p) { return p.where == next.where; }))
        problems.push_back(next);
  };
  take_all(std::move(envelope_json).take());
  if (!type && problems.empty()) problems.push_back({"missing-field", "body", "a message has a body, such as {\"referral\": {…}}"});
  fill_in(envelope_struct, defaults);
  auto envelope = read_envelope(envelope_struct.asReader(), type.value_or(BodyType::referral), Written::by_people);
  auto body = std::move(body_json).finish(type.value_or(BodyType::referral));
  if (!envelope) take_all(envelope.error());
  if (!body) take_all(body.error());
  if (problems.size() > problems_max) problems.erase(problems.begin() + problems_max, problems.end());
  if (!problems.empty()) return Fail{std::move(problems)};
  return Message{std::move(envelope).value(), std::move(body).value()};
}

std::string print(wire::CaseMessage::Reader message) {
  capnp::JsonCodec codec;
  codec.handleByAnnotation<wire::CaseMessage>();
  codec.setHasMode(capnp::HasMode::NON_DEFAULT);
  codec.setPrettyPrint(true);
  const kj::String text = codec.encode(message);
  return std::string{text.cStr(), text.size()} + "\n";
}

}  // namespace

Result<Message, Problems> message_from_json(std::string_view json, const EnvelopeDefaults& defaults) {
  auto text = plain_json(json);
  if (!text) return Fail{Problems{text.error()}};
  try {
    return read_message(*text, defaults);
  } catch (const kj::Exception&) {  // its text may quote the input
    return Fail{Problems{{"malformed-json", "", "the JSON cannot be read"}}};
  }
}

std::string message_to_json(const Message& message) {
  capnp::MallocMessageBuilder arena;
  auto root = arena.initRoot<wire::CaseMessage>();
  write_envelope(message.envelope, root.initEnvelope());
  write_body(message.body, message.envelope.type, init_body(root, message.envelope.type));
  return print(root.asReader());
}

std::string body_to_json(BodyType type, const Body& body) {
  capnp::MallocMessageBuilder arena;
  auto root = arena.initRoot<wire::CaseMessage>();
  write_body(body, type, init_body(root, type));
  return print(root.asReader());
}

}  // namespace concordat::schemas
