#include "adapters/xml.h"

#include <algorithm>
#include <charconv>
#include <pugixml.hpp>

#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters {
namespace {

constexpr std::string_view xml_space = "http://www.w3.org/XML/1998/namespace";
constexpr std::string_view xmlns_space = "http://www.w3.org/2000/xmlns/";

// The encoding that <?xml … encoding="…"?> names, lower case; empty where it names none.
std::string declared_encoding(std::string_view text) {
  if (!text.starts_with("<?xml")) return {};
  const std::string_view declaration = text.substr(0, text.find("?>"));
  std::size_t at = declaration.find("encoding");
  if (at == std::string_view::npos) return {};
  at = declaration.find_first_of("'\"", at);
  if (at == std::string_view::npos) return {};
  const std::size_t end = declaration.find(declaration[at], at + 1);
  if (end == std::string_view::npos) return {};
  return to_lower(declaration.substr(at + 1, end - at - 1));
}

Outcome<DecodedText> decode_xml_text(ByteView bytes) {
  const std::string declared = declared_encoding(as_text(bytes));
  if (declared == "iso-8859-1" || declared == "latin1" || declared == "windows-1252") {
    if (bytes.size() > document_bytes_max) return decode_text(bytes, Undeclared::refuse);
    return DecodedText{latin1_to_utf8(as_text(bytes)), Encoding::latin1};
  }
  if (!declared.empty() && declared != "utf-8" && declared != "us-ascii" && declared != "ascii")
    return refuse("not-utf8", "line 1", "the declared encoding is not read here: save the document as UTF-8");
  return decode_text(bytes, Undeclared::refuse);
}

bool is_xml_character(std::uint32_t point) {
  return point == 0x9 || point == 0xa || point == 0xd || (point >= 0x20 && point <= 0xd7ff) ||
         (point >= 0xe000 && point <= 0xfffd) || (point >= 0x10000 && point <= 0x10ffff);
}

bool is_known_reference(std::string_view name) {
  if (name == "amp" || name == "lt" || name == "gt" || name == "quot" || name == "apos") return true;
  if (!name.starts_with('#') || name.size() < 2) return false;
  const bool is_hex = name[1] == 'x';
  name.remove_prefix(is_hex ? 2 : 1);
  std::uint32_t point = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), point, is_hex ? 16 : 10);
  return error == std::errc{} && end == name.data() + name.size() && is_xml_character(point);
}

// The parser passes unknown references through as text; an XML reader may not. The offset of the first
// one outside comments and CDATA sections.
std::optional<std::size_t> unknown_reference(std::string_view text) {
  for (std::size_t at = 0; (at = text.find_first_of("&<", at)) != std::string_view::npos;) {
    const std::string_view rest = text.substr(at);
    if (rest.starts_with("<!--") || rest.starts_with("<![CDATA[") || rest.starts_with("<?")) {
      const std::string_view closer = rest.starts_with("<!--") ? "-->" : rest.starts_with("<?") ? "?>" : "]]>";
      const std::size_t end = text.find(closer, at);
      if (end == std::string_view::npos) return std::nullopt;
      at = end + closer.size();
      continue;
    }
    if (rest[0] == '&') {
      const std::size_t end = rest.substr(0, 16).find(';');
      if (end == std::string_view::npos || !is_known_reference(rest.substr(1, end - 1))) return at;
    }
    ++at;
  }
  return std::nullopt;
}

// Copies the parsed tree into ours, resolving prefixes.
class TreeCopier {
public:
  explicit TreeCopier(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i)
      if (text[i] == '\n') newlines_.push_back(i);
  }

  bool copy(const pugi::xml_node& from, XmlElement& to, std::set<std::string, std::less<>>& spaces, int depth) {
    to.line = line(from.offset_debug());
    if (depth > document_depth_max) return stop("too-deep", to.line, "the document nests deeper than 100 levels");
    if (++elements_ > document_nodes_max)
      return stop("too-large", to.line, "the document holds more than 500000 elements: split it and send the parts");
    const std::size_t bound_before = bound_.size();
    for (const pugi::xml_attribute attribute : from.attributes()) {
      const std::string_view name = attribute.name();
      if (name == "xmlns" || name.starts_with("xmlns:"))
        bound_.push_back({std::string{name.substr(std::min<std::size_t>(name.size(), 6))},
                          *spaces.insert(attribute.value()).first});
    }
    if (!resolve(from.name(), Unprefixed::takes_default, to.space, to.name, to.line)) return false;
    for (const pugi::xml_attribute attribute : from.attributes()) {
      const std::string_view name = attribute.name();
      if (name == "xmlns" || name.starts_with("xmlns:")) continue;
      XmlAttribute& out = to.attributes.emplace_back();
      out.value = attribute.value();
      if (!resolve(name, Unprefixed::has_none, out.space, out.name, to.line)) return false;
    }
    for (const pugi::xml_node& child : from.children()) {
      if (child.type() == pugi::node_pcdata || child.type() == pugi::node_cdata)
        to.text += child.value();
      else if (child.type() == pugi::node_element && !copy(child, to.children.emplace_back(), spaces, depth + 1))
        return false;
    }
    to.text = std::string{trim(to.text)};
    bound_.resize(bound_before, {{}, {}});
    return true;
  }

  std::optional<schemas::Problem> problem;

private:
  enum class Unprefixed : std::uint8_t { takes_default, has_none };
  struct Binding {
    std::string prefix;
    std::string_view space;
  };

  std::uint32_t line(std::ptrdiff_t offset) const {
    const auto at = static_cast<std::size_t>(std::max<std::ptrdiff_t>(offset, 0));
    return static_cast<std::uint32_t>(1 + (std::lower_bound(newlines_.begin(), newlines_.end(), at) - newlines_.begin()));
  }
  bool stop(std::string_view code, std::uint32_t at, std::string_view what) {
    problem = schemas::Problem{std::string{code}, line_place(at), std::string{what}};
    return false;
  }
  bool resolve(std::string_view qualified, Unprefixed unprefixed, std::string_view& space, std::string& local,
               std::uint32_t at) {
    const std::size_t colon = qualified.find(':');
    const std::string_view prefix = colon == std::string_view::npos ? std::string_view{} : qualified.substr(0, colon);
    local = std::string{colon == std::string_view::npos ? qualified : qualified.substr(colon + 1)};
    if (prefix == "xml") space = xml_space;
    if (prefix == "xmlns") space = xmlns_space;
    if (prefix == "xml" || prefix == "xmlns" || (prefix.empty() && unprefixed == Unprefixed::has_none)) return true;
    for (auto binding = bound_.rbegin(); binding != bound_.rend(); ++binding) {
      if (binding->prefix != prefix) continue;
      space = binding->space;
      return true;
    }
    return prefix.empty() || stop("malformed-xml", at, "a namespace prefix is used without being declared");
  }

  std::vector<std::size_t> newlines_;
  std::vector<Binding> bound_;
  std::size_t elements_ = 0;
};

const XmlElement absent{};

}  // namespace

std::size_t XmlElement::element_count() const {
  std::size_t count = 1;
  for (const XmlElement& element : children) count += element.element_count();
  return count;
}

std::string XmlElement::place() const { return line_place(line); }

const XmlElement& XmlElement::child(std::string_view local) const {
  for (const XmlElement& element : children)
    if (element.name == local) {
      element.is_read = true;
      return element;
    }
  return absent;
}

std::vector<const XmlElement*> XmlElement::all(std::string_view local) const {
  std::vector<const XmlElement*> found;
  for (const XmlElement& element : children)
    if (element.name == local) {
      element.is_read = true;
      found.push_back(&element);
    }
  return found;
}

std::string_view XmlElement::attribute(std::string_view local) const {
  for (const XmlAttribute& each : attributes)
    if (each.name == local) {
      each.is_read = true;
      return each.value;
    }
  return {};
}

const XmlElement& XmlElement::descendant(std::string_view local) const {
  for (const XmlElement& element : children) {
    if (element.name == local) {
      element.is_read = true;
      return element;
    }
    const XmlElement& deeper = element.descendant(local);
    if (!deeper.is_absent()) return deeper;
  }
  return absent;
}

void XmlElement::read_whole() const {
  is_read = true;
  for (const XmlAttribute& each : attributes) each.is_read = true;
  for (const XmlElement& element : children) element.read_whole();
}

Outcome<XmlDocument> read_xml(ByteView bytes) {
  TRY(const DecodedText decoded, decode_xml_text(bytes));
  const std::string& text = decoded.text;
  if (text.find('\0') != std::string::npos) return refuse("malformed-xml", "document", "the document holds a NUL character");

  pugi::xml_document parsed;
  const unsigned options = pugi::parse_cdata | pugi::parse_escapes | pugi::parse_eol | pugi::parse_wconv_attribute |
                           pugi::parse_doctype | pugi::parse_ws_pcdata_single;
  const pugi::xml_parse_result result = parsed.load_buffer(text.data(), text.size(), options, pugi::encoding_utf8);
  if (!result)
    return refuse("malformed-xml", line_place(line_at(text, static_cast<std::size_t>(std::max<std::ptrdiff_t>(result.offset, 0)))),
                  "the text is not well-formed XML here, or ends too soon");
  pugi::xml_node root;
  for (const pugi::xml_node& node : parsed.children()) {
    if (node.type() == pugi::node_doctype)
      return refuse("malformed-xml", "document", "the document has a DOCTYPE, which is not read: remove it");
    if (node.type() != pugi::node_element) continue;
    if (root) return refuse("malformed-xml", "document", "the document has more than one outermost element");
    root = node;
  }
  if (const auto at = unknown_reference(text))
    return refuse("malformed-xml", line_place(line_at(text, *at)), "an entity is used that XML itself does not define");

  XmlDocument document;
  TreeCopier copier{text};
  if (!copier.copy(root, document.root, document.spaces, 1)) return Fail{Problems{*copier.problem}};
  return document;
}

std::string xml_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '&') out += "&amp;";
    else if (c == '<') out += "&lt;";
    else if (c == '>') out += "&gt;";
    else if (c == '"') out += "&quot;";
    else if (c == '\'') out += "&apos;";
    else if (byte >= 0x20 || c == '\n' || c == '\t') out.push_back(c);
  }
  return out;
}

}  // namespace concordat::adapters
