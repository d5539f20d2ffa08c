#include "console/web/pages/inquiry_form.h"

#include <array>

#include "base/text.h"

namespace concordat::console::web {
namespace {

struct System {
  std::string_view code;
  std::string_view name;
};
constexpr std::array<System, 11> systems{{{"nhsNumber", "NHS number"}, {"upn", "Unique pupil number (UPN)"}, {"uln", "Unique learner number (ULN)"}, {"crn", "Probation case reference (CRN)"},
                                         {"nomsNumber", "Prison (NOMS) number"}, {"pncId", "PNC id"}, {"croNumber", "CRO number"}, {"laChildId", "Council child number"}, {"asn", "Arrest summons number (ASN)"}, {"caseNumber", "Case number"}, {"localId", "Another number of an agency"}}};

constexpr std::size_t reason_bytes_min = 5;

// A day as three fields, which is how people type dates they know; nothing if all three are empty, and wrong if they are no day.
struct TypedDay {
  bool is_empty = true;
  std::optional<Date> day;
};
TypedDay day_of(const Fields& typed, const std::string& name) {
  const std::string day = typed.text(name + "-day"), month = typed.text(name + "-month"), year = typed.text(name + "-year");
  TypedDay found;
  found.is_empty = day.empty() && month.empty() && year.empty();
  if (found.is_empty) return found;
  const auto padded = [](const std::string& text, std::size_t width) { return text.size() >= width ? text : std::string(width - text.size(), '0') + text; };
  found.day = parse_date(padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2));
  return found;
}

void say_wrong(View& errors, const std::string& field, const std::string& text) {
  errors.say(field + "_error", text).add("errors", View{}.say("text", text).say("field", field));
}

void read_person(const Fields& typed, InquiryForm& form) {
  const std::string number = typed.text("number");
  if (!number.empty()) form.question.ids.push_back(typed.text("system") + ":" + number);
  const std::string name = typed.text("person");
  if (!name.empty()) form.question.names.push_back(name);
  const TypedDay born = day_of(typed, "born");
  if (!born.is_empty && !born.day) say_wrong(form.errors, "born-day", "Date of birth must be a real date, such as 27 3 2011");
  if (born.day) form.question.born = format_date(*born.day);
  if (!name.empty() && born.is_empty) say_wrong(form.errors, "born-day", "Enter the date of birth: a name alone finds too many people");
  form.question.with_related = typed.text("related") == "yes";
}

void read_window(const Fields& typed, InquiryForm& form) {
  for (const auto& [name, to, words] : {std::tuple{"since", &form.question.since, "The first day"}, std::tuple{"until", &form.question.until, "The last day"}}) {
    const TypedDay day = day_of(typed, name);
    if (day.is_empty) continue;
    if (!day.day) say_wrong(form.errors, std::string{name} + "-day", std::string{words} + " must be a real date, such as 27 3 2026");
    // The last day is one that people mean to have in it.
    else *to = london_midnight(to == &form.question.since ? *day.day : Date{std::chrono::sys_days{*day.day} + std::chrono::days{1}});
  }
  form.question.agency = typed.text("agency");
  form.question.agreement = typed.text("agreement");
  form.question.purpose = typed.text("purpose");
}

}  // namespace

InquiryForm read_inquiry(const Fields& typed, Asks asks) {
  InquiryForm form;
  form.reason = typed.text("reason");
  if (asks != Asks::window) read_person(typed, form);
  read_window(typed, form);
  if (asks == Asks::person && form.question.ids.empty() && form.question.names.empty()) say_wrong(form.errors, "number", "Enter a number, or a name and date of birth");
  if (asks == Asks::anything) {
    form.question.case_id = typed.text("case");
    form.question.message = typed.text("message");
    form.question.clause = typed.text("clause");
    const bool is_anything = !form.question.ids.empty() || !form.question.names.empty() || !form.question.case_id.empty() || !form.question.message.empty() ||
                             form.question.since || !form.question.agency.empty() || !form.question.agreement.empty() || !form.question.purpose.empty() || !form.question.clause.empty();
    if (!is_anything && form.is_right()) say_wrong(form.errors, "number", "Enter at least one thing to search for");
  }
  if (form.reason.size() < reason_bytes_min) say_wrong(form.errors, "reason", "Enter why you are looking");
  return form;
}

View inquiry_view(const Fields& typed, Asks asks, View errors) {
  View view = std::move(errors);
  view.show_if("asks_person", asks != Asks::window).show_if("asks_anything", asks == Asks::anything).show("asks_window");
  for (const char* field : {"number", "person", "born-day", "born-month", "born-year", "since-day", "since-month", "since-year", "until-day", "until-month", "until-year", "agency", "agreement",
                            "purpose", "case", "message", "clause", "reason"}) {
    std::string key{field};
    for (char& c : key)
      if (c == '-') c = '_';
    view.say(key, typed.text(field));
  }
  for (const char* error : {"number", "born-day", "since-day", "until-day", "reason"}) {
    const std::string text = view.said(std::string{error} + "_error");
    std::string key{error};
    for (char& c : key)
      if (c == '-') c = '_';
    view.say(key + "_error", text);
  }
  view.show_if("related", typed.text("related") == "yes");
  for (const System& system : systems)
    view.add("systems", View{}.say("code", std::string{system.code}).say("name", std::string{system.name}).show_if("selected", typed.text("system") == system.code));
  return view;
}

}  // namespace concordat::console::web
