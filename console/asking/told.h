// What a broker told, read by name: its JSON, without anybody needing to name a JSON library. What is not there, or is of another
// kind, is empty; a caller who must know asks has(). Copies share what they read.
//
//   const auto told = Told::parse(answer.json);
//   for (const Told& row : told->list("parcels")) shown.push_back(row.text("recipient"));
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace concordat::console {

class Told {
public:
  static std::optional<Told> parse(std::string_view json);  // nothing unless it is an object

  bool has(std::string_view key) const;
  std::string text(std::string_view key) const;            // numbers and yes or no too, as JSON writes them
  std::uint64_t number(std::string_view key) const;
  bool holds(std::string_view key) const;                  // it is there, and true
  Told part(std::string_view key) const;
  std::vector<Told> list(std::string_view key) const;
  std::vector<std::string> texts(std::string_view key) const;  // a list of texts
  std::vector<std::string> keys() const;                       // of an object
  std::string indented() const;                                // its JSON over several lines, without an end of line
  static std::string indented(std::string_view key, const std::vector<Told>& list);  // an object of this list alone, likewise

private:
  struct Node;
  explicit Told(std::shared_ptr<const Node> node) : node_(std::move(node)) {}
  std::shared_ptr<const Node> node_;
};

}  // namespace concordat::console
