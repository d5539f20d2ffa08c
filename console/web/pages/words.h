// What the broker says in codes, as pages say it: times, kinds, outcomes, fields. Total: what has no words is said as it came.
#pragma once

#include <string>
#include <string_view>

namespace concordat::console::web {

std::string when(std::string_view instant);               // "3 May 2026 at 10:15am"; empty for nothing
std::string type_in_words(std::string_view type);         // "informationRequest": "Request for information"
std::string purpose_in_words(std::string_view purpose);   // "safeguarding-mash": "Safeguarding MASH"
std::string outcome_in_words(std::string_view level);     // "ageBand": "Released as an age band only"
std::string cause_in_words(std::string_view because);     // "not-granted": "No clause of the agreement grants it"
std::string field_in_words(std::string_view positional);  // "subject.names[0].family": "Subject, name 1, family"
std::string code_in_words(std::string_view code);         // by the table of codes; the code itself if it has none
std::string short_id(std::string_view id);                // the first part of a UUID, as people read one out
std::string sentence(std::string text);                   // with a capital letter

}  // namespace concordat::console::web
