// The names in a message, and whether a passage speaks of their bearers. A family name is found wherever
// it stands; a given name alone only where it is capitalised inside a sentence; a name that is also an
// ordinary word, or one letter, only beside the same person's other name.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "policy/passage.h"
#include "schemas/message.h"

namespace concordat::policy {

struct NamedPart {
  std::uint32_t field;  // whose value holds the name
  std::string name;     // the part found, in small letters
};

class PersonNames {
public:
  explicit PersonNames(const schemas::Body& body);
  std::vector<NamedPart> found_in(const std::vector<PassageWord>& passage) const;

private:
  enum class Role : std::uint8_t { given, family };
  struct Part {
    std::uint32_t field;
    std::uint32_t person;
    Role role;
    std::vector<std::string> words;
  };

  void add(std::uint32_t field, std::uint32_t person, Role role, std::string_view name);
  void add_whole(std::uint32_t field, std::uint32_t person, std::string_view name);
  bool stands_at(const Part& part, const std::vector<PassageWord>& passage, std::size_t at) const;
  bool is_beside_another(const Part& part, const std::vector<PassageWord>& passage, std::size_t at) const;

  std::vector<Part> parts_;
  std::unordered_multimap<std::string, std::size_t> by_first_word_;
};

}  // namespace concordat::policy
