#include "adapters/nhs/fhir.h"

#include <algorithm>

#include "adapters/text_encoding.h"
#include "base/text.h"

namespace concordat::adapters::nhs {
namespace {

const Json absent{};

std::string_view without_urn(std::string_view url) {
  constexpr std::string_view urn = "urn:uuid:";
  if (url.starts_with(urn)) url.remove_prefix(urn.size());
  return url;
}

}  // namespace

std::vector<const Json*> each(const Json& node) {
  std::vector<const Json*> found;
  if (node.is_array()) {
    for (const Json& item : node.items)
      if (!item.is_null()) found.push_back(&item);
  } else if (!node.is_null()) {
    found.push_back(&node);
  }
  return found;
}

const Json& first(const Json& node) {
  const auto found = each(node);
  return found.empty() ? absent : *found.front();
}

std::vector<Coding> codings(const Json& codeable) {
  std::vector<Coding> found;
  for (const Json* each_concept : each(codeable))
    for (const Json* coding : each((*each_concept)["coding"]))
      found.push_back({(*coding)["system"].text, (*coding)["code"].text, (*coding)["display"].text});
  return found;
}

std::string_view code_of(const Json& codeable) {
  const auto found = codings(codeable);
  return found.empty() ? std::string_view{} : found.front().code;
}

std::string words_of(const Json& codeable) {
  std::vector<std::string> words;
  for (const Json* each_concept : each(codeable)) {
    const std::string_view text = (*each_concept)["text"].text;
    if (!text.empty()) {
      words.emplace_back(text);
      continue;
    }
    for (const Coding& coding : codings(*each_concept))
      words.emplace_back(trim(coding.display.empty() ? coding.code : coding.display));
  }
  return join(words, "; ");
}

std::string name_of_person(const Json& names) {
  const Json& name = first(names);
  if (!name["text"].text.empty()) return name["text"].text;
  std::vector<std::string> parts;
  for (const Json* given : each(name["given"])) parts.push_back(given->text);
  if (!name["family"].text.empty()) parts.push_back(name["family"].text);
  return join(parts, " ");
}

std::optional<Date> day_of(std::string_view text) {
  if (const auto date = parse_date(text)) return date;
  if (const auto instant = parse_instant(text)) return london_date(*instant);
  return std::nullopt;
}

std::string date_text(const Json& node) {
  const auto day = day_of(node.text);
  return day ? format_date(*day) : node.text;
}

const Json& extension(const Json& element, std::string_view url_ending) {
  for (const Json* found : each(element["extension"]))
    if (std::string_view{(*found)["url"].text}.ends_with(url_ending)) return *found;
  return absent;
}

const Json& parameter(const Json& parameters, std::string_view name) {
  for (const Json* found : each(parameters["parameter"]))
    if ((*found)["name"].text == name) return *found;
  return absent;
}

std::string_view type_of(const Json& resource) {
  return resource["resourceType"].text;
}

std::string place_of(std::string_view path, const Json& node) {
  return node.line == 0 ? std::string{path} : std::string{path} + ", " + line_place(node.line);
}

FhirBundle::FhirBundle(const Json& document) {
  const auto add = [&](const Json& resource, std::string_view url) {
    if (!resource.is_object()) return;
    resources_.push_back(&resource);
    urls_.push_back(url);
  };
  if (type_of(document) == "Bundle") {
    for (const Json* entry : each(document["entry"])) add((*entry)["resource"], (*entry)["fullUrl"].text);
    return;
  }
  // A request names its patient in a parameter of its own; an answer holds what came of one.
  if (type_of(document) == "Parameters" && parameter(document, "patient").is_null())
    for (const Json* of : each(document["parameter"])) add((*of)["resource"], {});
  is_lone_ = resources_.empty();
  if (is_lone_) add(document, {});
}

std::vector<const Json*> FhirBundle::all(std::string_view type) const {
  std::vector<const Json*> found;
  for (const Json* resource : resources_)
    if (type_of(*resource) == type) found.push_back(resource);
  return found;
}

const Json& FhirBundle::one(std::string_view type) const {
  const auto found = all(type);
  return found.empty() ? absent : *found.front();
}

const Json& FhirBundle::resolve(const Json& reference) const {
  const std::string_view wanted = reference["reference"].text;
  if (wanted.empty()) return absent;
  for (std::size_t i = 0; i < resources_.size(); ++i)
    if (!urls_[i].empty() && urls_[i] == wanted) return *resources_[i];
  // "Patient/123/_history/4" is a version of Patient/123, and a document holds one.
  return resolve_current(wanted.substr(0, wanted.find("/_history/")));
}

const Json& FhirBundle::resolve_current(std::string_view wanted) const {
  // "Patient/123", "urn:uuid:…" of a resource that carries only its id, or a full URL that ends so.
  for (const Json* resource : resources_) {
    const std::string& id = (*resource)["id"].text;
    if (id.empty() || !wanted.ends_with(id)) continue;
    const std::string typed = std::string{type_of(*resource)} + "/" + id;
    if (without_urn(wanted) == id || wanted == typed || wanted.ends_with("/" + typed)) return *resource;
  }
  return absent;
}

std::string FhirBundle::identity_of(const Json& resource) const {
  for (std::size_t i = 0; i < resources_.size(); ++i)
    if (resources_[i] == &resource && !urls_[i].empty()) return std::string{without_urn(urls_[i])};
  return resource["id"].text;
}

}  // namespace concordat::adapters::nhs
