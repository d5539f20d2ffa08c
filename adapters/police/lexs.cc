#include <algorithm>

#include "adapters/police/formats.h"
#include "adapters/police/marks.h"
#include "adapters/police/people.h"
#include "adapters/police/reading.h"
#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::police {
namespace {

constexpr std::size_t digest_entities_max = 2'000;

// Reads one DataItemPackage.
class PackageReader {
public:
  PackageReader(const XmlElement& root, const XmlElement& package)
      : root_(root),
        package_(package),
        digest_(package.child("Digest")),
        metadata_(package.child("PackageMetadata")) {}

  Outcome<Translation> read() {
    const bool is_crowd = digest_.children.size() > digest_entities_max ||
                          digest_.child("Associations").children.size() > digest_entities_max;
    if (is_crowd || is_overlong(package_))
      return refuse("too-large", digest_.place() + ", Digest",
                    "a report may have at most " + std::to_string(digest_entities_max) +
                        " entities and as many associations");
    find_incident();
    parties_ = parties_of(digest_, incident_day_);
    subject_ = subject_among(parties_, incident_day_);
    const bool is_update =
        root_.name.ends_with("Update") || metadata_.text_of("DataItemPublishInstruction") == "Update";
    Translation translation{.type = is_update ? schemas::BodyType::update : schemas::BodyType::referral,
                            .body = {},
                            .place = package_.place(),
                            .reference = std::string{reference().text},
                            .marking = {},
                            .not_carried = {}};
    if (subject_ == nullptr)
      return Fail{Problems{
          {"missing-subject", digest_.place() + ", Digest", "the report names nobody but officers"}}};
    read_subject();
    read_incident(is_update);
    read_offences();
    for (const Party& party : parties_)
      if (&party != subject_ && !party.is("officer")) read_related(party);
    read_reporter();
    obey_marks(reading_, root_, metadata_, translation);
    translation.not_carried = reading_.not_taken(package_);
    if (!reading_.names_somebody())
      reading_.problem("missing-subject", *subject_->entries.front(),
                       "the person the report is about has no name");
    auto body = std::move(reading_).finish(translation.type);
    if (!body) return Fail{body.error()};
    translation.body = std::move(*body);
    return translation;
  }

private:
  // ---- the incident

  void find_incident() {
    for (const XmlElement* entity : digest_.all("EntityActivity")) {
      const XmlElement& activity = entity->child("Activity");
      const std::string_view category = activity.text_of("ActivityCategoryText");
      if (category == "Incident" && incident_ == nullptr) incident_ = &activity;
      if (category == "Offense" || category == "Offence") offences_.push_back(&activity);
      if (category == "Arrest") arrests_.push_back(&activity);
    }
    if (incident_ != nullptr) incident_day_ = day_of(date_of(*incident_).text);
    if (incident_day_.empty()) incident_day_ = day_of(metadata_.text_of("DataItemDate"));
  }
  static const XmlElement& date_of(const XmlElement& activity) {
    const XmlElement& start = activity.child("ActivityDateRange").child("StartDate");
    const XmlElement& date = start.is_absent() ? activity.child("ActivityDate") : start;
    return date.child("DateTime").is_absent() ? date.child("Date") : date.child("DateTime");
  }
  const XmlElement& reference() const {
    if (incident_ != nullptr)
      if (const XmlElement& number = incident_->child("ActivityIdentification").child("IdentificationID");
          !number.text.empty())
        return number;
    return metadata_.child("DataItemID");
  }

  void read_incident(bool is_update) {
    if (is_update) {
      reading_.say("change.kind", "added", metadata_);
      reading_.take_date("change.date", metadata_.child("DataItemDate"));
      reading_.take("change.reference", reference());
      reading_.take("change.status", metadata_.child("DataItemStatus"));
    } else {
      reading_.take("referral.reference", reference());
      reading_.take_date("referral.dateReferred", metadata_.child("DataItemDate"));
      reading_.take("referral.category", metadata_.child("DataItemCategory").child("DataItemCategoryText"));
    }
    concern_ = reading_.add("concern");
    const XmlElement& from = incident_ != nullptr ? *incident_ : digest_;
    const bool is_child = subject_->is_child_on(incident_day_);
    reading_.say("concern.category",
                 is_child                  ? "safeguarding"
                 : subject_->is("suspect") ? "offending"
                                           : "other",
                 from, concern_);
    reading_.take("concern.reference", reference(), concern_);
    reading_.say("concern.dateCameToLight", incident_day_, from, concern_);
    if (incident_ == nullptr) return;
    reading_.pass_over(date_of(*incident_));
    reading_.pass_over(incident_->child("ActivityCategoryText"));
    passage(incident_->child("ActivityDescriptionText"), "", incident_day_);
    for (const XmlElement* association : associations("IncidentLocationAssociation"))
      if (ref_of(association->child("ActivityReference")) == id_of(*incident_)) {
        const XmlElement& location = location_named(ref_of(association->child("LocationReference")));
        reading_.say("concern.place", join(address_lines(location), ", "), location, concern_);
        pass_address(location);
      }
  }
  // An officer's account mixes what was seen and what was told: an assessment, never a fact.
  void passage(const XmlElement& text, std::string_view label, const std::string& day) {
    if (text.text.empty()) return;
    const ElementIndex element = reading_.add("concern.narrative", concern_);
    reading_.say("concern.narrative.text", std::string{label} + text.text, text, element);
    reading_.say("concern.narrative.class", "event", text, element);
    reading_.say("concern.narrative.status", "assessment", text, element);
    reading_.say("concern.narrative.observed", day, text, element);
  }

  // Offences are the subject's only where the subject is suspected of them.
  void read_offences() {
    const bool are_theirs = subject_->is("suspect");
    for (const XmlElement* offence : offences_) {
      const XmlElement& text = offence->child("ActivityDescriptionText");
      reading_.pass_over(offence->child("ActivityCategoryText"));
      if (!are_theirs) {
        passage(text, "Offence recorded: ", incident_day_);
        continue;
      }
      const ElementIndex element = reading_.add("offending.offences");
      reading_.take("offending.offences.wording", text, element);
      reading_.say("offending.offences.date", incident_day_, *offence, element);
      reading_.say("offending.offences.status", "Alleged", *offence, element);
      for (const XmlElement* payload : package_.all("StructuredPayload"))
        for (const XmlElement& report : payload->children)
          for (const XmlElement* detail : report.all("Offense"))
            if (points_at(*detail, id_of(*offence)))
              for (std::string_view name : {"OffenseCode", "OffenseCodeText"})
                reading_.take("offending.offences.code", detail->child(name), element);
    }
    if (!are_theirs) return;
    reading_.take("offending.crimeReference", reference());
    for (const XmlElement* arrest : arrests_) {
      const XmlElement& text = arrest->child("ActivityDescriptionText");
      reading_.say("offending.summary", "Arrested on " + day_of(date_of(*arrest).text) + ": " + text.text,
                   text);
      reading_.pass_over(date_of(*arrest));
      reading_.pass_over(arrest->child("ActivityCategoryText"));
    }
  }

  // ---- the people

  void read_subject() {
    const std::string_view role = subject_->is("victim")    ? "victim"
                                  : subject_->is("suspect") ? "suspect"
                                  : subject_->is("witness") ? "witness"
                                                            : "";
    if (!role.empty())
      reading_.say("subject.roles.role", role, *subject_->entries.front(), reading_.add("subject.roles"));
    for (const XmlElement* person : subject_->entries) read_subject_entry(*person);
    reading_.say("subject.ageGroup",
                 subject_->birth_date.empty() && subject_->age.empty() ? ""
                 : subject_->is_child_on(incident_day_)                ? "child"
                                                                       : "adult",
                 *subject_->entries.front());
    read_payload_of_subject();
    for (const XmlElement* association : associations("ResidenceAssociation"))
      if (subject_->ids.contains(std::string{ref_of(association->child("PersonReference"))}))
        read_address("subject.address", reading_.add("subject.address"),
                     location_named(ref_of(association->child("LocationReference"))));
    for (const XmlElement* association : associations("EntityTelephoneNumberAssociation"))
      if (subject_->ids.contains(std::string{ref_of(association->child("PersonReference"))}))
        read_telephone(*association);
  }
  void read_subject_entry(const XmlElement& person) {
    const XmlElement& name = person.child("PersonName");
    if (!has_name_) {
      has_name_ = true;
      const ElementIndex element = reading_.add("subject.names");
      std::string given{name.text_of("PersonGivenName")};
      if (!name.text_of("PersonMiddleName").empty())
        given += " " + std::string{name.text_of("PersonMiddleName")};
      reading_.say("subject.names.given", given, name.child("PersonGivenName"), element);
      reading_.take("subject.names.family", name.child("PersonSurName"), element);
      reading_.take("subject.names.asWritten", name.child("PersonFullName"), element);
      if (!name.children.empty()) reading_.say("subject.names.kind", "legal", name, element);
    }
    reading_.pass_over(name);
    const XmlElement& birth = person.child("PersonBirthDate").child("Date");
    if (!subject_->birth_date.empty()) reading_.take_date("subject.birthDate", birth);
    const XmlElement& age = person.child("PersonAgeMeasure");
    if (subject_->birth_date.empty()) reading_.take("subject.approximateAge", age.child("MeasurePointValue"));
    if (reading_.not_taken(birth).empty())
      reading_.pass_over(age);
    else
      reading_.pass_over(age.child("TimeUnitCode"));
    const std::string_view sex = person.child("PersonSexCode").is_absent() ? person.text_of("PersonSexText")
                                                                           : person.text_of("PersonSexCode");
    if (sex == "M" || sex == "F") {
      reading_.say("subject.sex", sex == "M" ? "male" : "female", person.child("PersonSexCode"));
      reading_.pass_over(person.child("PersonSexCode"));
    }
    const XmlElement& licence = person.child("PersonAugmentation")
                                    .child("DriverLicense")
                                    .child("DriverLicenseIdentification")
                                    .child("IdentificationID");
    if (!licence.text.empty() && !has_licence_) {
      has_licence_ = true;
      const ElementIndex identifier = reading_.add("subject.identifiers");
      reading_.take("subject.identifiers.value", licence, identifier);
      reading_.say("subject.identifiers.system", "driverLicence", licence, identifier);
    }
    reading_.pass_over(licence);
  }
  // Race and ethnicity stand in the structured payload, pointing back at the digest.
  void read_payload_of_subject() {
    for (const XmlElement* payload : package_.all("StructuredPayload"))
      for (const XmlElement& report : payload->children)
        for (const XmlElement* person : report.all("Person")) {
          if (std::none_of(subject_->ids.begin(), subject_->ids.end(),
                           [&](const std::string& id) { return points_at(*person, id); }))
            continue;
          for (const XmlElement* holder : {&person->child("PersonAugmentation"), person})
            for (std::string_view name :
                 {"PersonEthnicityText", "PersonEthnicityCode", "PersonRaceText", "PersonRaceCode"})
              reading_.take("subject.ethnicity", holder->child(name));
        }
  }
  void read_telephone(const XmlElement& association) {
    const XmlElement& entity = entity_with("EntityTelephoneNumber", "TelephoneNumber",
                                           ref_of(association.child("TelephoneNumberReference")));
    const XmlElement& number = entity.child("FullTelephoneNumber").child("TelephoneNumberFullID");
    if (number.text.empty()) return;
    const ElementIndex contact = reading_.add("subject.contact");
    reading_.take("subject.contact.value", number, contact);
    reading_.say("subject.contact.kind", "phone", number, contact);
  }
  void read_related(const Party& party) {
    const XmlElement& person = *party.entries.front();
    const XmlElement& name = person.child("PersonName");
    const ElementIndex related = reading_.add("relatedPersons");
    std::string full{trim(std::string{name.text_of("PersonGivenName")} + " " +
                          std::string{name.text_of("PersonSurName")})};
    if (full.empty()) full = name.text_of("PersonFullName");
    reading_.say("relatedPersons.name", full, name.children.empty() ? name : name.children.front(), related);
    const std::string_view role = party.is("victim")        ? "victim"
                                  : party.is("suspect")     ? "suspect"
                                  : party.is("complainant") ? "complainant"
                                  : party.is("witness")     ? "witness"
                                                            : "other";
    reading_.say("relatedPersons.role", role, person, related);
    if (!party.birth_date.empty())
      reading_.take_date("relatedPersons.birthDate", person.child("PersonBirthDate").child("Date"), related);
    const std::string_view sex = person.text_of("PersonSexCode");
    if (sex == "M" || sex == "F")
      reading_.say("relatedPersons.sex", sex == "M" ? "male" : "female", person.child("PersonSexCode"),
                   related);
    for (const XmlElement* entry : party.entries) reading_.pass_over(entry->child("PersonName"));
    for (const XmlElement* association : associations("ResidenceAssociation"))
      if (party.ids.contains(std::string{ref_of(association->child("PersonReference"))}))
        read_address("relatedPersons.address", reading_.add("relatedPersons.address", related),
                     location_named(ref_of(association->child("LocationReference"))));
    for (const XmlElement* entity : digest_.all("EntityPerson"))
      if (const XmlElement& account = entity->child("Witness").child("WitnessAccountDescriptionText");
          party.ids.contains(std::string{id_of(entity->child("Person"))}))
        reading_.take("relatedPersons.note", account, related);
  }
  void read_reporter() {
    const XmlElement& organisation =
        metadata_.child("DataOwnerMetadata").child("DataOwnerIdentifier").child("OrganizationName");
    if (!organisation.text.empty()) {
      reading_.say("referrer.capacity", "professional", organisation);
      reading_.take("referrer.organisation", organisation);
    }
    for (const Party& party : parties_) {
      if (!party.is("officer")) continue;
      const XmlElement& name = party.entries.front()->child("PersonName");
      const ElementIndex service = reading_.add("services");
      reading_.say("services.name", organisation.text.empty() ? "Police" : organisation.text, name, service);
      reading_.say("services.role", "Reporting officer", name, service);
      const std::string parts{trim(std::string{name.text_of("PersonGivenName")} + " " +
                                   std::string{name.text_of("PersonSurName")})};
      reading_.say(
          "services.professional",
          name.text_of("PersonFullName").empty() ? parts : std::string{name.text_of("PersonFullName")}, name,
          service);
      reading_.pass_over(name);
    }
  }

  // ---- places

  static std::vector<std::string> address_lines(const XmlElement& location) {
    const XmlElement& address = location.child("LocationAddress").child("StructuredAddress");
    const XmlElement& street = address.child("LocationStreet");
    std::vector<std::string> lines;
    const std::string numbered =
        std::string{street.text_of("StreetNumberText")} + " " + std::string{street.text_of("StreetName")};
    const std::string first{street.text_of("StreetFullText").empty() ? trim(numbered)
                                                                     : street.text_of("StreetFullText")};
    if (!first.empty()) lines.push_back(first);
    for (std::string_view name :
         {"AddressSecondaryUnitText", "LocationCityName", "LocationStateName", "LocationCountryName"})
      if (!address.text_of(name).empty()) lines.emplace_back(address.text_of(name));
    const std::string_view postcode = address.text_of("LocationPostalCode");
    if (!postcode.empty() && !is_uk_postcode(postcode)) lines.emplace_back(postcode);
    return lines;
  }
  void pass_address(const XmlElement& location) { reading_.pass_over(location.child("LocationAddress")); }
  void read_address(const std::string& list, ElementIndex element, const XmlElement& location) {
    const auto lines = address_lines(location);
    if (lines.empty()) return;
    reading_.say(list + ".lines", join(lines, "\n"), location, element);
    reading_.say(list + ".kind", "home", location, element);
    const XmlElement& postcode =
        location.child("LocationAddress").child("StructuredAddress").child("LocationPostalCode");
    if (is_uk_postcode(postcode.text)) reading_.take(list + ".postcode", postcode, element);
    pass_address(location);
  }
  const XmlElement& location_named(std::string_view id) const {
    return entity_with("EntityLocation", "Location", id);
  }
  const XmlElement& entity_with(std::string_view wrapper, std::string_view name, std::string_view id) const {
    for (const XmlElement* entity : digest_.all(wrapper))
      if (!id.empty() && id_of(entity->child(name)) == id) return entity->child(name);
    return digest_.child("");
  }
  std::vector<const XmlElement*> associations(std::string_view name) const {
    return digest_.child("Associations").all(name);
  }
  static bool points_at(const XmlElement& element, std::string_view id) {
    const XmlElement& reference = element.descendant("SameAsDigestReference");
    return !id.empty() && ref_of(reference) == id;
  }

  const XmlElement& root_;
  const XmlElement& package_;
  const XmlElement& digest_;
  const XmlElement& metadata_;
  const XmlElement* incident_ = nullptr;
  std::string incident_day_;
  std::vector<const XmlElement*> offences_;
  std::vector<const XmlElement*> arrests_;
  std::vector<Party> parties_;
  const Party* subject_ = nullptr;
  bool has_name_ = false;
  bool has_licence_ = false;
  ElementIndex concern_ = no_element;
  Reading reading_;
};

}  // namespace

bool is_lexs(const XmlElement& root) {
  return !root.descendant("DataItemPackage").is_absent();
}

Outcome<Translated> translate_lexs(const XmlElement& root) {
  const XmlElement& package = root.descendant("DataItemPackage");
  TRY(Translation translation, PackageReader(root, package).read());
  return translated(std::move(translation));
}

}  // namespace concordat::adapters::police
