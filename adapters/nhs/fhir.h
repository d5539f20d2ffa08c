// FHIR R4 as every mapping here sees it: one tree, shaped like FHIR JSON, whichever syntax it came in,
// and a Bundle whose references resolve. From XML, an element that occurs once is a plain value and one
// that repeats is an array, so lists are always read with `each`.
//
//   TRY(const Json document, read_fhir(input.bytes));
//   const FhirBundle bundle{document};
//   for (const Json* name : each(patient["name"])) …(*name)["family"].text…
//
// A FhirBundle and what it finds live as long as the document.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json.h"
#include "base/clock.h"

namespace concordat::adapters::nhs {

// BaRS's list of what a ServiceRequest asks: a referral, a validation.
inline constexpr std::string_view request_kind_system = "https://fhir.nhs.uk/CodeSystem/message-category-servicerequest";
inline constexpr std::string_view validation_words = "For Validation";  // of its list, and how what answers one begins here

// Codes: those of read_json and read_xml; unknown-format where it is neither, or XML not of FHIR.
Outcome<Json> read_fhir(ByteView bytes);

// The elements of an array, the value itself where there is one, nothing where there is none.
std::vector<const Json*> each(const Json& node);
const Json& first(const Json& node);

struct Coding {
  std::string_view system;
  std::string_view code;
  std::string_view display;
};
// Of a CodeableConcept, or of a list of them.
std::vector<Coding> codings(const Json& codeable);
// The first code of a concept, or empty.
std::string_view code_of(const Json& codeable);
// A concept in words: its text, else the displays, else the codes.
std::string words_of(const Json& codeable);
// A HumanName in one line: its text, else given and family.
std::string name_of_person(const Json& names);

// The London day of a FHIR date, dateTime or instant that is precise to the day.
std::optional<Date> day_of(std::string_view text);
std::string date_text(const Json& node);  // "2026-04-01", or as written if it is not a day

// A parameter of e-RS's Parameters, by name; null Json where there is none.
const Json& parameter(const Json& parameters, std::string_view name);

// The extension whose URL ends so; null Json where there is none.
const Json& extension(const Json& element, std::string_view url_ending);

std::string_view type_of(const Json& resource);
std::string place_of(std::string_view path, const Json& node);  // "Patient.birthDate, line 12"

class FhirBundle {
public:
  // A Bundle, or e-RS's Parameters that answer with resources, or a lone resource, which is then the only one.
  explicit FhirBundle(const Json& document);

  const std::vector<const Json*>& resources() const { return resources_; }
  std::vector<const Json*> all(std::string_view type) const;
  const Json& one(std::string_view type) const;  // the first; null Json where there is none
  bool is_lone() const { return is_lone_; }
  // What a Reference points to inside the bundle; null Json where it is not there.
  const Json& resolve(const Json& reference) const;
  // The fullUrl a resource stands under, or its id; without "urn:uuid:".
  std::string identity_of(const Json& resource) const;

private:
  const Json& resolve_current(std::string_view wanted) const;

  std::vector<const Json*> resources_;
  std::vector<std::string_view> urls_;  // fullUrl of each resource; empty for none
  bool is_lone_ = false;
};

}  // namespace concordat::adapters::nhs
