// The formats the police adapter reads, each from its own outermost element. Elements are known by their
// local names inside the structure of their format: the same message comes with one set of prefixes, with
// another, or with none.
#pragma once

#include "adapters/xml.h"

namespace concordat::adapters::police {

// NIEM/LEXS: an incident report, its update, or a charge referral; anything with a DataItemPackage.
bool is_lexs(const XmlElement& root);
Outcome<Translated> translate_lexs(const XmlElement& root);

// Libra and Common Platform: the results of a court hearing, one message a defendant.
bool is_court_result(const XmlElement& root);  // a ResultedCaseMessage, or holds one
Outcome<Translated> translate_court_result(const XmlElement& root);

// Bichard: the annotated hearing outcome of one defendant.
bool is_hearing_outcome(const XmlElement& root);  // an AnnotatedHearingOutcome, or holds one
Outcome<Translated> translate_hearing_outcome(const XmlElement& root);

// OJBC: a juvenile court's answer to what it knows of a child (referrals, case plan, intake, hearings, placements), one
// message a child.
bool is_juvenile_history(const XmlElement& root);
Outcome<Translated> translate_juvenile_history(const XmlElement& root);

// OJBC: what a behavioural health service evaluated of people the police met, one message a person.
bool is_behavioral_health(const XmlElement& root);
Outcome<Translated> translate_behavioral_health(const XmlElement& root);

// OJBC: what a jail or clinic holds of one person's health.
bool is_person_health(const XmlElement& root);
Outcome<Translated> translate_person_health(const XmlElement& root);

// The Police National Computer's reply to an enquiry: segments of fixed width in XML.
bool is_pnc_reply(const XmlElement& root);  // a CXE01, or holds one
Outcome<Translated> translate_pnc_reply(const XmlElement& root);

// POLE, as render writes it: a system that reads it can send it as well.
bool is_pole(const XmlElement& root);
Outcome<Translated> translate_pole(const XmlElement& root);

}  // namespace concordat::adapters::police
