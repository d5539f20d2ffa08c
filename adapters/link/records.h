// Records: what the spool keeps on disk about a submission, and how they are encoded. Version byte first, lengths
// before texts, nothing after the end; a file that is not exactly so is no record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "schemas/frame.h"
#include "schemas/vocabulary.h"

namespace concordat::link {

// Where a message came from, for whoever must find the document again.
struct Origin {
  std::string native;     // the native document's file name
  std::string place;      // where in it the message began
  std::string reference;  // the sending system's own; empty if none
  std::string original;   // the name the document is kept under
  friend bool operator==(const Origin&, const Origin&) = default;
};

// A submission on its way: the bytes that are sent, and sent again, until they are answered.
struct Submission {
  schemas::MessageId id;
  schemas::Urgency urgency = schemas::Urgency::routine;
  Origin origin;
  Bytes frame;  // holds the seal's secret: owner-only, and erased once settled
};

// What became of a message so far. Statuses are sorted by sequence, each sequence once.
struct Record {
  schemas::MessageId id;
  Origin origin;
  std::optional<schemas::Accepted> accepted;
  std::optional<schemas::Refused> refused;  // final
  std::vector<schemas::Status> statuses;

  bool answered() const { return accepted || refused; }
  // Refused; or every recipient was refused, has it, or had it returned.
  bool settled() const;
};

Bytes encode_submission(const Submission& submission);
std::optional<Submission> decode_submission(ByteView bytes);
Bytes encode_record(const Record& record);
std::optional<Record> decode_record(ByteView bytes);

}  // namespace concordat::link
