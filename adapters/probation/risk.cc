#include <array>

#include "adapters/probation/details.h"
#include "base/text.h"

namespace concordat::adapters::probation {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 5> risks_to_self{
    {{"suicide", "Suicide"},
     {"selfHarm", "Self-harm"},
     {"custody", "Coping in custody"},
     {"hostelSetting", "Coping in a hostel"},
     {"vulnerability", "Vulnerability"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 6> summaries{
    {{"whoIsAtRisk", "Who is at risk"},
     {"natureOfRisk", "Nature of the risk"},
     {"riskImminence", "Imminence"},
     {"riskIncreaseFactors", "What increases it"},
     {"riskMitigationFactors", "What reduces it"},
     {"analysisOfRiskFactors", "Analysis"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> levels{{// worst first
                                                                               {"VERY_HIGH", "veryHigh"},
                                                                               {"HIGH", "high"},
                                                                               {"MEDIUM", "medium"},
                                                                               {"LOW", "low"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 7> needs{
    {{"DRUG_MISUSE", "substances"},
     {"ALCOHOL_MISUSE", "substances"},
     {"ACCOMMODATION", "housing"},
     {"EDUCATION_TRAINING_AND_EMPLOYABILITY", "work"},
     {"FINANCE", "money"},
     {"EMOTIONAL_WELLBEING", "mentalHealth"},
     {"RELATIONSHIPS", "familyOrCourt"}}};

std::string_view worst_level(const Json& by_level) {
  for (const auto& [theirs, ours] : levels)
    if (!by_level[theirs].items.empty()) return ours;
  return {};
}

// Assess Risks and Needs: {riskToSelf, otherRisks, summary, assessedOn}.
void read_arns(Reading& reading, const Json& risks) {
  const Json& summary = risks["summary"];
  std::vector<std::string> lines;
  for (const auto& [key, label] : summaries)
    if (const Json& text = summary[key]; !text.text.empty()) {
      lines.push_back(std::string{label} + ": " + text.text);
      reading.pass_over(text);
    }
  const std::string_view to_others = worst_level(summary["riskInCommunity"]);
  if (!lines.empty() || !to_others.empty()) {
    const ElementIndex concern = add_concern(reading, "offending", summary);
    reading.say("concern.risk.summary", join(lines, "\n"), summary, concern);
    reading.say("concern.risk.toOthers", to_others, summary["riskInCommunity"], concern);
    const Json& overall = summary["overallRiskLevel"];
    for (const auto& [theirs, ours] : levels)
      if (overall.text == theirs) reading.say("concern.risk.level", ours, overall, concern);
    if (!overall.text.empty() && !reading.has("concern.risk.level", concern))
      reading.leave_out("unknown-code", overall, "must be LOW, MEDIUM, HIGH or VERY_HIGH");
    reading.say("concern.risk.assessedBy", "OASys assessment", summary, concern);
    reading.take_date("concern.risk.date", risks["assessedOn"], concern);
  }
  const Json& to_self = risks["riskToSelf"];
  std::optional<ElementIndex> concern;
  for (const auto& [key, label] : risks_to_self) {
    const Json& risk = to_self[key];
    for (const auto& [part, when] :
         {std::pair{"currentConcernsText", " (current)"}, std::pair{"previousConcernsText", " (previous)"}}) {
      if (risk[part].text.empty()) continue;
      if (!concern) concern = add_concern(reading, "selfHarm", to_self);
      say_passage(reading, *concern, "analysis", std::string{label} + when, risk[part]);
    }
    for (std::string_view part : {"risk", "current", "previous"}) reading.pass_over(risk[part]);
  }
  if (concern) reading.take_date("concern.risk.date", risks["assessedOn"], *concern);
}

void read_needs(Reading& reading, const Json& document) {
  std::optional<ElementIndex> concern;
  for (const Json& need : document["needs"].items) {
    if (need["needStatus"].text != "IDENTIFIED_NEED") {
      reading.pass_over(need);
      continue;
    }
    if (!concern) concern = add_concern(reading, "offending", need);
    const ElementIndex element = reading.add("concern.needs", *concern);
    std::string_view category = "other";
    for (const auto& [section, ours] : needs)
      if (need["section"].text == section) category = ours;
    reading.say("concern.needs.category", category, need["section"], element);
    reading.take("concern.needs.text", need["name"], element);
  }
}

// Alerts (prison) and registrations (probation): a code, its words, and notes.
void read_register(Reading& reading, const Json& entry, std::string_view code_key, std::string_view words_key,
                   std::string_view notes_key, std::string_view code_system) {
  if (entry[code_key].text.empty()) return;
  const bool is_child_concern = entry[code_key].text == "RCCO" || entry[code_key].text == "RCPR";
  const ElementIndex concern = add_concern(reading, is_child_concern ? "safeguarding" : "other", entry);
  reading.take("concern.code", entry[code_key], concern);
  reading.say("concern.codeSystem", code_system, entry[code_key], concern);
  reading.take_date("concern.dateCameToLight",
                    entry.has("startDate") ? entry["startDate"] : entry["dateCreated"], concern);
  say_passage(reading, concern, "background", "Registered", entry[words_key]);
  say_passage(reading, concern, "background", "Notes", entry[notes_key]);
}

// A prison's case notes: what one says, and what was added to it.
void read_case_note(Reading& reading, const Json& note) {
  if (note["caseNoteId"].text.empty()) return;
  const ElementIndex concern = add_concern(reading, "other", note);
  reading.take_date("concern.dateCameToLight", note["occurrenceDateTime"], concern);
  const std::string kind = note["typeDescription"].text + (note["subTypeDescription"].text.empty() ? "" : ", " + note["subTypeDescription"].text);
  say_passage(reading, concern, "observation", kind.empty() ? "Case note" : kind, note["text"]);
  for (std::string_view key : {"typeDescription", "subTypeDescription", "type", "subType"}) reading.pass_over(note[key]);
  for (const Json& amendment : note["amendments"].items)
    say_passage(reading, concern, "observation", "Added on " + day_of(amendment["creationDateTime"].text), amendment["additionalNoteText"]);
}

}  // namespace

ElementIndex add_concern(Reading& reading, std::string_view category, const Json& from) {
  const ElementIndex concern = reading.add("concern");
  reading.say("concern.category", category, from, concern);
  return concern;
}

void say_passage(Reading& reading, ElementIndex concern, std::string_view narrative_class,
                 std::string_view label, const Json& text) {
  if (!text.is_string() || trim(text.text).empty()) return;
  const ElementIndex passage = reading.add("concern.narrative", concern);
  reading.say("concern.narrative.text", std::string{label} + ": " + text.text, text, passage);
  reading.say("concern.narrative.class", narrative_class, text, passage);
  reading.say("concern.narrative.status", "assessment", text, passage);
}

void read_risk(Reading& reading, const Json& document) {
  if (!reading.carries("concern")) return;
  for (std::string_view key : {"assessments", "riskManagementPlan"})
    for (const Json& assessment : document[key].items) read_oasys(reading, assessment);
  if (document.has("riskToSelf") || document["summary"].is_object()) read_arns(reading, document);
  read_needs(reading, document);
  for (const Json& risk : document["dynamicRisks"].items)
    read_register(reading, risk, "code", "description", "notes", "Delius register type");
  read_register(reading, document, "alertCode", "alertCodeDescription", "comment", "NOMIS alert");
  read_case_note(reading, document);
}

}  // namespace concordat::adapters::probation
