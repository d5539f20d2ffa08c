// Verification as the pipeline sees it: frames go in, submissions or errors come out, not always in order.
// A pool of threads in production, inline in the simulator.
#pragma once

#include <memory>
#include <optional>

#include "broker/network.h"
#include "schemas/decode.h"
#include "schemas/directory.h"

namespace concordat::broker {

struct ToVerify {
  Session session;
  schemas::AgencyId agency;
  Instant received;
  std::shared_ptr<const schemas::Directory> directory;  // as it was when the frame came
  schemas::Submit submit;
};

struct Verified {
  Session session;
  schemas::AgencyId agency;
  Result<std::shared_ptr<const schemas::Submission>, schemas::DecodeError> outcome;
  Digest content;  // SHA-256 of the seal's signature
  Bytes frame;     // the Submit frame, should it have to wait
};

Verified verify(ToVerify work);  // pure

class Verifier {
public:
  virtual ~Verifier() = default;
  virtual bool offer(ToVerify work) = 0;  // false: the queue is full
  virtual std::optional<Verified> take() = 0;
  virtual std::size_t waiting() const = 0;
};

}  // namespace concordat::broker
