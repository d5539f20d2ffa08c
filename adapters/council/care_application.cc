#include <algorithm>
#include <array>

#include "adapters/council/code_lists.h"
#include "adapters/council/formats.h"
#include "adapters/council/party.h"
#include "adapters/dates.h"
#include "adapters/text_encoding.h"
#include "adapters/unread.h"
#include "base/text.h"
#include "schemas/views.h"

namespace concordat::adapters::council {
namespace {

constexpr std::size_t list_max = 200;  // children, respondents, others or risks in one application
constexpr std::string_view threshold_list = "care application, threshold reason";
constexpr std::string_view risk_list = "care application, risk and harm";

// "CARE_ORDER" -> "care order"
std::string words_of_code(std::string_view code) {
  std::string words = to_lower(code);
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

std::vector<std::string> texts(const Json& list) {
  std::vector<std::string> out;
  for (const Json& item : list.items)
    if (!item.text.empty()) out.push_back(item.text);
  return out;
}

// True where a member of that name, at any depth, says yes.
bool says_anywhere(const Json& node, std::string_view name) {
  return std::any_of(node.items.begin(), node.items.end(), [&](const Json& item) {
    if (item.key == name) item.is_read = true;
    return (item.key == name && item.is_yes()) || says_anywhere(item, name);
  });
}

struct Passage {
  std::string_view narrative_class;
  std::string text;
};

void add_concern(schemas::Draft& draft, std::string_view category, std::string_view code,
                 std::string_view code_list, const std::vector<Passage>& passages, const std::string& where) {
  const auto concern = draft.add("concern");
  draft.set("concern.category", category, concern, where);
  draft.set("concern.code", code, concern, where);
  if (!code.empty()) draft.set("concern.codeSystem", code_list, concern);
  for (const Passage& passage : passages) {
    if (trim(passage.text).empty()) continue;
    const auto narrative = draft.add("concern.narrative", concern);
    draft.set("concern.narrative.class", passage.narrative_class, narrative);
    draft.set("concern.narrative.status", "assessment",
              narrative);  // the applicant's case, not yet found by a court
    draft.set("concern.narrative.text", passage.text, narrative, where);
  }
}

std::string threshold_words(std::string_view reason) {
  if (reason == "noCare") return "Not receiving the care a parent could reasonably be expected to give";
  if (reason == "beyondControl") return "Beyond parental control";
  return std::string{reason};
}

void map_grounds(schemas::Draft& draft, const Json& application, const Json& party) {
  const Json& grounds = application["grounds"];
  std::vector<std::string> words;
  for (const std::string& reason : texts(grounds["thresholdReason"]))
    words.push_back(threshold_words(reason));
  for (const std::string& reason : texts(application["groundsForEPO"]["reason"]))
    words.push_back(words_of_code(reason));
  if (!grounds["thresholdDetails"].text.empty()) words.push_back(grounds["thresholdDetails"].text);
  draft.set("socialCare.grounds", join(words, "\n"), schemas::no_element, place_of("grounds", grounds));

  std::vector<Passage> passages{{"analysis", join(words, "\n")}};
  if (const std::string& why = party["detailsHiddenReason"].text; !why.empty())
    passages.push_back({"safetyPlan", "Details are kept hidden: " + why});
  if (const std::string& situation = party["livingSituation"].text; !situation.empty()) {
    const std::string& details = party["livingSituationDetails"].text;
    passages.push_back(
        {"background", "Living situation: " + situation + (details.empty() ? "" : ". " + details)});
  }
  const Json& hearing = application["hearing"];
  const Json& aware = hearing["respondentsAware"];
  if (!aware.is_null() && !aware.text.empty() && !aware.is_yes())
    passages.push_back({"safetyPlan", "The respondents are not aware of the application. " +
                                          hearing["respondentsAwareReason"].text});
  add_concern(draft, "safeguarding", join(texts(grounds["thresholdReason"]), ","), threshold_list, passages,
              place_of("grounds", grounds));
}

void map_risk_code(schemas::Draft& draft, const Json& code, std::string_view path, std::string text) {
  const CodeRow* row = look_up(CodeList::risk, code.text);
  if (row == nullptr) {
    draft.leave_out("unknown-code", place_of(path, code),
                  "the risk must be one of the application form's own codes");
    return;
  }
  add_concern(draft, row->ours, row->code, risk_list,
              {{"analysis", text.empty() ? std::string{row->words} : std::string{row->words} + ": " + text}},
              place_of(path, code));
}

// The form has asked this three ways: lists of codes, a yes with its occurrences, a yes with its reason.
void map_risks(schemas::Draft& draft, const Json& application) {
  const Json& risks = application["risks"];
  for (const std::string_view list : {"whatKindOfRiskAndHarmToChildren", "factorsAffectingParenting"})
    for (const Json& code : risks[list].items)
      map_risk_code(draft, code, "risks." + std::string{list},
                    code.text == "ANYTHING_ELSE" ? risks["anythingElseAffectingParenting"].text : "");

  struct Asked {
    std::string_view name;
    std::string_view code;
  };
  for (const Asked& asked : {Asked{"physicalHarm", "PHYSICAL_HARM"}, Asked{"emotionalHarm", "EMOTIONAL_HARM"},
                             Asked{"sexualAbuse", "SEXUAL_ABUSE"}, Asked{"neglect", "NEGLECT"}}) {
    const Json& occurrences = risks[std::string{asked.name} + "Occurrences"];
    if (!risks[asked.name].is_yes() && occurrences.items.empty()) continue;
    Json code = Json::string(asked.code);
    code.line = occurrences.line;
    map_risk_code(draft, code, "risks." + std::string{asked.name}, join(texts(occurrences), "; "));
  }
  const Json& parenting = application["factorsParenting"];
  for (const Asked& asked :
       {Asked{"alcoholDrugAbuse", "ALCOHOL_DRUG_ABUSE"}, Asked{"domesticViolence", "DOMESTIC_VIOLENCE"},
        Asked{"anythingElse", "ANYTHING_ELSE"}}) {
    if (!parenting[asked.name].is_yes()) continue;
    Json code = Json::string(asked.code);
    code.line = parenting[asked.name].line;
    map_risk_code(draft, code, "factorsParenting." + std::string{asked.name},
                  parenting[std::string{asked.name} + "Reason"].text);
  }
  std::vector<std::string> factors;
  for (const std::string& code : texts(risks["factorsAffectingParenting"]))
    factors.push_back(words_of_code(code));
  for (const std::string_view reason :
       {"alcoholDrugAbuseReason", "domesticViolenceReason", "anythingElseReason"})
    if (!parenting[reason].text.empty()) factors.push_back(parenting[reason].text);
  draft.set("socialCare.parenting", join(factors, "\n"), schemas::no_element,
            place_of("factorsParenting", parenting));
}

void map_proceedings(schemas::Draft& draft, const Json& application, const Json& party) {
  std::vector<std::string> orders;
  for (const Json* list : {&application["orders"]["orderType"], &application["ordersSought"]})
    for (const std::string& order : texts(*list)) orders.push_back(words_of_code(order));
  if (!orders.empty())
    draft.set("socialCare.proceedings", "Application for " + join(orders, ", "), schemas::no_element,
              place_of("orders", application["orders"]));
  draft.set("socialCare.authority",
            pick(application, {"caseLocalAuthorityName", "applicantLA", "caseLocalAuthority"}).text);
  draft.set("socialCare.worker", party["socialWorkerName"].text, schemas::no_element,
            place_of("socialWorkerName", party["socialWorkerName"]));
  draft.set("socialCare.status", "referred");
  draft.set("referral.support", orders.empty() ? "" : "Court orders sought: " + join(orders, ", "));
  if (const std::string& number = application["familyManCaseNumber"].text; !number.empty()) {
    const auto identifier = draft.add("subject.identifiers");
    draft.set("subject.identifiers.system", "caseNumber", identifier);
    draft.set("subject.identifiers.value", number, identifier,
              place_of("familyManCaseNumber", application["familyManCaseNumber"]));
  }
}

void map_applicant(schemas::Draft& draft, const Json& application) {
  const Json& applicant = party_of(application["applicants"].at(0));
  draft.set("referrer.capacity", "professional");
  draft.set("referrer.anonymous", "no");
  draft.set("referrer.organisation", pick(applicant, {"organisationName", "name"}).text, schemas::no_element,
            place_of("applicants[0]", applicant));
  draft.set("referrer.role", applicant["jobTitle"].text);
  const Json& phone = pick(applicant, {"telephoneNumber", "phone"});
  draft.set("referrer.phone", phone.is_object() ? phone["telephoneNumber"].text : phone.text,
            schemas::no_element, place_of("applicants[0]", phone));
  draft.set("referrer.name", phone["contactDirection"].text);
  const Json& email = applicant["email"];
  draft.set("referrer.email", email.is_object() ? email["email"].text : email.text, schemas::no_element,
            place_of("applicants[0].email", email));
}

void map_related(schemas::Draft& draft, const Json& application) {
  std::size_t number = 0;
  for (const std::string_view list : {"respondents1", "respondents", "others"}) {
    std::size_t position = 0;
    for (const Json& entry : application[list].items)
      map_related_party(draft, party_of(entry), std::string{list} + "[" + std::to_string(position++) + "]",
                        number++, "other");
  }
}

schemas::Urgency urgency_of(const Json& application) {
  const std::vector<std::string> orders = texts(application["orders"]["orderType"]);
  const Json& hearing = application["hearing"];
  const bool is_emergency_order =
      std::find(orders.begin(), orders.end(), "EMERGENCY_PROTECTION_ORDER") != orders.end();
  const bool is_same_day =
      hearing["timeFrame"].text == "Same day" || hearing["hearingUrgencyType"].text == "SAME_DAY";
  return is_emergency_order || is_same_day ? schemas::Urgency::urgent : schemas::Urgency::routine;
}

void map_age(schemas::Draft& draft, const Json& party, const std::optional<Date>& submitted) {
  const auto born = parse_date(iso_day(party["dateOfBirth"].text));
  // Without a usable date of application, a subject of care proceedings is what the Act says: a child.
  const bool is_adult = born && submitted && schemas::age_on(*born, *submitted) >= 18;
  draft.set("subject.ageGroup", is_adult ? "adult" : "child");
  const auto role = draft.add("subject.roles");
  draft.set("subject.roles.role", "atRisk", role);
}

}  // namespace

Outcome<Translated> translate_care_application(const Json& document) {
  const Json& inner = pick(document, {"caseData", "case_data", "data"});
  const Json& application = inner.is_object() ? inner : document;
  const Json& children = pick(application, {"children1", "children"});
  if (children.is_null() && !application.has("applicants") && !application.has("respondents1"))
    return refuse("unknown-format", line_place(1),
                  "the document is not a care application: it has neither children nor applicants");
  if (children.items.empty())
    return refuse("missing-subject", place_of("children", application), "the application names no child");
  for (const Json* list : {&children, &application["respondents1"], &application["respondents"],
                           &application["others"], &application["risks"]["whatKindOfRiskAndHarmToChildren"],
                           &application["risks"]["factorsAffectingParenting"]})
    if (list->items.size() > list_max)
      return refuse("too-large", place_of(list->key, *list), "the list holds more than 200 entries");

  const auto submitted = parse_date(iso_day(application["dateSubmitted"].text));
  const Hidden everyone =
      says_anywhere(application, "hasConfidentialAddress") ? Hidden::yes : Hidden::not_said;
  const std::string& classification =
      pick(document, {"security_classification", "securityClassification"}).text;
  std::vector<Translation> messages;
  std::vector<const Json*> entries;  // of each message
  Problems problems;
  for (std::size_t i = 0; i < children.items.size(); ++i) {
    const Json& entry = children.items[i];
    const Json& party = party_of(entry);
    const std::string path = children.key + "[" + std::to_string(i) + "]";
    const std::string& reference = pick(entry, {"id", "partyId"}).text;
    schemas::Draft draft;
    map_child_party(draft, party, path, std::max(hidden_of(party), everyone));
    if (!reference.empty()) {
      const auto identifier = draft.add("subject.identifiers");
      draft.set("subject.identifiers.system", "localId", identifier);
      draft.set("subject.identifiers.value", reference, identifier, place_of(path + ".id", entry));
    }
    map_age(draft, party, submitted);
    map_grounds(draft, application, party);
    map_risks(draft, application);
    map_proceedings(draft, application, party);
    map_applicant(draft, application);
    map_related(draft, application);
    if (iequals(classification, "RESTRICTED"))
      for (const std::string_view path_restricted : {"subject", "concern", "socialCare", "relatedPersons"})
        restrict(draft, path_restricted, "liftable", "protectiveMarking");
    draft.set("referral.reference", reference);
    if (submitted) draft.set("referral.dateReferred", format_date(*submitted));
    Problems left_out = draft.left_out();
    auto body = std::move(draft).finish(schemas::BodyType::referral);
    if (!body) {
      for (const schemas::Problem& problem : body.error()) {
        const bool is_said = std::any_of(problems.begin(), problems.end(), [&](const schemas::Problem& said) {
          return said.code == problem.code && said.where == problem.where && said.what == problem.what;
        });
        if (!is_said)
          problems.push_back(problem);  // what is wrong with a respondent is wrong for every child
      }
      continue;
    }
    Translation& out = messages.emplace_back();
    out.body = std::move(*body);
    out.place = place_of(path, entry);
    out.reference = reference;
    out.urgency = urgency_of(application);
    out.marking = schemas::Marking::official_sensitive;
    out.left_out = std::move(left_out);
    entries.push_back(&entry);
    if (!submitted && application.has("dateSubmitted"))
      out.not_carried.emplace_back("caseData.dateSubmitted (not a date)");
    if (says_anywhere(application, "markAsConfidential"))
      out.not_carried.emplace_back("a document marked as confidential");
  }
  std::vector<const Json*> all_children;
  for (const Json& entry : children.items) all_children.push_back(&entry);
  const std::vector<std::string> of_all = unread(document, "", all_children);
  for (std::size_t i = 0; i < messages.size(); ++i) {
    note_unread(messages[i].not_carried, of_all);
    note_unread(messages[i].not_carried, unread(*entries[i], children.key));
  }
  return translated(std::move(messages), std::move(problems));
}

}  // namespace concordat::adapters::council
