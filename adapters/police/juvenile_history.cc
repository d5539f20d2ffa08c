#include <algorithm>
#include <array>

#include "adapters/police/formats.h"
#include "adapters/police/marks.h"
#include "adapters/police/niem_person.h"
#include "adapters/police/people.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::police {
namespace {

constexpr std::size_t referred_max = 200;

// One exchange for each thing a juvenile court keeps: Juvenile…HistoryResponse holds one Juvenile…History.
constexpr std::array<std::string_view, 6> histories{"JuvenileReferralHistory", "JuvenileCasePlanHistory", "JuvenileIntakeHistory",
                                                    "JuvenileHearingHistory",  "JuvenileOffenseHistory",  "JuvenilePlacementHistory"};

const XmlElement& response_in(const XmlElement& root) {
  static const XmlElement absent;
  for (const std::string_view history : histories) {
    const std::string name = std::string{history} + "Response";
    if (root.name == name) return root;
    if (const XmlElement& found = root.descendant(name); !found.is_absent()) return found;
  }
  return absent;
}

const XmlElement& history_in(const XmlElement& response) {
  static const XmlElement absent;
  for (const std::string_view history : histories)
    if (const XmlElement& found = response.child(history); !found.is_absent()) return found;
  return absent;
}

// Reads the history of one child out of the response.
class ChildReader {
public:
  ChildReader(const XmlElement& response, const XmlElement& history, const XmlElement& child)
      : response_(response), history_(history), child_(child), id_(id_of(child)) {
    for (const XmlElement* referral : history.all("Referral")) {
      const std::string_view whose = ref_of(referral->child("ReferralPerson"));
      if (whose != id_) continue;
      referrals_.push_back(referral);
      latest_ = std::max(latest_, day_of(referral->child("ActivityDate").text_of("Date")));
    }
  }

  Outcome<Translation> read() && {
    write_niem_subject(reading_, child_, latest_);
    for (const XmlElement* other : child_.all("PersonOtherIdentification")) {
      const ElementIndex identifier = reading_.add("subject.identifiers");
      reading_.take("subject.identifiers.value", other->child("IdentificationID"), identifier);
      reading_.say("subject.identifiers.system", "localId", *other, identifier);
    }
    read_homes("subject.address", id_, no_element);
    std::vector<std::string> lines;
    for (const XmlElement* referral : referrals_) lines.push_back(told(*referral));
    for (const XmlElement* plan : history_.all("CasePlan")) read_case_plan(*plan, lines);
    read_case_plan(history_, lines);
    reading_.say("offending.summary", join(lines, "\n"), history_);
    read_parents();
    reading_.say("change.kind", "added", history_);
    const XmlElement& known = history_.child("JuvenileInformationAvailabilityMetadata");
    reading_.take_date("change.date", known.child("LastUpdatedDate").child("Date"));
    const XmlElement& record = known.child("JuvenileInformationRecordID").child("IdentificationID");
    reading_.take("change.reference", record);
    if (!reading_.names_somebody())
      reading_.problem("missing-subject", child_, "the person the history is about has no name");
    Translation translation{.type = schemas::BodyType::update,
                            .body = {},
                            .place = child_.place() + ", Person",
                            .reference = record.text,
                            .marking = {},
                            .not_carried = {}};
    obey_marks(reading_, response_, history_, translation);
    std::vector<const XmlElement*> told_of{&known, &child_};
    told_of.insert(told_of.end(), referrals_.begin(), referrals_.end());
    told_of.insert(told_of.end(), parents_.begin(), parents_.end());
    for (const XmlElement* element : told_of) {
      const auto left = reading_.not_taken(*element);
      translation.not_carried.insert(translation.not_carried.end(), left.begin(), left.end());
    }
    auto body = std::move(reading_).finish(translation.type);
    if (!body) return Fail{body.error()};
    translation.body = std::move(*body);
    return translation;
  }

private:
  // "2026-03-02: Petition, referred by Prosecutor, Lane County Attorney (reference 17)". What a referral was
  // for the history does not say: it is no offence.
  std::string told(const XmlElement& referral) {
    const XmlElement& date = referral.child("ActivityDate").child("Date");
    const XmlElement& category = referral.child("ReferralAugmentation").child("ReferralCategoryCode");
    const XmlElement& issuer = referral.child("ReferralIssuer").child("EntityOrganization");
    const XmlElement& kind = issuer.child("ReferralIssuerCategoryCode");
    const XmlElement& name = issuer.child("OrganizationName");
    const XmlElement& number = referral.child("ActivityIdentification").child("IdentificationID");
    std::vector<std::string> by;
    for (const XmlElement* part : {&kind, &name})
      if (!part->text.empty()) by.push_back(part->text);
    std::string out = date.text.empty() ? std::string{} : date.text + ": ";
    out += category.text.empty() ? "Referral" : category.text;
    if (!by.empty()) out += ", referred by " + join(by, ", ");
    if (!number.text.empty()) out += " (reference " + number.text + ")";
    for (const XmlElement* said : {&date, &category, &kind, &name, &number}) reading_.pass_over(*said);
    return out;
  }
  // A case plan says only whether there is one, and whether the child was assessed for it.
  void read_case_plan(const XmlElement& holder, std::vector<std::string>& lines) {
    struct Indicator {
      std::string_view name;
      std::string_view yes;
      std::string_view no;
    };
    for (const Indicator& known : {Indicator{"CasePlanIndicator", "A case plan is in place", "There is no case plan"},
                                   Indicator{"AssessmentIndicator", "The child was assessed for a case plan", "The child was not assessed for a case plan"}}) {
      const XmlElement& said = holder.child(known.name);
      const std::string word = to_lower(said.text);
      if (word == "true" || word == "1") lines.emplace_back(known.yes);
      if (word == "false" || word == "0") lines.emplace_back(known.no);
      if (word == "true" || word == "1" || word == "false" || word == "0") reading_.pass_over(said);
    }
  }
  void read_parents() {
    for (const XmlElement* association : history_.all("ParentChildAssociation")) {
      if (ref_of(association->child("Child")) != id_) continue;
      const std::string_view parent_id = ref_of(association->child("Parent"));
      for (const XmlElement* parent : history_.all("Person")) {
        if (parent_id.empty() || id_of(*parent) != parent_id) continue;
        const XmlElement& name = parent->child("PersonName");
        const ElementIndex related = reading_.add("relatedPersons");
        reading_.say("relatedPersons.name", niem_name(name), name, related);
        reading_.say("relatedPersons.role", "parent", *parent, related);
        reading_.pass_over(name);
        read_homes("relatedPersons.address", parent_id, related);
        parents_.push_back(parent);
      }
    }
  }
  void read_homes(const std::string& list, std::string_view person_id, ElementIndex parent) {
    for (const XmlElement* residence : history_.all("PersonResidenceAssociation")) {
      if (person_id.empty() || ref_of(residence->child("Person")) != person_id) continue;
      const std::string_view place = ref_of(residence->child("Location"));
      for (const XmlElement* location : history_.all("Location"))
        if (!place.empty() && id_of(*location) == place)
          write_niem_address(reading_, list, parent, *location);
    }
  }

  const XmlElement& response_;
  const XmlElement& history_;
  const XmlElement& child_;
  std::string_view id_;
  std::vector<const XmlElement*> referrals_;
  std::vector<const XmlElement*> parents_;
  std::string latest_;  // the day of the last referral
  Reading reading_;
};

// Whoever was referred; failing that whoever is somebody's child; failing that the only person there is.
std::vector<const XmlElement*> children_in(const XmlElement& history) {
  std::set<std::string_view> ids;
  for (const XmlElement* referral : history.all("Referral"))
    ids.insert(ref_of(referral->child("ReferralPerson")));
  ids.erase(std::string_view{});
  if (ids.empty())
    for (const XmlElement* association : history.all("ParentChildAssociation"))
      ids.insert(ref_of(association->child("Child")));
  ids.erase(std::string_view{});
  const std::vector<const XmlElement*> people = history.all("Person");
  if (ids.empty() && people.size() == 1) return people;
  std::vector<const XmlElement*> out;
  for (const XmlElement* person : people)
    if (ids.contains(id_of(*person))) out.push_back(person);
  return out;
}

}  // namespace

bool is_juvenile_history(const XmlElement& root) {
  return !response_in(root).is_absent();
}

Outcome<Translated> translate_juvenile_history(const XmlElement& root) {
  const XmlElement& response = response_in(root);
  const XmlElement& history = history_in(response);
  const auto children = children_in(history);
  if (is_overlong(response) || children.size() > referred_max)
    return refuse("too-large", response.place() + ", " + response.name,
                  "says more than a message may carry, or is about more than " +
                      std::to_string(referred_max) + " children");
  std::vector<Translation> messages;
  Problems problems;
  for (const XmlElement* child : children) {
    auto read = ChildReader{response, history, *child}.read();
    if (read)
      messages.push_back(std::move(*read));
    else
      problems.insert(problems.end(), read.error().begin(), read.error().end());
  }
  if (children.empty())
    return refuse("missing-subject", response.place() + ", " + response.name, "the response names no child");
  return translated(std::move(messages), std::move(problems));
}

}  // namespace concordat::adapters::police
