#include "adapters/unread.h"

#include <algorithm>
#include <set>

namespace concordat::adapters {
namespace {

constexpr std::size_t notes_max = 500;

bool says_something(const Json& node) {
  if (node.is_object() || node.is_array()) return std::any_of(node.items.begin(), node.items.end(), says_something);
  return !node.is_null() && !node.text.empty();
}
bool says_something(const XmlElement& node) {
  return !node.text.empty() || !node.attributes.empty() ||
         std::any_of(node.children.begin(), node.children.end(), [](const XmlElement& child) { return says_something(child); });
}

bool is_read_below(const Json& node) {
  return node.is_read || std::any_of(node.items.begin(), node.items.end(), is_read_below);
}
bool is_read_below(const XmlElement& node) {
  return node.is_read ||
         std::any_of(node.attributes.begin(), node.attributes.end(), [](const XmlAttribute& each) { return each.is_read; }) ||
         std::any_of(node.children.begin(), node.children.end(), [](const XmlElement& child) { return is_read_below(child); });
}

// Attributes by which XML Schema, and NIEM's structures, tie a document together.
bool is_plumbing(const XmlAttribute& attribute) {
  return attribute.space == "http://www.w3.org/2001/XMLSchema-instance" || attribute.space.find("niem/structures") != std::string_view::npos ||
         attribute.space.find("/niem/release/structures") != std::string_view::npos;
}

// In the order of the document, each path once.
class Listing {
public:
  void add(std::string path) {
    if (out_.size() < notes_max && seen_.insert(path).second) out_.push_back(std::move(path));
  }
  std::vector<std::string> take() && { return std::move(out_); }

private:
  std::vector<std::string> out_;
  std::set<std::string, std::less<>> seen_;
};

std::string joined(const std::string& path, const std::string& name) { return path.empty() ? name : path + "." + name; }

void list(const Json& node, const std::string& path, const std::vector<const Json*>& but, IsStorage is_storage, Listing& out) {
  for (const Json& item : node.items) {
    if (std::find(but.begin(), but.end(), &item) != but.end()) continue;
    const Json* type = nullptr;  // not by name: that would be reading it
    if (item.is_object())
      for (const Json& member : item.items)
        if (member.key == "resourceType") type = &member;
    const std::string here = type != nullptr ? type->text : node.is_array() ? path : joined(path, item.key);
    if (node.is_object() && is_storage(here, item.key)) continue;
    if (is_read_below(item) || node.is_array())
      list(item, here, but, is_storage, out);
    else if (says_something(item))
      out.add(here);
  }
}

void list(const XmlElement& node, const std::string& path, const std::vector<const XmlElement*>& but, Listing& out) {
  for (const XmlAttribute& attribute : node.attributes)
    if (!attribute.is_read && !is_plumbing(attribute)) out.add(path + "@" + attribute.name);
  for (const XmlElement& child : node.children) {
    if (std::find(but.begin(), but.end(), &child) != but.end()) continue;
    const std::string here = joined(path, child.name);
    if (is_read_below(child))
      list(child, here, but, out);
    else if (says_something(child))
      out.add(here);
  }
}

bool covers(const std::string& note, std::string_view path) {
  if (!path.starts_with(note)) return false;
  return path.size() == note.size() || path[note.size()] == '.' || path[note.size()] == '@';
}

}  // namespace

bool nothing_is_storage(std::string_view, std::string_view) { return false; }

std::vector<std::string> unread(const Json& node, const std::string& path, const std::vector<const Json*>& but, IsStorage is_storage) {
  Listing out;
  list(node, path, but, is_storage, out);
  return std::move(out).take();
}

std::vector<std::string> unread(const XmlElement& node, const std::string& path, const std::vector<const XmlElement*>& but) {
  Listing out;
  list(node, path, but, out);
  return std::move(out).take();
}

void note_unread(std::vector<std::string>& not_carried, const std::vector<std::string>& found) {
  const std::size_t noted = not_carried.size();
  for (const std::string& path : found)
    if (std::none_of(not_carried.begin(), not_carried.begin() + static_cast<std::ptrdiff_t>(noted),
                     [&](const std::string& note) { return covers(note, path); }))
      not_carried.push_back(path);
}

}  // namespace concordat::adapters
