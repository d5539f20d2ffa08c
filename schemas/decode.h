// Decode: the one door through which a message enters. A Submit frame becomes a Submission only if its
// envelope and body are canonical, every field is known and well-formed, the recipients open the
// commitments, and the sender's seal holds over all of it. Pure; thread-safe: the broker runs it in a pool.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "schemas/frame.h"
#include "schemas/payload.h"
#include "schemas/submission.h"

namespace concordat::schemas {

struct DecodeError {
  std::string code;                  // of docs/codes.md: malformed, not-canonical, unknown-key, bad-seal, …
  std::vector<std::string> where;    // fields at fault; never a value
  std::optional<MessageId> message;  // where the frame was read so far
};

class Decoder {
public:
  static Result<std::shared_ptr<const Submission>, DecodeError> decode(const Submit& submit, const KeyLookup& key_of);
};

// The other side: a sender's link commits, signs and writes the frame. Nothing if the message is too
// large for a seal (more than 4096 field views) or names more than 32 recipients.
std::optional<Submit> seal_message(const Message& message, const SigningKey& key);

}  // namespace concordat::schemas
