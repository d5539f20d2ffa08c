#include "schemas/payload.h"

#include <capnp/message.h>
#include <kj/exception.h>

#include <algorithm>

#include "schemas/capnp_bytes.h"
#include "schemas/committed_path.h"
#include "schemas/signed_envelope.h"
#include "schemas/views.h"
#include "schemas/wire/frame.capnp.h"

namespace concordat::schemas {
namespace {

void write_field(wire::ReleasedLeaf::Builder out, const Submission& from, const ReleasedField& released) {
  const Field& field = from.body().fields[released.field];
  const FieldEntry& entry = FieldTable::get()[field.id];
  const std::string path = committed_path(from.body(), field.id, field.element);
  const std::string value = value_at(entry, field.value, released.level, from.envelope().case_opened);
  out.setPath(path);
  out.setView(std::string{name_of(released.level)});
  out.setValue(to_data(as_bytes(value)));
  out.setSalt(to_data(leaf_salt(from.sealed().secret, path, released.level)));
  if (released.onward != Onward::yes) out.setOnward(std::string{name_of(released.onward)});
  out.setNoTell(released.tell == Tell::not_the_person);
  if (released.level == Level::existence) return;
  const auto qualifiers = qualifiers_of(from.body(), field);
  auto to = out.initQualifiers(static_cast<unsigned>(qualifiers.size()));
  for (unsigned i = 0; i < to.size(); ++i) {
    to[i].setName(qualifiers[i].name);
    to[i].setValue(qualifiers[i].value);
  }
}

Result<DeliveredField, PayloadError> read_field(wire::ReleasedLeaf::Reader from, const Commitments& list, PathReader& places) {
  const std::string path = text_of(from.getPath());
  const auto place = places.read(path);
  if (!place) return Fail{PayloadError::unknown_field};
  const FieldEntry& entry = FieldTable::get()[place->field];
  const auto view = level_named(view_of(from.getView()));
  const auto salt = fixed_bytes<16>(from.getSalt());
  if (!view || !entry.has_view(*view) || !salt) return Fail{PayloadError::malformed};
  std::vector<Qualifier> qualifiers;
  for (auto qualifier : from.getQualifiers()) qualifiers.push_back({text_of(qualifier.getName()), text_of(qualifier.getValue())});
  const std::string value{as_text(bytes_view(from.getValue()))};
  const Digest leaf = leaf_digest(path, *view, *salt, value, qualifiers);
  if (!std::binary_search(list.leaves.begin(), list.leaves.end(), leaf)) return Fail{PayloadError::bad_leaf};
  const auto onward = from.hasOnward() ? onward_named(view_of(from.getOnward())) : Onward::yes;
  if (!onward) return Fail{PayloadError::malformed};
  const Tell tell = from.getNoTell() ? Tell::not_the_person : Tell::freely;
  return DeliveredField{place->field, place->element, *view, value, *onward, tell};
}

Result<Commitments, PayloadError> read_list(ByteView bytes) {
  if (bytes.size() % 32 != 0 || bytes.empty()) return Fail{PayloadError::malformed};
  Commitments list;
  for (std::size_t at = 0; at < bytes.size(); at += 32) {
    Digest leaf{};
    std::copy_n(bytes.begin() + static_cast<std::ptrdiff_t>(at), 32, leaf.bytes.begin());
    list.leaves.push_back(leaf);
  }
  if (!std::is_sorted(list.leaves.begin(), list.leaves.end())) return Fail{PayloadError::malformed};
  return list;
}

bool is_named(const std::vector<Digest>& commitments, capnp::Data::Reader salt, const AgencyId& self) {
  if (commitments.empty()) return true;  // the sender left it to the pathway
  const auto bytes = fixed_bytes<32>(salt);
  return bytes && std::binary_search(commitments.begin(), commitments.end(), recipient_commitment(Digest{*bytes}, self));
}

Result<Delivered, PayloadError> read_payload(wire::Payload::Reader from, const AgencyId& self, const KeyLookup& key_of) {
  const Bytes envelope_bytes = bytes_of(from.getEnvelope());
  auto signed_envelope = read_signed_envelope(envelope_bytes);
  if (!signed_envelope) return Fail{PayloadError::malformed};
  Envelope& envelope = signed_envelope->envelope;
  if (view_of(from.getRecipient()) != self.value() || !is_named(signed_envelope->commitments, from.getRecipientSalt(), self))
    return Fail{PayloadError::wrong_recipient};
  envelope.recipients = {self};

  TRY(const Commitments list, read_list(bytes_view(from.getLeaves())));
  const auto signature = fixed_bytes<64>(from.getSignature());
  const auto key = fixed_bytes<32>(from.getKey());
  const auto agreement_digest = fixed_bytes<32>(from.getAgreementDigest());
  if (!signature || !key || !agreement_digest) return Fail{PayloadError::malformed};
  const Seal seal{Signature{*signature}, KeyFingerprint{Digest{*key}}};
  const auto verify_key = key_of(envelope.sender, seal.key);
  if (!verify_key) return Fail{PayloadError::unknown_key};
  if (!verify_seal(*verify_key, envelope_bytes, list.digest(), seal)) return Fail{PayloadError::bad_seal};

  PathReader places;
  Delivered out{.envelope = std::move(envelope), .elements = {}, .fields = {}, .notices = {},
                .missing = read_texts(from.getMissing()),
                .terms = {.agreement = text_of(from.getAgreement()), .agreement_digest = AgreementDigest{Digest{*agreement_digest}},
                          .caveats = read_texts(from.getCaveats()), .keep = text_of(from.getKeep()),
                          .duty_contact = text_of(from.getDutyContact())}};
  for (auto leaf : from.getFields()) {
    TRY(DeliveredField field, read_field(leaf, list, places));
    if (out.find(field.id, field.element) != nullptr) return Fail{PayloadError::malformed};
    out.fields.push_back(std::move(field));
  }
  out.elements = places.take();
  std::stable_sort(out.fields.begin(), out.fields.end(), [](const DeliveredField& a, const DeliveredField& b) {
    return std::pair{a.element + 1U, a.id} < std::pair{b.element + 1U, b.id};
  });
  for (auto notice : from.getNotices()) out.notices.push_back({text_of(notice.getPath()), text_of(notice.getAgreement())});
  return out;
}

}  // namespace

Bytes encode_payload(const Release& release) {
  const Submission& from = release.submission();
  const Sealed& sealed = from.sealed();
  capnp::MallocMessageBuilder builder;
  auto to = builder.initRoot<wire::Payload>();
  to.setEnvelope(to_data(sealed.canonical_envelope));
  to.setRecipient(release.recipient().value());
  if (!from.envelope().recipients.empty())
    to.setRecipientSalt(to_data(recipient_salt(sealed.secret, release.recipient()).bytes));
  Bytes leaves;
  leaves.reserve(sealed.commitments.leaves.size() * 32);
  for (const Digest& leaf : sealed.commitments.leaves) put_bytes(leaves, leaf.bytes);
  to.setLeaves(to_data(leaves));
  to.setSignature(to_data(sealed.seal.signature.bytes));
  to.setKey(to_data(sealed.seal.key.value().bytes));
  auto fields = to.initFields(static_cast<unsigned>(release.fields().size()));
  for (unsigned i = 0; i < fields.size(); ++i) write_field(fields[i], from, release.fields()[i]);
  auto notices = to.initNotices(static_cast<unsigned>(release.notices().size()));
  for (unsigned i = 0; i < notices.size(); ++i) {
    notices[i].setPath(release.notices()[i].path);
    notices[i].setAgreement(release.notices()[i].agreement);
  }
  write_texts(to.initMissing(static_cast<unsigned>(release.missing().size())), release.missing());
  to.setAgreement(release.terms().agreement);
  to.setAgreementDigest(to_data(release.terms().agreement_digest.value().bytes));
  write_texts(to.initCaveats(static_cast<unsigned>(release.terms().caveats.size())), release.terms().caveats);
  to.setKeep(release.terms().keep);
  to.setDutyContact(release.terms().duty_contact);
  to.setSalt(to_data(random_bytes<32>()));
  return flat_bytes(builder);
}

DisclosureId disclosure_id(std::string_view log_origin, const AgencyId& recipient, ByteView payload) {
  return DisclosureId{Hasher{}
                          .add("concordat disclosure 1")
                          .add_sized(as_bytes(log_origin))
                          .add_sized(as_bytes(recipient.value()))
                          .add(sha256(payload).bytes)
                          .finish()};
}

std::string_view code_of(PayloadError error) {
  switch (error) {
    case PayloadError::malformed: return "malformed";
    case PayloadError::unknown_field: return "unknown-field";
    case PayloadError::wrong_recipient: return "wrong-recipient";
    case PayloadError::unknown_key: return "unknown-key";
    case PayloadError::bad_seal: return "bad-seal";
    case PayloadError::bad_leaf: return "bad-leaf";
  }
  return "malformed";
}

Result<Delivered, PayloadError> open_payload(ByteView payload, const AgencyId& self, const KeyLookup& key_of) {
  try {
    const FlatBytes flat{payload};
    return read_payload(flat.root<wire::Payload>(), self, key_of);
  } catch (const kj::Exception&) {
    return Fail{PayloadError::malformed};
  }
}

}  // namespace concordat::schemas
