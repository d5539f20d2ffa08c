#include "schemas/signed_envelope.h"

#include <capnp/message.h>
#include <kj/exception.h>

#include <algorithm>

#include "schemas/capnp_bytes.h"
#include "schemas/envelope.h"

namespace concordat::schemas {
namespace {

Result<SignedEnvelope, EnvelopeProblem> read(ByteView bytes) {
  const CanonicalBytes canonical{bytes};
  const auto in = canonical.root<wire::Envelope>();
  const auto type = body_type_named(view_of(in.getType()));
  if (!type) return Fail{EnvelopeProblem{"malformed", {"envelope.type"}}};
  auto envelope = read_envelope(in, *type, Written::made_by_us);
  if (!envelope) {
    EnvelopeProblem problem{envelope.error().front().code, {}};
    for (const Problem& each : envelope.error()) problem.where.push_back(each.where);
    return Fail{std::move(problem)};
  }
  SignedEnvelope out{std::move(envelope).value(), {}};
  for (auto commitment : in.getRecipientCommitments()) {
    const auto digest = fixed_bytes<32>(commitment);
    if (!digest) return Fail{EnvelopeProblem{"malformed", {"envelope.recipientCommitments"}}};
    out.commitments.push_back(Digest{*digest});
  }
  if (!std::is_sorted(out.commitments.begin(), out.commitments.end()) || !out.envelope.recipients.empty())
    return Fail{EnvelopeProblem{"not-canonical", {"envelope.recipientCommitments"}}};
  // A field this program does not know would be lost on the way; so it is not let in.
  const Bytes rewritten = write_signed_envelope(out.envelope, out.commitments);
  if (!std::equal(rewritten.begin(), rewritten.end(), bytes.begin(), bytes.end()))
    return Fail{EnvelopeProblem{"not-canonical", {"envelope"}}};
  return out;
}

}  // namespace

Bytes write_signed_envelope(const Envelope& envelope, const std::vector<Digest>& commitments) {
  capnp::MallocMessageBuilder builder;
  auto out = builder.initRoot<wire::Envelope>();
  Envelope anonymous = envelope;
  anonymous.recipients.clear();
  write_envelope(anonymous, out);
  out.setType(std::string{name_of(envelope.type)});
  if (!commitments.empty()) {
    auto list = out.initRecipientCommitments(static_cast<unsigned>(commitments.size()));
    for (unsigned i = 0; i < list.size(); ++i) list.set(i, to_data(commitments[i].bytes));
  }
  return canonical_bytes(out.asReader());
}

Result<SignedEnvelope, EnvelopeProblem> read_signed_envelope(ByteView bytes) {
  try {
    return read(bytes);
  } catch (const kj::Exception&) {
    return Fail{EnvelopeProblem{"malformed", {"envelope"}}};
  }
}

}  // namespace concordat::schemas
