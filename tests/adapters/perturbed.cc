#include "perturbed.h"

#include <functional>
#include <stdexcept>

#include "adapters/csv.h"
#include "adapters/json.h"
#include "adapters/text_encoding.h"
#include "adapters/xml.h"
#include "base/csv_row.h"

namespace concordat::adapters::golden {
namespace {

// ---- XML back to text: each element with its namespace as the default one.

void write(const XmlElement& element, std::string& out) {
  out += "<" + element.name + " xmlns=\"" + xml_escaped(element.space) + "\"";
  int number = 0;
  for (const XmlAttribute& attribute : element.attributes) {
    const bool is_bare = attribute.space.empty();
    const std::string prefix = "a" + std::to_string(number++);
    if (attribute.space == "http://www.w3.org/XML/1998/namespace") {
      out += " xml:" + attribute.name + "=\"" + xml_escaped(attribute.value) + "\"";
      continue;
    }
    if (!is_bare) out += " xmlns:" + prefix + "=\"" + xml_escaped(attribute.space) + "\"";
    out += " " + (is_bare ? "" : prefix + ":") + attribute.name + "=\"" + xml_escaped(attribute.value) + "\"";
  }
  out += ">" + xml_escaped(element.text);
  for (const XmlElement& child : element.children) write(child, out);
  out += "</" + element.name + ">\n";
}

NativeInput document_of(const NativeInput& like, const XmlElement& root) {
  std::string text;
  write(root, text);
  return {.name = like.name, .bytes = to_bytes(as_bytes(text)), .beside = like.beside};
}
NativeInput document_of(const NativeInput& like, const Json& root) {
  return {.name = like.name, .bytes = to_bytes(as_bytes(write_json(root))), .beside = like.beside};
}

XmlDocument xml_of(const NativeInput& fixture) {
  auto read = read_xml(fixture.bytes);
  if (!read) throw std::runtime_error("not XML: " + fixture.name);
  return std::move(*read);
}
Json json_of(const NativeInput& fixture) {
  auto read = read_json(fixture.bytes);
  if (!read) throw std::runtime_error("not JSON: " + fixture.name);
  return std::move(*read);
}

class Planting {
public:
  std::vector<Stranger> strangers;

  void plant(Json& node, std::vector<std::string> ancestors) {
    for (Json& item : node.items) {
      auto inside = ancestors;
      if (node.is_object()) inside.push_back(item.key);
      if (const std::string& type = item["resourceType"].text; !type.empty()) inside.push_back(type);
      plant(item, inside);
    }
    if (node.is_object()) node.put(named(ancestors), "a stranger");
  }
  void plant(XmlElement& node, std::vector<std::string> ancestors) {
    const bool has_children = !node.children.empty();
    for (XmlElement& child : node.children) {
      auto inside = ancestors;
      inside.push_back(child.name);
      plant(child, inside);
    }
    node.attributes.push_back({.space = {}, .name = named(ancestors), .value = "a stranger"});
    if (!has_children) return;
    XmlElement& stranger = node.children.emplace_back();
    stranger.space = node.space;
    stranger.name = named(ancestors);
    stranger.text = "a stranger";
  }

private:
  std::string named(const std::vector<std::string>& ancestors) {
    strangers.push_back({"zzStranger" + std::to_string(strangers.size()) + "z", ancestors});
    return strangers.back().name;
  }
};

std::string joined(const std::string& path, const std::string& name) { return path.empty() ? name : path + "." + name; }

// Calls `use` with each leaf's path and value, while the leaf is out of the tree.
void each_leaf(Json& node, const std::string& path, const std::function<void(const std::string&, const std::string&)>& use) {
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    Json& item = node.items[i];
    const Json& type = item["resourceType"];
    const std::string here = !type.text.empty() ? type.text : node.is_array() ? path : joined(path, item.key);
    if (item.is_object() || item.is_array()) {
      each_leaf(item, here, use);
      continue;
    }
    if (item.is_null()) continue;
    const Json taken = item;
    node.items.erase(node.items.begin() + static_cast<std::ptrdiff_t>(i));
    use(here, taken.text);
    node.items.insert(node.items.begin() + static_cast<std::ptrdiff_t>(i), taken);
  }
}

void each_leaf(XmlElement& node, const std::string& path, const std::function<void(const std::string&, const std::string&)>& use) {
  for (std::size_t i = 0; i < node.attributes.size(); ++i) {
    const XmlAttribute taken = node.attributes[i];
    node.attributes.erase(node.attributes.begin() + static_cast<std::ptrdiff_t>(i));
    use(path + "@" + taken.name, taken.value);
    node.attributes.insert(node.attributes.begin() + static_cast<std::ptrdiff_t>(i), taken);
  }
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const std::string here = joined(path, node.children[i].name);
    if (node.children[i].children.empty() && !node.children[i].text.empty()) {
      const XmlElement taken = node.children[i];
      node.children.erase(node.children.begin() + static_cast<std::ptrdiff_t>(i));
      use(here, taken.text);
      node.children.insert(node.children.begin() + static_cast<std::ptrdiff_t>(i), taken);
    }
    each_leaf(node.children[i], here, use);
  }
}

}  // namespace

Perturbed with_strangers(const NativeInput& fixture) {
  Planting planting;
  if (syntax_of(fixture.bytes) == Syntax::xml) {
    XmlDocument document = xml_of(fixture);
    planting.plant(document.root, {});
    return {document_of(fixture, document.root), std::move(planting.strangers)};
  }
  Json document = json_of(fixture);
  planting.plant(document, {});
  return {document_of(fixture, document), std::move(planting.strangers)};
}

namespace {

CsvTable csv_of(const NativeInput& fixture) {
  auto read = read_csv(fixture.bytes);
  if (!read) throw std::runtime_error("not CSV: " + fixture.name);
  return std::move(*read);
}
NativeInput document_of(const NativeInput& like, const CsvTable& table) {
  std::string text = csv_row(table.header);
  for (const CsvRow& row : table.rows) text += csv_row(row.cells);
  return {.name = like.name, .bytes = to_bytes(as_bytes(text)), .beside = like.beside};
}

// A table's cells, by column.
std::vector<Leaf> cells(const NativeInput& fixture) {
  CsvTable table = csv_of(fixture);
  std::vector<Leaf> out;
  for (CsvRow& row : table.rows)
    for (std::size_t column = 0; column < table.header.size(); ++column) {
      const std::string taken = std::exchange(row.cells[column], {});
      if (!taken.empty()) out.push_back({table.header[column], taken, document_of(fixture, table)});
      row.cells[column] = taken;
    }
  return out;
}

}  // namespace

NativeInput rewritten(const NativeInput& fixture) {
  switch (syntax_of(fixture.bytes)) {
    case Syntax::json: return document_of(fixture, json_of(fixture));
    case Syntax::xml: return document_of(fixture, xml_of(fixture).root);
    case Syntax::other: break;
  }
  return document_of(fixture, csv_of(fixture));
}

std::vector<Leaf> leaves(const NativeInput& fixture) {
  if (syntax_of(fixture.bytes) == Syntax::other) return cells(fixture);
  std::vector<Leaf> out;
  if (syntax_of(fixture.bytes) == Syntax::xml) {
    XmlDocument document = xml_of(fixture);
    each_leaf(document.root, document.root.name, [&](const std::string& path, const std::string& value) {
      out.push_back({path, value, document_of(fixture, document.root)});
    });
    return out;
  }
  Json document = json_of(fixture);
  each_leaf(document, document["resourceType"].text, [&](const std::string& path, const std::string& value) {
    out.push_back({path, value, document_of(fixture, document)});
  });
  return out;
}

}  // namespace concordat::adapters::golden
