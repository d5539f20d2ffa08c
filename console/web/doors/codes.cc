#include "console/web/doors/codes.h"

namespace concordat::console::web {

std::string code_in(std::string_view typed) {
  constexpr std::size_t digits = 6;
  std::string code;
  for (const char c : typed) {
    if (c == ' ') continue;
    if (c < '0' || c > '9') return {};
    code.push_back(c);
  }
  return code.size() == digits ? code : std::string{};
}

bool UsedCodes::use(const std::string& account, ByteView secret, std::string_view code, Instant now) {
  const std::lock_guard lock{mutex_};
  std::uint64_t& last = last_[account];
  const auto step = totp_matches(secret, code, now, last);
  if (step) last = *step;
  return step.has_value();
}

}  // namespace concordat::console::web
