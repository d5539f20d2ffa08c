#include "schemas/frame.h"

#include <capnp/message.h>
#include <capnp/serialize.h>
#include <kj/exception.h>

#include <algorithm>

#include "schemas/capnp_bytes.h"
#include "schemas/wire/frame.capnp.h"

namespace concordat::schemas {
namespace {

struct Malformed {};  // thrown and caught in this file only: a frame is read whole or not at all

void write_digests(capnp::List<capnp::Data>::Builder out, const std::vector<Digest>& digests) {
  for (std::size_t i = 0; i < digests.size(); ++i) out.set(static_cast<unsigned>(i), to_data(digests[i].bytes));
}
template <std::size_t N>
std::array<std::byte, N> need(capnp::Data::Reader data) {
  const auto bytes = fixed_bytes<N>(data);
  if (!bytes) throw Malformed{};
  return *bytes;
}
std::vector<Digest> read_digests(capnp::List<capnp::Data>::Reader list) {
  std::vector<Digest> out;
  for (auto item : list) out.push_back(Digest{need<32>(item)});
  return out;
}
MessageId need_message(capnp::Text::Reader text) {
  const auto id = parse_message_id(view_of(text));
  if (!id) throw Malformed{};
  return *id;
}
std::string id_text(const MessageId& id) { return format_uuid(id.value()); }
Instant need_instant(capnp::Text::Reader text) {
  const auto instant = parse_instant(view_of(text));
  if (!instant) throw Malformed{};
  return *instant;
}

void write(wire::Frame::Builder out, const Hello& hello) {
  auto to = out.initHello();
  to.setProtocol(hello.protocol);
  to.setSoftware(hello.software);
  if (!hello.checkpoint.empty()) to.setCheckpoint(hello.checkpoint);
  to.setCredit(hello.credit);
  if (hello.session) to.setSession(to_data(hello.session->expose()));
}
void write(wire::Frame::Builder out, const Boxed& boxed) { out.initBoxed().setBox(to_data(boxed.box)); }
void write(wire::Frame::Builder out, const Welcome& welcome) {
  auto to = out.initWelcome();
  to.setProtocol(welcome.protocol);
  to.setCheckpoint(welcome.checkpoint);
  write_digests(to.initConsistency(static_cast<unsigned>(welcome.consistency.size())), welcome.consistency);
  to.setCredit(welcome.credit);
  to.setFrameBytesMax(static_cast<std::uint32_t>(frame_bytes_max));
  auto desks = to.initDesks(static_cast<unsigned>(welcome.desks.size()));
  for (unsigned i = 0; i < desks.size(); ++i) {
    desks[i].setType(welcome.desks[i].type);
    desks[i].setPurpose(welcome.desks[i].purpose);
    desks[i].setName(welcome.desks[i].name);
    desks[i].setNumber(welcome.desks[i].number);
  }
  write_texts(to.initKeyChanges(static_cast<unsigned>(welcome.key_changes.size())), welcome.key_changes);
}
void write(wire::Frame::Builder out, const Submit& submit) {
  auto to = out.initSubmit();
  to.setEnvelope(to_data(submit.envelope));
  to.setBody(to_data(submit.body));
  write_texts(to.initRecipients(static_cast<unsigned>(submit.recipients.size())), submit.recipients);
  to.setSecret(to_data(submit.secret.expose()));
  to.setSignature(to_data(submit.seal.signature.bytes));
  to.setKey(to_data(submit.seal.key.value().bytes));
}
void write(wire::Frame::Builder out, const Accepted& accepted) {
  auto to = out.initAccepted();
  to.setMessageId(id_text(accepted.message));
  to.setSequence(accepted.sequence);
  auto outcomes = to.initOutcomes(static_cast<unsigned>(accepted.outcomes.size()));
  for (unsigned i = 0; i < outcomes.size(); ++i) {
    const RecipientOutcome& from = accepted.outcomes[i];
    auto outcome = outcomes[i];
    outcome.setRecipient(from.recipient);
    outcome.setOutcome(from.outcome);
    outcome.setCode(from.code);
    outcome.setSequence(from.sequence);
    outcome.setAgreement(from.agreement);
    auto rows = outcome.initRows(static_cast<unsigned>(from.rows.size()));
    for (unsigned j = 0; j < rows.size(); ++j) {
      rows[j].setPath(from.rows[j].path);
      rows[j].setOutcome(from.rows[j].outcome);
      rows[j].setGrantedBy(from.rows[j].granted_by);
      rows[j].setCappedBy(from.rows[j].capped_by);
      rows[j].setBecause(from.rows[j].because);
    }
  }
}
void write(wire::Frame::Builder out, const Refused& refused) {
  auto to = out.initRefused();
  if (refused.message) to.setMessageId(id_text(*refused.message));
  to.setCode(refused.code);
  write_texts(to.initWhere(static_cast<unsigned>(refused.where.size())), refused.where);
}
void write(wire::Frame::Builder out, const Deliver& deliver) {
  auto to = out.initDeliver();
  to.setDisclosure(to_data(deliver.disclosure.value().bytes));
  to.setPayload(to_data(deliver.payload));
  to.setReceipt(to_data(deliver.receipt));
  write_digests(to.initConsistency(static_cast<unsigned>(deliver.consistency.size())), deliver.consistency);
  to.setFromSize(deliver.from_size);
  if (deliver.witnessed.empty()) return;
  to.setWitnessed(deliver.witnessed);
  write_digests(to.initContinued(static_cast<unsigned>(deliver.continued.size())), deliver.continued);
}
void write(wire::Frame::Builder out, const SeenCheckpoint& seen) {
  auto to = out.initCheckpoint();
  to.setNote(seen.note);
  write_digests(to.initConsistency(static_cast<unsigned>(seen.consistency.size())), seen.consistency);
  to.setFromSize(seen.from_size);
}
void write(wire::Frame::Builder out, const Cosignature& cosignature) {
  auto to = out.initCosignature();
  to.setSize(cosignature.size);
  to.setLine(cosignature.line);
}
void write(wire::Frame::Builder out, const Ack& ack) {
  auto to = out.initAck();
  to.setDisclosure(to_data(ack.disclosure.value().bytes));
  to.setCheckpointSize(ack.checkpoint_size);
}
void write(wire::Frame::Builder out, const Nack& nack) {
  auto to = out.initNack();
  to.setDisclosure(to_data(nack.disclosure.value().bytes));
  to.setCode(nack.code);
}
void write(wire::Frame::Builder out, const Credit& credit) { out.initCredit().setCount(credit.count); }
void write(wire::Frame::Builder out, const Heartbeat&) { out.setHeartbeat(); }
void write(wire::Frame::Builder out, const Status& status) {
  auto to = out.initStatus();
  to.setSequence(status.sequence);
  to.setMessageId(id_text(status.message));
  to.setRecipient(status.recipient);
  to.setState(status.state);
  to.setCode(status.code);
  to.setAt(format_instant(status.at));
  to.setCallName(status.call_name);
  to.setCallNumber(status.call_number);
}
void write(wire::Frame::Builder out, const Noted& noted) { out.initNoted().setSequence(noted.sequence); }
void write(wire::Frame::Builder out, const Acknowledged& read) {
  auto to = out.initRead();
  to.setDisclosure(to_data(read.disclosure.value().bytes));
  to.setName(read.name);
  to.setTelephone(read.telephone);
  if (!read.did.empty()) to.setDid(read.did);
  if (!read.because.empty()) to.setBecause(read.because);
}
void write(wire::Frame::Builder out, const Ask& ask) {
  auto to = out.initAsk();
  to.setQuestion(ask.question);
  to.setReason(ask.reason);
  to.setFrom(ask.from);
  to.setCount(ask.count);
  to.setText(ask.text);
}
void write(wire::Frame::Builder out, const Answer& answer) {
  auto to = out.initAnswer();
  to.setCode(answer.code);
  to.setJson(answer.json);
  to.setBytes(to_data(answer.bytes));
  to.setMore(answer.more);
}

Accepted read_accepted(wire::Accepted::Reader from) {
  Accepted accepted{need_message(from.getMessageId()), from.getSequence(), {}};
  for (auto outcome : from.getOutcomes()) {
    RecipientOutcome to{text_of(outcome.getRecipient()), text_of(outcome.getOutcome()), text_of(outcome.getCode()),
                        outcome.getSequence(), {}, text_of(outcome.getAgreement())};
    for (auto row : outcome.getRows())
      to.rows.push_back({text_of(row.getPath()), text_of(row.getOutcome()), text_of(row.getGrantedBy()),
                         text_of(row.getCappedBy()), text_of(row.getBecause())});
    accepted.outcomes.push_back(std::move(to));
  }
  return accepted;
}

Frame read(wire::Frame::Reader frame) {
  switch (frame.which()) {
    case wire::Frame::NONE: throw Malformed{};
    case wire::Frame::HELLO: {
      const auto from = frame.getHello();
      return Hello{from.getProtocol(), text_of(from.getSoftware()), text_of(from.getCheckpoint()), from.getCredit(),
                   std::make_shared<const Secret<32>>(need<32>(from.getSession()))};
    }
    case wire::Frame::WELCOME: {
      const auto from = frame.getWelcome();
      Welcome welcome{from.getProtocol(), text_of(from.getCheckpoint()), read_digests(from.getConsistency()), from.getCredit(), {}};
      for (auto desk : from.getDesks())
        welcome.desks.push_back({text_of(desk.getType()), text_of(desk.getPurpose()), text_of(desk.getName()), text_of(desk.getNumber())});
      welcome.key_changes = read_texts(from.getKeyChanges());
      return welcome;
    }
    case wire::Frame::SUBMIT: {
      const auto from = frame.getSubmit();
      const auto secret = need<32>(from.getSecret());
      return Submit{bytes_of(from.getEnvelope()), bytes_of(from.getBody()), read_texts(from.getRecipients()),
                    SealSecret{secret},
                    Seal{Signature{need<64>(from.getSignature())}, KeyFingerprint{Digest{need<32>(from.getKey())}}}};
    }
    case wire::Frame::BOXED: return Boxed{bytes_of(frame.getBoxed().getBox())};
    case wire::Frame::ACCEPTED: return read_accepted(frame.getAccepted());
    case wire::Frame::REFUSED: {
      const auto from = frame.getRefused();
      std::optional<MessageId> message;
      if (from.hasMessageId()) message = need_message(from.getMessageId());
      return Refused{message, text_of(from.getCode()), read_texts(from.getWhere())};
    }
    case wire::Frame::DELIVER: {
      const auto from = frame.getDeliver();
      return Deliver{DisclosureId{Digest{need<32>(from.getDisclosure())}}, bytes_of(from.getPayload()),
                     bytes_of(from.getReceipt()), read_digests(from.getConsistency()), from.getFromSize(),
                     text_of(from.getWitnessed()), read_digests(from.getContinued())};
    }
    case wire::Frame::CHECKPOINT: {
      const auto from = frame.getCheckpoint();
      return SeenCheckpoint{text_of(from.getNote()), read_digests(from.getConsistency()), from.getFromSize()};
    }
    case wire::Frame::COSIGNATURE: {
      const auto from = frame.getCosignature();
      return Cosignature{from.getSize(), text_of(from.getLine())};
    }
    case wire::Frame::ACK:
      return Ack{DisclosureId{Digest{need<32>(frame.getAck().getDisclosure())}}, frame.getAck().getCheckpointSize()};
    case wire::Frame::NACK:
      return Nack{DisclosureId{Digest{need<32>(frame.getNack().getDisclosure())}}, text_of(frame.getNack().getCode())};
    case wire::Frame::CREDIT: return Credit{frame.getCredit().getCount()};
    case wire::Frame::HEARTBEAT: return Heartbeat{};
    case wire::Frame::STATUS: {
      const auto from = frame.getStatus();
      return Status{from.getSequence(), need_message(from.getMessageId()), text_of(from.getRecipient()),
                    text_of(from.getState()), text_of(from.getCode()), need_instant(from.getAt()),
                    text_of(from.getCallName()), text_of(from.getCallNumber())};
    }
    case wire::Frame::NOTED: return Noted{frame.getNoted().getSequence()};
    case wire::Frame::READ: {
      const auto from = frame.getRead();
      return Acknowledged{DisclosureId{Digest{need<32>(from.getDisclosure())}}, text_of(from.getName()),
                          text_of(from.getTelephone()), text_of(from.getDid()), text_of(from.getBecause())};
    }
    case wire::Frame::ASK: {
      const auto from = frame.getAsk();
      return Ask{text_of(from.getQuestion()), text_of(from.getReason()), from.getFrom(), from.getCount(), text_of(from.getText())};
    }
    case wire::Frame::ANSWER: {
      const auto from = frame.getAnswer();
      return Answer{text_of(from.getCode()), text_of(from.getJson()), bytes_of(from.getBytes()), from.getMore()};
    }
  }
  throw Malformed{};  // a kind of frame newer than this program
}

}  // namespace

Bytes encode_frame(const Frame& frame) {
  capnp::MallocMessageBuilder builder;
  const auto root = builder.initRoot<wire::Frame>();
  std::visit([&](const auto& body) { write(root, body); }, frame);
  return flat_bytes(builder);
}

Bytes box_frame(const Secret<32>& session, ByteView frame) {
  return encode_frame(Boxed{aead_seal(session, as_bytes("concordat frame 1"), frame)});
}

std::optional<Bytes> open_boxed(const Secret<32>& session, const Boxed& boxed) {
  return aead_open(session, as_bytes("concordat frame 1"), boxed.box);
}

Result<Frame, FrameError> decode_frame(ByteView bytes) {
  if (bytes.size() > frame_bytes_max) return Fail{FrameError::too_large};
  try {
    const FlatBytes flat{bytes};
    return read(flat.root<wire::Frame>());
  } catch (const kj::Exception&) {
    return Fail{FrameError::malformed};
  } catch (const Malformed&) {
    return Fail{FrameError::malformed};
  }
}

}  // namespace concordat::schemas
