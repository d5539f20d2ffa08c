// Frames: what a link and the broker say to each other, as plain values. Reading is bounded and total:
// a frame that lies about its size, nests deeply or holds a field of the wrong length is `malformed`.
// docs/wire-format.md is normative.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/crypto.h"
#include "base/result.h"
#include "schemas/ids.h"
#include "schemas/seal.h"

namespace concordat::schemas {

inline constexpr std::uint16_t protocol_version = 1;
inline constexpr std::size_t frame_bytes_max = 8U * 1024 * 1024;

struct Hello {
  std::uint16_t protocol = protocol_version;
  std::string software;
  std::string checkpoint;  // signed note; empty on the link's first day
  std::uint32_t credit = 0;
  std::shared_ptr<const Secret<32>> session;  // made by the link; key of what the broker sends it
};
// A frame sealed for one session. A ROUTER finds a peer by its routing id alone, and a peer may choose
// its own: so what is meant for one link is unreadable to whoever might be found in its place.
struct Boxed {
  Bytes box;
};
// Of a pathway that an agency may use: whom its people call when a message of that type and purpose does not arrive.
struct Desk {
  std::string type;
  std::string purpose;
  std::string name;
  std::string number;
  friend auto operator<=>(const Desk&, const Desk&) = default;
};
struct Welcome {
  std::uint16_t protocol = protocol_version;
  std::string checkpoint;
  std::vector<Digest> consistency;
  std::uint32_t credit = 0;
  std::vector<Desk> desks = {};
  std::vector<std::string> key_changes = {};  // of the log's key, as notes
};
struct Submit {
  Bytes envelope;
  Bytes body;
  std::vector<std::string> recipients;
  SealSecret secret;
  Seal seal;
};
struct Row {
  std::string path;
  std::string outcome;
  std::string granted_by;
  std::string capped_by;
  std::string because;
  friend bool operator==(const Row&, const Row&) = default;
};
struct RecipientOutcome {
  std::string recipient;
  std::string outcome;  // disclosed, refused, waiting
  std::string code;
  std::uint64_t sequence = 0;
  std::vector<Row> rows;
  std::string agreement;
  friend bool operator==(const RecipientOutcome&, const RecipientOutcome&) = default;
};
struct Accepted {
  MessageId message;
  std::uint64_t sequence = 0;
  std::vector<RecipientOutcome> outcomes;
};
struct Refused {
  std::optional<MessageId> message;
  std::string code;
  std::vector<std::string> where;
};
struct Deliver {
  DisclosureId disclosure;
  Bytes payload;
  Bytes receipt;
  std::vector<Digest> consistency;
  std::uint64_t from_size = 0;
  std::string witnessed = {};               // an earlier checkpoint, with the cosignatures of other agencies
  std::vector<Digest> continued = {};       // from it to the receipt's
};
struct SeenCheckpoint {  // pushed to a link that gets no deliveries
  std::string note;
  std::vector<Digest> consistency;
  std::uint64_t from_size = 0;
};
struct Cosignature {
  std::uint64_t size = 0;
  std::string line;
};
struct Ack {
  DisclosureId disclosure;
  std::uint64_t checkpoint_size = 0;
};
struct Nack {
  DisclosureId disclosure;
  std::string code;
};
struct Credit {
  std::uint32_t count = 0;
};
struct Heartbeat {};
struct Status {
  std::uint64_t sequence = 0;
  MessageId message;
  std::string recipient;
  std::string state;  // delivered, acknowledged, returned, released, not-delivered, held; of a Recall what was done; recall-due
  std::string code;
  Instant at;
  std::string call_name = {};  // of not-delivered and returned: whom to call instead
  std::string call_number = {};
};
struct Noted {
  std::uint64_t sequence = 0;
};
// From a link: this person has it, or of a Recall: has acted on it. The same back to the link: that is on disk.
struct Acknowledged {
  DisclosureId disclosure;
  std::string name;
  std::string telephone;
  std::string did = {};      // of a Recall: erased, rectified, restricted, not-done; empty: it was read
  std::string because = {};  // of not-done: why, in words
  friend bool operator==(const Acknowledged&, const Acknowledged&) = default;
};
struct Ask {
  std::string question;
  std::string reason;
  std::uint64_t from = 0;
  std::uint32_t count = 0;
  std::string text;
};
struct Answer {
  std::string code;  // empty: answered
  std::string json;
  Bytes bytes;
  bool more = false;
};

using Frame = std::variant<Hello, Welcome, Submit, Accepted, Refused, Deliver, Ack, Nack, Credit, Heartbeat, Status,
                           Noted, Acknowledged, Ask, Answer, Boxed, SeenCheckpoint, Cosignature>;

Bytes encode_frame(const Frame& frame);
// AES-256-GCM under the session's key. Opening gives nothing if it is not of this session.
Bytes box_frame(const Secret<32>& session, ByteView frame);
std::optional<Bytes> open_boxed(const Secret<32>& session, const Boxed& boxed);
enum class FrameError { malformed, too_large };
Result<Frame, FrameError> decode_frame(ByteView bytes);

}  // namespace concordat::schemas
