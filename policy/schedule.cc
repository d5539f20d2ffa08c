#include "policy/schedule.h"

#include <algorithm>
#include <map>

#include "base/text.h"
#include "policy/coverage.h"
#include "policy/findings.h"
#include "policy/wording.h"

namespace concordat::policy {
namespace {

using schemas::FieldId;
using schemas::FieldTable;

std::string bases_of(const std::vector<BasisLine>& lines) {
  std::vector<std::string> words;
  for (const BasisLine& line : lines)
    for (const Word& id : line.bases)
      words.push_back(basis_in_words(id.text) + (line.parties.empty() ? "" : " (for " + joined(line.parties) + ")"));
  return join(words, "\n");
}

std::string name_of(const Clause& clause) {
  return (clause.emergency ? "Emergency clause " : "Clause ") + clause.label.text + ": " + clause.title;
}

std::string purposes_of(const Clause& clause) {
  return clause.purposes->any ? "every purpose" : joined(clause.purposes->purposes);
}
std::string messages_of(const Clause& clause) {
  std::vector<std::string> names;
  for (schemas::BodyType type : clause.types) names.emplace_back(schemas::name_of(type));
  return names.empty() ? "every message" : join(names, ", ");
}

std::string target_words(const Cap& cap) {
  std::vector<std::string> words;
  for (const Target& target : cap.targets)
    words.push_back(target.path ? in_words(*target.path) : "every field of class " + target.field_class->text);
  return join(words, "\n");
}
std::string cap_words(const Cap& cap) {
  if (cap.kind == Cap::Kind::conceal) return view_in_words(schemas::Level::conceal);
  if (cap.kind == Cap::Kind::withhold) return view_in_words(schemas::Level::withhold);
  return "no more than: " + view_in_words(schemas::level_named(cap.view->text).value_or(schemas::Level::withhold));
}

PaperSection facts(const Agreement& agreement, std::string_view digest) {
  PaperTable table{"The agreement", {"Item", "Value"}, {}};
  const auto row = [&](std::string item, std::string value) {
    if (!value.empty()) table.rows.push_back({std::move(item), std::move(value)});
  };
  row("Name and version", agreement.name + ", version " + std::to_string(agreement.version));
  row("Scheme", agreement.scheme ? agreement.scheme->text : "");
  row("Areas served (ONS codes)", joined(agreement.areas));
  row("In force from", format_date(agreement.in_force_from));
  row("In force until (first day no longer in force)", format_date(agreement.in_force_until));
  row("Review by", agreement.review_by ? format_date(*agreement.review_by) : "");
  row("Protective marking", agreement.marking ? agreement.marking->text : "");
  row("Data protection impact assessment", agreement.dpia);
  row("Appropriate policy document", agreement.policy_document);
  row("Schema of data items", std::to_string(agreement.schema));
  row("Stages of a case", agreement.stages ? joined(agreement.stages->names) + ", moved by " + agreement.stages->moved_by.text : "");
  row("SHA-256 of the text that is signed", std::string{digest});
  return {"The agreement", {}, {std::move(table)}};
}

PaperSection parties(const Agreement& agreement) {
  PaperTable table{"Parties", {"Party", "What it is", "Approves"}, {}};
  for (const Party& party : agreement.parties) {
    const bool approves = std::any_of(agreement.approvers.begin(), agreement.approvers.end(),
                                      [&](const Party& approver) { return approver.text == party.text; });
    table.rows.push_back({party.text,
                          party.is_kind() ? "every " + party.text + " whose own accession is recorded" : "one agency",
                          approves ? "yes" : "no"});
  }
  return {"Parties", {}, {std::move(table)}};
}

PaperSection purposes(const Agreement& agreement) {
  PaperTable table{"Purposes and lawful bases", {"Purpose", "What it means", "Legal bases"}, {}};
  for (const Purpose& purpose : agreement.purposes)
    table.rows.push_back({purpose.id.text, purpose.means, bases_of(purpose.bases)});
  return {"Purposes and lawful bases", {"A clause may add bases of its own; they stand with its data items."}, {std::move(table)}};
}

void add_items(const Clause& clause, const Agreement& agreement, PaperTable& table) {
  const FieldTable& fields = FieldTable::get();
  for (const Share& share : clause.shares) {
    const auto granted = granted_fields(share, agreement.schema);
    const std::string detail =
        view_in_words(share.view ? schemas::level_named(share.view->text).value_or(schemas::Level::withhold) : schemas::Level::full);
    for (const Path& path : share.paths)
      for (FieldId id : fields_granted(path, agreement.schema)) {
        if (std::find(granted.begin(), granted.end(), id) == granted.end()) continue;
        std::string which = path.selectors.empty() ? "" : "only " + in_words(path);
        for (const Path& except : share.except)
          if (!except.selectors.empty()) which += (which.empty() ? "not " : "; not ") + in_words(except);
        table.rows.push_back({fields[id].meaning + "\n" + fields[id].path, class_in_words(fields[id].field_class),
                              which.empty() ? detail : detail + "\n" + which});
      }
  }
}

std::string flow_terms(const Clause& clause) {
  std::string words = "For " + purposes_of(clause) + "; in " + messages_of(clause);
  if (const std::string conditions = conditions_in_words(clause); !conditions.empty()) words += "; only " + conditions;
  if (clause.emergency) words += "; only where an emergency is declared";
  for (const HoldLine& hold : clause.holds)
    words += "; held until a named person of the sender lets it go, escalated after " + format_span(hold.within);
  return words + ".";
}

PaperSection items(const Agreement& agreement) {
  PaperSection section{"Data items", {"What one clause shares another may hold back: see \"What is held back\"."}, {}};
  std::map<std::string, std::vector<const Clause*>> flows;  // by who to whom
  std::vector<std::string> order;
  for (const Clause& clause : agreement.clauses) {
    if (clause.shares.empty()) continue;
    const std::string flow = "From " + in_words(*clause.from) + " to " + in_words(*clause.to);
    if (!flows.contains(flow)) order.push_back(flow);
    flows[flow].push_back(&clause);
  }
  for (const std::string& flow : order)
    for (const Clause* clause : flows[flow]) {
      PaperTable table{flow + ". " + name_of(*clause) + ". " + flow_terms(*clause), {"Data item", "Class", "How much"}, {}};
      add_items(*clause, agreement, table);
      if (!clause->bases.empty()) table.rows.push_back({"Legal bases of this clause", "", bases_of(clause->bases)});
      section.tables.push_back(std::move(table));
    }
  return section;
}

PaperSection held_back(const Agreement& agreement) {
  PaperTable table{"What is held back, whatever another clause shares", {"Clause", "Who to whom", "What", "How", "When"}, {}};
  for (const Clause& clause : agreement.clauses)
    for (const Cap& cap : clause.caps) {
      const std::string conditions = conditions_in_words(clause);
      table.rows.push_back({name_of(clause), "from " + in_words(*clause.from) + " to " + in_words(*clause.to),
                            target_words(cap), cap_words(cap),
                            conditions.empty() ? "always" : conditions + ", or where that is not known"});
    }
  return {"What is held back", {}, {std::move(table)}};
}

PaperSection handling(const Agreement& agreement) {
  PaperTable table{"Retention, security and handling", {"Clause", "Term", "What it says"}, {}};
  const auto row = [&](const Clause& clause, const char* term, std::string words) {
    table.rows.push_back({name_of(clause), term, std::move(words)});
  };
  for (const Clause& clause : agreement.clauses) {
    for (const Keep& keep : clause.keeps) row(clause, "Kept for", format_keep(keep));
    for (const std::string& caveat : clause.caveats) row(clause, "Caveat", caveat);
    for (const OnwardLine& onward : clause.onwards) row(clause, "Passing it on", std::string{schemas::name_of(onward.onward)});
    for (const PathLine& line : clause.no_tells)
      for (const Path& path : line.paths) row(clause, "Must not learn of it", in_words(path));
    for (const PathLine& line : clause.requirements)
      for (const Path& path : line.paths) row(clause, "Must be given", in_words(path));
    if (!clause.lifts.empty()) row(clause, "Sets aside", "clauses " + joined(clause.lifts));
  }
  return {"Retention, security and handling",
          {"Where several clauses grant a data item, the shortest time binds and every caveat holds. Messages travel sealed and "
           "encrypted; each disclosure is recorded before it leaves."},
          {std::move(table)}};
}

PaperSection contacts(const Agreement& agreement) {
  PaperTable table{"Who receives, and who is called", {"Message", "Purpose", "To", "Answer within", "Otherwise call"}, {}};
  for (const Pathway& pathway : agreement.pathways)
    table.rows.push_back({std::string{schemas::name_of(pathway.type)}, pathway.purpose.text, joined(pathway.to),
                          pathway.respond_within ? format_span(*pathway.respond_within) : "",
                          pathway.call_name + " " + pathway.call_number});
  return {"Pathways and contacts", {}, {std::move(table)}};
}

PaperSection signatures(const Agreement& agreement) {
  PaperTable table{"Signed for the parties", {"Party", "Name", "Role", "Date", "Signature"}, {}};
  for (const Party& approver : agreement.approvers) table.rows.push_back({approver.text, "", "", "", ""});
  return {"Review and approval",
          {agreement.review_by ? "To be reviewed by " + format_date(*agreement.review_by) + "." : "No date of review is set.",
           "Each signature is over the text whose SHA-256 stands above; this page explains it and does not replace it."},
          {std::move(table)}};
}

}  // namespace

Paper schedule_of(const Agreement& agreement, std::string_view digest) {
  Paper paper{agreement.title.empty() ? agreement.name : agreement.title,
              {"Schedule of data items of the sharing agreement " + agreement.name + ", version " + std::to_string(agreement.version) + "."},
              {}};
  paper.sections = {facts(agreement, digest), parties(agreement), purposes(agreement)};
  for (PaperSection section : {items(agreement), held_back(agreement), handling(agreement), contacts(agreement), signatures(agreement)}) {
    std::erase_if(section.tables, [](const PaperTable& table) { return table.rows.empty(); });
    if (!section.tables.empty()) paper.sections.push_back(std::move(section));
  }
  return paper;
}

}  // namespace concordat::policy
