#include "adapters/probation/event.h"

#include <algorithm>
#include <set>

#include "adapters/probation/details.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::probation {
namespace {

std::string last_part(std::string_view text, char separator) {
  const std::size_t at = text.rfind(separator);
  return std::string{at == std::string_view::npos ? text : text.substr(at + 1)};
}

// Ids by which the event's detail may be known: the end of its URL and every …Id of its additional
// information.
std::set<std::string> ids_named_by(const Json& event) {
  std::set<std::string> ids;
  for (const Json& item : event["additionalInformation"].items)
    if (item.key.ends_with("Id") && item.text.size() >= 8) ids.insert(item.text);
  const std::string url_end = last_part(event["detailUrl"].text, '/');
  if (url_end.size() >= 8) ids.insert(url_end);
  return ids;
}

bool is_named(const Json& document, const std::set<std::string>& ids) {
  return ids.contains(document["id"].text) || ids.contains(document["referral"]["id"].text) ||
         ids.contains(document["eventDetails"]["applicationId"].text);
}

bool is_same_person(const Json& document, const std::vector<std::string>& numbers) {
  const auto theirs = person_numbers(document);
  return std::any_of(theirs.begin(), theirs.end(), [&](const std::string& number) {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
  });
}

std::string_view closure_reason(const Json& about) {
  const std::string& state = about["deliveryState"].text;
  return state == "COMPLETED" ? "completed" : "other";
}

}  // namespace

bool is_event(const Json& document) {
  return document["eventType"].is_string() && document.has("personReference");
}

const Json& carried_by(const Json& carrier) {
  static const Json absent{};
  if (carrier["Sns"].is_object()) return carrier["Sns"];
  if (carrier["Message"].is_string()) return carrier["Message"];
  for (std::string_view name : {"Body", "body"})
    if (carrier[name].is_string() && trim(carrier[name].text).starts_with('{')) return carrier[name];
  return absent;
}

bool is_carrier(const Json& document) { return !carried_by(document).is_null(); }

Outcome<Json> open_text(const Json& text) {
  auto event = read_json(as_bytes(text.text));
  if (event) return event;
  Problems problems = event.error();
  for (schemas::Problem& problem : problems)
    problem.where = line_place(text.line) + ", " + text.key + ", its " + problem.where;
  return Fail{std::move(problems)};
}

BodyType type_of_event(const Json& event) {
  const auto parts = split(event["eventType"].text, '.');
  if (parts.size() < 2) return BodyType::update;
  const std::string& what = parts[parts.size() - 2];
  const std::string& happened = parts.back();
  const auto is_any = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), happened) != words.end();
  };
  const bool is_a_referral = what == "referral" || what == "application";
  if (is_a_referral && is_any({"ended", "closed", "concluded", "cancelled", "withdrawn"}))
    return BodyType::closure;
  if (is_a_referral && is_any({"submitted", "sent", "created", "made", "received"}))
    return BodyType::referral;
  return BodyType::update;
}

void read_event(Reading& reading, const Json& event, const std::vector<const Json*>& details) {
  read_person(reading, event);
  const Json& about = event["additionalInformation"];
  const Json& description = event["description"];
  std::string news = description.text;
  for (std::string_view key : {"deliveryState", "contactOutcome", "withdrawalCode"})
    if (const Json& value = about[key]; !value.text.empty()) {
      news += "; " + std::string{key} + " " + value.text;
      reading.pass_over(value);
    }
  for (const Json* detail : details)
    for (std::string_view key : {"endRequestedReason", "endRequestedComments"})
      if (const Json& text = (*detail)[key]; !text.text.empty()) {
        news += "\n" + text.text;
        reading.pass_over(text);
      }
  for (std::string_view reference : {"referral.reference", "change.reference"})
    for (std::string_view key : {"referralReference", "applicationId", "referralURN", "referralId"})
      reading.take(reference, about[key]);
  switch (reading.type()) {
    case BodyType::referral:
      reading.say("referral.reason", news, description);
      reading.take_date("referral.dateReferred", event["occurredAt"]);
      reading.take("referral.category", event["eventType"]);
      break;
    case BodyType::closure:
      reading.say("closure.reason", closure_reason(about), description);
      reading.say("closure.summary", news, description);
      reading.take_date("closure.date", event["occurredAt"]);
      reading.pass_over(event["eventType"]);
      break;
    case BodyType::update:
    case BodyType::information_request:
    case BodyType::information_response:
    case BodyType::decision:
    case BodyType::recall:
      reading.say("change.kind", "statusChanged", description);
      reading.say("change.summary", news, description);
      reading.take_date("change.date", event["occurredAt"]);
      reading.take("change.status", event["eventType"]);
      break;
  }
  reading.take("offending.intervention", about["contractTypeName"]);
  if (!about["primeProviderName"].text.empty()) {
    const ElementIndex service = reading.add("services");
    reading.take("services.name", about["primeProviderName"], service);
    reading.say("services.role", "Provider of the intervention", about["primeProviderName"], service);
  }
  const Json& by = about.has("bookedBy") ? about["bookedBy"] : about["submittedBy"];
  const Json& name = by.is_string() ? by : by.has("username") ? by["username"] : by["staffCode"];
  if (!name.text.empty()) {
    reading.take("referrer.name", name);
    reading.say("referrer.capacity", "professional", name);
  }
  for (std::string_view key : {"version", "detailUrl", "occurredAt"}) reading.pass_over(event[key]);
}

std::vector<const Json*> detail_in(const Json& beside, const Json& event) {
  const auto ids = ids_named_by(event);
  const auto numbers = person_numbers(event);
  const auto belongs = [&](const Json& document) {
    return document.is_object() && !is_carrier(document) && !is_event(document) &&
           (is_named(document, ids) || is_same_person(document, numbers));
  };
  std::vector<const Json*> found;
  if (belongs(beside)) found.push_back(&beside);
  if (beside.is_array())
    for (const Json& item : beside.items)
      if (belongs(item)) found.push_back(&item);
  return found;
}

}  // namespace concordat::adapters::probation
