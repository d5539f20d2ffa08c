#include <algorithm>
#include <set>

#include "base/csv_row.h"
#include "base/text.h"
#include "policy/catalogue.h"
#include "policy/findings.h"
#include "policy/schedule.h"
#include "policy/wording.h"

namespace concordat::policy {
namespace {

std::string bases_for(const Clause& clause, const Purpose& purpose, const Party& sender) {
  std::vector<std::string> words;
  for (const auto* lines : {&purpose.bases, &clause.bases})
    for (const BasisLine& line : *lines)
      for (const Word& id : line.bases) {
        const bool is_for = line.parties.empty() ||
                            std::any_of(line.parties.begin(), line.parties.end(), [&](const Party& party) {
                              return party.text == sender.text || party.text == kind_of(sender) || kind_of(party) == sender.text;
                            });
        const Basis* basis = find_basis(id.text);
        if (is_for && basis != nullptr && may_rely(*basis, kind_of(sender))) words.push_back(basis_in_words(id.text));
      }
  return join(words, "; ");
}

struct Items {
  std::string names;
  std::string classes;
};
Items items_of(const Clause& clause, std::uint16_t schema) {
  const auto& table = schemas::FieldTable::get();
  std::vector<std::string> names;
  std::set<std::string> classes;
  for (const Share& share : clause.shares)
    for (schemas::FieldId id : granted_fields(share, schema)) {
      names.push_back(table[id].path + (share.view ? " (as " + share.view->text + ")" : ""));
      classes.insert(class_in_words(table[id].field_class));
    }
  return {join(names, "; "), join({classes.begin(), classes.end()}, "; ")};
}

std::string terms_of(const Clause& clause) {
  std::vector<std::string> keeps;
  for (const Keep& keep : clause.keeps) keeps.push_back(format_keep(keep));
  return join(keeps, "; ");
}

}  // namespace

std::string record_of_processing(const Agreement& agreement) {
  std::string out = csv_row({"Agreement", "Version", "Clause", "Clause title", "Controller", "Recipients", "Purpose", "Purpose in words",
                             "Categories of data", "Data items", "Lawful bases", "Condition", "Time limit", "Caveats", "Marking",
                             "Third countries", "Impact assessment", "Review by"});
  for (const Clause& clause : agreement.clauses) {
    if (clause.shares.empty()) continue;
    const Items items = items_of(clause, agreement.schema);
    const auto& senders = clause.from->any ? agreement.parties : clause.from->parties;
    const auto& recipients = clause.to->any ? agreement.parties : clause.to->parties;
    for (const Purpose& purpose : agreement.purposes) {
      const auto& named = clause.purposes->purposes;
      const bool is_for = clause.purposes->any ||
                          std::any_of(named.begin(), named.end(), [&](const Word& id) { return id.text == purpose.id.text; });
      if (!is_for) continue;
      for (const Party& sender : senders)
        out += csv_row({agreement.name, std::to_string(agreement.version), clause.label.text, clause.title, sender.text, joined(recipients),
                        purpose.id.text, purpose.means, items.classes, items.names, bases_for(clause, purpose, sender),
                        conditions_in_words(clause), terms_of(clause), join(clause.caveats, "; "),
                        agreement.marking ? agreement.marking->text : "", "none", agreement.dpia,
                        agreement.review_by ? format_date(*agreement.review_by) : ""});
    }
  }
  return out;
}

}  // namespace concordat::policy
