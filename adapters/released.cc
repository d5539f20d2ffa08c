#include "adapters/released.h"

#include <set>

namespace concordat::adapters {

Released::Released(const schemas::Delivered& delivered)
    : delivered_(delivered), taken_(delivered.fields.size(), 0) {}

const schemas::DeliveredField* Released::take(std::string_view path, schemas::ElementIndex element) {
  const schemas::DeliveredField* field = delivered_.find(path, element);
  if (field != nullptr) taken_[static_cast<std::size_t>(field - delivered_.fields.data())] = 1;
  return field;
}

std::string Released::text(std::string_view path, schemas::ElementIndex element) {
  const schemas::DeliveredField* field = take(path, element);
  if (field == nullptr) return {};
  return field->view == schemas::Level::existence ? std::string{masked_text} : field->value;
}

std::vector<std::pair<std::string, const schemas::DeliveredField*>> Released::leftovers() const {
  const schemas::Body places{.elements = delivered_.elements, .fields = {}};
  std::vector<std::pair<std::string, const schemas::DeliveredField*>> rest;
  for (std::size_t i = 0; i < taken_.size(); ++i) {
    const schemas::DeliveredField& field = delivered_.fields[i];
    if (taken_[i] == 0) rest.emplace_back(schemas::positional_path(places, field.id, field.element), &field);
  }
  return rest;
}

std::vector<std::string> withheld_sentences(const schemas::Delivered& delivered) {
  std::vector<std::string> sentences;
  for (const schemas::Notice& notice : delivered.notices)
    sentences.push_back(notice.path + " may have been withheld under " + notice.agreement);
  for (const std::string& path : delivered.missing)
    sentences.push_back(path + " is required but did not come with this urgent message");
  return sentences;
}

namespace {

template <class Fits>
std::vector<std::string> paths_of(const schemas::Delivered& delivered, Fits fits) {
  std::set<std::string> paths;
  for (const schemas::DeliveredField& field : delivered.fields)
    if (fits(field)) paths.insert(schemas::FieldTable::get()[field.id].path);
  return {paths.begin(), paths.end()};
}

}  // namespace

std::vector<std::string> untold_paths(const schemas::Delivered& delivered) {
  return paths_of(delivered, [](const schemas::DeliveredField& field) { return field.tell == schemas::Tell::not_the_person; });
}

std::vector<std::string> kept_paths(const schemas::Delivered& delivered, schemas::Onward onward) {
  return paths_of(delivered, [&](const schemas::DeliveredField& field) { return field.onward == onward; });
}

std::vector<std::string> term_sentences(const schemas::Delivered& delivered) {
  std::vector<std::string> sentences;
  if (!delivered.terms.agreement.empty())
    sentences.push_back("Shared under agreement " + delivered.terms.agreement);
  for (const std::string& caveat : delivered.terms.caveats) sentences.push_back("Caveat: " + caveat);
  if (!delivered.terms.keep.empty()) sentences.push_back("Keep for " + delivered.terms.keep);
  for (const std::string& path : untold_paths(delivered))
    sentences.push_back("DO NOT TELL the person concerned that this was shared: " + path);
  for (const std::string& path : kept_paths(delivered, schemas::Onward::no)) sentences.push_back("Do not pass on: " + path);
  for (const std::string& path : kept_paths(delivered, schemas::Onward::ask)) sentences.push_back("Ask the sender before passing on: " + path);
  if (!delivered.terms.duty_contact.empty())
    sentences.push_back("More is held; the sender's duty contact, day and night: " + delivered.terms.duty_contact);
  return sentences;
}

std::string contact_shown(std::string_view value, std::string_view safe_to_use) {
  if (value.empty() || value == masked_text || safe_to_use == "yes") return std::string{value};
  return "DO NOT USE: " + std::string{value};
}

}  // namespace concordat::adapters
