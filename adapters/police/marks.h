// What a NIEM document is marked: how sensitive its data are and to whom they may be passed. The marks
// become our marking and restrictions on every part the message has so far; ignorance restricts.
#pragma once

#include "adapters/police/reading.h"

namespace concordat::adapters::police {

// DataSensitivity anywhere in `document`; DisseminationCriteriaValue among the children of `metadata`.
// Above OFFICIAL-SENSITIVE is a problem. To be called when everything else has been read.
void obey_marks(Reading& reading, const XmlElement& document, const XmlElement& metadata,
                Translation& translation);

// One restriction of one part, for a mark at `from`.
void restrict_part(Reading& reading, std::string_view part, std::string_view strength,
                   std::string_view reason, const XmlElement& from);

}  // namespace concordat::adapters::police
