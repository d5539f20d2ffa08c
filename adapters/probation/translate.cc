#include "adapters/probation/translate.h"

#include <algorithm>
#include <list>
#include <utility>

#include "adapters/probation/details.h"
#include "adapters/probation/event.h"
#include "adapters/probation/own_event.h"
#include "adapters/text_encoding.h"
#include "adapters/unread.h"
#include "base/clock.h"
#include "base/text.h"
#include "schemas/views.h"

namespace concordat::adapters::probation {
namespace {

constexpr std::size_t carriers_max = 4;        // texts in texts
constexpr std::size_t answer_members_max = 4;  // of {"data": {…}, "errors": […]}

// The day by which to tell a child from an adult: the event's or the assessment's.
std::string day_of_document(const Json& document) {
  for (std::string_view key : {"occurredAt", "assessedOn", "timestamp"})
    if (std::string day = day_of(document[key].text); !day.empty()) return day;
  for (std::string_view key : {"assessments", "riskManagementPlan"})
    if (std::string day = day_of(document[key].at(0)["initiationDate"].text); !day.empty()) return day;
  return {};
}

void say_age_group(Reading& reading, const Json& birth_date, const std::string& day) {
  const auto birth = parse_date(day_of(birth_date.text));
  if (!birth) return;
  const auto on = parse_date(day);
  // Without a day: who was born before 2008 is of age whenever this can run.
  const bool is_surely_adult = *birth < *parse_date("2008-01-01");
  if (on && *birth <= *on)
    reading.say("subject.ageGroup", schemas::age_on(*birth, *on) < 18 ? "child" : "adult", birth_date);
  else if (is_surely_adult)
    reading.say("subject.ageGroup", "adult", birth_date);
}

void finish(Reading reading, Translation translation, std::vector<Translation>& messages,
            Problems& problems) {
  if (!reading.names_somebody())
    reading.problem_at("missing-subject", translation.place,
                       "nobody is named: neither a CRN or NOMS number nor a name");
  translation.left_out = reading.left_out();
  auto body = std::move(reading).finish();
  if (!body) {
    problems.insert(problems.end(), body.error().begin(), body.error().end());
    return;
  }
  translation.body = std::move(*body);
  messages.push_back(std::move(translation));
}

Translation begin(BodyType type, const Json& document) {
  return {.type = type,
          .body = {},
          .place = line_place(document.line),
          .reference = {},
          .marking = {},
          .not_carried = {}};
}

schemas::Problem overlong(const Json& document) {
  return {"too-large", line_place(document.line),
          "says more of one person than a message may carry: send it in parts"};
}

// The integration API is asked about a person by number, and its answers do not repeat it: a file that is named after the
// number ("needs-X123456.json") says it again. Only a whole word counts, and only one number.
struct NamedAfter {
  std::string_view system;
  std::string number;
};
std::optional<NamedAfter> named_after(std::string_view file) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  const auto is_letter = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto shape = [&](std::string_view word) {
    std::string out;
    for (const char c : word) out += is_digit(c) ? '9' : is_letter(c) ? 'A' : '?';
    return out;
  };
  std::optional<NamedAfter> found;
  std::string word;
  const std::string name = to_upper(file.substr(0, file.rfind('.'))) + " ";
  for (const char c : name) {
    if (is_digit(c) || is_letter(c)) {
      word += c;
      continue;
    }
    const std::string of = shape(word);
    const std::string_view system = of == "A999999" ? "crn" : of == "A9999AA" ? "nomsNumber" : "";
    if (!system.empty() && found) return std::nullopt;
    if (!system.empty()) found = NamedAfter{system, word};
    word.clear();
  }
  return found;
}

void translate_event(const Json& event, const std::vector<NativeFile>& beside,
                     std::vector<Translation>& messages, Problems& problems) {
  if (is_own_event(event)) {
    auto own = translate_own_event(event);
    if (!own) return problems.insert(problems.end(), own.error().begin(), own.error().end()), void();
    return messages.push_back(std::move(own->messages.front()));
  }
  std::list<Json> documents;  // stays put while the reading points into it
  std::vector<const Json*> details;
  if (event["detail"].is_object()) details.push_back(&event["detail"]);
  for (const NativeFile& file : beside) {
    if (syntax_of(file.bytes) != Syntax::json) continue;
    auto document = read_json(file.bytes);
    if (!document) continue;  // somebody else's; it will be reported when it is handed in itself
    documents.push_back(std::move(*document));
    const auto found = detail_in(documents.back(), event);
    details.insert(details.end(), found.begin(), found.end());
    const auto numbers = person_numbers(event);
    const auto named = named_after(file.name);
    if (found.empty() && documents.back().is_object() && named && std::find(numbers.begin(), numbers.end(), named->number) != numbers.end())
      details.push_back(&documents.back());
  }

  const auto is_too_long = [](const Json* document) { return is_overlong(*document); };
  if (is_overlong(event) || std::any_of(details.begin(), details.end(), is_too_long))
    return problems.push_back(overlong(event));
  Reading reading{type_of_event(event)};
  Translation translation = begin(reading.type(), event);
  for (std::string_view key : {"referralReference", "applicationId", "referralId"})
    if (translation.reference.empty()) translation.reference = event["additionalInformation"][key].text;
  read_event(reading, event, details);
  for (const Json* detail : details) read_detail(reading, *detail);
  for (const Json* detail : details) say_age_group(reading, (*detail)["dateOfBirth"], day_of_document(event));
  std::vector<const Json*> marked = details;
  marked.push_back(&event);
  read_restrictions(reading, marked);
  translation.not_carried = reading.not_taken(event);
  for (const Json* detail : details)
    if (detail != &event["detail"])
      for (const std::string& place : reading.not_taken(*detail))
        translation.not_carried.push_back("detail beside the event, " + place);
  finish(std::move(reading), std::move(translation), messages, problems);
}

// A person record, an assessment, a referral: whatever of them one document holds.
void translate_detail(const Json& document, const std::optional<NamedAfter>& named, std::vector<Translation>& messages,
                      Problems& problems) {
  if (is_overlong(document)) return problems.push_back(overlong(document));
  const bool is_referral = document["referral_details"].is_object();
  Reading reading{is_referral ? BodyType::referral : BodyType::update};
  Translation translation = begin(reading.type(), document);
  translation.reference = is_referral ? document["referral_number"].text : document["referenceNumber"].text;
  const std::string day = day_of_document(document);
  reading.say("change.kind", "added", document);
  reading.say("change.date", day, document);
  read_detail(reading, document);
  if (named && !reading.names_somebody()) {
    const ElementIndex identifier = reading.add("subject.identifiers");
    reading.say("subject.identifiers.system", named->system, document, identifier);
    reading.say("subject.identifiers.value", named->number, document, identifier);
  }
  say_age_group(reading, document["dateOfBirth"], day);
  read_restrictions(reading, {&document});
  translation.not_carried = reading.not_taken(document);
  finish(std::move(reading), std::move(translation), messages, problems);
}

// An event, or one that others carry: as deep as a queue, a notification and the event.
void translate_carried(const Json& item, const std::vector<NativeFile>& beside, std::vector<Translation>& messages, Problems& problems) {
  const Json* carried = &item;
  std::list<Json> texts;  // stays put while `carried` points into it
  std::vector<std::pair<const Json*, std::string>> opened;
  std::string where = line_place(item.line);
  while (!is_event(*carried) && is_carrier(*carried) && texts.size() < carriers_max) {
    const Json& inner = carried_by(*carried);
    where = line_place(inner.line) + ", " + inner.key;
    if (inner.is_object()) {
      carried = &inner;
      continue;
    }
    auto text = open_text(inner);
    if (!text) return problems.insert(problems.end(), text.error().begin(), text.error().end()), void();
    texts.push_back(std::move(*text));
    carried = &texts.back();
    opened.emplace_back(carried, inner.key);
  }
  if (!is_event(*carried)) return problems.push_back({"unknown-format", where, "is no domain event: it needs eventType and personReference"});
  const std::size_t before = messages.size();
  translate_event(*carried, beside, messages, problems);
  if (messages.size() == before) return;
  for (const auto& [text, name] : opened) note_unread(messages[before].not_carried, unread(*text, name));
}

// The documents inside one: those of an array, a page of search results, a subject access response, or
// the good answers of a stub server.
std::vector<const Json*> documents_in(const Json& document) {
  std::vector<const Json*> found;
  const auto all_of = [&](const Json& array) {
    for (const Json& item : array.items) found.push_back(&item);
  };
  if (is_event(document) || is_carrier(document))
    found.push_back(&document);
  else if (document.is_array())
    all_of(document);
  else if (document["Messages"].is_array())  // received from a queue
    all_of(document["Messages"]);
  else if (document["Records"].is_array())
    all_of(document["Records"]);
  else if (document["data"].is_object() && document.items.size() <= answer_members_max)  // and its errors, its pages
    found.push_back(&document["data"]);
  else if (document["data"].is_array()) {  // pages of a search, each with its results
    for (const Json& page : document["data"].items) {
      if (page["results"].is_array())
        all_of(page["results"]);
      else
        found.push_back(&page);
    }
  } else if (document["content"].is_array())
    all_of(document["content"]);
  else if (document["content"]["referral"].is_array())
    all_of(document["content"]["referral"]);
  else if (document["mappings"].is_array()) {
    for (const Json& mapping : document["mappings"].items)
      if (mapping["response"]["status"].text == "200") found.push_back(&mapping["response"]["jsonBody"]);
  } else
    found.push_back(&document);
  return found;
}

}  // namespace

Outcome<Translated> translate(const NativeInput& input) {
  if (syntax_of(input.bytes) == Syntax::xml || syntax_of(input.bytes) == Syntax::other) {
    TRY(const DecodedText decoded, decode_text(input.bytes, Undeclared::refuse));
    return refuse("unknown-format", "line 1", "must be JSON: a domain event, or a detail document of HMPPS");
  }
  TRY(const Json document, read_json(input.bytes));
  std::vector<Translation> messages;
  Problems problems;
  const auto documents = documents_in(document);
  if (documents.empty())
    return refuse("missing-subject", line_place(document.line), "the document holds nobody");
  // One document is about whom its file is named after; of several, none is known to be.
  const auto named = documents.size() == 1 ? named_after(input.name) : std::nullopt;
  for (const Json* each : documents)
    if (is_event(*each) || is_carrier(*each))
      translate_carried(*each, input.beside, messages, problems);
    else
      translate_detail(*each, named, messages, problems);
  if (!messages.empty()) note_unread(messages.front().not_carried, unread(document, ""));
  return translated(std::move(messages), std::move(problems));
}

}  // namespace concordat::adapters::probation
