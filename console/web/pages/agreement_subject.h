// What may be done about a version of an agreement, and the version that a page asks a person to sign something about, as the broker
// tells it at that moment. The form of such a page carries the digests of what was shown.
//
//   auto subject = act_subject(visit, "approve");
//   if (!subject) return std::move(subject).error();
//   if (!subject->is_as_shown(form)) return problem_page(visit, Problem::no_longer_so);
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "console/asking/told.h"
#include "console/web/visit.h"
#include "schemas/act.h"

namespace concordat::console::web {

struct AgreementAct {
  std::string_view word;  // in addresses
  schemas::ActKind kind;
  std::string_view link;     // "Approve it"
  std::string_view meaning;  // what it does
  std::string_view done;     // what is said afterwards
};
// In a state as the broker says it.
std::vector<AgreementAct> acts_possible(std::string_view state);
// What is said when the broker has done something, by its code; empty if the code is none.
std::string done_in_words(std::string_view code);

struct ActSubject {
  std::string name;  // "lbbd-prevent/2"
  Told version;
  AgreementAct act;
  std::string text;
  std::string base;        // the text in force, if there is one
  std::string difference;  // between the two, worked out here; of an approval alone

  std::string text_digest() const;
  std::string difference_digest() const;
  bool is_as_shown(const Fields& form) const;
  bool is_as_proposed() const;  // the difference is the one that was proposed with it
  View view() const;            // heading, tabs and digests
};
// `word` is an act's; the error is the page to show instead.
Result<ActSubject, Response> act_subject(Visit& visit, std::string_view word);

// Signs it, and leads back to how the agreement stands. The reason is the form's.
Response signed_about(Visit& visit, const ActSubject& subject, std::vector<schemas::Particular> says);

}  // namespace concordat::console::web
