#include "console/web/pages/inbox_questions.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "adapters/school/form.h"
#include "base/clock.h"
#include "base/wall_clock.h"

namespace concordat::console::web {
namespace {

using nlohmann::ordered_json;
using Q = ConcernQuestion;
using C = ConcernChoice;

constexpr std::array sexes{C{"female", "Female"}, C{"male", "Male"}, C{"notKnown", "I do not know"}};
constexpr std::array known{C{"yes", "Yes"}, C{"no", "No"}, C{"unknown", "I do not know"}};
constexpr std::array yes_or_no{C{"yes", "Yes"}, C{"no", "No"}};
constexpr std::array categories{C{"safeguarding", "Safeguarding, in general"}, C{"neglect", "Neglect"}, C{"physicalAbuse", "Physical abuse"}, C{"emotionalAbuse", "Emotional abuse"},
                                C{"sexualAbuse", "Sexual abuse"}, C{"exploitation", "Exploitation"}, C{"domesticAbuse", "Domestic abuse"}, C{"radicalisation", "Being drawn into terrorism"},
                                C{"selfHarm", "Self-harm"}, C{"mentalHealth", "Mental health"}, C{"missing", "Going missing"}, C{"violence", "Violence"}, C{"substanceUse", "Drugs or alcohol"},
                                C{"bullying", "Bullying"}, C{"familyStress", "The family under strain"}, C{"adultSafeguarding", "An adult at risk"}, C{"other", "Something else"}};
constexpr std::array levels{C{"low", "Low"}, C{"medium", "Medium"}, C{"high", "High"}, C{"veryHigh", "Very high"}};
constexpr std::array soon{C{"immediate", "Now"}, C{"days", "Within days"}, C{"weeks", "Within weeks"}, C{"notImminent", "Not soon"}};
constexpr std::array consents{C{"given", "They agreed"}, C{"refused", "They said no"}, C{"notSought", "They were not asked"}, C{"lacksCapacity", "They cannot decide this for themselves"}};
constexpr std::array untold{C{"riskToSubject", "It could put them at risk"}, C{"riskToOthers", "It could put somebody else at risk"}, C{"prejudiceInvestigation", "It could harm an investigation"},
                            C{"notPracticable", "It was not possible"}, C{"other", "Another reason"}};

constexpr std::array person{
    Q{"given", "First names", "", Answered::by_line, "Enter their first names", "/pupil/givenNames"},
    Q{"family", "Last name", "", Answered::by_line, "Enter their last name", "/pupil/familyName"},
    Q{"born", "Date of birth", "For example, 27 3 2011. Leave it empty if you do not know.", Answered::by_date, "", "/pupil/dateOfBirth"},
    Q{"sex", "Sex", "", Answered::by_choice, "", "/pupil/sex", sexes}};
constexpr std::array home{
    Q{"lines", "Address", "Leave it empty if you do not know.", Answered::by_text, "", "/pupil/addressLines"},
    Q{"postcode", "Postcode", "", Answered::by_line, "", "/pupil/postcode"},
    Q{"confidential", "Must anybody be kept from knowing where they live?", "For example somebody who has hurt them. If you do not know, the address is treated as one that must be kept secret.", Answered::by_choice,
      "Select whether anybody must be kept from knowing where they live", "/pupil/addressConfidential", known}};
constexpr std::array reach{
    Q{"phone", "Telephone number", "Leave it empty if there is none.", Answered::by_line, "", "/pupil/contacts/0/value"},
    Q{"safe", "Is it safe to ring this number?", "Think of who else might answer, or see that somebody rang. If you do not know, nobody is to use it.", Answered::by_choice, "", "/pupil/contacts/0/safeToUse", known},
    Q{"safe-how", "When or how is it safe?", "For example, “after 4pm only”", Answered::by_line, "", "/pupil/contacts/0/safeInstructions"}};
constexpr std::array concern{
    Q{"why", "Why are you sending this, in one or two sentences?", "", Answered::by_text, "Enter why you are sending this", "/referral/reason"},
    Q{"category", "What kind of concern is it?", "The nearest one.", Answered::by_choice, "Select what kind of concern it is", "/concerns/0/category", categories},
    Q{"noticed", "When did it come to light?", "For example, 24 4 2026", Answered::by_date, "", "/concerns/0/cameToLight"},
    Q{"seen", "What was seen or heard", "Facts alone: what happened, when, and who saw it.", Answered::by_text, "Enter what was seen or heard", "/concerns/0/passages/seen/text"},
    Q{"said", "What they said themselves", "In their own words, if they said anything.", Answered::by_text, "", "/concerns/0/passages/said/text"},
    Q{"opinion", "What you think it means", "Your opinion is kept apart from the facts.", Answered::by_text, "", "/concerns/0/passages/opinion/text"}};
constexpr std::array risk{
    Q{"level", "How great is the risk?", "", Answered::by_choice, "Select how great the risk is", "/concerns/0/risk/level", levels},
    Q{"imminence", "How soon may harm come?", "", Answered::by_choice, "Select how soon harm may come", "/concerns/0/risk/imminence", soon},
    Q{"urgent", "Does somebody need to act today?", "If a life is in danger now, ring 999 first.", Answered::by_choice, "Select whether somebody needs to act today", "", yes_or_no}};
constexpr std::array told{
    Q{"told", "Have they, or their family, been told that you are sending this?", "", Answered::by_choice, "Select whether they have been told", "/consents/0/told", yes_or_no},
    Q{"untold", "If not, why not?", "Whoever receives this is told that it is not to be said to them.", Answered::by_choice, "", "/consents/0/reasonNotTold", untold},
    Q{"status", "What did they say to your sharing it?", "You may share without their agreement where the law allows; what they said still matters.", Answered::by_choice, "Select what they said", "/consents/0/status", consents}};
constexpr std::array you{
    Q{"your-name", "Your name", "", Answered::by_line, "Enter your name", "/referrer/name"},
    Q{"your-role", "Your role", "", Answered::by_line, "Enter your role", "/referrer/role"},
    Q{"your-organisation", "Your organisation", "", Answered::by_line, "Enter your organisation", "/referrer/organisation"},
    Q{"your-phone", "Your telephone number", "Where somebody can reach you about this.", Answered::by_line, "Enter your telephone number", "/referrer/phone"},
    Q{"your-email", "Your email address", "", Answered::by_line, "", "/referrer/email"},
    Q{"anonymous", "Must your name be kept from the family?", "If you say yes, agencies that do not need your name do not get it.", Answered::by_choice, "Select whether your name must be kept from the family", "/referrer/anonymous", yes_or_no},
    Q{"reference", "Your own reference", "Only if you keep one. It is shown in your list, so put no name in it.", Answered::by_line, "", "/referral/reference"}};

constexpr std::array pages{
    ConcernPage{"person", "Who are you worried about?", "", person},
    ConcernPage{"home", "Where do they live?", "", home},
    ConcernPage{"reach", "How can they be reached safely?", "", reach},
    ConcernPage{"concern", "What are you worried about?", "", concern},
    ConcernPage{"risk", "How great is the risk?", "", risk},
    ConcernPage{"told", "What do they know?", "", told},
    ConcernPage{"you", "About you", "", you}};

constexpr std::size_t text_characters_max = 20'000;

struct TypedDate {
  bool is_empty = true;
  std::optional<Date> day;
};
TypedDate date_in(const Fields& fields, const std::string& name) {
  const std::string day = fields.text(name + "-day"), month = fields.text(name + "-month"), year = fields.text(name + "-year");
  TypedDate found;
  found.is_empty = day.empty() && month.empty() && year.empty();
  const auto padded = [](const std::string& text, std::size_t width) { return text.size() >= width ? text : std::string(width - text.size(), '0') + text; };
  if (!found.is_empty) found.day = parse_date(padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2));
  return found;
}

// The answer as the document says it; what is not known is not said.
std::string value_of(const Q& question, const Fields& answers) {
  const std::string name{question.name};
  if (question.how == Answered::by_date) {
    const TypedDate typed = date_in(answers, name);
    return typed.day ? format_date(*typed.day) : std::string{};
  }
  const std::string value = answers.text(name);
  if (question.how != Answered::by_choice) return value;
  const bool is_choice = std::any_of(question.choices.begin(), question.choices.end(), [&](const C& choice) { return choice.value == value; });
  return is_choice && value != "unknown" ? value : std::string{};
}

void say_wrong(View& errors, std::string_view name, std::string_view field, const std::string& text) {
  errors.say(std::string{name} + "_error", text).add("errors", View{}.say("text", text).say("field", std::string{field}));
}

}  // namespace

std::span<const ConcernPage> concern_pages() { return pages; }

const ConcernPage* concern_page(std::string_view step) {
  for (const ConcernPage& page : pages)
    if (page.step == step) return &page;
  return nullptr;
}

std::string_view step_after(std::string_view step) {
  for (std::size_t i = 0; i + 1 < pages.size(); ++i)
    if (pages[i].step == step) return pages[i + 1].step;
  return "check";
}

View wrong_answers(const ConcernPage& page, const Fields& typed) {
  View errors;
  for (const Q& question : page.questions) {
    const std::string name{question.name};
    if (question.how == Answered::by_date) {
      const TypedDate day = date_in(typed, name);
      if (!day.is_empty && !day.day) say_wrong(errors, name, name + "-day", std::string{question.label} + " must be a real date, such as 27 3 2011");
      continue;
    }
    const std::string value = typed.text(name);
    const bool is_choice = std::any_of(question.choices.begin(), question.choices.end(), [&](const C& choice) { return choice.value == value; });
    const bool is_missing = question.how == Answered::by_choice ? !is_choice : value.empty();
    if (is_missing && !question.missing.empty()) say_wrong(errors, name, name, std::string{question.missing});
    if (value.size() > text_characters_max) say_wrong(errors, name, name, std::string{question.label} + " must be 20,000 characters or fewer");
  }
  if (page.step == "reach" && !typed.text("phone").empty() && typed.text("safe").empty()) say_wrong(errors, "safe", "safe", "Select whether it is safe to ring this number");
  if (page.step == "told" && typed.text("told") == "no" && typed.text("untold").empty()) say_wrong(errors, "untold", "untold", "Select why they have not been told");
  return errors;
}

std::string answer_in_words(const Q& question, const Fields& answers) {
  const std::string name{question.name};
  if (question.how == Answered::by_date) {
    const TypedDate typed = date_in(answers, name);
    return typed.day ? date_in_words(*typed.day) : std::string{};
  }
  const std::string value = answers.text(name);
  for (const C& choice : question.choices)
    if (choice.value == value) return std::string{choice.label};
  return question.how == Answered::by_choice ? std::string{} : value;
}

bool is_urgent(const Fields& answers) { return answers.text("urgent") == "yes"; }

std::string concern_document(const Fields& answers, const std::string& today) {
  ordered_json document{{"form", adapters::school::form_name}, {"urgency", is_urgent(answers) ? "urgent" : "routine"}, {"marking", "OFFICIAL-SENSITIVE"}};
  ordered_json passages = ordered_json::array();
  const auto add_passage = [&](const std::string& name, const char* about, const char* status) {
    if (const std::string text = answers.text(name); !text.empty()) passages.push_back({{"about", about}, {"status", status}, {"text", text}});
  };
  add_passage("seen", "observation", "fact");
  add_passage("said", "disclosure", "childsVoice");
  add_passage("opinion", "analysis", "opinion");
  for (const ConcernPage& page : pages)
    for (const Q& question : page.questions) {
      const std::string value = value_of(question, answers);
      if (value.empty() || question.pointer.empty() || question.pointer.find("/passages/") != std::string_view::npos) continue;
      document[ordered_json::json_pointer{std::string{question.pointer}}] = value;
    }
  document["referral"]["dateReferred"] = today;
  document["pupil"]["roles"] = ordered_json::array({{{"role", "atRisk"}}});
  if (answers.text("phone").empty()) document["pupil"].erase("contacts");
  else document["pupil"]["contacts"][0]["kind"] = "phone";
  document["concerns"][0]["passages"] = std::move(passages);
  if (document["concerns"][0].contains("risk")) {
    document["concerns"][0]["risk"]["assessedBy"] = answers.text("your-role");
    document["concerns"][0]["risk"]["date"] = today;
  }
  document["consents"][0]["to"] = "sharing";
  document["referrer"]["capacity"] = "professional";
  return document.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace concordat::console::web
