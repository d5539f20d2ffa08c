// What the two court formats share: how an offence, its results and a defendant become fields.
#pragma once

#include <string>
#include <vector>

#include "adapters/police/reading.h"

namespace concordat::adapters::police {

// One offence as a court told it; elements absent where the format has none.
struct CourtOffence {
  std::string code;
  std::string wording;
  std::string date;
  std::string plea;
  std::string finding;  // in the court's words
  bool is_convicted = false;
  bool is_acquitted = false;
  std::vector<std::string> results;
};

// Writes offences, the orders their results speak of, and the defendant's role: convicted of any, else
// suspect while any is undecided; who is acquitted of all has none.
void write_offences(Reading& reading, const std::vector<CourtOffence>& offences, const XmlElement& from);

// Birth date, sex (1 male, 2 female, 0 and 9 not known) and age group on the hearing day.
void write_person(Reading& reading, const XmlElement& birth_date, const XmlElement& gender,
                  const std::string& hearing_day);

// AddressLine1 … AddressLine5 and a postcode, where there are any.
void write_address(Reading& reading, const XmlElement& address);

void write_identifier(Reading& reading, std::string_view system, const XmlElement& value);

}  // namespace concordat::adapters::police
