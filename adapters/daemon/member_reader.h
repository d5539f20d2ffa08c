// Reads the members of one small JSON object, in the order a reader asks for them: what is wrong is collected, each with its
// name, and a member that nobody asked for is a problem, because a misspelt one would silently count for nothing.
//
//   MemberReader in{document};
//   const auto due = in.read<Date>("due", parse_date, "must be a day, such as 2026-04-01");
//   Problems problems = in.finish();
#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "adapters/json.h"
#include "base/text.h"

namespace concordat::adapters {

class MemberReader {
public:
  explicit MemberReader(const Json& from) : from_(from) {
    if (!from.is_object()) fail("", "must be an object");
  }
  // Reads a text through `parse`, which gives nothing for what it does not take.
  template <class T, class Parse>
  std::optional<T> read(const std::string& name, Parse parse, const std::string& what) {
    known_.push_back(name);
    const Json& member = from_[name];
    if (member.is_null()) return std::nullopt;
    std::optional<T> value = member.is_string() ? parse(member.text) : std::nullopt;
    if (!value) fail(name, what);
    return value;
  }
  const Json& member(const std::string& name) {
    known_.push_back(name);
    return from_[name];
  }
  void fail(const std::string& name, const std::string& what) { problems_.push_back({"invalid-value", name, what}); }
  void need(bool holds, const std::string& name, const std::string& what) {
    if (!holds && problems_.empty()) problems_.push_back({"missing", name, what});
  }
  Problems finish() {
    for (const Json& item : from_.items)
      if (from_.is_object() && std::find(known_.begin(), known_.end(), item.key) == known_.end()) {
        const auto meant = nearest(item.key, known_);
        problems_.push_back({"unknown-field", "line " + std::to_string(item.line), meant ? "did you mean " + *meant + "?" : "is not known here"});
      }
    return std::move(problems_);
  }

private:
  const Json& from_;
  std::vector<std::string> known_;
  Problems problems_;
};

}  // namespace concordat::adapters
