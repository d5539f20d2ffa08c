#include "adapters/probation/details.h"

namespace concordat::adapters::probation {
namespace {

struct Mark {
  const Json* absolute = nullptr;   // only named staff may see the record
  const Json* liftable = nullptr;   // named staff may not
  const Json* sensitive = nullptr;  // a case note that only staff of some roles may see
};

void find_marks(const Json& document, Mark& mark) {
  const Json& limited = document["limitedAccess"];
  for (const Json* only : {&document["limitedAccessOffender"], &document["currentRestriction"]})
    if (only->is_yes()) mark.absolute = only;
  // Inside the record, or the answer to an enquiry about access alone.
  for (const Json* holder : {&limited, &document}) {
    if (!(*holder)["restrictedTo"].items.empty()) mark.absolute = &(*holder)["restrictedTo"];
    if (!(*holder)["excludedFrom"].items.empty()) mark.liftable = &(*holder)["excludedFrom"];
  }
  if (document["currentExclusion"].is_yes()) mark.liftable = &document["currentExclusion"];
  if (document["sensitive"].is_yes()) mark.sensitive = &document["sensitive"];
}

}  // namespace

bool is_marked(const Json& document) {
  Mark mark;
  find_marks(document, mark);
  return mark.absolute != nullptr || mark.liftable != nullptr || mark.sensitive != nullptr;
}

void read_restrictions(Reading& reading, const std::vector<const Json*>& documents) {
  Mark mark;
  for (const Json* document : documents) {
    find_marks(*document, mark);
    // The staff's own wording names colleagues and cases; the restriction is what counts.
    for (std::string_view key : {"restrictionMessage", "exclusionMessage", "restrictedTo", "excludedFrom", "limitedAccess",
                                 "limitedAccessOffender", "currentRestriction", "currentExclusion", "sensitive"})
      reading.pass_over((*document)[key]);
  }
  const Json* const from = mark.absolute != nullptr ? mark.absolute : mark.liftable != nullptr ? mark.liftable : mark.sensitive;
  if (from == nullptr) return;
  const std::set<std::string, std::less<>> parts = reading.parts();  // as written, before this adds its own
  for (const std::string& part : parts) {
    const ElementIndex restriction = reading.add("sourceRestrictions");
    reading.say("sourceRestrictions.path", part, *from, restriction);
    reading.say("sourceRestrictions.strength", mark.absolute != nullptr ? "absolute" : "liftable", *from,
                restriction);
    reading.say("sourceRestrictions.reason",
                from == mark.absolute ? "limitedAccessOffender" : from == mark.liftable ? "excludedUsers" : "other", *from, restriction);
  }
}

}  // namespace concordat::adapters::probation
