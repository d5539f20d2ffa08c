// Draft: how an adapter, or anyone, writes a message body by path. Values are made canonical and
// checked as they are set; what is wrong is collected, not thrown, so that a sender sees all problems
// at once. An empty value sets nothing.
//
//   Draft draft;
//   draft.set("subject.birthDate", "2011-06-09");
//   const ElementIndex name = draft.add("subject.names");
//   draft.set("subject.names.family", "Okoro", name, "PARENT_1_NAME, line 4");
//   Result<Body, std::vector<Problem>> body = std::move(draft).finish(BodyType::referral);
//
// A path that does not exist, or an element of the wrong list, is a bug in the caller: CHECK.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "schemas/message.h"

namespace concordat::schemas {

class Draft {
public:
  // A new element of `list_path`, with a random id, inside `parent` where the list lies in a list.
  ElementIndex add(std::string_view list_path, ElementIndex parent = no_element);
  // The same, where the source already gives its elements lasting ids.
  ElementIndex add_with_id(std::string_view list_path, ElementIndex parent, const ElementId& id);

  // `where` is the source's own place, for the problem report; the field's path when empty.
  void set(std::string_view path, std::string_view value, ElementIndex at = no_element, std::string_view where = {});

  // For the adapter's own findings.
  void problem(std::string_view code, std::string_view where, std::string_view what);
  bool has_problems() const { return !problems_.empty(); }
  // A value of the source that is not to be believed: the body goes without it, and the sender is told.
  void leave_out(std::string_view code, std::string_view where, std::string_view what);
  const std::vector<Problem>& left_out() const { return left_out_; }
  bool has(std::string_view path, ElementIndex at = no_element) const;

  // Drops elements that hold nothing, puts fields in order, and refuses fields that `type` cannot carry. A body that
  // is refused tells what was left out among its problems.
  Result<Body, std::vector<Problem>> finish(BodyType type) &&;

private:
  using Siblings = std::pair<ListId, ElementIndex>;
  using Place = std::pair<FieldId, ElementIndex>;
  Body body_;
  std::map<Siblings, std::uint32_t> counts_;    // elements so far of a list, inside one parent
  std::map<Place, std::size_t> places_;         // index into body_.fields
  std::vector<Problem> problems_;
  std::vector<Problem> left_out_;
};

// The canonical text of a value, or nothing if it is not one: dates, postcodes, codes, numbers, NFC.
std::optional<std::string> canonical_value(const FieldEntry& field, std::string_view value);

// NHS number: ten digits with a valid modulus-11 check digit (NHS Data Dictionary), spaces and hyphens dropped.
std::optional<std::string> canonical_nhs_number(std::string_view value);

}  // namespace concordat::schemas
