// Values that a document gives under the model's own positional paths, "subject.names[1].given", as our renderers write what
// a native format has no place for. They are gathered first and written together, so that elements stand in the order of
// their numbers, whatever order the document says them in.
//
//   std::vector<Placed> values{{"subject.names[0].given", "Amara", "line 12, GivenName"}, …};
//   std::vector<std::string> unknown = write_placed(values, draft);
#pragma once

#include <string>
#include <vector>

#include "schemas/draft.h"

namespace concordat::adapters {

struct Placed {
  std::string path;
  std::string value;  // binary in base64
  std::string where;  // its place in the document
};

// Gives back the places of those whose path is of no field of ours. Problems of the draft: those of its `set`, base64 that is none
// (invalid-value), and a wrong NHS number (invalid-nhs-number).
std::vector<std::string> write_placed(const std::vector<Placed>& values, schemas::Draft& draft);

}  // namespace concordat::adapters
