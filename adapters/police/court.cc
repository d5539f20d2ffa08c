#include "adapters/police/court.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace concordat::adapters::police {
namespace {

struct OrderWords {
  std::string_view words;
  std::string_view kind;
};
constexpr std::array order_words{
    OrderWords{"restraining order", "restrainingOrder"},
    OrderWords{"non-molestation", "nonMolestation"},
    OrderWords{"community order", "communityOrder"},
    OrderWords{"suspended", "suspendedSentence"},
    OrderWords{"remanded on bail", "bailCondition"},
    OrderWords{"bail condition", "bailCondition"},
    OrderWords{"conditional bail", "bailCondition"},
    OrderWords{"supervision order", "supervisionOrder"},
    OrderWords{"injunction", "injunction"},
    OrderWords{"protection order", "protectionOrder"},
    OrderWords{"restriction order", "other"},
    OrderWords{"behaviour order", "other"},
    OrderWords{"prevention order", "other"},
};

void write_order(Reading& reading, const std::string& result, const XmlElement& from) {
  const std::string lowered = to_lower(result);
  const auto order = std::find_if(order_words.begin(), order_words.end(), [&](const OrderWords& o) {
    return lowered.find(o.words) != std::string::npos;
  });
  if (order == order_words.end()) return;
  const ElementIndex element = reading.add("offending.orders");
  reading.say("offending.orders.text", result, from, element);
  reading.say("offending.orders.kind", order->kind, from, element);
}

}  // namespace

void write_offences(Reading& reading, const std::vector<CourtOffence>& offences, const XmlElement& from) {
  bool is_convicted = false;
  bool is_undecided = false;
  for (const CourtOffence& offence : offences) {
    const ElementIndex element = reading.add("offending.offences");
    reading.say("offending.offences.code", offence.code, from, element);
    reading.say("offending.offences.wording", offence.wording, from, element);
    reading.say("offending.offences.date", offence.date, from, element);
    reading.say("offending.offences.plea", offence.plea, from, element);
    reading.say("offending.offences.finding", offence.finding, from, element);
    reading.say("offending.offences.result", join(offence.results, "\n"), from, element);
    reading.say("offending.offences.status",
                offence.is_convicted   ? "Convicted"
                : offence.is_acquitted ? "Acquitted"
                                       : "Charged",
                from, element);
    is_convicted = is_convicted || offence.is_convicted;
    is_undecided = is_undecided || (!offence.is_convicted && !offence.is_acquitted);
    for (const std::string& result : offence.results) write_order(reading, result, from);
  }
  reading.say("subject.roles.role",
              is_convicted   ? "convicted"
              : is_undecided ? "suspect"
                             : "",
              from, reading.add("subject.roles"));
}

void write_person(Reading& reading, const XmlElement& birth_date, const XmlElement& gender,
                  const std::string& hearing_day) {
  reading.take_date("subject.birthDate", birth_date);
  reading.say("subject.ageGroup", age_group(day_of(birth_date.text), hearing_day), birth_date);
  const std::string_view code = gender.text;
  if (code.empty()) return;
  const std::string_view sex = code == "1"                  ? "male"
                               : code == "2"                ? "female"
                               : code == "0" || code == "9" ? "notKnown"
                                                            : "";
  if (sex.empty())
    return reading.leave_out("unknown-code", gender, "must be 1 (male), 2 (female), 0 or 9 (not known)");
  reading.say("subject.sex", sex, gender);
}

void write_address(Reading& reading, const XmlElement& address) {
  std::vector<std::string> lines;
  const XmlElement* first = nullptr;
  const XmlElement* postcode = nullptr;
  for (const XmlElement& line : address.children) {
    if (line.name == "AddressLine" || (line.name.starts_with("AddressLine") && line.name.size() == 12)) {
      lines.push_back(line.text);
      if (first == nullptr) first = &line;
      reading.pass_over(line);
    }
    if (to_lower(line.name) == "postcode" || line.name == "PostalCode") postcode = &line;
  }
  const ElementIndex home = reading.add("subject.address");
  if (first != nullptr) reading.say("subject.address.lines", join(lines, "\n"), *first, home);
  if (postcode != nullptr) reading.take("subject.address.postcode", *postcode, home);
  if (first != nullptr) reading.say("subject.address.kind", "home", *first, home);
}

void write_identifier(Reading& reading, std::string_view system, const XmlElement& value) {
  if (value.text.empty()) return;
  const ElementIndex identifier = reading.add("subject.identifiers");
  reading.take("subject.identifiers.value", value, identifier);
  reading.say("subject.identifiers.system", system, value, identifier);
}

}  // namespace concordat::adapters::police
