#include "adapters/link/records.h"

#include <algorithm>

namespace concordat::link {
namespace {

using schemas::MessageId;

constexpr std::uint8_t submission_version = 1;
constexpr std::uint8_t record_version = 1;

void put_u8(Bytes& out, std::uint8_t value) { out.push_back(static_cast<std::byte>(value)); }
void put_text(Bytes& out, std::string_view text) { put_sized(out, as_bytes(text)); }
std::string text(ByteReader& in) { return std::string{as_text(in.sized())}; }

void put_id(Bytes& out, const MessageId& id) { put_bytes(out, id.value().bytes); }
MessageId id(ByteReader& in) {
  Uuid uuid{};
  const ByteView bytes = in.take(uuid.bytes.size());
  std::copy(bytes.begin(), bytes.end(), uuid.bytes.begin());
  return MessageId{uuid};
}

void put_origin(Bytes& out, const Origin& origin) {
  for (const std::string* part : {&origin.native, &origin.place, &origin.reference, &origin.original}) put_text(out, *part);
}
Origin origin(ByteReader& in) {
  Origin out;
  for (std::string* part : {&out.native, &out.place, &out.reference, &out.original}) *part = text(in);
  return out;
}

// The frames themselves are the broker's words: kept as it encoded them, so that nothing of them is lost.
void put_frame(Bytes& out, const std::optional<schemas::Frame>& frame) {
  put_sized(out, frame ? ByteView{schemas::encode_frame(*frame)} : ByteView{});
}

}  // namespace

bool Record::settled() const {
  if (refused) return true;
  if (!accepted) return false;
  return std::all_of(accepted->outcomes.begin(), accepted->outcomes.end(), [&](const schemas::RecipientOutcome& outcome) {
    return outcome.outcome == "refused" ||
           std::any_of(statuses.begin(), statuses.end(), [&](const schemas::Status& status) {
             return status.recipient == outcome.recipient && (status.state == "delivered" || status.state == "returned" || status.state == "refused");
           });
  });
}

Bytes encode_submission(const Submission& submission) {
  Bytes out;
  put_u8(out, submission_version);
  put_id(out, submission.id);
  put_u8(out, static_cast<std::uint8_t>(submission.urgency));
  put_origin(out, submission.origin);
  put_sized(out, submission.frame);
  return out;
}

std::optional<Submission> decode_submission(ByteView bytes) {
  ByteReader in{bytes};
  if (in.u8() != submission_version) return std::nullopt;
  const MessageId message = id(in);
  const std::uint8_t urgency = in.u8();
  Origin from = origin(in);
  Bytes frame = to_bytes(in.sized());
  if (!in.done() || urgency > static_cast<std::uint8_t>(schemas::Urgency::emergency)) return std::nullopt;
  return Submission{message, static_cast<schemas::Urgency>(urgency), std::move(from), std::move(frame)};
}

Bytes encode_record(const Record& record) {
  Bytes out;
  put_u8(out, record_version);
  put_id(out, record.id);
  put_origin(out, record.origin);
  put_frame(out, record.accepted ? std::optional<schemas::Frame>{*record.accepted} : std::nullopt);
  put_frame(out, record.refused ? std::optional<schemas::Frame>{*record.refused} : std::nullopt);
  put_u32(out, static_cast<std::uint32_t>(record.statuses.size()));
  for (const schemas::Status& status : record.statuses) put_frame(out, schemas::Frame{status});
  return out;
}

std::optional<Record> decode_record(ByteView bytes) {
  ByteReader in{bytes};
  if (in.u8() != record_version) return std::nullopt;
  Record record{.id = id(in), .origin = origin(in), .accepted = {}, .refused = {}, .statuses = {}};
  std::vector<ByteView> frames{in.sized(), in.sized()};
  const std::uint32_t statuses = in.u32();
  for (std::uint32_t i = 0; i < statuses && in.ok(); ++i) frames.push_back(in.sized());
  if (!in.done()) return std::nullopt;
  for (std::size_t i = 0; i < frames.size(); ++i) {
    if (frames[i].empty() && i < 2) continue;
    auto frame = schemas::decode_frame(frames[i]);
    if (!frame) return std::nullopt;
    if (i == 0 && std::holds_alternative<schemas::Accepted>(*frame)) record.accepted = std::get<schemas::Accepted>(std::move(*frame));
    else if (i == 1 && std::holds_alternative<schemas::Refused>(*frame)) record.refused = std::get<schemas::Refused>(std::move(*frame));
    else if (i > 1 && std::holds_alternative<schemas::Status>(*frame)) record.statuses.push_back(std::get<schemas::Status>(*frame));
    else return std::nullopt;
  }
  return record;
}

}  // namespace concordat::link
