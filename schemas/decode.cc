#include "schemas/decode.h"

#include <capnp/message.h>
#include <kj/exception.h>

#include <algorithm>

#include "schemas/capnp_bytes.h"
#include "schemas/codec.h"
#include "schemas/signed_envelope.h"

namespace concordat::schemas {
namespace {

Bytes canonical_body(const Body& body, BodyType type) {
  capnp::MallocMessageBuilder builder;
  auto message = builder.initRoot<wire::CaseMessage>();
  write_body(body, type, init_body(message, type));
  return canonical_bytes(message.asReader());
}

Result<Body, DecodeError> decode_body(ByteView bytes, const Envelope& envelope) {
  const CanonicalBytes canonical{bytes};
  const auto in = canonical.root<wire::CaseMessage>();
  if (type_of(in) != envelope.type) return Fail{DecodeError{"malformed", {"body"}, envelope.id}};
  auto body = read_body(envelope.type, body_in(in, envelope.type));
  if (!body) {
    DecodeError error{body.error().front().code, {}, envelope.id};
    for (const Problem& problem : body.error()) error.where.push_back(problem.where);
    return Fail{std::move(error)};
  }
  const Bytes rewritten = canonical_body(*body, envelope.type);
  if (!std::equal(rewritten.begin(), rewritten.end(), bytes.begin(), bytes.end()))
    return Fail{DecodeError{"not-canonical", {"body"}, envelope.id}};  // among others: a field unknown here
  return std::move(body).value();
}

Result<Unit, DecodeError> read_recipients(const Submit& submit, Envelope& envelope) {
  for (const std::string& text : submit.recipients) {
    const auto recipient = parse_agency_id(text);
    if (!recipient || std::find(envelope.recipients.begin(), envelope.recipients.end(), *recipient) != envelope.recipients.end())
      return Fail{DecodeError{"malformed", {"recipients"}, envelope.id}};
    envelope.recipients.push_back(*recipient);
  }
  return Unit{};
}

}  // namespace

Result<std::shared_ptr<const Submission>, DecodeError> Decoder::decode(const Submit& submit, const KeyLookup& key_of) {
  auto envelope = read_signed_envelope(submit.envelope);
  if (!envelope) return Fail{DecodeError{envelope.error().code, envelope.error().where, std::nullopt}};
  Message message{std::move(envelope->envelope), {}};
  const MessageId id = message.envelope.id;
  const auto key = key_of(message.envelope.sender, submit.seal.key);
  if (!key) return Fail{DecodeError{"unknown-key", {"seal"}, id}};
  TRY(const Unit named, read_recipients(submit, message.envelope));
  static_cast<void>(named);
  if (recipient_commitments(message.envelope, submit.secret) != envelope->commitments)
    return Fail{DecodeError{"bad-seal", {"recipients"}, id}};
  try {
    TRY(message.body, decode_body(submit.body, message.envelope));
  } catch (const kj::Exception&) {
    return Fail{DecodeError{"malformed", {"body"}, id}};
  }
  auto commitments = commit(message, submit.secret);
  if (!commitments) return Fail{DecodeError{"too-large", {"body"}, id}};
  if (!verify_seal(*key, submit.envelope, commitments->digest(), submit.seal))
    return Fail{DecodeError{"bad-seal", {"seal"}, id}};
  Sealed sealed{submit.secret.duplicate(), submit.envelope, std::move(*commitments), submit.seal};
  return std::shared_ptr<const Submission>{
      std::make_shared<Submission>(Passkey<Decoder>{}, std::move(message), std::move(sealed))};
}

std::optional<Submit> seal_message(const Message& message, const SigningKey& key) {
  SealSecret secret = random_secret();
  const auto commitments = commit(message, secret);
  const auto recipients = recipient_commitments(message.envelope, secret);
  if (!commitments || !recipients) return std::nullopt;
  Bytes envelope = write_signed_envelope(message.envelope, *recipients);
  const Seal seal = sign_seal(key, envelope, *commitments);
  std::vector<std::string> named;
  for (const AgencyId& recipient : message.envelope.recipients) named.push_back(recipient.value());
  return Submit{std::move(envelope), canonical_body(message.body, message.envelope.type), std::move(named), std::move(secret), seal};
}

}  // namespace concordat::schemas
