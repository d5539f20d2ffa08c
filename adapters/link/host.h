// Host: whoever a link works for. It hears of answers, deliveries and alarms; what it stores must be on disk when it
// returns. A failure is tried again later, with the same thing, so everything here must bear being done twice.
#pragma once

#include <string>
#include <string_view>

#include "adapters/link/records.h"
#include "audit/entry.h"
#include "base/file.h"
#include "base/result.h"
#include "schemas/delivered.h"

namespace concordat::link {

struct Delivery {
  schemas::DisclosureId id;
  const schemas::Delivered& delivered;
  ByteView receipt;
  audit::Sequence sequence;
};

// Something that a person must look at. The evidence may hold values: owner-only, and never into a log.
struct Alarm {
  std::string_view code;
  std::string subject;  // a disclosure or message id; may be empty
  Bytes evidence;
};

class Host {
public:
  virtual ~Host() = default;
  // The message was answered, or its status changed.
  virtual Result<Unit, FileError> take_record(const Record& record) = 0;
  virtual Result<Unit, FileError> take_delivery(const Delivery& delivery) = 0;
  virtual void raise(const Alarm& alarm) = 0;
  // For the log: a stable code and an id, never a value.
  virtual void note(std::string_view code, std::string_view subject) = 0;
};

}  // namespace concordat::link
