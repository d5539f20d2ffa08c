// Only the Decoder makes a Submission: what did not verify cannot be treated as if it had.
// expect: private
#include <utility>

#include "schemas/submission.h"

using namespace concordat::schemas;

Submission decode(concordat::Passkey<Decoder> key, Message message, Sealed sealed) {
  return Submission{key, std::move(message), std::move(sealed)};
}
#ifdef OFFENCE
Submission make_up(Message message, Sealed sealed) { return Submission{{}, std::move(message), std::move(sealed)}; }
#endif
