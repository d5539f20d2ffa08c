// A Submission is a message whose frame decoded, whose seal verified and whose every field is in the
// field table: the message exactly as its sender committed to it. Only the Decoder makes one. It is
// move-only and nothing encodes it: it can enter the broker, but it cannot leave.
//
// Immutable once made; may be read from any thread.
#pragma once

#include <memory>

#include "base/passkey.h"
#include "schemas/message.h"
#include "schemas/seal.h"

namespace concordat::schemas {

class Decoder;

class Submission {
public:
  Submission(Passkey<Decoder>, Message message, Sealed sealed) : message_(std::move(message)), sealed_(std::move(sealed)) {}
  Submission(Submission&&) noexcept = default;
  Submission& operator=(Submission&&) noexcept = default;
  Submission(const Submission&) = delete;
  Submission& operator=(const Submission&) = delete;

  const Envelope& envelope() const { return message_.envelope; }
  const Body& body() const { return message_.body; }
  const Message& message() const { return message_; }
  const Sealed& sealed() const { return sealed_; }

private:
  Message message_;
  Sealed sealed_;
};

}  // namespace concordat::schemas
