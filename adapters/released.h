// A delivered message as a renderer reads it. Every field taken is marked, so that at the end what the
// native format has no place for can be listed under its path: a recipient's document leaves out
// nothing that was released.
//
//   Released released{delivered};
//   const DeliveredField* birth = released.take("subject.birthDate");   // nullptr: not released
//   …
//   for (const auto& [path, field] : released.leftovers()) …
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "schemas/delivered.h"

namespace concordat::adapters {

class Released {
public:
  explicit Released(const schemas::Delivered& delivered);  // must outlive this

  const schemas::Delivered& message() const { return delivered_; }
  const schemas::DeliveredField* take(std::string_view path,
                                      schemas::ElementIndex element = schemas::no_element);
  // The value, or empty where it was not released; what was released as existence only is "masked".
  std::string text(std::string_view path, schemas::ElementIndex element = schemas::no_element);
  std::vector<schemas::ElementIndex> in(std::string_view list,
                                        schemas::ElementIndex parent = schemas::no_element) const {
    return delivered_.in(list, parent);
  }
  std::vector<std::pair<std::string, const schemas::DeliveredField*>> leftovers() const;

private:
  const schemas::Delivered& delivered_;
  std::vector<char> taken_;
};

// What is shown for a field of which only the existence was released.
inline constexpr std::string_view masked_text = "masked";

// The sentences every recipient is shown: terms that bind, and what may have been withheld. They are
// the same whatever the message holds.
std::vector<std::string> withheld_sentences(const schemas::Delivered& delivered);
std::vector<std::string> term_sentences(const schemas::Delivered& delivered);

// What the person it is about must not learn was shared, and what may not be passed on, or not without asking: paths, as
// agreements write them, each once.
std::vector<std::string> untold_paths(const schemas::Delivered& delivered);
std::vector<std::string> kept_paths(const schemas::Delivered& delivered, schemas::Onward onward);

// A contact value as shown: "DO NOT USE: …" unless it is marked safe to use.
std::string contact_shown(std::string_view value, std::string_view safe_to_use);

}  // namespace concordat::adapters
