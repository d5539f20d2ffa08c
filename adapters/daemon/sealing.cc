#include "adapters/daemon/sealing.h"

#include "adapters/daemon/findings.h"
#include "policy/onward.h"
#include "schemas/decode.h"

namespace concordat::adapters {
namespace {

// What we are about to send, read as the broker will.
Problems problems_of(const schemas::Submit& submit, const SigningKey& key) {
  const auto read = schemas::Decoder::decode(submit, [&](const schemas::AgencyId&, const schemas::KeyFingerprint&) {
    return std::optional{key.verify_key()};
  });
  Problems problems;
  if (read) return problems;
  for (const std::string& where : read.error().where) problems.push_back({read.error().code, where, "the broker would refuse this"});
  if (problems.empty()) problems.push_back({read.error().code, "", "the broker would refuse this"});
  return problems;
}

}  // namespace

Outcome<SealedMessages> seal_all(std::vector<schemas::Message> messages, const Sealing& sealing) {
  SealedMessages out;
  for (schemas::Message& message : messages) {
    policy::restrict_onward(message.body, policy::onward_restrictions(message, sealing.received(message.envelope)));
    const Problems found = findings_of(message);
    out.findings.insert(out.findings.end(), found.begin(), found.end());
  }
  if (!out.findings.empty() && sealing.leak_guard == LeakGuard::refuse) return Fail{std::move(out.findings)};
  for (std::size_t i = 0; i < messages.size(); ++i) {
    auto submit = schemas::seal_message(messages[i], sealing.key);
    if (!submit) return Fail{Problems{{"too-large", sealing.places[i], "has more fields or recipients than one message can carry"}}};
    Problems problems = problems_of(*submit, sealing.key);
    if (!problems.empty()) return Fail{std::move(problems)};
    out.submits.push_back(std::move(*submit));
  }
  return out;
}

}  // namespace concordat::adapters
