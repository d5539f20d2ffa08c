#include <algorithm>

#include "adapters/dates.h"
#include "adapters/nhs/code_lists.h"
#include "adapters/nhs/mapping.h"
#include "base/text.h"
#include "schemas/views.h"

namespace concordat::adapters::nhs {
namespace {

std::string_view without_path(std::string_view reference) {
  return reference.substr(reference.rfind('/') + 1);
}

// The Personal Demographics Service names a Patient by their NHS number; no other address promises that.
bool is_pds(std::string_view url) {
  return url.find(".nhs.uk/personal-demographics/") != std::string_view::npos;
}

bool is_nhs_number(std::string_view system) {
  return to_lower(system).ends_with("/nhs-number");
}

enum class Traced { no, yes };  // whether some NHS number is marked as verified against PDS

Traced map_identifiers(Mapping& mapping, const Json& identifiers, std::string_view list,
                       std::string_view type) {
  schemas::Draft& draft = mapping.draft;
  const std::string path{list};
  Traced traced = Traced::no;
  for (const Json* identifier : each(identifiers)) {
    const Json& value = (*identifier)["value"];
    if (value.text.empty()) continue;
    const std::string where = place_of(std::string{type} + ".identifier.value", value);
    if (!is_nhs_number((*identifier)["system"].text)) {
      const auto element = draft.add(path);
      draft.set(path + ".system", "localId", element);
      draft.set(path + ".value", value.text, element, where);
      mapping.identifiers += draft.has(path + ".value", element) ? 1U : 0U;
      continue;
    }
    const auto number = schemas::canonical_nhs_number(value.text);
    if (!number) {
      mapping.doubted.push_back(
          {.code = "invalid-nhs-number",
           .where = where,
           .what = "the NHS number is not ten digits with a valid check digit: trace the person and correct it"});
      continue;
    }
    const auto element = draft.add(path);
    draft.set(path + ".system", "nhsNumber", element);
    draft.set(path + ".value", *number, element, where);
    ++mapping.identifiers;
    mapping.nhs_numbers.insert(*number);
    const Json& status = extension(*identifier, "NHSNumberVerificationStatus");
    if (status.is_null()) continue;
    const std::string_view code = code_of(status["valueCodeableConcept"]);
    const bool is_verified = code == "01" || code == "number-present-and-verified";
    draft.set(path + ".verified", is_verified ? "yes" : "no", element);
    if (is_verified) traced = Traced::yes;
  }
  return traced;
}

void map_names(Mapping& mapping, const Json& names) {
  schemas::Draft& draft = mapping.draft;
  for (const Json* name : each(names)) {
    const auto element = draft.add("subject.names");
    std::vector<std::string> given;
    for (const Json* part : each((*name)["given"])) given.push_back(part->text);
    const std::string where = place_of("Patient.name", *name);
    draft.set("subject.names.given", join(given, " "), element, where);
    draft.set("subject.names.family", (*name)["family"].text, element, where);
    draft.set("subject.names.asWritten", (*name)["text"].text, element, where);
    if (draft.has("subject.names.family", element) || draft.has("subject.names.asWritten", element)) ++mapping.names;
    mapping.given_names += draft.has("subject.names.given", element) ? 1U : 0U;
    if ((*name)["text"].text.empty() && (*name)["prefix"].kind != Json::Kind::null)
      mapping.note("Patient.name.prefix");
    draft.set("subject.names.kind", name_kind_of((*name)["use"].text), element, where);
  }
}

bool is_overseas(std::string_view country) {
  constexpr std::string_view home[] = {
      "", "uk", "gb", "gbr", "united kingdom", "england", "wales", "scotland", "northern ireland"};
  return std::find(std::begin(home), std::end(home), to_lower(country)) == std::end(home);
}

void map_addresses(Mapping& mapping, const Json& addresses, std::string_view list,
                   schemas::ElementIndex parent, std::string_view confidential, std::string_view type) {
  schemas::Draft& draft = mapping.draft;
  const std::string path{list};
  for (const Json* address : each(addresses)) {
    const Json& of = *address;
    std::vector<std::string> lines;
    const auto add_line = [&](const std::string& line) {
      if (!line.empty() && std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(line);
    };
    for (const Json* line : each(of["line"])) add_line(line->text);
    if (lines.empty()) add_line(of["text"].text);
    add_line(of["city"].text);
    add_line(of["district"].text);
    const auto element = draft.add(path, parent);
    const std::string where = place_of(std::string{type} + ".address", of);
    const bool is_abroad = is_overseas(of["country"].text);
    if (is_abroad) {
      add_line(of["postalCode"].text);
      add_line(of["country"].text);
    } else {
      draft.set(path + ".postcode", of["postalCode"].text, element,
                place_of(std::string{type} + ".address.postalCode", of["postalCode"]));
    }
    draft.set(path + ".lines", join(lines, "\n"), element, where);
    draft.set(path + ".kind", address_kind_of(of["use"].text), element, where);
    if (draft.has(path + ".lines", element) || draft.has(path + ".postcode", element))
      draft.set(path + ".confidential", confidential, element, where);
  }
}

void map_telecoms(Mapping& mapping, const Json& telecoms, std::string_view list, schemas::ElementIndex parent,
                  std::string_view type) {
  schemas::Draft& draft = mapping.draft;
  const std::string path{list};
  for (const Json* telecom : each(telecoms)) {
    if ((*telecom)["value"].text.empty()) continue;
    if ((*telecom)["use"].text == "old") {
      mapping.note(std::string{type} + ".telecom of use old");
      continue;
    }
    const auto element = draft.add(path, parent);
    draft.set(path + ".kind", contact_kind_of((*telecom)["system"].text, (*telecom)["use"].text), element);
    draft.set(path + ".value", (*telecom)["value"].text, element,
              place_of(std::string{type} + ".telecom.value", (*telecom)["value"]));
  }
}

// FHIR allows a birth date known to the year or month; ours is a whole date or an age.
void map_birth(Mapping& mapping, const Json& birth) {
  schemas::Draft& draft = mapping.draft;
  const std::string where = place_of("Patient.birthDate", birth);
  if (birth.text.size() == 4 || birth.text.size() == 7) {
    const auto earliest = parse_date(birth.text + (birth.text.size() == 4 ? "-01-01" : "-01"));
    if (!earliest) {
      draft.problem("invalid-value", where, "the birth date is not a date");
      return;
    }
    if (!mapping.day) {
      mapping.note("Patient.birthDate (partial, in a document without a date)");
      return;
    }
    const int years = schemas::age_on(*earliest, *mapping.day);
    draft.set("subject.approximateAge", std::to_string(std::max(years, 0)), schemas::no_element, where);
    return;  // which side of 18 is not certain near the birthday, so no age group
  }
  draft.set("subject.birthDate", iso_day_or_text(birth.text), schemas::no_element, where);
  const auto date = parse_date(iso_day(birth.text));
  if (date && mapping.day)
    draft.set("subject.ageGroup", schemas::age_on(*date, *mapping.day) < 18 ? "child" : "adult");
}

void map_sex(Mapping& mapping, const Json& gender, std::string_view path, schemas::ElementIndex element,
             std::string_view where) {
  if (gender.text.empty()) return;
  const std::string_view sex = sex_of(gender.text);
  if (sex.empty())
    mapping.draft.leave_out("unknown-code", place_of(where, gender),
                            "gender must be one of male, female, other, unknown");
  else
    mapping.draft.set(path, sex, element);
}

void map_extensions(Mapping& mapping, const Json& patient) {
  schemas::Draft& draft = mapping.draft;
  const Json& ethnic = extension(patient, "EthnicCategory");
  draft.set("subject.ethnicity", words_of(ethnic["valueCodeableConcept"]), schemas::no_element,
            place_of("Patient.extension", ethnic));
  draft.set("subject.religion", words_of(extension(patient, "/patient-religion")["valueCodeableConcept"]));
  draft.set("subject.nationality",
            words_of(extension(extension(patient, "/patient-nationality"), "code")["valueCodeableConcept"]));
  const Json& communication = extension(patient, "NHSCommunication");
  draft.set("subject.language", words_of(extension(communication, "language")["valueCodeableConcept"]));
  const Json& interpreter = extension(communication, "interpreterRequired")["valueBoolean"];
  if (!interpreter.is_null()) draft.set("subject.interpreter", interpreter.is_yes() ? "yes" : "no");
  for (const Json* each_extension : each(patient["extension"])) {
    const std::string_view url = (*each_extension)["url"].text;
    if (!url.ends_with("EthnicCategory") && !url.ends_with("/patient-religion") &&
        !url.ends_with("/patient-nationality") && !url.ends_with("NHSCommunication"))
      mapping.note("Patient.extension " + std::string{url.substr(url.rfind('/') + 1)});
  }
}

void map_general_practice(Mapping& mapping, const Json& patient) {
  for (const Json* reference : each(patient["generalPractitioner"])) {
    const Json& target = mapping.bundle.resolve(*reference);
    if (type_of(target) == "Practitioner") mapping.draft.set("health.gpName", name_of_person(target["name"]));
    if (type_of(target) != "Organization") continue;
    const std::string& code = first(target["identifier"])["value"].text;
    mapping.draft.set("health.gpPractice", target["name"].text + (code.empty() ? "" : " (" + code + ")"));
  }
}

// Nobody is found by a related person's wrong number, and a number that is the patient's own is not theirs.
void map_related_identifiers(Mapping& mapping, const Json& person, schemas::ElementIndex related) {
  schemas::Draft& draft = mapping.draft;
  for (const Json* identifier : each(person["identifier"])) {
    const Json& value = (*identifier)["value"];
    if (value.text.empty()) continue;
    const std::string where = place_of("RelatedPerson.identifier.value", value);
    const bool is_nhs = is_nhs_number((*identifier)["system"].text);
    const auto number = schemas::canonical_nhs_number(value.text);
    const std::string_view theirs = without_path(person["patient"]["reference"].text);
    if (is_nhs && (!number || *number == theirs || mapping.nhs_numbers.contains(*number))) {
      draft.leave_out("invalid-nhs-number", where,
                      "a related person's NHS number has a wrong check digit or is the patient's own: trace the person "
                      "and correct it");
      continue;
    }
    const auto element = draft.add("relatedPersons.identifiers", related);
    draft.set("relatedPersons.identifiers.system", is_nhs ? "nhsNumber" : "localId", element);
    draft.set("relatedPersons.identifiers.value", is_nhs ? *number : value.text, element, where);
  }
}

}  // namespace

void map_related_person(Mapping& mapping, const Json& person, std::string_view type) {
  schemas::Draft& draft = mapping.draft;
  std::string_view role = "other";
  for (const Coding& coding : codings(person["relationship"])) {
    const std::string_view found = related_role_of(coding.code);
    if (found.empty()) {  // BaRS writes the patient's own numbers as a contact of relationship "self"
      map_telecoms(mapping, person["telecom"], "subject.contact", schemas::no_element, type);
      return;
    }
    if (role == "other" || role == "nextOfKin") role = found == "other" ? role : found;
  }
  const auto element = draft.add("relatedPersons");
  ++mapping.related;
  draft.set("relatedPersons.role", role, element);
  draft.set("relatedPersons.name", name_of_person(person["name"]), element,
            place_of(std::string{type} + ".name", first(person["name"])));
  map_related_identifiers(mapping, person, element);
  draft.set("relatedPersons.relationship", words_of(person["relationship"]), element);
  draft.set("relatedPersons.birthDate", iso_day_or_text(person["birthDate"].text), element,
            place_of(std::string{type} + ".birthDate", person["birthDate"]));
  map_sex(mapping, person["gender"], "relatedPersons.sex", element, std::string{type} + ".gender");
  map_telecoms(mapping, person["telecom"], "relatedPersons.contact", element, type);
  map_addresses(mapping, person["address"], "relatedPersons.address", element, {}, type);
  map_security(mapping, person, {"relatedPersons[" + std::to_string(mapping.related - 1) + "]"});
}

void map_patient(Mapping& mapping, const Json& patient) {
  const Traced traced = map_identifiers(mapping, patient["identifier"], "subject.identifiers", "Patient");
  map_names(mapping, patient["name"]);
  const bool is_nobody_yet = mapping.identifiers + mapping.names + mapping.given_names == 0 && mapping.doubted.empty();
  if (is_nobody_yet && !mapping.only_known_as.empty()) {
    const auto element = mapping.draft.add("subject.identifiers");
    mapping.draft.set("subject.identifiers.system", "localId", element);
    mapping.draft.set("subject.identifiers.value", mapping.only_known_as, element, place_of("Patient", patient));
    mapping.draft.set("subject.identifiers.verified", "no", element);
  } else if (is_nobody_yet)
    mapping.draft.problem("missing-subject", place_of("Patient", patient),
                          "the Patient has neither an identifier nor a name");
  map_birth(mapping, patient["birthDate"]);
  map_sex(mapping, patient["gender"], "subject.sex", schemas::no_element, "Patient.gender");
  map_extensions(mapping, patient);

  const Labelled labelled = map_security(
      mapping, patient,
      {"subject.address", "subject.contact", "health.gpName", "health.gpPractice", "relatedPersons"});
  const bool is_known_open =
      labelled == Labelled::open || (labelled == Labelled::no && traced == Traced::yes);
  const std::string_view confidential = labelled == Labelled::restricted ? "yes" : is_known_open ? "no" : "";
  map_addresses(mapping, patient["address"], "subject.address", schemas::no_element, confidential, "Patient");
  map_telecoms(mapping, patient["telecom"], "subject.contact", schemas::no_element, "Patient");

  for (const Json* communication : each(patient["communication"]))
    if ((*communication)["preferred"].is_yes() || !mapping.draft.has("subject.language"))
      mapping.draft.set("subject.language", words_of((*communication)["language"]));
  mapping.draft.set("subject.deathDate", date_text(patient["deceasedDateTime"]), schemas::no_element,
                    place_of("Patient.deceasedDateTime", patient["deceasedDateTime"]));
  for (const Json* contact : each(patient["contact"]))
    map_related_person(mapping, *contact, "Patient.contact");
  map_general_practice(mapping, patient);
}

bool map_subject_reference(Mapping& mapping, const Json& reference, std::string_view path) {
  schemas::Draft& draft = mapping.draft;
  if (reference["identifier"].is_object()) {
    map_identifiers(mapping, reference["identifier"], "subject.identifiers", path);
    if (mapping.identifiers != 0 || !mapping.doubted.empty()) return true;
  }
  std::string_view target = reference["reference"].text;
  target = target.substr(0, target.find("/_history/"));  // which version of the record: the person is the same
  if (target.starts_with("urn:uuid:")) target.remove_prefix(std::string_view{"urn:uuid:"}.size());
  if (target.empty()) return false;
  const auto number = schemas::canonical_nhs_number(without_path(target));
  if (number && is_pds(target)) {
    const auto element = draft.add("subject.identifiers");
    draft.set("subject.identifiers.system", "nhsNumber", element);
    draft.set("subject.identifiers.value", *number, element, place_of(path, reference));
    return true;
  }
  const auto element = draft.add("subject.identifiers");
  draft.set("subject.identifiers.system", "localId", element);
  draft.set("subject.identifiers.value", target, element, place_of(path, reference));
  return true;
}

// A name with a birth date, or a name with another identifier, tells people apart; less does not.
void settle_subject(Mapping& mapping) {
  schemas::Draft& draft = mapping.draft;
  const bool is_named = mapping.names != 0;
  const bool is_told_apart = draft.has("subject.birthDate") || mapping.identifiers != 0;
  for (const schemas::Problem& problem : mapping.doubted) {
    if (is_named && is_told_apart)
      draft.leave_out(problem.code, problem.where, problem.what);
    else
      draft.problem(problem.code, problem.where, problem.what);
  }
  mapping.doubted.clear();
}

}  // namespace concordat::adapters::nhs
