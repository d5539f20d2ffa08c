#include "adapters/told.h"

#include "schemas/codes.h"

namespace concordat::adapters {

std::string meaning_of(const Told& told) {
  const schemas::CodeEntry* entry = schemas::find_code(told.code);
  return entry == nullptr ? told.code : std::string{entry->meaning};
}

std::string sentence_of(const Told& told) {
  std::string out = "NOT DELIVERED";
  if (!told.recipient.empty()) out += " to " + told.recipient;
  out += ". ";
  if (!told.call_name.empty()) out += "Call " + told.call_name + " on " + told.call_number + ", now. ";
  else out += "Call the recipient by telephone, now. ";
  return out + "Why: " + meaning_of(told);
}

}  // namespace concordat::adapters
