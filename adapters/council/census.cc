#include <algorithm>

#include "adapters/council/code_lists.h"
#include "adapters/council/formats.h"
#include "adapters/dates.h"
#include "adapters/text_encoding.h"
#include "adapters/unread.h"
#include "base/text.h"
#include "schemas/draft.h"
#include "schemas/views.h"

namespace concordat::adapters::council {
namespace {

constexpr std::size_t children_max = 5000;  // a census of a large authority is split
constexpr std::size_t elements_per_child_max = 2000;
constexpr std::string_view need_list = "DfE CIN census, primary need";
constexpr std::string_view abuse_list = "DfE CIN census, category of abuse";

// One Child being written: where it stands, and its draft.
struct ChildMapping {
  const XmlElement& child;
  std::string place;  // "Child 3"
  std::string_view authority;
  std::optional<Date> day;  // the census's reference date: ages are taken on it
  schemas::Draft draft = {};
  std::vector<std::string> not_carried = {};

  std::string where(const XmlElement& element) const {
    return place + " " + element.name + ", " + element.place();
  }
  void set(std::string_view path, const XmlElement& element, schemas::ElementIndex at = schemas::no_element) {
    draft.set(path, element.text, at, where(element));
  }
  void set_date(std::string_view path, const XmlElement& element, schemas::ElementIndex at = schemas::no_element) {
    draft.set(path, iso_day_or_text(element.text), at, where(element));
  }
  // The row of an element's code; one that the list lacks is left out.
  const CodeRow* code(CodeList list, const XmlElement& element) {
    if (element.text.empty()) return nullptr;
    const CodeRow* row = look_up(list, element.text);
    if (row == nullptr)
      draft.leave_out("unknown-code", where(element), element.name + " must be a code of its census code set");
    return row;
  }
};

void add_identifier(ChildMapping& mapping, std::string_view system, const XmlElement& element) {
  if (element.text.empty()) return;
  const auto identifier = mapping.draft.add("subject.identifiers");
  mapping.draft.set("subject.identifiers.system", system, identifier);
  mapping.set("subject.identifiers.value", element, identifier);
}

void map_child(ChildMapping& mapping) {
  schemas::Draft& draft = mapping.draft;
  const XmlElement& identifiers = mapping.child.child("ChildIdentifiers");
  if (identifiers.text_of("LAchildID").empty())
    draft.problem("missing-subject", mapping.place + ", " + mapping.child.place(),
                  "the child has no LAchildID");
  add_identifier(mapping, "laChildId", identifiers.child("LAchildID"));
  add_identifier(mapping, "upn", identifiers.child("UPN"));
  add_identifier(mapping, "formerUpn", identifiers.child("FormerUPN"));
  const XmlElement& birth = identifiers.child("PersonBirthDate");
  mapping.set_date("subject.birthDate", birth);
  const auto born = parse_date(iso_day(birth.text));
  if (born && mapping.day)
    draft.set("subject.ageGroup", schemas::age_on(*born, *mapping.day) < 18 ? "child" : "adult");
  mapping.set_date("subject.deathDate", identifiers.child("PersonDeathDate"));
  const XmlElement& sex =
      identifiers.child("Sex").is_absent() ? identifiers.child("GenderCurrent") : identifiers.child("Sex");
  if (const CodeRow* row = mapping.code(CodeList::sex, sex)) draft.set("subject.sex", row->ours);

  const XmlElement& characteristics = mapping.child.child("ChildCharacteristics");
  const XmlElement& ethnicity = characteristics.child("Ethnicity");
  if (const CodeRow* row = mapping.code(CodeList::ethnicity, ethnicity);
      row != nullptr && !row->words.empty())
    draft.set("subject.ethnicity", std::string{row->words} + " (" + std::string{row->code} + ")");
  std::vector<std::string> disabilities;
  for (const XmlElement* disability : characteristics.child("Disabilities").all("Disability"))
    if (const CodeRow* row = mapping.code(CodeList::disability, *disability);
        row != nullptr && !row->words.empty())
      disabilities.push_back(std::string{row->words} + " (" + std::string{row->code} + ")");
  draft.set("subject.disability", join(disabilities, "; "));
}

// The open episode with the latest referral date; with none open, the latest of all.
const XmlElement* latest_episode(const XmlElement& child) {
  const XmlElement* best = nullptr;
  const auto rank = [](const XmlElement& episode) {
    return std::pair{episode.child("CINclosureDate").text.empty(), iso_day(episode.text_of("CINreferralDate"))};
  };
  for (const XmlElement* episode : child.all("CINdetails"))
    if (best == nullptr || rank(*episode) > rank(*best)) best = episode;
  return best;
}

std::vector<const XmlElement*> earlier_episodes(const XmlElement& child, const XmlElement* latest_one) {
  std::vector<const XmlElement*> earlier;
  for (const XmlElement* episode : child.all("CINdetails"))
    if (episode != latest_one) earlier.push_back(episode);
  return earlier;
}

const XmlElement& latest(const XmlElement& parent, std::string_view name, std::string_view date) {
  static const XmlElement absent{};
  const XmlElement* best = &absent;
  for (const XmlElement* each : parent.all(name))
    if (best->is_absent() || iso_day(each->text_of(date)) > iso_day(best->text_of(date))) best = each;
  return *best;
}

// The same, noting that the earlier ones are not carried.
const XmlElement& latest_alone(ChildMapping& mapping, const XmlElement& parent, std::string_view name,
                               std::string_view date) {
  if (parent.all(name).size() > 1)
    mapping.not_carried.push_back(parent.name + "." + std::string{name} + " (all but the latest)");
  return latest(parent, name, date);
}

void add_concern(ChildMapping& mapping, const CodeRow& row, std::string_view code_list,
                 const XmlElement& element, const XmlElement& date) {
  schemas::Draft& draft = mapping.draft;
  const auto concern = draft.add("concern");
  draft.set("concern.category", row.ours, concern);
  draft.set("concern.code", row.code, concern, mapping.where(element));
  draft.set("concern.codeSystem", code_list, concern);
  mapping.set_date("concern.dateCameToLight", date, concern);
  const auto narrative = draft.add("concern.narrative", concern);
  draft.set("concern.narrative.class", "analysis", narrative);
  draft.set("concern.narrative.status", "assessment", narrative);
  draft.set("concern.narrative.text", row.words, narrative, mapping.where(element));
}

void map_referral_source(ChildMapping& mapping, const XmlElement& source) {
  schemas::Draft& draft = mapping.draft;
  const CodeRow* row = mapping.code(CodeList::referral_source, source);
  if (row == nullptr) return;
  draft.set("socialCare.referralSource", std::string{row->code} + " " + std::string{row->words});
  draft.set("firstIdentifier.capacity", row->ours);
  if (row->code == "9") draft.set("firstIdentifier.anonymous", "yes");
}

void map_assessment(ChildMapping& mapping, const XmlElement& episode) {
  const XmlElement& assessment = latest_alone(mapping, episode, "Assessments", "AssessmentActualStartDate");
  mapping.set_date("socialCare.assessmentDate", assessment.child("AssessmentActualStartDate"));
  for (const XmlElement* factor :
       assessment.child("FactorsIdentifiedAtAssessment").all("AssessmentFactors")) {
    const CodeRow* row = mapping.code(CodeList::assessment_factor, *factor);
    if (row == nullptr) continue;
    const auto element = mapping.draft.add("socialCare.factors");
    mapping.draft.set("socialCare.factors.factor", row->code, element, mapping.where(*factor));
    mapping.draft.set("socialCare.factors.meaning", row->words, element);
  }
}

void map_protection(ChildMapping& mapping, const XmlElement& episode) {
  schemas::Draft& draft = mapping.draft;
  const XmlElement& enquiry = latest_alone(mapping, episode, "Section47", "S47ActualStartDate");
  mapping.set_date("socialCare.section47Start", enquiry.child("S47ActualStartDate"));
  const XmlElement& conference = enquiry.child("DateOfInitialCPC");
  mapping.set_date("socialCare.conferenceDate",
              conference.text.empty() ? episode.child("DateOfInitialCPC") : conference);

  const XmlElement& plan = latest_alone(mapping, episode, "ChildProtectionPlans", "CPPstartDate");
  mapping.set_date("socialCare.planStart", plan.child("CPPstartDate"));
  const XmlElement& newest = plan.child("LatestCategoryOfAbuse");
  const XmlElement& category = newest.text.empty() ? plan.child("InitialCategoryOfAbuse") : newest;
  if (const CodeRow* row = mapping.code(CodeList::abuse_category, category)) {
    draft.set("socialCare.planCategory", std::string{row->words} + " (" + std::string{row->code} + ")");
    add_concern(mapping, *row, abuse_list, category, plan.child("CPPstartDate"));
  }
}

std::string_view status_of(const XmlElement& episode) {
  if (!episode.text_of("CINclosureDate").empty()) return "closed";
  const XmlElement& plan = latest(episode, "ChildProtectionPlans", "CPPstartDate");
  if (!plan.is_absent() && plan.text_of("CPPendDate").empty()) return "childProtection";
  if (!episode.child("CINPlanDates").is_absent()) return "childInNeed";
  return episode.child("Assessments").is_absent() ? "referred" : "assessment";
}

void map_episode(ChildMapping& mapping, const XmlElement& episode) {
  schemas::Draft& draft = mapping.draft;
  const XmlElement& referred = episode.child("CINreferralDate");
  draft.set("socialCare.status", status_of(episode));
  draft.set("socialCare.authority", mapping.authority);
  mapping.set_date("socialCare.referralDate", referred);
  mapping.set_date("referral.dateReferred", referred);
  const XmlElement& need = episode.child("PrimaryNeedCode");
  if (const CodeRow* row = mapping.code(CodeList::primary_need, need)) {
    draft.set("socialCare.primaryNeed", std::string{row->code} + " " + std::string{row->words});
    draft.set("referral.reason", row->words, schemas::no_element, mapping.where(need));
    add_concern(mapping, *row, need_list, need, referred);
  }
  map_referral_source(mapping, episode.child("ReferralSource"));
  map_assessment(mapping, episode);
  map_protection(mapping, episode);
  mapping.set_date("socialCare.closureDate", episode.child("CINclosureDate"));
  if (const CodeRow* row = mapping.code(CodeList::closure_reason, episode.child("ReasonForClosure")))
    draft.set("socialCare.closureReason", std::string{row->code} + " " + std::string{row->words});
  const XmlElement& no_action = episode.child("ReferralNFA");
  const bool says_yes = no_action.text == "1" || iequals(no_action.text, "true");
  const bool says_no = no_action.text == "0" || iequals(no_action.text, "false");
  if (says_yes || says_no)
    draft.set("socialCare.noFurtherAction", says_yes ? "yes" : "no");
  else if (!no_action.text.empty())
    draft.leave_out("unknown-code", mapping.where(no_action), "ReferralNFA must be true, false, 1 or 0");
  if (mapping.child.all("CINdetails").size() > 1)
    mapping.not_carried.emplace_back("CINdetails (an earlier episode)");
}

}  // namespace

Outcome<Translated> translate_census(const XmlElement& message) {
  const XmlElement& collection = message.child("Header").child("CollectionDetails").child("Collection");
  if (message.name != "Message" || !iequals(collection.text, "CIN"))
    return refuse("unknown-format", message.place(),
                  "the document is not a Children in Need census: it has no Message whose Header names the "
                  "collection CIN");
  const auto children = message.child("Children").all("Child");
  if (children.empty()) return refuse("missing-subject", message.place(), "the census holds no Child");
  if (children.size() > children_max)
    return refuse("too-large", message.place(),
                  "the census holds more than 5000 children: split it and send the parts");

  const XmlElement& header = message.child("Header");
  const std::string& authority = header.child("Source").child("LEA").text;
  std::vector<Translation> messages;
  Problems problems;
  std::size_t number = 0;
  for (const XmlElement* child : children) {
    ChildMapping mapping{.child = *child,
                         .place = "Child " + std::to_string(++number),
                         .authority = authority,
                         .day = parse_date(iso_day(header.child("CollectionDetails").text_of("ReferenceDate")))};
    if (child->element_count() > elements_per_child_max) {
      problems.push_back(
          {"too-large", mapping.place + ", " + child->place(), "the child holds more than 2000 elements"});
      continue;
    }
    map_child(mapping);
    const XmlElement* episode = latest_episode(*child);
    if (episode == nullptr)
      mapping.draft.problem("not-a-referral", mapping.place + ", " + child->place(),
                            "the child has no CINdetails, so there is no referral");
    else
      map_episode(mapping, *episode);
    mapping.draft.set("referral.reference", child->child("ChildIdentifiers").text_of("LAchildID"));
    mapping.draft.set("referrer.capacity", "professional");
    mapping.draft.set("referrer.anonymous", "no");
    if (!authority.empty()) mapping.draft.set("referrer.organisation", "Local authority " + authority);
    Problems left_out = mapping.draft.left_out();
    auto body = std::move(mapping.draft).finish(schemas::BodyType::referral);
    if (!body) {
      // One date may fill two fields of ours: its one mistake is told once.
      for (const schemas::Problem& problem : body.error())
        if (problems.empty() || problems.back().code != problem.code ||
            problems.back().where != problem.where)
          problems.push_back(problem);
      continue;
    }
    Translation& out = messages.emplace_back();
    out.body = std::move(*body);
    out.place = mapping.place + ", " + child->place();
    out.reference = child->child("ChildIdentifiers").text_of("LAchildID");
    out.marking = schemas::Marking::official_sensitive;
    out.not_carried = std::move(mapping.not_carried);
    out.left_out = std::move(left_out);
    note_unread(out.not_carried, unread(*child, "", earlier_episodes(*child, episode)));
  }
  if (!messages.empty()) note_unread(messages.front().not_carried, unread(message, "", children));
  return translated(std::move(messages), std::move(problems));
}

}  // namespace concordat::adapters::council
