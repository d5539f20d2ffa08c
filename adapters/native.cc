#include "adapters/native.h"

namespace concordat::adapters {

Outcome<Translated> translated(std::vector<Translation> messages, Problems rejected) {
  if (messages.empty() && !rejected.empty()) return Fail{std::move(rejected)};
  return Translated{std::move(messages), std::move(rejected)};
}

Translated translated(Translation only) {
  Translated out;
  out.messages.push_back(std::move(only));
  return out;
}

}  // namespace concordat::adapters
