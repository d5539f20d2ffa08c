#include "adapters/setup/trial.h"

#include <algorithm>

#include "adapters/daemon/address.h"
#include "adapters/daemon/own_words.h"
#include "adapters/daemon/sealing.h"
#include "base/check.h"
#include "policy/gate.h"
#include "policy/pathway.h"
#include "schemas/decode.h"
#include "schemas/payload.h"

namespace concordat::adapters {
namespace {


// As its link would open it, and its adapter write it.
std::optional<Native> document_of(const policy::Disclosure& disclosure, const schemas::AgencyId& recipient, const SigningKey& key) {
  const auto delivered = schemas::open_payload(schemas::encode_payload(disclosure.release()), recipient,
                                               [&](const schemas::AgencyId&, const schemas::KeyFingerprint&) { return std::optional{key.verify_key()}; });
  const std::string& id = recipient.value();
  const Kind* kind = find_kind(id.substr(0, id.find('/')));
  if (!delivered || kind == nullptr) return std::nullopt;  // a kind of agency that has its own software
  return kind->render(*delivered);
}

TriedRecipient decide(const AreaRules& rules, const std::shared_ptr<const schemas::Submission>& submission, const schemas::AgencyId& recipient,
                      const SigningKey& key, Instant now) {
  const policy::CaseFacts first_of_its_case{policy::Truth::no, policy::Truth::no, {}};
  const policy::Decision decision = policy::Gate{*rules.book}.decide(submission, recipient, now, first_of_its_case);
  TriedRecipient out{recipient, policy::explain(*rules.book, submission->message(), policy::evaluation_of(decision)), std::nullopt};
  if (const auto* disclosure = std::get_if<policy::Disclosure>(&decision)) out.document = document_of(*disclosure, recipient, key);
  return out;
}

void decide_all(const AreaRules& rules, const schemas::Submit& submit, const SigningKey& key, Instant now, TriedMessage& out) {
  const auto submission = schemas::Decoder::decode(submit, [&](const schemas::AgencyId&, const schemas::KeyFingerprint&) {
    return std::optional{key.verify_key()};
  });
  CHECK(submission, "what was sealed has been read before");
  const schemas::Envelope& envelope = (*submission)->envelope();
  if (envelope.type == schemas::BodyType::recall) return;
  const auto recipients = envelope.recipients.empty() ? policy::resolve_recipients(*rules.book, envelope, now)
                                                      : Result<std::vector<schemas::AgencyId>, policy::PathwayRefusal>{envelope.recipients};
  if (!recipients) {
    out.refused = policy::name_of(recipients.error());
    return;
  }
  for (const schemas::AgencyId& recipient : *recipients)
    if (rules.directory.find(recipient) == nullptr) out.refused = "unknown-recipient";
  if (!out.refused.empty()) return;
  for (const schemas::AgencyId& recipient : *recipients) out.recipients.push_back(decide(rules, *submission, recipient, key, now));
}

Outcome<Translated> read(const TrialAsked& asked, Sidecar& sidecar) {
  if (!is_in_own_words(asked.input.name)) return asked.kind.translate(asked.input);
  TRY(OwnWords words, read_own_words(asked.input, {asked.settings, asked.agency, asked.ledger, asked.now}));
  sidecar = over(std::move(words.said), asked.sidecar);
  return std::move(words.translated);
}

}  // namespace

bool Trial::is_disclosed() const {
  return !messages.empty() && std::all_of(messages.begin(), messages.end(), [](const TriedMessage& message) {
    return message.refused.empty() && std::all_of(message.recipients.begin(), message.recipients.end(),
                                                  [](const TriedRecipient& one) { return one.found.outcome == "disclosed"; });
  });
}

Outcome<Trial> try_out(const TrialAsked& asked) {
  Sidecar sidecar = asked.sidecar;
  TRY(Translated translated, read(asked, sidecar));
  if (translated.messages.empty()) return Fail{Problems{{"nothing-to-send", "", "holds nothing that makes a message"}}};
  Trial trial{.document = asked.input.name, .messages = {}, .findings = {}, .rejected = std::move(translated.rejected)};
  std::vector<PlannedIds> ids;
  std::vector<std::string> places;
  for (const Translation& one : translated.messages) {
    ids.push_back({schemas::MessageId{make_uuid(asked.now)}, schemas::CaseId{make_uuid(asked.now)}});
    places.push_back(one.place);
    trial.messages.push_back({.type = one.type, .place = one.place, .reference = one.reference, .purpose = {}, .urgency = one.urgency,
                              .not_carried = one.not_carried, .left_out = one.left_out, .refused = {}, .recipients = {}});
  }
  TRY(std::vector<schemas::Message> messages, address(std::move(translated.messages), ids, {asked.agency, asked.settings, sidecar, asked.now}));
  for (std::size_t i = 0; i < messages.size(); ++i) {
    trial.messages[i].purpose = messages[i].envelope.purpose;
    trial.messages[i].urgency = messages[i].envelope.urgency;
  }
  const SigningKey key = SigningKey::generate();
  const ReceivedBefore nothing = [](const schemas::Envelope&) { return std::vector<schemas::Delivered>{}; };
  TRY(SealedMessages sealed, seal_all(std::move(messages), {key, asked.leak_guard, places, nothing}));
  trial.findings = std::move(sealed.findings);
  for (std::size_t i = 0; i < sealed.submits.size(); ++i) decide_all(asked.rules, sealed.submits[i], key, asked.now, trial.messages[i]);
  return trial;
}

}  // namespace concordat::adapters
