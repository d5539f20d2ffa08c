#include "schemas/wire_tree.h"

#include <array>

#include "base/check.h"
#include "schemas/wire/message.capnp.h"

namespace concordat::schemas {
namespace {

std::vector<WireNode> nodes_of(capnp::StructSchema schema, const std::string& prefix) {
  const FieldTable& table = FieldTable::get();
  std::vector<WireNode> nodes;
  for (auto field : schema.getFields()) {
    const std::string name{field.getProto().getName().cStr()};
    if (name == "elementId") continue;
    const std::string path = prefix.empty() ? name : prefix + "." + name;
    const auto type = field.getType();
    WireNode node{name, path, field, std::nullopt, std::nullopt, std::nullopt, {}};
    if (type.isStruct()) {
      node.children = nodes_of(type.asStruct(), path);
    } else if (type.isList()) {
      const auto element = type.asList().getStructElementType();
      node.list = table.list(path);
      CHECK(node.list, "wire tree: a list that the field table lacks");
      node.element_id = element.getFieldByName("elementId");
      node.children = nodes_of(element, path);
    } else {
      node.leaf = table.field(path);
      CHECK(node.leaf, "wire tree: a field that the field table lacks");
    }
    nodes.push_back(std::move(node));
  }
  return nodes;
}

std::vector<WireTree> all_trees() {
  constexpr std::array types{BodyType::referral, BodyType::update, BodyType::information_request,
                             BodyType::information_response, BodyType::decision, BodyType::closure, BodyType::recall};
  const auto body = capnp::Schema::from<wire::CaseMessage>().getFieldByName("body").getType().asStruct();
  std::vector<WireTree> trees;
  for (const BodyType type : types) {
    const auto variant = body.getFieldByName(std::string{name_of(type)}.c_str());
    trees.push_back({variant, nodes_of(variant.getType().asStruct(), "")});
  }
  return trees;
}

}  // namespace

const WireTree& wire_tree(BodyType type) {
  static const std::vector<WireTree> trees = all_trees();
  return trees.at(static_cast<std::size_t>(type));
}

}  // namespace concordat::schemas
