#include "adapters/police/marks.h"

#include <algorithm>

#include "base/text.h"

namespace concordat::adapters::police {
namespace {

void restrict_all(Reading& reading, std::string_view strength, std::string_view reason,
                  const XmlElement& mark) {
  const std::set<std::string, std::less<>> parts = reading.parts();  // as written, before this adds its own
  for (const std::string& part : parts) restrict_part(reading, part, strength, reason, mark);
}

}  // namespace

void restrict_part(Reading& reading, std::string_view part, std::string_view strength,
                   std::string_view reason, const XmlElement& from) {
  const ElementIndex restriction = reading.add("sourceRestrictions");
  reading.say("sourceRestrictions.path", part, from, restriction);
  reading.say("sourceRestrictions.strength", strength, from, restriction);
  reading.say("sourceRestrictions.reason", reason, from, restriction);
}

void obey_marks(Reading& reading, const XmlElement& document, const XmlElement& metadata,
                Translation& translation) {
  const XmlElement& sensitivity = document.descendant("DataSensitivity");
  const std::string mark = to_upper(sensitivity.text);
  const auto is_any = [&](std::initializer_list<std::string_view> marks) {
    return std::find(marks.begin(), marks.end(), mark) != marks.end();
  };
  if (is_any({"C", "S", "TS", "CONFIDENTIAL", "SECRET", "TOP SECRET"}))
    reading.problem("invalid-value", sensitivity,
                    "is marked above OFFICIAL-SENSITIVE: such a document may not be sent this way");
  const bool is_sensitive = is_any({"SBU", "LES", "FOUO", "CUI"});
  if (is_sensitive) translation.marking = schemas::Marking::official_sensitive;
  const bool is_unknown = !is_sensitive && !is_any({"", "U", "UNCLASSIFIED"});

  const XmlElement* red = nullptr;
  const XmlElement* yellow = nullptr;
  for (const XmlElement* criteria : metadata.all("DisseminationCriteriaValue")) {
    const XmlElement& colour = criteria->child("DisseminationCriteriaText");
    if (iequals(colour.text, "Red")) red = &colour;
    if (iequals(colour.text, "Yellow")) yellow = &colour;
    reading.pass_over(*criteria);
  }
  if (is_unknown)
    restrict_all(reading, "absolute", "dataSensitivity", sensitivity);
  else if (red != nullptr)
    restrict_all(reading, "absolute", "onwardNotAllowed", *red);
  else if (yellow != nullptr)
    restrict_all(reading, "liftable", "onwardNotAllowed", *yellow);
}

}  // namespace concordat::adapters::police
