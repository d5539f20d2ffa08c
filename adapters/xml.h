// An XML document as a tree of ours. The XML library is named only in xml.cc; the tree adds what its
// users need: namespaces resolved to their URIs (never matched by prefix) and the line of each element.
//
//   TRY(const XmlDocument document, read_xml(input.bytes));
//   for (const XmlElement* child : document.root.all("Child")) …child->child("ChildIdentifiers").text_of("UPN")…
//
// No DTD, no entity but XML's own five and character references: a document with a DOCTYPE is refused.
// An XmlElement lives as long as its document.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/native.h"

namespace concordat::adapters {

struct XmlAttribute {
  std::string_view space;  // namespace URI; empty for none
  std::string name;        // local
  std::string value;
  mutable bool is_read = false;  // somebody asked for it; one thread reads a document
};

struct XmlElement {
  std::string_view space;  // namespace URI; empty for none
  std::string name;        // local
  std::uint32_t line = 0;
  std::vector<XmlAttribute> attributes;
  std::vector<XmlElement> children;
  std::string text;        // its own character data, joined, ends trimmed
  mutable bool is_read = false;

  std::size_t element_count() const;  // itself and everything below it
  bool is_absent() const { return name.empty(); }
  std::string place() const;  // "line 12"

  // By local name, whatever the namespace; the absent element or empty text where there is none. What is found counts
  // as read: adapters/unread.h tells what nobody looked at.
  const XmlElement& child(std::string_view local) const;
  std::vector<const XmlElement*> all(std::string_view local) const;
  std::string_view text_of(std::string_view local) const { return child(local).text; }
  std::string_view attribute(std::string_view local) const;
  // The first descendant of that name in document order.
  const XmlElement& descendant(std::string_view local) const;
  // For who walks `children` or `attributes` instead of asking by name: it, and all below it, is read.
  void read_whole() const;
};

struct XmlDocument {
  XmlDocument() = default;
  XmlDocument(XmlDocument&&) = default;  // a copy's elements would point into the original
  XmlDocument& operator=(XmlDocument&&) = default;

  std::set<std::string, std::less<>> spaces;  // what the elements' `space` point into
  XmlElement root;
};

// Codes: those of decode_text, malformed-xml (a syntax error, a DOCTYPE, an unknown entity, an unbound
// prefix), too-deep, too-large.
Outcome<XmlDocument> read_xml(ByteView bytes);

// Text made safe inside an element or a quoted attribute; what XML 1.0 cannot carry is dropped.
std::string xml_escaped(std::string_view text);

}  // namespace concordat::adapters
