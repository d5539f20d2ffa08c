#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "adapters/probation/details.h"
#include "base/text.h"

namespace concordat::adapters::probation {
namespace {

struct Passage {
  std::string_view key;
  std::string_view narrative_class;
  std::string_view label;
};
// The risk management plan and the offence, and the risk to the individual.
constexpr std::array plan_passages{
    Passage{"keyInformationAboutCurrentSituation", "background", "Current situation"},
    Passage{"keyInformationCurrentSituation", "background", "Current situation"},
    Passage{"furtherConsiderations", "analysis", "Further considerations"},
    Passage{"furtherConsiderationsCurrentSituation", "analysis", "Further considerations"},
    Passage{"additionalComments", "analysis", "Additional comments"},
    Passage{"supervision", "analysis", "Supervision"},
    Passage{"monitoringAndControl", "analysis", "Monitoring and control"},
    Passage{"interventionsAndTreatment", "analysis", "Interventions and treatment"},
    Passage{"victimSafetyPlanning", "safetyPlan", "Victim safety planning"},
    Passage{"contingencyPlans", "safetyPlan", "Contingency plans"},
    Passage{"riskOfSeriousHarm", "analysis", "Risk of serious harm"},
    Passage{"currentConcernsBreachOfTrustText", "analysis", "Breach of trust"},
    Passage{"previousConcernsBreachOfTrustText", "background", "Previous breach of trust"},
    Passage{"currentConcernsDisruptiveText", "analysis", "Control issues and disruptive behaviour"},
    Passage{"previousConcernsDisruptiveText", "background", "Previous control issues"},
    Passage{"currentConcernsEscapeText", "analysis", "Escape and abscond"},
    Passage{"previousConcernsEscapeText", "background", "Previous escape and abscond"},
    Passage{"riskToIdentifiableChildren", "analysis", "Risk to identifiable children"},
    // The offence, but for its victims and its sources: they are other people's.
    Passage{"currentOffenceDetails", "event", "Current offence"},
    Passage{"currentWhereAndWhen", "event", "Where and when"},
    Passage{"currentHowDone", "event", "How it was done"},
    Passage{"currentWhyDone", "event", "Why it was done"},
    Passage{"previousWhatDone", "background", "Previous offence"},
    Passage{"previousWhereAndWhen", "background", "Previous offence, where and when"},
    Passage{"previousHowDone", "background", "Previous offence, how it was done"},
    Passage{"offenceAnalysis", "analysis", "Offence analysis"},
    Passage{"offenceMotivation", "analysis", "Motivation"},
    Passage{"patternOffending", "analysis", "Pattern of offending"},
    Passage{"issueContributingToRisk", "analysis", "Issues contributing to risk"},
    Passage{"acceptsResponsibility", "analysis", "Accepts responsibility"},
};
constexpr std::array individual_passages{
    Passage{"currentConcernsSelfHarmSuicide", "analysis", "Current concerns about self-harm or suicide"},
    Passage{"previousConcernsSelfHarmSuicide", "background", "Previous concerns about self-harm or suicide"},
    Passage{"currentVulnerability", "analysis", "Current vulnerability"},
    Passage{"previousVulnerability", "background", "Previous vulnerability"},
    Passage{"currentCustodyHostelCoping", "analysis", "Current coping in custody or hostel"},
    Passage{"previousCustodyHostelCoping", "background", "Previous coping in custody or hostel"},
};
// The summary of the risk of serious harm.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> summaries{{{"whoAtRisk", "Who is at risk"},
                                                                                  {"natureOfRisk", "Nature of the risk"},
                                                                                  {"riskGreatest", "When it is greatest"},
                                                                                  {"riskIncreaseLikelyTo", "What increases it"},
                                                                                  {"riskReductionLikelyTo", "What reduces it"}}};
// To whom, and where; each "Low", "Medium", "High" or "Very High".
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> groups{
    {{"Children", "children"}, {"Public", "the public"}, {"KnownAdult", "a known adult"}, {"Staff", "staff"}, {"Prisoners", "prisoners"}}};
constexpr std::array<std::pair<std::string_view, std::string_view>, 4> levels{
    {{"very high", "veryHigh"}, {"high", "high"}, {"medium", "medium"}, {"low", "low"}}};  // worst first

struct Need {
  std::string_view key;  // of its details
  std::string_view linked;  // how …LinkedToHarm begins
  std::string_view category;
  std::string_view label;
};
constexpr std::array needs{
    Need{"accIssuesDetails", "acc", "housing", "Accommodation"},
    Need{"eTEIssuesDetails", "eTE", "work", "Education, training and employability"},
    Need{"financeIssuesDetails", "finance", "money", "Finance"},
    Need{"relIssuesDetails", "rel", "familyOrCourt", "Relationships"},
    Need{"lifestyleIssuesDetails", "lifestyle", "other", "Lifestyle and associates"},
    Need{"drugIssuesDetails", "drug", "substances", "Drug misuse"},
    Need{"alcoholIssuesDetails", "alcohol", "substances", "Alcohol misuse"},
    Need{"emoIssuesDetails", "emo", "mentalHealth", "Emotional wellbeing"},
    Need{"thingIssuesDetails", "think", "other", "Thinking and behaviour"},
    Need{"attIssuesDetails", "att", "other", "Attitudes"},
};

bool has_text(const Json& assessment, std::span<const Passage> passages) {
  for (const Passage& passage : passages)
    if (!trim(assessment[passage.key].text).empty()) return true;
  return false;
}

void say_assessment(Reading& reading, ElementIndex concern, const Json& assessment) {
  const Json& completed = assessment["dateCompleted"];
  reading.take_date("concern.risk.date", completed.text.empty() ? assessment["initiationDate"] : completed,
                    concern);
  reading.say("concern.risk.assessedBy", "OASys assessment", assessment, concern);
}

// "In the community: children high, staff low", and the worst of the levels.
std::string levels_in(Reading& reading, const Json& assessment, std::string_view place, std::string_view words, std::size_t& worst) {
  std::vector<std::string> told;
  for (const auto& [key, name] : groups) {
    const Json& level = assessment["risk" + std::string{key} + std::string{place}];
    if (level.text.empty()) continue;
    told.push_back(std::string{name} + " " + to_lower(level.text));
    reading.pass_over(level);
    for (std::size_t i = 0; i < levels.size(); ++i)
      if (iequals(level.text, levels[i].first)) worst = std::min(worst, i);
  }
  return told.empty() ? std::string{} : std::string{words} + ": " + join(told, ", ");
}

void read_serious_harm(Reading& reading, const Json& assessment) {
  std::vector<std::string> lines;
  for (const auto& [key, label] : summaries)
    if (const Json& text = assessment[key]; !text.text.empty()) {
      lines.push_back(std::string{label} + ": " + text.text);
      reading.pass_over(text);
    }
  std::size_t worst = levels.size();
  std::size_t worst_in_custody = levels.size();
  for (const std::string& line : {levels_in(reading, assessment, "Community", "In the community", worst),
                            levels_in(reading, assessment, "Custody", "In custody", worst_in_custody)})
    if (!line.empty()) lines.push_back(line);
  if (lines.empty()) return;
  const ElementIndex concern = add_concern(reading, "offending", assessment);
  reading.say("concern.risk.summary", join(lines, "\n"), assessment, concern);
  if (worst < levels.size()) reading.say("concern.risk.toOthers", levels[worst].second, assessment, concern);
  say_assessment(reading, concern, assessment);
}

void read_needs(Reading& reading, const Json& assessment) {
  std::optional<ElementIndex> concern;
  for (const Need& need : needs) {
    const Json& details = assessment[need.key];
    if (trim(details.text).empty()) continue;
    if (!concern) concern = add_concern(reading, "offending", assessment);
    std::string text = std::string{need.label} + ": " + details.text;
    for (const auto& [key, words] : {std::pair{"LinkedToHarm", "linked to harm"}, std::pair{"LinkedToReoffending", "linked to reoffending"}}) {
      const Json& linked = assessment[std::string{need.linked} + key];
      if (to_lower(linked.text).find("yes") != std::string::npos) text += " (" + std::string{words} + ")";
      reading.pass_over(linked);
    }
    const ElementIndex element = reading.add("concern.needs", *concern);
    reading.say("concern.needs.category", need.category, details, element);
    reading.say("concern.needs.text", text, details, element);
  }
  if (concern) say_assessment(reading, *concern, assessment);
}

}  // namespace

void read_oasys(Reading& reading, const Json& assessment) {
  if (has_text(assessment, plan_passages)) {
    const ElementIndex concern = add_concern(reading, "offending", assessment);
    for (const Passage& passage : plan_passages)
      say_passage(reading, concern, passage.narrative_class, passage.label, assessment[passage.key]);
    say_assessment(reading, concern, assessment);
  }
  const bool fears_self_harm = assessment["currentConcernsRiskOfSuicide"].is_yes() ||
                               assessment["currentConcernsRiskOfSelfHarm"].is_yes();
  if (has_text(assessment, individual_passages) || fears_self_harm) {
    const ElementIndex concern =
        add_concern(reading, fears_self_harm ? "selfHarm" : "adultSafeguarding", assessment);
    for (const Passage& passage : individual_passages)
      say_passage(reading, concern, passage.narrative_class, passage.label, assessment[passage.key]);
    say_assessment(reading, concern, assessment);
    reading.take("health.selfHarm", assessment["currentConcernsSelfHarmSuicide"]);
  }
  read_serious_harm(reading, assessment);
  read_needs(reading, assessment);
  reading.take("health.summary", assessment["generalHeathSpecify"]);  // spelt so by OASys
}

}  // namespace concordat::adapters::probation
