#include <algorithm>
#include <set>

#include "policy/catalogue.h"
#include "policy/condition_scope.h"
#include "policy/findings.h"
#include "policy/reliance.h"

namespace concordat::policy {
namespace {

using schemas::FieldClass;
using schemas::FieldId;
using schemas::FieldTable;

// Kinds of agency: who shares, and with whom.
struct Flow {
  std::string sender;
  std::string recipient;
};

// What a sender of one kind may rely on for one purpose, towards recipients of one kind.
class Reliance {
public:
  Reliance(const Clause& clause, const Purpose& purpose, const Flow& flow) {
    add(clause.bases, flow);
    add(purpose.bases, flow);
  }
  bool nothing() const { return roles_.empty(); }
  bool is_lawful() const { return std::any_of(roles_.begin(), roles_.end(), makes_lawful); }
  const std::string& lawful_for_others() const { return lawful_for_others_; }  // the first such that is cited; may be empty
  bool has(BasisRole role) const { return roles_.contains(role); }

  // Article 9(2), with what DPA 2018 asks beside it.
  bool has_special_condition(const Agreement& agreement) const {
    if (has(BasisRole::special)) return true;
    if (has(BasisRole::special_part1) && has(BasisRole::sch1_part1)) return true;
    if (has(BasisRole::special_part2) && has(BasisRole::sch1_part2) && !agreement.policy_document.empty())
      return true;
    return has(BasisRole::sensitive) && has(BasisRole::sch8);
  }
  bool has_offence_condition() const {
    const bool is_listed =
        has(BasisRole::sch1_part1) || has(BasisRole::sch1_part2) || has(BasisRole::sch1_part3);
    return (has(BasisRole::criminal) && is_listed) || has(BasisRole::law_enforcement) ||
           has(BasisRole::sensitive);
  }

private:
  void add(const std::vector<BasisLine>& lines, const Flow& flow) {
    for (const BasisLine& line : lines) {
      if (!is_said_for(line, flow.sender)) continue;
      for (const Word& id : line.bases)
        if (const Basis* basis = find_basis(id.text); basis != nullptr) {
          if (may_rely(*basis, flow.sender) && reaches(*basis, flow.recipient)) roles_.insert(basis->role);
          else if (makes_lawful(basis->role) && lawful_for_others_.empty()) lawful_for_others_ = id.text;
        }
    }
  }
  static bool makes_lawful(BasisRole role) {
    return role == BasisRole::lawful || role == BasisRole::law_enforcement || role == BasisRole::sensitive;
  }
  std::set<BasisRole> roles_;
  std::string lawful_for_others_;
};

std::string special_fix(const Reliance& reliance, const Agreement& agreement) {
  if (reliance.has(BasisRole::special_part2) && reliance.has(BasisRole::sch1_part2) &&
      agreement.policy_document.empty())
    return "Article 9(2)(g) needs a policy document: add the header \"policy document\"";
  if (reliance.has(BasisRole::special_part2))
    return "Article 9(2)(g) needs a Schedule 1 Part 2 condition, such as dpa2018.sch1.18";
  if (reliance.has(BasisRole::special_part1))
    return "it needs a Schedule 1 Part 1 condition too, such as dpa2018.sch1.2";
  if (reliance.has(BasisRole::sensitive))
    return "section 35 needs a Schedule 8 condition, such as dpa2018.sch8.4";
  return "cite one in the purpose or the clause, such as ukgdpr.9.2.g with dpa2018.sch1.18";
}

bool tests_either(const Clause& clause, std::string_view person) {
  const std::string capacity = std::string{person} + ".capacity";
  const std::string anonymous = std::string{person} + ".anonymous";
  for (const auto* condition : {&clause.when, &clause.unless}) {
    if (!*condition) continue;
    for (const Test* test : tests_of(**condition))
      if (test->path.full() == capacity || test->path.full() == anonymous) return true;
  }
  return false;
}

struct Granted {
  Place special, offence, health, source, monitoring;
  bool has_special = false, has_offence = false, has_health = false, has_source = false,
       has_monitoring = false;
};

void note(const Path& path, FieldId id, const Clause& clause, Granted& granted) {
  const auto& field = FieldTable::get()[id];
  const auto mark = [&](Place& place, bool& has) {
    if (!has) place = path.place;
    has = true;
  };
  if (is_special_category(field.field_class)) mark(granted.special, granted.has_special);
  if (field.field_class == FieldClass::health) mark(granted.health, granted.has_health);
  if (field.field_class == FieldClass::offence) mark(granted.offence, granted.has_offence);
  if (field.field_class == FieldClass::monitoring) mark(granted.monitoring, granted.has_monitoring);
  if (field.field_class != FieldClass::source) return;
  const bool is_tested = tests_either(clause, "referrer") || (field.path.starts_with("firstIdentifier.") &&
                                                              tests_either(clause, "firstIdentifier"));
  if (!is_tested) mark(granted.source, granted.has_source);
}

Granted granted_by(const Clause& clause, const Agreement& agreement) {
  Granted granted;
  for (const Share& share : clause.shares) {
    const auto fields = granted_fields(share, agreement.schema);
    for (const Path& path : share.paths)
      for (FieldId id : fields_granted(path, agreement.schema))
        if (std::find(fields.begin(), fields.end(), id) != fields.end()) note(path, id, clause, granted);
  }
  return granted;
}

// Every disclosure needs a lawful basis. One that others alone may rely on is a slip; none at all may be what is meant,
// where another paper has it.
void check_lawfulness(const Clause& clause, const Flow& flow, const std::string& who, const Reliance& reliance,
                      std::set<Code>& said, Findings& findings) {
  const std::string& of_others = reliance.lawful_for_others();
  const Code code = of_others.empty() ? Code::no_lawful_basis : Code::no_basis;
  if (!said.insert(code).second) return;
  const std::string begins = "clause " + clause.label.text;
  if (of_others.empty()) findings.report(code, clause.label.place, begins + " cites no lawful basis " + who);
  else
    findings.report(code, clause.label.place, begins + " has no lawful basis " + who + ": " + flow.sender + " cannot rely on " + of_others + " there",
                    "cite another for it, such as ukgdpr.6.1.e; \"for\" after a basis says whom it is cited for");
}

// One finding of a code is enough for a clause: what mends it for one sender often mends it for all.
void check_reliance(const Clause& clause, const Agreement& agreement, const Purpose& purpose, const Flow& flow,
                    const Granted& granted, std::set<Code>& said, Findings& findings) {
  const Reliance reliance{clause, purpose, flow};
  const std::string who = "from " + flow.sender + " to " + flow.recipient + " for the purpose " + purpose.id.text;
  if (reliance.nothing() && said.insert(Code::no_basis).second)
    findings.report(Code::no_basis, clause.label.place,
                    "clause " + clause.label.text + " has no basis " + who,
                    "cite one that such an agency may rely on, and towards that recipient");
  if (!reliance.nothing() && !reliance.is_lawful()) check_lawfulness(clause, flow, who, reliance, said, findings);
  if (granted.has_special && !reliance.has_special_condition(agreement) &&
      said.insert(Code::special_category_condition).second)
    findings.report(Code::special_category_condition, granted.special,
                    "special category data is granted without its condition " + who,
                    special_fix(reliance, agreement));
  if (granted.has_offence && !reliance.has_offence_condition() && said.insert(Code::offence_condition).second)
    findings.report(Code::offence_condition, granted.offence,
                    "criminal offence data is granted without its condition " + who,
                    "cite ukgdpr.10 with a Schedule 1 condition, or dpa2018.part3");
  // A risk to life sets confidentiality aside by itself.
  if (granted.has_health && !clause.emergency && !reliance.has(BasisRole::confidentiality) &&
      said.insert(Code::confidentiality_basis).second)
    findings.report(
        Code::confidentiality_basis, granted.health,
        "health data is granted without a confidentiality basis " + who,
        "cite confidentiality.consent, confidentiality.public-interest or confidentiality.legal-duty");
}

}  // namespace

void check_basis_line(const BasisLine& line, const std::vector<std::string>& sender_kinds,
                      const std::vector<std::string>& recipient_kinds, Findings& findings) {
  for (const Word& id : line.bases) {
    const Basis* basis = find_basis(id.text);
    if (basis == nullptr) {
      const auto close = nearest_basis(id.text);
      findings.report(Code::unknown_basis, id.place, "the catalogue has no basis " + id.text, {},
                      close ? std::optional{std::string{*close}} : std::nullopt);
      continue;
    }
    if (sender_kinds.empty() || recipient_kinds.empty()) continue;  // no parties: said already
    for (const Party& party : line.parties)
      if (!may_rely(*basis, kind_of(party)))
        findings.report(Code::basis_not_available, id.place, party.text + " cannot rely on " + id.text);
    const auto can = [&](const std::string& kind) { return may_rely(*basis, kind); };
    if (line.parties.empty() && std::none_of(sender_kinds.begin(), sender_kinds.end(), can))
      findings.report(Code::basis_not_available, id.place, "none of these parties can rely on " + id.text);
    if (std::none_of(recipient_kinds.begin(), recipient_kinds.end(),
                     [&](const std::string& kind) { return reaches(*basis, kind); }))
      findings.report(Code::basis_not_available, id.place, id.text + " reaches none of these recipients");
  }
}

void check_law(const Clause& clause, const Agreement& agreement, Findings& findings) {
  if (!clause.from || !clause.to || !clause.purposes) return;
  const auto senders = kinds_meant(*clause.from, agreement);
  const auto recipients = kinds_meant(*clause.to, agreement);
  for (const BasisLine& line : clause.bases) check_basis_line(line, senders, recipients, findings);
  if (clause.shares.empty()) return;
  const Granted granted = granted_by(clause, agreement);
  if (granted.has_monitoring)
    findings.report(Code::monitoring_granted, granted.monitoring, "monitoring data is shared with nobody",
                    "delete it from the line");
  if (granted.has_source)
    findings.report(Code::source_identity, granted.source,
                    "source identity is granted whatever the source asked",
                    "add a condition on referrer.anonymous or referrer.capacity");
  std::set<Code> said;
  for (const Purpose& purpose : agreement.purposes) {
    const auto& named = clause.purposes->purposes;
    const bool is_for = clause.purposes->any || std::any_of(named.begin(), named.end(), [&](const Word& id) {
                          return id.text == purpose.id.text;
                        });
    if (!is_for) continue;
    for (const std::string& sender : senders)
      for (const std::string& recipient : recipients)
        check_reliance(clause, agreement, purpose, {sender, recipient}, granted, said, findings);
  }
}

}  // namespace concordat::policy
