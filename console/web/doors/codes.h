// The codes of authenticators: how people type them, and which each account has used.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "base/passwords.h"

namespace concordat::console::web {

// "492 039" is "492039"; empty if it is not six digits.
std::string code_in(std::string_view typed);

// The last code that each account used: none is good twice. Any thread.
class UsedCodes {
public:
  bool use(const std::string& account, ByteView secret, std::string_view code, Instant now);

private:
  std::mutex mutex_;
  std::map<std::string, std::uint64_t> last_;
};

}  // namespace concordat::console::web
