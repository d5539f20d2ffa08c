// Recalling: a Recall goes to everybody who had what it recalls, as the log knows, and to nobody else; no clause, lapse or
// suspension stands in its way. What of the message has not left yet stays. Each answer is written down, and whoever has not
// answered can be listed. It stops for an officer where somebody in the message is not to be told.
//
// Its work is alone in its tick, with nothing in flight: what the log holds is then all there is.
#pragma once

#include "broker/core.h"
#include "broker/delivery.h"
#include "broker/past.h"
#include "broker/tick.h"
#include "broker/watching.h"

namespace concordat::broker {

struct RecallAsked {
  std::shared_ptr<const schemas::Submission> submission;
  ByteView frame;  // the Submit frame, should it have to wait for an officer
  Instant accepted;
};

class Recalling {
public:
  Recalling(Core& core, Delivery& delivery) : core_(core), delivery_(delivery), watching_(core) {}

  struct Objection {
    std::string_view code;  // of docs/codes.md
    std::vector<std::string> where;
  };
  Result<PastMessage, Objection> look_up(const schemas::Submission& submission) const;

  std::size_t recipients(const schemas::Submission& submission, const PastMessage& past) const;
  // The entries that answer the submission first, one for each recipient, then whatever else there is to record.
  std::vector<schemas::RecipientOutcome> carry_out(const RecallAsked& asked, const PastMessage& past, Tick& tick);

  // An officer of the sender's agency, of one that waits for them. A code of docs/codes.md if it cannot be.
  std::string release(std::uint64_t record, const schemas::Officer& officer, Tick& tick);
  std::string refuse(std::uint64_t record, const schemas::Officer& officer, Tick& tick);

  // A message just recorded in which an address is confidential: where the sender let one out before that was not, the recall of
  // that is due, and the sender's link is told so, which makes it: only the sender can seal one.
  static bool may_be_due(const schemas::Body& body);
  void find_due(const schemas::Message& message, Tick& tick);

private:
  std::map<schemas::AgencyId, policy::PastDisclosure> whom(const schemas::RecallOrder& order, const PastMessage& past) const;
  schemas::RecipientOutcome disclose(const RecallAsked& asked, const schemas::AgencyId& to, const policy::PastDisclosure& past, RecallRow& row, Tick& tick);
  schemas::RecipientOutcome hold(const RecallAsked& asked, const schemas::AgencyId& to, Tick& tick);
  void record(RecallRow row, const RecallAsked& asked, std::uint64_t about, Tick& tick);
  void withdraw(const schemas::RecallOrder& order, const PastMessage& past, Tick& tick);
  void withdraw_waiting(const schemas::MessageId& message, const PastMessage& past, Tick& tick);
  void end_waiting(std::uint64_t sequence, const schemas::MessageId& message, const PastMessage& past, std::string_view recipient, Tick& tick);
  struct Opened {
    RecallRow row;
    RecallContent content;
    std::shared_ptr<const schemas::Submission> submission;
  };
  Result<Opened, std::string_view> open(std::uint64_t record, const schemas::Officer& officer) const;

  Core& core_;
  Delivery& delivery_;
  Watching watching_;
};

// The recipient's link has the Recall of that disclosure.
void note_recall_delivered(Core& core, const schemas::DisclosureId& disclosure, Tick& tick);
// A person or system of the recipient's has acted on it: `answer_record` is the entry that says so.
void note_recall_answer(Core& core, const schemas::DisclosureId& disclosure, schemas::RecallAnswer answer, std::uint64_t answer_record, Tick& tick);

}  // namespace concordat::broker
