// Reading one XML document into one message: remembers which elements were taken, so that what we do not
// carry can be listed by line and name. Lives no longer than the document.
//
//   Reading reading;
//   reading.take("subject.birthDate", details.child("Birthdate"));
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/xml.h"
#include "schemas/draft.h"

namespace concordat::adapters::police {

using schemas::ElementIndex;
using schemas::no_element;

class Reading {
public:
  ElementIndex add(std::string_view list_path, ElementIndex parent = no_element) {
    return draft_.add(list_path, parent);
  }
  // The first value of a field wins; another stays untaken.
  void take(std::string_view path, const XmlElement& leaf, ElementIndex at = no_element);
  // Only the day of it; of a time with an offset, the day in London.
  void take_date(std::string_view path, const XmlElement& leaf, ElementIndex at = no_element);
  void say(std::string_view path, std::string_view value, const XmlElement& from,
           ElementIndex at = no_element);
  // Used, with what below it was asked for: what nobody asked for by name is still told, by adapters/unread.h.
  void pass_over(const XmlElement& element);
  void problem(std::string_view code, const XmlElement& at, std::string_view what);
  // A value that is not to be believed: the message goes without it, and the sender is told.
  void leave_out(std::string_view code, const XmlElement& from, std::string_view what);
  const Problems& left_out() const { return draft_.left_out(); }

  bool names_somebody() const { return names_somebody_; }
  const std::set<std::string, std::less<>>& parts() const { return parts_; }
  std::vector<std::string> not_taken(const XmlElement& element) const;

  Result<schemas::Body, Problems> finish(schemas::BodyType type) && { return std::move(draft_).finish(type); }

private:
  void take_all(const XmlElement& element);
  void list_not_taken(const XmlElement& element, std::vector<std::string>& out) const;

  schemas::Draft draft_;
  std::set<const XmlElement*> taken_;
  std::set<std::string, std::less<>> parts_;
  bool names_somebody_ = false;
};

// More elements than any real document has about one person; a message could not carry them.
bool is_overlong(const XmlElement& element);

std::string day_of(std::string_view text);
// "child" or "adult" on a day; empty where either date is missing or the birth is the later.
std::string age_group(std::string_view birth_date, std::string_view day);
// Postcodes of other countries are no postcodes of ours.
bool is_uk_postcode(std::string_view text);

}  // namespace concordat::adapters::police
