#include "console/web/request.h"

#include "base/text.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t fields_max = 2000;

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<std::string> decoded(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out.push_back(' ');
    } else if (text[i] != '%') {
      out.push_back(text[i]);
    } else {
      if (text.size() - i < 3 || hex_value(text[i + 1]) < 0 || hex_value(text[i + 2]) < 0) return std::nullopt;
      out.push_back(static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2])));
      i += 2;
    }
  }
  if (!is_utf8(out) || out.find('\0') != std::string::npos) return std::nullopt;
  return out;
}

}  // namespace

std::optional<Fields> Fields::parse(std::string_view encoded) {
  Fields found;
  if (encoded.empty()) return found;
  for (const std::string& part : split(encoded, '&')) {
    if (part.empty()) continue;
    const std::size_t equals = part.find('=');
    auto name = decoded(std::string_view{part}.substr(0, equals));
    auto value = equals == std::string::npos ? std::optional<std::string>{""} : decoded(std::string_view{part}.substr(equals + 1));
    if (!name || !value || found.all_.size() >= fields_max) return std::nullopt;
    found.add(std::move(*name), std::move(*value));
  }
  return found;
}

bool Fields::has(std::string_view name) const {
  for (const auto& field : all_)
    if (field.first == name) return true;
  return false;
}

std::string_view Fields::raw(std::string_view name) const {
  for (const auto& field : all_)
    if (field.first == name) return field.second;
  return {};
}

std::string Fields::text(std::string_view name) const { return std::string{trim(raw(name))}; }

std::vector<std::string> Fields::texts(std::string_view name) const {
  std::vector<std::string> found;
  for (const auto& field : all_)
    if (field.first == name) found.emplace_back(trim(field.second));
  return found;
}

Coding best_coding(std::string_view accept_encoding) {
  for (const std::string& each : split(accept_encoding, ',')) {
    const auto parts = split(each, ';');
    if (trim(parts.front()) != "gzip") continue;
    const std::string_view weight = parts.size() > 1 ? trim(parts[1]) : std::string_view{};
    return weight.starts_with("q=0") && weight.find_first_not_of("0.", 2) == std::string_view::npos ? Coding::plain : Coding::gzip;
  }
  return Coding::plain;
}

Response redirect(std::string to) {
  Response response;
  response.status = 303;
  response.headers.emplace_back("Location", std::move(to));
  return response;
}

std::string url_encoded(std::string_view text) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (plain.find(c) != std::string_view::npos) out.push_back(c);
    else out += {'%', digits[byte >> 4U], digits[byte & 15U]};
  }
  return out;
}

std::map<std::string, std::string, std::less<>> parse_cookies(std::string_view header) {
  std::map<std::string, std::string, std::less<>> found;
  for (const std::string& part : split(header, ';')) {
    const std::size_t equals = part.find('=');
    if (equals != std::string::npos) found.emplace(trim(std::string_view{part}.substr(0, equals)), trim(std::string_view{part}.substr(equals + 1)));
  }
  return found;
}

}  // namespace concordat::console::web
