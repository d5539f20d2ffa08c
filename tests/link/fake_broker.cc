#include "tests/link/fake_broker.h"

#include <algorithm>

namespace concordat::link {

using namespace std::chrono_literals;

unsigned FakeBroker::draw() {
  state_ = state_ * 6364136223846793005U + 1442695040888963407U;
  return static_cast<unsigned>((state_ >> 33) % 1000);
}

void FakeBroker::tell(const schemas::Frame& frame) {
  if (draw() < weather_.lost) return;
  const Bytes bytes = schemas::encode_frame(frame);
  const bool is_doubled = draw() < weather_.doubled;
  for (int i = 0; i < (is_doubled ? 2 : 1); ++i) {
    if (draw() < weather_.reordered && !to_link_.empty()) to_link_.insert(to_link_.end() - 1, bytes);
    else to_link_.push_back(bytes);
  }
}

bool FakeBroker::send(ByteView bytes) {
  if (!is_reachable) return false;
  if (draw() < weather_.lost) return true;
  auto frame = schemas::decode_frame(bytes);
  EXPECT_TRUE(frame) << "the link sent a malformed frame";
  if (!frame) return true;
  if (const auto* hello = std::get_if<schemas::Hello>(&*frame)) {
    take(*hello);
    return true;
  }
  if (!is_greeted_) {
    tell(schemas::Refused{std::nullopt, "say-hello", {}});
    return true;
  }
  if (const auto* submit = std::get_if<schemas::Submit>(&*frame)) take(*submit, bytes);
  if (const auto* ack = std::get_if<schemas::Ack>(&*frame)) {
    ++acks[ack->disclosure];
    std::erase_if(outgoing_, [&](const Outgoing& o) { return o.id == ack->disclosure; });
  }
  if (const auto* nack = std::get_if<schemas::Nack>(&*frame)) {
    nacks[nack->disclosure] = nack->code;
    std::erase_if(outgoing_, [&](const Outgoing& o) { return o.id == nack->disclosure; });
  }
  if (const auto* seen = std::get_if<schemas::Noted>(&*frame)) {
    noted.insert(seen->sequence);
    statuses_.erase(seen->sequence);
  }
  if (const auto* person = std::get_if<schemas::Acknowledged>(&*frame); person != nullptr && !loses_acknowledgements) {
    acknowledged.push_back(*person);
    tell(*person);
  }
  if (const auto* window = std::get_if<schemas::Credit>(&*frame)) credits.push_back(*window);
  if (const auto* word = std::get_if<schemas::Cosignature>(&*frame)) cosignatures.push_back(*word);
  if (std::holds_alternative<schemas::Heartbeat>(*frame)) ++heartbeats;
  return true;
}

void FakeBroker::take(const schemas::Hello& hello) {
  ++hellos;
  const auto held = audit::verify_checkpoint(hello.checkpoint, key_of(log_seed).verify_key());
  const std::uint64_t from = held ? held->size : 0;
  is_greeted_ = true;
  sent_size_ = log.size();
  for (Outgoing& out : outgoing_) out.due = clock_.now();
  if (fakes_history) {
    MemoryLog other;
    while (other.size() < log.size() + 1) other.append(disclosed_entry(schemas::DisclosureId{Digest{}}, police, school, clock_.now()));
    tell(schemas::Welcome{schemas::protocol_version, other.note(other.size()), other.consistency(from, other.size()), credit, {}});
    return;
  }
  tell(schemas::Welcome{schemas::protocol_version, log.note(log.size()), log.consistency(from, log.size()), credit,
                        {{"referral", "channel-referral", "Duty desk", "020 7946 0000"}}, key_changes});
}

void FakeBroker::take(const schemas::Submit& submit, ByteView frame) {
  const auto read = schemas::Decoder::decode(submit, [](const schemas::AgencyId&, const schemas::KeyFingerprint&) {
    return std::optional{key_of(school_seed).verify_key()};
  });
  ASSERT_TRUE(read) << read.error().code;
  const schemas::MessageId id = (*read)->envelope().id;
  ++submissions[id];
  const auto [first, is_new] = frames.emplace(id, to_bytes(frame));
  if (!is_new && !std::equal(first->second.begin(), first->second.end(), frame.begin(), frame.end())) changed_bytes = true;
  std::size_t unanswered = 0;
  for (const auto& [known, bytes] : frames) unanswered += accepted.contains(known) ? 0 : 1;
  most_in_flight = std::max(most_in_flight, unanswered);
  if (holds_answers) return;
  if (!refusals.empty() && !accepted.contains(id)) {
    const std::string code = refusals.front();
    refusals.pop_front();
    frames.erase(id);
    tell(schemas::Refused{refuses_unnamed ? std::nullopt : std::optional{id}, code, {"subject.birthDate"}});
    return;
  }
  auto answer = accepted.find(id);
  if (answer == accepted.end()) {
    audit::Entry entry;
    entry.kind = audit::EventKind::accepted;
    entry.actor = link_.value();
    const std::uint64_t sequence = log.append(entry).value();
    schemas::Accepted made{id, sequence, {}};
    for (const std::string& recipient : submit.recipients)
      made.outcomes.push_back({recipient, "disclosed", "", sequence + 1, {{"subject.birthDate", "full", "grant dob", "", ""}}, "prevent/3"});
    answer = accepted.emplace(id, std::move(made)).first;
  }
  tell(answer->second);
}

std::optional<Bytes> FakeBroker::receive(std::chrono::milliseconds timeout) {
  if (is_reachable && !is_slow) send_due();
  if (!is_reachable || is_slow || to_link_.empty()) {
    clock_.at += timeout;
    return std::nullopt;
  }
  Bytes frame = std::move(to_link_.front());
  to_link_.pop_front();
  return frame;
}

void FakeBroker::reconnect() {
  ++reconnects;
  to_link_.clear();
  is_greeted_ = false;
}

void FakeBroker::deliver(const schemas::Message& message) {
  Bytes payload = test_payload(message, link_, key_of(school_seed));
  const schemas::DisclosureId id = schemas::disclosure_id(log_origin, link_, payload);
  const audit::Sequence sequence = log.append(disclosed_entry(id, school, link_, clock_.now()));
  outgoing_.push_back({std::move(payload), id, sequence, clock_.now()});
}

void FakeBroker::say_status(const schemas::MessageId& message, std::string state) {
  audit::Entry entry;
  entry.kind = audit::EventKind::delivered;
  const std::uint64_t sequence = log.append(entry).value();
  statuses_.emplace(sequence, schemas::Status{sequence, message, police.value(), std::move(state), "", clock_.now()});
  statuses_due_ = clock_.now();
}

void FakeBroker::send_due() {
  if (!is_greeted_) return;
  for (Outgoing& out : outgoing_) {
    if (out.due > clock_.now()) continue;
    out.due = clock_.now() + 2s;
    const std::uint64_t size = log.size();
    tell(schemas::Deliver{out.id, out.payload, log.receipt(out.sequence, size), log.consistency(sent_size_, size), sent_size_, witnessed, continued});
    sent_size_ = size;
  }
  if (statuses_due_ > clock_.now()) return;
  for (const auto& [sequence, status] : statuses_) tell(status);
  statuses_due_ = clock_.now() + 2s;
}

}  // namespace concordat::link
