#include "adapters/nhs/code_lists.h"
#include "adapters/nhs/mapping.h"
#include "base/text.h"

namespace concordat::adapters::nhs {

Translation from_place(std::string place, std::string reference) {
  Translation message;
  message.place = std::move(place);
  message.reference = std::move(reference);
  return message;
}

Outcome<Translated> finish(Mapping mapping, schemas::BodyType type, Translation message) {
  settle_subject(mapping);
  message.left_out = mapping.draft.left_out();
  auto body = std::move(mapping.draft).finish(type);
  if (!body) {
    // One date may fill two fields of ours: its one mistake is told once.
    Problems told;
    for (const schemas::Problem& problem : body.error())
      if (told.empty() || told.back().code != problem.code || told.back().where != problem.where)
        told.push_back(problem);
    return Fail{std::move(told)};
  }
  message.type = type;
  message.body = std::move(*body);
  message.not_carried = std::move(mapping.not_carried);
  return translated(std::move(message));
}

std::string day_text(const std::optional<Date>& day) {
  return day ? format_date(*day) : std::string{};
}

std::string reason_text(const Json& service_request) {
  std::vector<std::string> lines;
  if (std::string reason = words_of(service_request["reasonCode"]); !reason.empty())
    lines.push_back(std::move(reason));
  for (const Json* note : each(service_request["note"])) lines.push_back((*note)["text"].text);
  return join(lines, "\n");
}

// Without the bare code of a plain referral, which its type says already.
std::string category_words(const Json& request) {
  std::vector<std::string> words;
  for (const Json* category : each(request["category"])) {
    const std::vector<Coding> coded = codings(*category);
    const bool is_bare = (*category)["text"].text.empty() && coded.size() == 1 && coded.front().system == request_kind_system &&
                         coded.front().code == "referral" && coded.front().display.empty();
    if (!is_bare) words.push_back(words_of(*category));
  }
  return join(words, "; ");
}

void map_request(Mapping& mapping, const Json& request, const std::string& reference, const std::string& day_sent) {
  schemas::Draft& draft = mapping.draft;
  draft.set("referral.reason", reason_text(request), schemas::no_element,
            place_of("ServiceRequest.reasonCode", request["reasonCode"]));
  draft.set("referral.support", words_of(request["code"]), schemas::no_element,
            place_of("ServiceRequest.code", request["code"]));
  draft.set("referral.category", category_words(request), schemas::no_element,
            place_of("ServiceRequest.category", request["category"]));
  draft.set("referral.reference", reference);
  const Json& authored = request["authoredOn"];
  draft.set("referral.dateReferred", authored.is_null() ? day_sent : date_text(authored),
            schemas::no_element, place_of("ServiceRequest.authoredOn", authored));
}

void map_urgency(Mapping& mapping, Translation& message, const Json& priority) {
  if (priority.text.empty()) return;
  if (const auto urgency = schemas::urgency_named(urgency_of(priority.text)))
    message.urgency = *urgency;
  else
    mapping.draft.problem("unknown-code", place_of("ServiceRequest.priority", priority),
                          "priority must be routine, urgent, asap or stat");
}

}  // namespace concordat::adapters::nhs
