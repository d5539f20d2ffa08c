// The mapping tables of docs/adapters/mappings, printed from what translate does: each value of each fixture is taken out in
// turn, and whatever of the message changes is what that value maps to. There is no second list that could drift.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <regex>
#include <set>

#include "adapters/native.h"
#include "golden.h"
#include "perturbed.h"
#include "tests/place/place.h"
#include "tests/schemas/generated_page.h"

namespace concordat::adapters {
namespace {

constexpr int times_each_path = 6;  // of one path in one fixture: a list's later elements map as its first do

struct Format {
  const char* kind;
  const char* page;   // docs/adapters/mappings/PAGE.md
  const char* title;
  std::vector<const char*> fixtures;
};

// By field path, its values in order.
using Values = std::map<std::string, std::vector<std::string>>;
struct Outcomes {
  std::size_t rejected = 0;
  Values values;
  std::vector<std::string> not_carried;
};

Outcomes outcomes_of(const Kind& kind, const NativeInput& input) {
  Outcomes out;
  const auto taken = kind.translate(input);
  out.rejected = taken.has_value() ? taken->rejected.size() : taken.error().size() + 1000;
  if (!taken.has_value()) return out;
  for (const Translation& message : taken->messages) {
    for (const schemas::Field& field : message.body.fields)
      out.values[schemas::FieldTable::get()[field.id].path].push_back(field.value);
    out.values["(type of message)"].emplace_back(name_of(message.type));
    out.values["(urgency)"].emplace_back(name_of(message.urgency));
    if (message.marking) out.values["(marking)"].emplace_back(name_of(*message.marking));
    for (const std::string& note : message.not_carried)  // lines move when one is taken out
      out.not_carried.push_back(std::regex_replace(note, std::regex{"line [0-9]+"}, "line N"));
  }
  for (auto& [path, values] : out.values) std::sort(values.begin(), values.end());
  return out;
}

struct Row {
  std::set<std::string> fields;
  bool is_required = false;
  bool is_as_written = false;
  bool is_told = false;
};

std::string class_of(const std::string& path) {
  const schemas::FieldEntry* field = schemas::FieldTable::get().find(path);
  return field == nullptr ? "" : std::string{name_of(field->field_class)};
}

void take_out(const Kind& kind, const golden::Leaf& leaf, const Outcomes& whole, Row& row) {
  const Outcomes without = outcomes_of(kind, leaf.without);
  if (without.rejected > whole.rejected) {
    row.is_required = true;
    return;
  }
  for (const auto& [path, values] : whole.values) {
    const auto found = without.values.find(path);
    if (found != without.values.end() && found->second == values) continue;
    row.fields.insert(path);
    row.is_as_written |= std::any_of(values.begin(), values.end(), [&](const std::string& value) { return value.find(leaf.value) != std::string::npos; });
  }
  for (const auto& [path, values] : without.values)
    if (!whole.values.contains(path)) row.fields.insert(path);
  row.is_told |= without.not_carried != whole.not_carried;
}

std::string note_of(const Row& row) {
  if (row.is_required) return "without it the document, or this part of it, is refused";
  if (row.fields.empty()) return row.is_told ? "not carried, and told so" : "ties the document together";
  return row.is_as_written ? "as written" : "decides, or by a code list";
}

std::string page_of(const Format& format) {
  const Kind& kind = *find_kind(format.kind);
  std::map<std::string, Row> rows;
  for (const char* const name : format.fixtures) {
    const NativeInput fixture = golden::fixture(name);
    const Outcomes whole = outcomes_of(kind, golden::rewritten(fixture));
    std::map<std::string, int> seen;
    for (const golden::Leaf& leaf : golden::leaves(fixture))
      if (seen[leaf.path]++ < times_each_path) take_out(kind, leaf, whole, rows[leaf.path]);
  }
  std::string out = "# " + std::string{format.title} +
                    "\n\nWhat each native value maps to. Printed from what translating does: every value of the fixtures in `tests/golden` is taken out in "
                    "turn, and what\nchanges is what it maps to. `CONCORDAT_REWRITE=1 build/dev/bin/adapter_mapping_test` prints it anew.\n\n"
                    "| native path | our field | class | notes |\n|---|---|---|---|\n";
  for (const auto& [path, row] : rows) {
    std::set<std::string> classes;
    std::string fields;
    for (const std::string& field : row.fields) {
      fields += (fields.empty() ? "`" : ", `") + field + "`";
      if (const std::string of = class_of(field); !of.empty()) classes.insert(of);
    }
    std::string class_names;
    for (const std::string& name : classes) class_names += (class_names.empty() ? "" : ", ") + name;
    out += "| `" + path + "` | " + fields + " | " + class_names + " | " + note_of(row) + " |\n";
  }
  return out;
}

TEST(MappingTables, stand_in_the_docs) {
  const Format formats[] = {
      {"nhs", "nhs-bars", "NHS: BaRS messages", {"../../deploy/samples/nhs-referral.json", "nhs/update-restricted.json", "nhs/response-cancelled.json"}},
      {"nhs", "nhs-resources", "NHS: Patients, related people, flags and what is said of their health, of PDS and UK Core", {"nhs/pds-sensitive.json", "nhs/related-person.json", "nhs/entered-in-error.json", "nhs/medical-search.json"}},
      {"nhs", "nhs-ers", "NHS: e-RS", {"nhs/ers-search.json", "nhs/ers-accepted.json", "nhs/ers-advice.json", "nhs/ers-advice-created.json"}},
      {"police", "police-lexs", "Police: NIEM/LEXS incident and arrest reports", {"police/arrest.xml"}},
      {"police", "police-court", "Police: court results", {"police/court-result.xml"}},
      {"police", "police-outcome", "Police: annotated hearing outcomes", {"police/outcome.xml"}},
      {"police", "police-juvenile", "Police: juvenile histories", {"police/juvenile.xml"}},
      {"police", "police-behavioral-health", "Police: behavioural health records", {"police/behavioral-health.xml"}},
      {"council", "council-census", "Council: Children in Need census", {"council/census.xml"}},
      {"council", "council-csc-api", "Council: the DfE's children's social care API", {"council/csc-api.json"}},
      {"council", "council-care-application", "Council: care applications", {"council/care-application.json", "council/care-application-cafcass.json"}},
      {"probation", "probation-events", "Probation: domain events", {"probation/closure.json"}},
      {"probation", "probation-documents", "Probation: documents of the integration API and its kin", {"probation/oasys.json", "probation/oasys-sections.json", "probation/people.json"}},
      {"school", "school-ctf", "School: Common Transfer File", {"school/ctf.xml"}},
      {"school", "school-ilr", "School: Individualised Learner Record", {"school/ilr.xml"}},
      {"school", "school-class-list", "School: class and cohort lists", {"school/class-list.csv"}},
      {"school", "school-concern", "School: our concern form", {"school/concern-by-upn.json", "school/concern.csv"}},
  };
  for (const Format& format : formats) expect_page("docs/adapters/mappings/" + std::string{format.page} + ".md", page_of(format));
}

}  // namespace
}  // namespace concordat::adapters
