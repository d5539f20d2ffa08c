#include "tests/property/random_world.h"

#include "schemas/draft.h"
#include "tests/policy/example.h"

namespace concordat::policy {
namespace {

using Words = std::vector<std::string>;

const Words grants{"subject",
                   "subject.names",
                   "subject.names.given as initials",
                   "subject.birthDate",
                   "subject.birthDate as year",
                   "subject.birthDate as ageBand",
                   "subject.address",
                   "subject.address[kind home]",
                   "subject except subject.address",
                   "subject.address except subject.address[kind former]",
                   "concern",
                   "concern.narrative[class observation, status fact]",
                   "concern.narrative",
                   "concern.risk",
                   "health",
                   "health.flags.display",
                   "offending",
                   "offending.mappa.level",
                   "relatedPersons",
                   "relatedPersons[role child]",
                   "relatedPersons except relatedPersons[role perpetrator], relatedPersons.address",
                   "relatedPersons[role parent].address",
                   "subject.contact",
                   "consent",
                   "subject.religion",
                   "subject.ethnicity as existence",
                   "subject.identifiers[system upn]",
                   "referral",
                   "sourceRestrictions",
                   "subject, concern, consent",
                   "socialCare",
                   "education"};
const Words caps{"limit subject.birthDate to year",
                 "limit subject.birthDate to ageBand",
                 "withhold subject.address",
                 "conceal subject.address[kind former]",
                 "withhold class health",
                 "conceal class source",
                 "limit subject.names.given to initials",
                 "limit subject to existence",
                 "withhold concern.narrative[status hearsay]",
                 "withhold relatedPersons[role perpetrator]",
                 "conceal relatedPersons[role child].name",
                 "limit concern.risk.date to month",
                 "limit subject.names.kind to existence",
                 "withhold subject.contact.safeInstructions",
                 "conceal monitoring",
                 "withhold concern.risk.assessedBy, concern.code",
                 "limit concern.risk.assessedBy to existence",
                 "withhold class identifier, class contact",
                 "conceal health",
                 "limit referral to existence"};
const Words fact_tests{"subject.ageGroup is child",
                       "some consent[to sharing].status is given",
                       "every consent.status is one of given, notSought",
                       "some concern.risk.level at least high",
                       "subject.birthDate at least 2010-01-01",
                       "subject.approximateAge at most 12",
                       "referrer.anonymous is yes",
                       "referrer.capacity is not public",
                       "recipient in case",
                       "sender in case",
                       "case stage is panel",
                       "case stage is referral",
                       "emergency declared",
                       "every subject.address.confidential is no",
                       "some relatedPersons[role perpetrator].address.confidential is yes",
                       "some relatedPersons.role is perpetrator",
                       "offending.mappa.level at least level2",
                       "every concern.category is radicalisation",
                       "some concern[category neglect].risk.level at most low",
                       "every consent[to sharing].status is not given"};
const Words presence_tests{"subject.interpreter is present", "socialCare.status is absent",
                           "some consent[to support].status is present",
                           "every concern.risk.level is present", "subject.birthDate is absent"};

struct PerElement {
  Words conditions;
  Words grants;
  Words caps;
  std::string required;
  std::string silenced;
};
const std::vector<PerElement> per_element{
    {{"subject.address.confidential is no", "subject.address[kind home].confidential is yes",
      "subject.address.confidential is present"},
     {"subject.address", "subject.address.postcode as outwardCode", "subject.address[kind home]"},
     {"withhold subject.address", "limit subject.address.postcode to outwardCode",
      "conceal subject.address[kind former]"},
     "subject.address.postcode",
     "subject.address"},
    {{"concern.risk.level at least medium", "concern.category is radicalisation",
      "concern.category is not neglect", "concern[category neglect].risk.level is low"},
     {"concern", "concern.narrative", "concern.narrative[class observation]", "concern.risk, concern.code"},
     {"withhold concern.narrative", "limit concern to existence", "conceal concern.narrative[status opinion]",
      "withhold concern.risk.date"},
     "concern.narrative[class event].text",
     "concern.narrative"},
    {{"relatedPersons.role is child", "relatedPersons.role is one of parent, perpetrator",
      "relatedPersons[role child].role is present"},
     {"relatedPersons", "relatedPersons.name as initials", "relatedPersons.address"},
     {"withhold relatedPersons", "conceal relatedPersons.address", "limit relatedPersons.name to initials"},
     "relatedPersons.name",
     "relatedPersons[role perpetrator]"},
    {{"relatedPersons.address.confidential is no",
      "relatedPersons.role is parent and relatedPersons.address.confidential is not yes"},
     {"relatedPersons.address", "relatedPersons[role child].address.postcode"},
     {"withhold relatedPersons.address", "limit relatedPersons.address.postcode to outwardCode"},
     "relatedPersons.address.lines",
     "relatedPersons.address"},
};

const Words requirements{"subject.names",
                         "subject.birthDate",
                         "consent.status",
                         "consent[to sharing].status",
                         "subject.address[kind home]",
                         "health"};
const Words silences{"relatedPersons[role perpetrator]", "subject", "relatedPersons.address",
                     "concern.narrative[class observation]", "subject.address[kind home]"};
const Words agencies{"council/lbbd",    "police/met",       "nhs/nelft",
                     "school/eastbury", "school/riverside", "probation/london"};
const Words from_scopes{"any",
                        "any",
                        "school",
                        "school, nhs, council",
                        "school/eastbury",
                        "council, police, nhs, school, probation"};
const Words to_scopes{"any",          "any",
                      "police",       "police, council, nhs",
                      "council/lbbd", "school/riverside, police/met, probation"};
const Words purposes{"any", "channel-referral", "channel-referral", "channel-referral, mash"};
const Words areas{"E09000002", "E09000002, E09000001", "E09000001"};

}  // namespace

std::string random_headers(const std::string& name, int version, const std::string& scheme,
                           const std::string& dates, const std::string& area) {
  const std::string bases =
      "ukgdpr.6.1.e, ukgdpr.9.2.g, ukgdpr.10, dpa2018.sch1.18, confidentiality.public-interest\n";
  return "agreement \"" + name + "\" version " + std::to_string(version) + "\nscheme " + scheme + "\narea " +
         area + "\nparties council/lbbd, police/met, nhs/nelft, school, probation/london\nin force " + dates +
         "\nschema 2\nstages referral, panel, support moved by council\npolicy document \"APD\"\npurpose "
         "channel-referral means \"a\" basis " +
         bases + "purpose mash means \"b\" basis " + bases;
}

std::string RandomWorld::condition(int depth) {
  if (depth == 0 || chance(3))
    return presence_ == Presence::asked && chance(4) ? pick(presence_tests) : pick(fact_tests);
  switch (below(3)) {
    case 0:
      return "not (" + condition(depth - 1) + ")";
    case 1:
      return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
    default:
      return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
  }
}
std::string RandomWorld::per_element_condition(const Words& conditions) {
  for (;;) {
    const std::string& picked = pick(conditions);
    if (presence_ == Presence::asked || picked.find(" present") == std::string::npos) return picked;
  }
}

std::string RandomWorld::effects(const Words& of_grants, const Words& of_caps, Effects effects) {
  std::string lines;
  for (std::size_t i = 0; i <= below(2); ++i) {
    const bool grants_here = effects == Effects::grants || (effects == Effects::any && !chance(3));
    std::string line = grants_here ? "  share " + pick(of_grants) + "\n" : "  " + pick(of_caps) + "\n";
    if (lines.find(line) == std::string::npos) lines += line;
  }
  return lines;
}

std::string RandomWorld::clause(const std::string& label, Effects kind) {
  std::string text = "clause " + label + " \"c\" from " + pick(from_scopes) + " to " + pick(to_scopes) +
                     " for " + pick(purposes) + "\n";
  if (chance(4)) text += "  on " + pick({"referral", "update", "referral, update", "decision"}) + "\n";
  if (chance(3)) {
    const PerElement& of = per_element[below(per_element.size())];
    text += chance(2) ? "  when " : "  unless ";
    text += per_element_condition(of.conditions);
    if (chance(3)) text += chance(2) ? " or " + condition(1) : " and " + condition(1);
    text += "\n" + effects(of.grants, of.caps, kind);
    if (chance(10) && kind == Effects::any) text += "  require " + of.required + "\n";
    if (chance(8) && kind != Effects::grants) text += "  no-tell " + of.silenced + "\n";
  } else {
    if (!chance(3)) text += "  when " + condition(2) + "\n";
    if (chance(3)) text += "  unless " + condition(1) + "\n";
    text += effects(grants, caps, kind);
    if (chance(10) && kind == Effects::any) text += "  require " + pick(requirements) + "\n";
    if (chance(8) && kind != Effects::grants) text += "  no-tell " + pick(silences) + "\n";
  }
  if (chance(6) && kind == Effects::any) text += "  hold for approval within 2 days else escalate\n";
  if (chance(4)) text += "  onward " + pick({"no", "ask", "yes"}) + "\n";
  if (chance(3))
    text += "  keep " + std::to_string(1 + below(9)) + pick({" years", " months", " working days"}) +
            " after " + pick({"closure", "disclosure", "18th-birthday"}) + "\n";
  if (chance(3)) text += "  caveat \"" + pick({"x", "y", "z"}) + "\"\n";
  return text;
}

std::string RandomWorld::emergency_clause(const std::string& label, const Words& clauses) {
  std::string text = "emergency " + clause(label, Effects::grants);
  Words capping;
  for (const std::string& each : clauses)
    for (const char* word : {"  limit ", "  withhold ", "  conceal "})
      if (each.find(word) != std::string::npos) capping.push_back(each.substr(7, each.find(' ', 7) - 7));
  if (!capping.empty() && chance(2)) text += "  lift " + pick(capping) + "\n";
  return text;
}

std::string RandomWorld::agreement(const std::string& name, int version, const std::string& scheme,
                                   int clauses) {
  const std::string dates = pick({"2026-04-01 until 2027-04-01", "2026-04-01 until 2027-04-01",
                                  "2026-05-01 until 2027-04-01", "2026-01-01 until 2026-05-01"});
  std::string text = random_headers(name, version, scheme, dates, chance(8) ? pick(areas) : areas[0]);
  Words ordinary;
  for (int i = 0; i < clauses; ++i)
    ordinary.push_back(clause(std::to_string(i + 1), scheme == "any" ? Effects::caps : Effects::any));
  for (const std::string& each : ordinary) text += each;
  for (int i = 0; scheme != "any" && chance(2) && i < 3; ++i)
    text += emergency_clause("9." + std::to_string(i), ordinary);
  return text;
}

std::vector<AgreementSource> RandomWorld::sources() {
  const auto status = [&] {
    return chance(8) ? std::vector{Status::suspended, Status::withdrawn, Status::superseded}[below(3)]
                     : Status::active;
  };
  std::vector<schemas::AgencyId> schools{schemas::AgencyId{"school/eastbury"}};
  if (chance(2)) schools.push_back(schemas::AgencyId{"school/riverside"});
  std::vector<AgreementSource> found{
      {agreement("a", 1, "prevent", 2 + static_cast<int>(below(7))), status(), schools}};
  if (chance(3))
    found.push_back({agreement("a", 2, "prevent", 2 + static_cast<int>(below(5))), status(), schools});
  if (chance(3))
    found.push_back(
        {agreement("b", 1, pick({"prevent", "mash"}), 1 + static_cast<int>(below(4))), status(), schools});
  if (chance(3))
    found.push_back({agreement("c", 1, "any", 1 + static_cast<int>(below(3))), status(), schools});
  return found;
}

schemas::Message RandomWorld::message() {
  schemas::Draft draft;
  const auto maybe = [&](const std::string& path, const Words& values, schemas::ElementIndex at) {
    if (!chance(3)) draft.set(path, pick(values), at);
  };
  const schemas::ElementIndex top = schemas::no_element;
  maybe("referral.reason", {"because"}, top);
  maybe("subject.birthDate", {"2009-12-31", "2010-01-01", "2015-05-05"}, top);
  maybe("subject.approximateAge", {"11", "12", "13"}, top);
  maybe("subject.ageGroup", {"child", "adult"}, top);
  maybe("subject.interpreter", {"yes", "no"}, top);
  maybe("subject.religion", {"r"}, top);
  maybe("subject.ethnicity", {"e"}, top);
  maybe("health.summary", {"h"}, top);
  maybe("offending.summary", {"o"}, top);
  maybe("offending.mappa.level", {"level1", "level2", "level3"}, top);
  maybe("socialCare.status", {"referred", "closed"}, top);
  maybe("socialCare.referralSource", {"1A"}, top);
  maybe("referrer.anonymous", {"yes", "no"}, top);
  maybe("referrer.capacity", {"professional", "public"}, top);
  maybe("referrer.name", {"N"}, top);
  maybe("monitoring.sex", {"female"}, top);
  const auto each = [&](std::string_view list, schemas::ElementIndex in, auto fill) {
    for (std::size_t i = below(3); i > 0; --i) fill(draft.add(list, in));
  };
  const auto address = [&](const std::string& list) {
    return [&, list](schemas::ElementIndex at) {
      maybe(list + ".lines", {"1 High St"}, at);
      maybe(list + ".postcode", {"E1 6AN"}, at);
      maybe(list + ".confidential", {"yes", "no"}, at);
      maybe(list + ".kind", {"home", "former"}, at);
    };
  };
  each("subject.names", top, [&](auto at) {
    maybe("subject.names.given", {"Ann"}, at);
    maybe("subject.names.family", {"Okoro"}, at);
    maybe("subject.names.kind", {"legal", "alias"}, at);
  });
  each("subject.address", top, address("subject.address"));
  each("subject.contact", top, [&](auto at) {
    maybe("subject.contact.kind", {"mobile", "email"}, at);
    maybe("subject.contact.value", {"1"}, at);
    maybe("subject.contact.safeToUse", {"yes", "no"}, at);
    maybe("subject.contact.safeInstructions", {"after six"}, at);
  });
  each("subject.identifiers", top, [&](auto at) {
    maybe("subject.identifiers.system", {"upn", "crn"}, at);
    maybe("subject.identifiers.value", {"1"}, at);
    maybe("subject.identifiers.verified", {"yes", "no"}, at);
  });
  each("health.flags", top, [&](auto at) {
    maybe("health.flags.code", {"1"}, at);
    maybe("health.flags.codeSystem", {"s"}, at);
    maybe("health.flags.display", {"d"}, at);
  });
  each("concern", top, [&](auto at) {
    maybe("concern.category", {"radicalisation", "neglect"}, at);
    maybe("concern.ideology", {"i"}, at);
    maybe("concern.code", {"c"}, at);
    maybe("concern.codeSystem", {"s"}, at);
    maybe("concern.risk.level", {"low", "medium", "high", "veryHigh"}, at);
    maybe("concern.risk.assessedBy", {"team"}, at);
    maybe("concern.risk.date", {"2026-04-02"}, at);
    each("concern.narrative", at, [&](auto in) {
      maybe("concern.narrative.class", {"observation", "event"}, in);
      maybe("concern.narrative.status", {"fact", "opinion", "hearsay"}, in);
      maybe("concern.narrative.text", {"t"}, in);
      maybe("concern.narrative.author", {"a"}, in);
    });
  });
  each("consent", top, [&](auto at) {
    maybe("consent.to", {"sharing", "support"}, at);
    maybe("consent.status", {"given", "refused", "notSought"}, at);
  });
  each("relatedPersons", top, [&](auto at) {
    maybe("relatedPersons.role", {"child", "parent", "perpetrator"}, at);
    maybe("relatedPersons.name", {"P"}, at);
    maybe("relatedPersons.note", {"n"}, at);
    each("relatedPersons.address", at, address("relatedPersons.address"));
  });
  if (chance(3))
    each("sourceRestrictions", top, [&](auto at) {
      maybe("sourceRestrictions.path",
            {"subject.address", "subject.address[1]", "subject.address[kind home]",
             "concern[0].narrative[1].text", "relatedPersons[role child]",
             "relatedPersons[1].address[kind former].postcode", "nonsense", "subject..names",
             "subject.address[7]", "health", "subject.address[kind castle]", "subject.address[",
             "subject.birthDate[0]"},
            at);
      maybe("sourceRestrictions.strength", {"absolute", "liftable"}, at);
    });
  const bool is_emergency = chance(4);
  if (is_emergency && !chance(6)) draft.set("declaration.declaredBy", "Officer");
  if (is_emergency && !chance(6)) draft.set("declaration.reason", "Now");
  schemas::Message message = from(chance(5) ? pick(agencies) : agencies[3], referral(std::move(draft)));
  schemas::Envelope& envelope = message.envelope;
  if (chance(5)) envelope.urgency = schemas::Urgency::urgent;
  if (chance(8)) envelope.type = chance(5) ? schemas::BodyType::recall : schemas::BodyType::update;
  if (chance(8)) {
    envelope.type = schemas::BodyType::decision;
    const auto stage = *schemas::FieldTable::get().field("decision.stage");
    message.body.fields.push_back({stage, schemas::no_element, pick({"panel", "support", "exit"})});
    schemas::sort_fields(message.body);
  }
  if (is_emergency) envelope.emergency = schemas::Emergency::risk_to_life;
  if (chance(10)) envelope.purpose = pick({"mash", "undeclared"});
  if (chance(20)) envelope.area = pick({"E09000001", ""});
  if (chance(20)) envelope.scheme = pick({"mash", ""});
  if (chance(5))
    envelope.agreement = schemas::AgreementName{pick({"a", "a", "a", "b", "c", "d"}), chance(3) ? 2 : 1};
  return message;
}

CaseFacts RandomWorld::facts() {
  const auto truth = [&] { return static_cast<Truth>(below(3)); };
  CaseFacts found{truth(), truth(), {}};
  for (const char* name : {"a", "b"})
    if (chance(2)) found.stages.push_back({name, pick({"referral", "panel"})});
  return found;
}
Approvals RandomWorld::approvals() {
  Approvals found;
  while (chance(2))
    found.fresh.push_back({Hold::Why::approval, pick({"a/1", "a/2", "b/1"}), std::to_string(1 + below(8))});
  return found;
}
schemas::AgencyId RandomWorld::recipient() {
  return agency(chance(20)  ? "police/elsewhere"
                : chance(4) ? pick(agencies)
                            : pick({"police/met", "council/lbbd"}));
}
Instant RandomWorld::instant() {
  return day(pick({"2026-05-02", "2026-05-02", "2026-05-02", "2026-05-02", "2026-05-02", "2026-05-02",
                   "2026-04-30", "2027-05-01", "2027-09-01", "2026-03-01", "2026-05-01"}));
}

}  // namespace concordat::policy
