#include "policy/catalogue.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <vector>

#include "base/check.h"
#include "base/text.h"
#include "policy/catalogue_table.h"

namespace concordat::policy {
namespace {

constexpr std::array<std::string_view, 13> role_names{
    "lawful",     "special",         "special-part1", "special-part2", "criminal", "sch1-part1",     "sch1-part2",
    "sch1-part3", "law-enforcement", "sensitive",     "sch8",          "gateway",  "confidentiality"};

// What a role means to an agreement that cites the basis, as docs/legal-bases.md says it.
constexpr std::array<std::string_view, 13> role_meanings{
    "a lawful basis: every disclosure needs one, or Part 3",
    "a condition for special category data that needs nothing beside it",
    "a condition for special category data; with a Schedule 1 Part 1 condition",
    "a condition for special category data; with a Schedule 1 Part 2 condition and a policy document",
    "criminal offence data; with a Schedule 1 condition",
    "a condition of Schedule 1 Part 1",
    "a condition of Schedule 1 Part 2",
    "a condition of Schedule 1 Part 3, for criminal offence data",
    "law enforcement by a competent authority",
    "special category data in law enforcement; with a Schedule 8 condition",
    "a condition of Schedule 8",
    "a power or duty to share",
    "sets the common-law duty of confidentiality aside"};

BasisRole role_named(std::string_view name) {
  const auto at = std::find(role_names.begin(), role_names.end(), name);
  CHECK(at != role_names.end(), "the catalogue has a role that there is not");
  return static_cast<BasisRole>(at - role_names.begin());
}
std::string_view kinds_named(std::string_view names) {
  return names == "any" ? std::string_view{} : names;
}

struct Catalogue {
  std::vector<Basis> bases;
  std::unordered_map<std::string_view, std::size_t> by_id;
};

Catalogue read_table() {
  Catalogue read;
  for (std::string_view rest = catalogue_table; !rest.empty();) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = trim(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    if (line.empty() || line.starts_with('#')) continue;
    std::vector<std::string_view> cells;
    for (std::size_t from = 0; from <= line.size();) {
      const std::size_t bar = std::min(line.find('|', from), line.size());
      cells.push_back(trim(line.substr(from, bar - from)));
      from = bar + 1;
    }
    CHECK(cells.size() == 7, "a line of the catalogue has not seven cells");
    const bool is_new = read.by_id.emplace(cells[0], read.bases.size()).second;
    CHECK(is_new, "the catalogue has a basis twice");
    read.bases.push_back({cells[0], cells[1], cells[2], role_named(cells[3]), cells[4], kinds_named(cells[5]),
                          kinds_named(cells[6])});
  }
  return read;
}

const Catalogue& catalogue() {
  static const Catalogue read = read_table();
  return read;
}

bool names(std::string_view kinds, std::string_view kind) {
  if (kinds.empty()) return true;
  const auto each = split(kinds, ' ');
  return std::find(each.begin(), each.end(), kind) != each.end();
}

std::string kinds_in_words(std::string_view kinds) {
  return kinds.empty() ? "any" : join(split(kinds, ' '), ", ");
}

}  // namespace

std::string_view name_of(BasisRole role) {
  return role_names[static_cast<std::size_t>(role)];
}

std::span<const Basis> every_basis() {
  return catalogue().bases;
}

const Basis* find_basis(std::string_view id) {
  const auto at = catalogue().by_id.find(id);
  return at == catalogue().by_id.end() ? nullptr : &catalogue().bases[at->second];
}

std::optional<std::string_view> nearest_basis(std::string_view id) {
  std::vector<std::string> ids;
  for (const Basis& basis : every_basis()) ids.emplace_back(basis.id);
  const auto found = nearest(id, ids);
  if (!found) return std::nullopt;
  return find_basis(*found)->id;
}

bool may_rely(const Basis& basis, std::string_view sender_kind) {
  return names(basis.senders, sender_kind);
}
bool reaches(const Basis& basis, std::string_view recipient_kind) {
  return names(basis.towards, recipient_kind);
}

std::string bases_as_markdown() {
  std::string out =
      "# Legal bases\n\n"
      "What an agreement may cite under `basis`. The catalogue says what kind of basis each is, which kinds of\n"
      "agency may rely on it and towards which; it judges no case, and no entry makes a disclosure lawful by\n"
      "itself, nor stands for the statute: read the section before you cite it, above all where an entry says that nobody\n"
      "has here. Generated from `policy/catalogue.table`: `CONCORDAT_REWRITE=1 tests/run` writes it anew.\n\n"
      "| role | what it does for an agreement |\n|---|---|\n";
  for (std::size_t i = 0; i < role_names.size(); ++i)
    out += "| " + std::string{role_names[i]} + " | " + std::string{role_meanings[i]} + " |\n";
  out +=
      "\n| id | section | title | role | what it supports | who may rely on it | towards |\n"
      "|---|---|---|---|---|---|---|\n";
  for (const Basis& basis : every_basis())
    out += "| `" + std::string{basis.id} + "` | " + std::string{basis.section} + " | " +
           std::string{basis.title} + " | " + std::string{name_of(basis.role)} + " | " +
           std::string{basis.supports} + " | " + kinds_in_words(basis.senders) + " | " +
           kinds_in_words(basis.towards) + " |\n";
  return out;
}

}  // namespace concordat::policy
