// The questions of our concern form, a page at a time, and the document that the answers make. A fact that decides who is safe is
// asked with "I do not know" among its answers, which leaves it unsaid: what is unsaid is withheld.
//
//   for (const ConcernPage& page : concern_pages()) …
//   const View wrong = wrong_answers(*concern_page("home"), typed);
//   const std::string document = concern_document(answers, "2026-05-01");
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "console/web/request.h"
#include "console/web/view.h"

namespace concordat::console::web {

enum class Answered : std::uint8_t { by_line, by_text, by_date, by_choice };

struct ConcernChoice {
  std::string_view value;
  std::string_view label;
};

struct ConcernQuestion {
  std::string_view name;    // of the field
  std::string_view label;
  std::string_view hint;
  Answered how = Answered::by_line;
  std::string_view missing;  // what to say if it must be answered and is not; empty: it need not be
  std::string_view pointer;  // where in the document; empty: nowhere by itself
  std::span<const ConcernChoice> choices = {};
};

struct ConcernPage {
  std::string_view step;  // in addresses
  std::string_view title;
  std::string_view intro;
  std::span<const ConcernQuestion> questions;
};

std::span<const ConcernPage> concern_pages();
const ConcernPage* concern_page(std::string_view step);
std::string_view step_after(std::string_view step);  // "check" after the last

// What is wrong with a page's answers: "errors" and NAME_error.
View wrong_answers(const ConcernPage& page, const Fields& typed);
// The answer as people read it; empty if there is none.
std::string answer_in_words(const ConcernQuestion& question, const Fields& answers);

bool is_urgent(const Fields& answers);
// The concern form as JSON. `today` is the day of the referral.
std::string concern_document(const Fields& answers, const std::string& today);

}  // namespace concordat::console::web
