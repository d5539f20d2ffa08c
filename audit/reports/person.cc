#include "audit/reports/person.h"

#include <map>
#include <set>

#include "audit/reports/disclosures.h"
#include "base/text.h"

namespace concordat::audit {
namespace {

// Said on every paper about a person, whatever was found, so that it says nothing.
constexpr std::string_view always_said =
    "Entries may be left out where the law allows it; this sentence stands on every such paper, whether or not any were.";
constexpr std::string_view no_values = "The log holds which fields were disclosed, and never what they said: that is in the records of the agencies named.";

std::vector<std::string> opening() { return {std::string{no_values}, std::string{always_said}}; }

Section disclosures(std::span<const LogRow> rows) {
  Section section{.key = "disclosures", .heading = "What was disclosed", .sentences = {},
                  .columns = {{"at", "When"}, {"sender", "From"}, {"recipient", "To"}, {"type", "Kind"}, {"purpose", "Purpose"}, {"agreement", "Under"}, {"clauses", "Clauses"},
                              {"released", "Fields disclosed"}, {"withheld", "Withheld, and why"}, {"outcome", "What became of it"}, {"match", "Found by"}, {"entry", "Entry"}},
                  .rows = {}, .when_empty = "Nothing was disclosed."};
  const Aftermath aftermath{rows};
  for (const LogRow& row : rows)
    if (row.kind == "disclosed")
      section.rows.push_back({row.at, row.actor, row.counterpart, row.message_type, row.purpose, row.agreement, clauses_in_words(row),
                              row.is_annex_gone ? "erased from the log" : released_in_words(row), withheld_in_words(row), aftermath.in_words(row.sequence),
                              row.match + (row.is_related ? ", named in it" : ""), std::to_string(row.sequence)});
  return section;
}

Section not_disclosed(std::span<const LogRow> rows) {
  Section section{.key = "notDisclosed", .heading = "What was refused, or waits", .sentences = {},
                  .columns = {{"at", "When"}, {"sender", "From"}, {"recipient", "To"}, {"type", "Kind"}, {"purpose", "Purpose"}, {"outcome", "Outcome"}, {"code", "Why"}, {"agreement", "Under"}, {"match", "Found by"}, {"entry", "Entry"}},
                  .rows = {}, .when_empty = "Nothing was refused."};
  for (const LogRow& row : rows)
    if (row.kind == "refused" || row.kind == "waiting")
      section.rows.push_back({row.at, row.actor, row.counterpart, row.message_type, row.purpose, row.kind, row.code, row.agreement, row.match, std::to_string(row.sequence)});
  return section;
}

// What an officer considers before giving a person what fields of this class say. Never decided here.
std::string exemptions(std::string_view path, std::string_view field_class) {
  std::vector<std::string> flags;
  if (path.starts_with("relatedPersons") || path.starts_with("subject.guardians") || path.starts_with("services"))
    flags.emplace_back("third party: DPA 2018 Sch 2 para 16");
  if (field_class == "source") flags.emplace_back("identity of a source: DPA 2018 Sch 2 paras 2 and 16");
  if (field_class == "health") flags.emplace_back("health data, serious harm: DPA 2018 Sch 3 Part 2 (ask the health professional first)");
  if (path.starts_with("socialCare")) flags.emplace_back("social work data, serious harm: DPA 2018 Sch 3 Part 3");
  if (path.starts_with("education")) flags.emplace_back("education data, serious harm: DPA 2018 Sch 3 Part 4");
  if (path == "education.senProvision") flags.emplace_back("special educational needs: DPA 2018 Sch 4");
  if (path.starts_with("concern")) flags.emplace_back("child abuse data: DPA 2018 Sch 3 Part 5");
  if (field_class == "narrative" || field_class == "politics" || field_class == "offence") flags.emplace_back("crime: DPA 2018 Sch 2 para 2; of a competent authority: s 45(4)");
  if (field_class == "migration") flags.emplace_back("immigration: DPA 2018 Sch 2 para 4");
  return join(flags, "; ");
}

Section fields(std::span<const LogRow> rows) {
  struct Seen {
    std::string field_class;
    std::set<std::string> holders;
    std::size_t disclosures = 0;
  };
  std::map<std::string, Seen> seen;
  for (const LogRow& row : rows) {
    if (row.kind != "disclosed" && row.kind != "refused" && row.kind != "waiting") continue;
    for (const VerdictRow& verdict : row.verdicts) {
      Seen& field = seen[plain_path(verdict.path)];
      field.field_class = class_of(verdict.path);
      field.holders.insert(row.actor);
      if (row.kind != "disclosed" || !is_released(verdict)) continue;
      field.holders.insert(row.counterpart);
      ++field.disclosures;
    }
  }
  Section section{.key = "fields", .heading = "Which data there are, who holds them, and what to consider before giving them (Article 15(1)(b), (c), (g))",
                  .sentences = {"A flag is a question for the officer, not a decision. Considered: Article 15 UK GDPR; for competent authorities section 45 DPA 2018; exemptions of Schedules 2, 3 and 4."},
                  .columns = {{"field", "Field"}, {"class", "Class"}, {"special", "Special"}, {"disclosures", "Disclosures"}, {"holders", "Held by"}, {"exemptions", "Exemptions to consider"}, {"decision", "Officer's decision"}},
                  .rows = {}, .when_empty = "No data are recorded."};
  for (const auto& [path, field] : seen)
    section.rows.push_back({path, field.field_class, is_special(field.field_class) ? "yes" : "no", std::to_string(field.disclosures),
                            join({field.holders.begin(), field.holders.end()}, ", "), exemptions(path, field.field_class), ""});
  return section;
}

Section purposes(std::span<const LogRow> rows) {
  std::map<std::vector<std::string>, std::size_t> counts;
  for (const LogRow& row : rows)
    if (row.kind == "disclosed") ++counts[{row.purpose, row.agreement, row.actor, row.counterpart, row.keep}];
  Section section{.key = "purposes", .heading = "Purposes, recipients, and how long they may keep it (Article 15(1)(a), (c), (d), (g))", .sentences = {},
                  .columns = {{"purpose", "Purpose"}, {"agreement", "Under"}, {"source", "Source"}, {"recipient", "Recipient"}, {"keep", "Kept"}, {"disclosures", "Disclosures"}},
                  .rows = {}, .when_empty = "There was no recipient."};
  for (const auto& [key, count] : counts) {
    section.rows.push_back(key);
    section.rows.back().push_back(std::to_string(count));
  }
  return section;
}

}  // namespace

Paper accounting(std::span<const LogRow> rows) {
  return {.kind = "account", .title = "Accounting of disclosures", .opening = opening(), .sections = {disclosures(rows), not_disclosed(rows)}, .from = {}};
}

Paper subject_access(std::span<const LogRow> rows) {
  Paper paper{.kind = "sar", .title = "Subject access pack", .opening = opening(), .sections = {}, .from = {}};
  Section rights{.key = "rights", .heading = "Rights", .sentences = {"The person may ask for rectification, erasure or restriction, may object, and may complain to the Information Commissioner (Article 15(1)(e), (f)). "
                 "No decision was made by automated means alone: the agreements decide what is shared, never what is done about a person (Article 15(1)(h)).",
                 "Names are matched by spelling as well as exactly: rows found by anything but an identifier are to be checked to be about this person before they are given."},
                 .columns = {}, .rows = {}, .when_empty = {}};
  paper.sections = {purposes(rows), fields(rows), disclosures(rows), not_disclosed(rows), std::move(rights)};
  return paper;
}

}  // namespace concordat::audit
