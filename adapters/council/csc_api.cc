#include <algorithm>

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

constexpr std::size_t children_max = 5000;

// One child being written: where it stands, and its draft.
struct ChildMapping {
  const Json& child;
  std::string place;  // "children[2]"
  std::string_view authority;
  schemas::Draft draft = {};
  std::vector<std::string> not_carried = {};

  std::string where(const Json& node) const { return place_of(place + "." + node.key, node); }
  void set(std::string_view path, const Json& node, schemas::ElementIndex at = schemas::no_element) {
    draft.set(path, node.text, at, where(node));
  }
  void set_date(std::string_view path, const Json& node) { draft.set(path, iso_day_or_text(node.text), schemas::no_element, where(node)); }
  const CodeRow* code(CodeList list, const Json& node) {
    if (node.text.empty()) return nullptr;
    const CodeRow* row = look_up(list, node.text);
    if (row == nullptr) draft.leave_out("unknown-code", where(node), node.key + " must be a code of its code set");
    return row;
  }
  // A code in words with the code behind them, for what our model keeps as text.
  void set_worded(std::string_view path, CodeList list, const Json& node) {
    if (const CodeRow* row = code(list, node); row != nullptr && !row->words.empty())
      draft.set(path, std::string{row->words} + " (" + std::string{row->code} + ")", schemas::no_element, where(node));
  }
  // The latest of a list by its date; the others, and those the sender has purged, are told as not carried.
  const Json& latest(const Json& list, std::string_view date) {
    static const Json none{};
    const Json* best = &none;
    std::size_t standing = 0;
    for (const Json& item : list.items) {
      if (item["purge"].is_yes()) {
        item.read_whole();
        not_carried.push_back(place + "." + list.key + " (purged by the sender)");
        continue;
      }
      ++standing;
      if (best->is_null() || iso_day(item[date].text) > iso_day((*best)[date].text)) best = &item;
    }
    if (standing > 1) not_carried.push_back(place + "." + list.key + " (all but the latest)");
    return *best;
  }
};

void add_identifier(ChildMapping& mapping, std::string_view system, const Json& value) {
  if (value.text.empty()) return;
  const auto identifier = mapping.draft.add("subject.identifiers");
  mapping.draft.set("subject.identifiers.system", system, identifier);
  mapping.set("subject.identifiers.value", value, identifier);
}

void map_details(ChildMapping& mapping, const Json& details) {
  schemas::Draft& draft = mapping.draft;
  add_identifier(mapping, "upn", details["unique_pupil_number"]);
  add_identifier(mapping, "formerUpn", details["former_unique_pupil_number"]);
  const auto name = draft.add("subject.names");
  mapping.set("subject.names.given", details["first_name"], name);
  mapping.set("subject.names.family", details["surname"], name);
  if (draft.has("subject.names.given", name) || draft.has("subject.names.family", name)) draft.set("subject.names.kind", "legal", name);
  mapping.set_date("subject.birthDate", details["date_of_birth"]);
  if (const CodeRow* row = mapping.code(CodeList::sex, details["sex"])) draft.set("subject.sex", row->ours);
  mapping.set_worded("subject.ethnicity", CodeList::ethnicity, details["ethnicity"]);
  std::vector<std::string> disabilities;
  for (const Json& disability : details["disabilities"].items)
    if (const CodeRow* row = mapping.code(CodeList::disability, disability); row != nullptr && !row->words.empty())
      disabilities.push_back(std::string{row->words} + " (" + std::string{row->code} + ")");
  draft.set("subject.disability", join(disabilities, "; "), schemas::no_element, mapping.where(details["disabilities"]));
  if (!details["postcode"].text.empty()) {
    const auto address = draft.add("subject.address");
    mapping.set("subject.address.postcode", details["postcode"], address);
    draft.set("subject.address.kind", "home", address);
  }
  if (details["uasc_flag"].is_yes()) draft.set("subject.immigrationStatus", "Unaccompanied asylum-seeking child", schemas::no_element, mapping.where(details["uasc_flag"]));
}

void map_assessment(ChildMapping& mapping, const Json& assessment) {
  mapping.set_date("socialCare.assessmentDate", assessment["start_date"]);
  for (const Json& factor : assessment["factors"].items) {
    const CodeRow* row = mapping.code(CodeList::assessment_factor, factor);
    if (row == nullptr) continue;
    const auto element = mapping.draft.add("socialCare.factors");
    mapping.draft.set("socialCare.factors.factor", row->code, element, mapping.where(factor));
    mapping.draft.set("socialCare.factors.meaning", row->words, element);
  }
}

std::string_view status_of(const Json& episode, const Json& plan, const Json& assessment) {
  if (!episode["closure_date"].text.empty()) return "closed";
  if (!plan.is_null() && plan["end_date"].text.empty()) return "childProtection";
  for (const Json& placement : episode["child_looked_after_placements"].items)
    if (placement["end_date"].text.empty() && !placement["purge"].is_yes()) return "lookedAfter";
  if (!episode["child_in_need_plans"].items.empty()) return "childInNeed";
  return assessment.is_null() ? "referred" : "assessment";
}

void map_episode(ChildMapping& mapping, const Json& episode) {
  schemas::Draft& draft = mapping.draft;
  const Json& assessment = mapping.latest(episode["child_and_family_assessments"], "start_date");
  const Json& enquiry = mapping.latest(episode["section_47_assessments"], "start_date");
  const Json& plan = mapping.latest(episode["child_protection_plans"], "start_date");
  draft.set("socialCare.authority", mapping.authority);
  draft.set("socialCare.status", status_of(episode, plan, assessment));
  mapping.set_date("socialCare.referralDate", episode["referral_date"]);
  mapping.set_date("referral.dateReferred", episode["referral_date"]);
  mapping.set("referral.reference", episode["social_care_episode_id"]);
  if (const CodeRow* row = mapping.code(CodeList::referral_source, episode["referral_source"])) {
    draft.set("socialCare.referralSource", std::string{row->code} + " " + std::string{row->words});
    draft.set("firstIdentifier.capacity", row->ours);
    if (row->code == "9") draft.set("firstIdentifier.anonymous", "yes");
  }
  const Json& no_action = episode["referral_no_further_action_flag"];
  const bool says_yes = no_action.text == "1" || no_action.is_yes();
  const bool says_no = no_action.text == "0" || iequals(no_action.text, "false") || iequals(no_action.text, "no");
  if (says_yes || says_no)
    draft.set("socialCare.noFurtherAction", says_yes ? "yes" : "no");
  else if (!no_action.text.empty())
    draft.leave_out("unknown-code", mapping.where(no_action), no_action.key + " must be true or false");
  mapping.set_date("socialCare.closureDate", episode["closure_date"]);
  if (const CodeRow* row = mapping.code(CodeList::closure_reason, episode["closure_reason"]))
    draft.set("socialCare.closureReason", std::string{row->code} + " " + std::string{row->words});
  for (const Json& worker : episode["care_worker_details"].items)
    if (worker["end_date"].text.empty()) mapping.set("socialCare.worker", worker["worker_id"]);
  map_assessment(mapping, assessment);
  mapping.set_date("socialCare.section47Start", enquiry["start_date"]);
  mapping.set_date("socialCare.conferenceDate", enquiry["icpc_date"]);
  mapping.set_date("socialCare.planStart", plan["start_date"]);
}

// The open episode that was referred last; with none open, the last of all; of those that the sender has not purged.
const Json* latest_episode(const Json& episodes) {
  const Json* best = nullptr;
  const auto rank = [](const Json& episode) { return std::pair{episode["closure_date"].text.empty(), iso_day(episode["referral_date"].text)}; };
  for (const Json& episode : episodes.items)
    if (!episode["purge"].is_yes() && (best == nullptr || rank(episode) > rank(*best))) best = &episode;
  return best;
}

const Json& local_id(const Json& child) {
  return child["la_child_id"].is_null() ? child["child_details"]["la_child_id"] : child["la_child_id"];
}

void map_numbers(ChildMapping& mapping) {
  add_identifier(mapping, "laChildId", local_id(mapping.child));
  add_identifier(mapping, "localId", mapping.child["mis_child_id"]);
}

Outcome<Translation> finish(ChildMapping mapping, Translation out) {
  const Json& child = mapping.child;
  const Json& details = child["child_details"];
  schemas::Draft& draft = mapping.draft;
  draft.set("referrer.capacity", "professional");
  draft.set("referrer.anonymous", "no");
  if (!mapping.authority.empty()) draft.set("referrer.organisation", "Local authority " + std::string{mapping.authority});
  if (local_id(child).text.empty() && details["unique_pupil_number"].text.empty() && details["surname"].text.empty())
    draft.problem("missing-subject", place_of(mapping.place, child), "the child has neither la_child_id, unique_pupil_number nor surname");
  out.left_out = draft.left_out();
  auto body = std::move(draft).finish(out.type);
  if (!body) return Fail{std::move(body.error())};
  out.body = std::move(*body);
  out.place = place_of(mapping.place, child);
  out.marking = schemas::Marking::official_sensitive;
  out.not_carried = std::move(mapping.not_carried);
  return out;
}

// What the sender takes back: the whole child under its own number, or one episode under the episode's. It says of the child
// no more than who is meant: the number, or failing that what details there are.
Outcome<Translation> take_back(const Json& child, const Json& purged, const Json& reference, ChildMapping mapping) {
  map_numbers(mapping);
  if (local_id(child).text.empty()) map_details(mapping, child["child_details"]);
  purged.read_whole();
  mapping.not_carried.push_back(mapping.place + " (purged by the sender)");
  mapping.draft.set("change.kind", "enteredInError");
  mapping.draft.set("change.status", "purge");
  mapping.set("change.reference", reference);
  return finish(std::move(mapping), {.type = schemas::BodyType::update, .body = {}, .place = {}, .reference = reference.text, .marking = {}, .not_carried = {}});
}

Outcome<Translation> translate_told(const Json& child, const Json* episode, ChildMapping mapping) {
  const Json& details = child["child_details"];
  const Json& episodes = child["social_care_episodes"];
  const std::string place = mapping.place;
  map_numbers(mapping);
  if (!details["purge"].is_yes()) map_details(mapping, details);
  Translation out;
  if (episode != nullptr) {
    if (episodes.items.size() > 1) mapping.not_carried.push_back(mapping.place + ".social_care_episodes (an earlier or purged one)");
    map_episode(mapping, *episode);
    out.reference = (*episode)["social_care_episode_id"].text;
    const auto born = parse_date(iso_day(details["date_of_birth"].text));
    const auto referred = parse_date(iso_day((*episode)["referral_date"].text));
    if (born && referred && *born <= *referred) mapping.draft.set("subject.ageGroup", schemas::age_on(*born, *referred) < 18 ? "child" : "adult");
  } else {
    out.type = schemas::BodyType::update;
    mapping.draft.set("change.kind", "added");
    mapping.set("change.reference", local_id(child));
  }
  if (out.reference.empty()) out.reference = local_id(child).text;
  auto told = finish(std::move(mapping), std::move(out));
  if (!told) return told;
  std::vector<const Json*> others;
  for (const Json& each : episodes.items)
    if (&each != episode) others.push_back(&each);
  note_unread(told->not_carried, unread(child, place, others));
  return told;
}

// What is told of a child, and what is taken back.
std::vector<Outcome<Translation>> translate_child(const Json& child, const std::string& place, std::string_view authority) {
  const auto mapping = [&] { return ChildMapping{.child = child, .place = place, .authority = authority}; };
  std::vector<Outcome<Translation>> out;
  if (child["purge"].is_yes()) {
    out.push_back(take_back(child, child, local_id(child), mapping()));
    return out;
  }
  const Json& episodes = child["social_care_episodes"];
  const Json* const episode = latest_episode(episodes);
  if (episode != nullptr || episodes.items.empty()) out.push_back(translate_told(child, episode, mapping()));
  for (const Json& each : episodes.items)
    if (each["purge"].is_yes()) out.push_back(take_back(child, each, each["social_care_episode_id"], mapping()));
  return out;
}

}  // namespace

bool is_csc_payload(const Json& document) {
  const Json& first = document.is_array() ? document.at(0) : document;
  const Json& children = pick(first, {"Children", "children"});
  const Json& child = children.is_array() ? children.at(0) : children.is_object() ? children : first;
  return child["child_details"].is_object() || child["social_care_episodes"].is_array();
}

Outcome<Translated> translate_csc_payload(const Json& document) {
  const Json& wrapped = pick(document, {"Children", "children"});
  const Json& children = wrapped.is_null() ? document : wrapped;
  const std::string& authority = document["la_code"].text;
  std::vector<const Json*> all;
  if (children.is_array())
    for (const Json& child : children.items) all.push_back(&child);
  else
    all.push_back(&children);
  if (all.size() > children_max) return refuse("too-large", place_of("children", children), "the payload holds more than 5000 children: split it and send the parts");
  std::vector<Translation> messages;
  Problems problems;
  for (std::size_t i = 0; i < all.size(); ++i) {
    const std::string place = children.is_array() ? "children[" + std::to_string(i) + "]" : "child";
    for (Outcome<Translation>& taken : translate_child(*all[i], place, authority)) {
      if (taken)
        messages.push_back(std::move(*taken));
      else
        problems.insert(problems.end(), taken.error().begin(), taken.error().end());
    }
  }
  if (messages.empty() && problems.empty()) return refuse("missing-subject", place_of("children", children), "the payload holds no child");
  if (!messages.empty() && &children != &document) note_unread(messages.front().not_carried, unread(document, "", all));
  return translated(std::move(messages), std::move(problems));
}

}  // namespace concordat::adapters::council
