#include "adapters/json.h"

namespace concordat::adapters {
namespace {

void write_string(std::string& out, std::string_view value) {
  constexpr std::string_view hex = "0123456789abcdef";
  out.push_back('"');
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      out.push_back('\\');
      out.push_back(c);
    } else if (c == '\n') {
      out += "\\n";
    } else if (c == '\t') {
      out += "\\t";
    } else if (byte < 0x20) {
      out += "\\u00";
      out.push_back(hex[byte >> 4]);
      out.push_back(hex[byte & 15]);
    } else {
      out.push_back(c);
    }
  }
  out.push_back('"');
}

void write_value(std::string& out, const Json& value, std::size_t indent) {
  switch (value.kind) {
    case Json::Kind::null: out += "null"; return;
    case Json::Kind::boolean:
    case Json::Kind::number: out += value.text; return;
    case Json::Kind::string: write_string(out, value.text); return;
    case Json::Kind::array:
    case Json::Kind::object: break;
  }
  const bool is_object = value.is_object();
  out.push_back(is_object ? '{' : '[');
  bool is_first = true;
  for (const Json& item : value.items) {
    out += is_first ? "\n" : ",\n";
    is_first = false;
    out.append(indent + 2, ' ');
    if (is_object) {
      write_string(out, item.key);
      out += ": ";
    }
    write_value(out, item, indent + 2);
  }
  if (!value.items.empty()) {
    out.push_back('\n');
    out.append(indent, ' ');
  }
  out.push_back(is_object ? '}' : ']');
}

}  // namespace

std::string write_json(const Json& value) {
  std::string out;
  write_value(out, value, 0);
  out.push_back('\n');
  return out;
}

}  // namespace concordat::adapters
