#include "schemas/ids.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace concordat::schemas {
namespace {

bool is_part(std::string_view part) {
  const auto is_plain = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); };
  return !part.empty() && part.size() <= 64 && is_plain(part.front()) &&
         std::all_of(part.begin(), part.end(), [&](char c) { return is_plain(c) || c == '-'; });
}

}  // namespace

std::optional<AgencyId> parse_agency_id(std::string_view text) {
  const auto parts = split(text, '/');
  if (parts.size() < 2 || parts.size() > 3 || !std::all_of(parts.begin(), parts.end(), is_part)) return std::nullopt;
  return AgencyId{std::string{text}};
}

std::string_view agency_kind(const AgencyId& agency) {
  const std::string_view text = agency.value();
  return text.substr(0, text.find('/'));
}

std::optional<AgreementName> parse_agreement_name(std::string_view text) {
  const std::size_t slash = text.rfind('/');
  if (slash == std::string_view::npos || slash == 0) return std::nullopt;
  const std::string_view digits = text.substr(slash + 1);
  int version = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), version);
  if (error != std::errc{} || end != digits.data() + digits.size() || version < 1 || digits.front() == '0')
    return std::nullopt;
  return AgreementName{std::string{text.substr(0, slash)}, version};
}

std::string format_agreement_name(const AgreementName& name) { return name.name + "/" + std::to_string(name.version); }

}  // namespace concordat::schemas
