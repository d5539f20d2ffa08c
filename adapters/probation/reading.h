// Reading one HMPPS document into one message: remembers which of the document's values were taken, so
// that what we do not carry can be listed, and which parts of the message were written, so that a
// restriction can cover them.
//
//   Reading reading{BodyType::update};
//   reading.take("subject.birthDate", person["dateOfBirth"]);
//   std::vector<std::string> left = reading.not_taken(person);
//
// The first value of a field wins: an event's own words stand before its detail's, and another value is
// left untaken, as is one that the type of message cannot carry. Lives no longer than the documents it was
// shown.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/json.h"
#include "schemas/draft.h"

namespace concordat::adapters::probation {

using schemas::BodyType;
using schemas::ElementIndex;
using schemas::no_element;

class Reading {
public:
  explicit Reading(BodyType type) : type_(type) {}

  BodyType type() const { return type_; }
  bool carries(std::string_view path) const;
  ElementIndex add(std::string_view list_path, ElementIndex parent = no_element) {
    return draft_.add(list_path, parent);
  }

  void take(std::string_view path, const Json& value, ElementIndex at = no_element);
  // Only its date: of a time, the day in London.
  void take_date(std::string_view path, const Json& value, ElementIndex at = no_element);
  // A value of our own making out of `from`.
  void say(std::string_view path, std::string_view value, const Json& from, ElementIndex at = no_element);
  // An identifier, unless the message has it already.
  void take_identifier(std::string_view system, const Json& value);
  // Read, and of no use to a recipient; what below it nobody asked for by name is still told, by adapters/unread.h.
  void pass_over(const Json& value);
  void problem(std::string_view code, const Json& at, std::string_view what);
  // A value that is not to be believed: the message goes without it, and the sender is told.
  void leave_out(std::string_view code, const Json& from, std::string_view what);
  const Problems& left_out() const { return draft_.left_out(); }
  void problem_at(std::string_view code, std::string_view where, std::string_view what) {
    draft_.problem(code, where, what);
  }

  bool has(std::string_view path, ElementIndex at = no_element) const { return draft_.has(path, at); }
  bool names_somebody() const { return names_somebody_; }
  // "subject", "concern", …: the outermost parts written so far.
  const std::set<std::string, std::less<>>& parts() const { return parts_; }
  // "line 12, offenderProfile.disabilities[0].code"
  std::vector<std::string> not_taken(const Json& document) const;

  Result<schemas::Body, Problems> finish() && { return std::move(draft_).finish(type_); }

private:
  void take_all(const Json& value);
  void list_not_taken(const Json& value, const std::string& path, std::vector<std::string>& out) const;

  BodyType type_;
  schemas::Draft draft_;
  std::set<const Json*> taken_;
  std::map<std::pair<std::string, ElementIndex>, std::string> written_;
  std::set<std::string, std::less<>> parts_;
  bool names_somebody_ = false;
};

// More values than any real document has about one person; a message could not carry them.
bool is_overlong(const Json& document);

// The day that a date or a time falls on (adapters/dates.h); empty if it is none.
std::string day_of(std::string_view text);

}  // namespace concordat::adapters::probation
