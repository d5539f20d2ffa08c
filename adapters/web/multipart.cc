#include "adapters/web/multipart.h"

#include <algorithm>

#include "base/text.h"

namespace concordat::adapters::web {
namespace {

constexpr std::size_t parts_max = 256;
constexpr std::size_t boundary_bytes_max = 70;  // RFC 2046
constexpr std::size_t file_name_bytes_max = 100;

// `name="value"` or `name=value` among a header's parameters; a quoted value may hold \" and \\.
std::string parameter(std::string_view header, std::string_view name) {
  for (std::size_t at = header.find(';'); at != std::string_view::npos;) {
    std::size_t end = at + 1;
    bool is_quoted = false;
    for (; end < header.size() && (is_quoted || header[end] != ';'); ++end) {
      if (is_quoted && header[end] == '\\') ++end;
      else if (header[end] == '"') is_quoted = !is_quoted;
    }
    const std::string_view said = trim(header.substr(at + 1, std::min(end, header.size()) - at - 1));
    at = end < header.size() ? end : std::string_view::npos;
    const std::size_t equals = said.find('=');
    if (equals == std::string_view::npos || !iequals(trim(said.substr(0, equals)), name)) continue;
    std::string_view value = trim(said.substr(equals + 1));
    if (value.size() < 2 || value.front() != '"' || value.back() != '"') return std::string{value};
    std::string out;
    value = value.substr(1, value.size() - 2);
    for (std::size_t i = 0; i < value.size(); ++i) {
      if (value[i] == '\\' && i + 1 < value.size()) ++i;
      out += value[i];
    }
    return out;
  }
  return {};
}

// A part without its boundaries: headers, an empty line, bytes.
std::optional<FormPart> part_of(std::string_view text) {
  const std::size_t headers = text.starts_with("\r\n") ? 0 : text.find("\r\n\r\n");
  if (headers == std::string_view::npos) return std::nullopt;
  const std::size_t skipped = text.starts_with("\r\n") ? 2 : headers + 4;
  FormPart part;
  for (const std::string& line : split(text.substr(0, headers), '\n')) {
    const std::size_t colon = line.find(':');
    if (colon == std::string::npos) continue;
    const std::string_view name = trim(std::string_view{line}.substr(0, colon));
    const std::string_view value = trim(std::string_view{line}.substr(colon + 1));
    if (iequals(name, "Content-Disposition")) {
      part.name = parameter(value, "name");
      part.file = parameter(value, "filename");
    } else if (iequals(name, "Content-Type")) {
      part.content_type = to_lower(trim(value.substr(0, value.find(';'))));
    }
  }
  if (part.name.empty()) return std::nullopt;
  part.bytes = as_bytes(text.substr(skipped));
  return part;
}

}  // namespace

std::string boundary_of(std::string_view content_type) {
  std::string boundary = parameter(content_type, "boundary");
  const bool is_plain = std::all_of(boundary.begin(), boundary.end(), [](char c) { return c >= 0x20 && c < 0x7f; });
  return is_plain && boundary.size() <= boundary_bytes_max ? boundary : std::string{};
}

std::optional<std::vector<FormPart>> read_form_data(ByteView body, std::string_view boundary) {
  if (boundary.empty()) return std::nullopt;
  const std::string_view text = as_text(body);
  const std::string between = "\r\n--" + std::string{boundary};
  std::size_t at = text.starts_with(between.substr(2)) ? between.size() - 2 : std::string_view::npos;
  if (at == std::string_view::npos) {  // after a preamble
    const std::size_t found = text.find(between);
    if (found == std::string_view::npos) return std::nullopt;
    at = found + between.size();
  }
  std::vector<FormPart> parts;
  for (;;) {
    if (text.substr(at).starts_with("--")) return parts;
    while (at < text.size() && (text[at] == ' ' || text[at] == '\t')) ++at;
    if (!text.substr(at).starts_with("\r\n") || parts.size() == parts_max) return std::nullopt;
    at += 2;
    const std::size_t end = text.find(between, at);
    if (end == std::string_view::npos) return std::nullopt;
    auto part = part_of(text.substr(at, end - at));
    if (!part) return std::nullopt;
    parts.push_back(std::move(*part));
    at = end + between.size();
  }
}

std::string plain_file_name(std::string_view name) {
  name.remove_prefix(std::min(name.size(), name.find_last_of("/\\") + 1));
  std::string out{name.substr(name.size() - std::min(name.size(), file_name_bytes_max))};
  for (char& c : out) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
    if (!is_plain) c = '_';
  }
  if (out.starts_with('.')) out.front() = '_';
  return out;
}

}  // namespace concordat::adapters::web
