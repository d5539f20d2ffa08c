// A Submission moves on; no second one can be made of it.
// expect: deleted
#include <utility>

#include "schemas/submission.h"

using concordat::schemas::Submission;

Submission hand_on(Submission submission) { return submission; }

void twice(Submission submission) {
  Submission moved = std::move(submission);
#ifdef OFFENCE
  Submission copied = moved;
#endif
  hand_on(std::move(moved));
}
