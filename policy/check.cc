#include "policy/check.h"

#include <algorithm>
#include <set>

#include "base/text.h"
#include "policy/findings.h"

namespace concordat::policy {
namespace {

class Checker {
public:
  Checker(const Agreement& agreement, const Parties* directory, std::vector<Diagnostic>& diagnostics)
      : agreement_(agreement), directory_(directory), findings_(diagnostics) {}

  void run() {
    headers();
    for (const Party& party : agreement_.parties) exists(party);
    for (const Party& party : agreement_.approvers) is_party(party);
    for (const Purpose& purpose : agreement_.purposes) this->purpose(purpose);
    pathways();
    for (const Clause& clause : agreement_.clauses) {
      this->clause(clause);
      if (findings_.is_full()) return;  // the rest is left out
    }
    unused_purposes();
    check_advice(agreement_, findings_);
  }

private:
  void headers() {
    const auto missing = [&](std::string_view header) {
      findings_.report(Code::missing_header, agreement_.place,
                       "the agreement has no \"" + std::string{header} + "\" header",
                       "without it, it could never come to count");
    };
    if (agreement_.parties.empty()) missing("parties");
    if (!agreement_.scheme) missing("scheme");
    if (agreement_.areas.empty()) missing("area");
    for (const Word& area : agreement_.areas) this->area(area);
    if (!agreement_.in_force_from.ok()) {
      missing("in force");
    } else {
      dates();
    }
    if (agreement_.marking && agreement_.marking->text != "official" &&
        agreement_.marking->text != "official-sensitive")
      findings_.report(Code::unknown_value, agreement_.marking->place,
                       "there is no marking " + agreement_.marking->text,
                       "nothing above OFFICIAL passes here: official or official-sensitive",
                       nearest(agreement_.marking->text, {"official", "official-sensitive"}));
    if (agreement_.stages) is_party(agreement_.stages->moved_by);
  }
  // Nine characters: the nation, or another kind of place, and eight digits.
  void area(const Word& area) {
    const bool is_code = area.text.size() == 9 && std::string_view{"EWSNKLMJ"}.find(area.text[0]) != std::string_view::npos &&
                         std::all_of(area.text.begin() + 1, area.text.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_code) findings_.report(Code::bad_area, area.place, area.text + " is no ONS code");
  }
  void lift(const Word& label) {
    const auto& clauses = agreement_.clauses;
    if (findings_.is_full()) return;
    if (std::any_of(clauses.begin(), clauses.end(), [&](const Clause& clause) { return clause.label.text == label.text; })) return;
    std::vector<std::string> labels;
    for (const Clause& clause : clauses) labels.push_back(clause.label.text);
    findings_.report(Code::unknown_clause, label.place, "there is no clause " + label.text, {}, nearest(label.text, labels));
  }
  void dates() {
    using std::chrono::sys_days;
    const sys_days from{agreement_.in_force_from};
    const sys_days until{agreement_.in_force_until};
    if (until <= from)
      findings_.report(Code::until_not_after, agreement_.in_force_place,
                       "the agreement ends before it begins", "until is the first day no longer in force");
    if (!agreement_.review_by) return;
    const sys_days review{*agreement_.review_by};
    if (review < from || review > until)
      findings_.report(Code::review_outside, agreement_.review_place,
                       "the review is not within the time in force");
  }

  void exists(const Party& party) {
    if (findings_.is_full()) return;
    std::vector<std::string> kinds{agency_kinds.begin(), agency_kinds.end()};
    std::vector<std::string> agencies;
    if (directory_ != nullptr)
      for (const Agency& agency : directory_->agencies) {
        kinds.emplace_back(schemas::agency_kind(agency.id));
        agencies.push_back(agency.id.value());
      }
    const std::string kind{kind_of(party)};
    if (std::find(kinds.begin(), kinds.end(), kind) == kinds.end()) {
      findings_.report(Code::unknown_party, party.place, "there is no kind of agency called " + kind, {},
                       nearest(kind, kinds));
    } else if (!party.is_kind() && !schemas::parse_agency_id(party.text)) {
      findings_.report(Code::unknown_party, party.place, party.text + " is not an agency's id",
                       "small letters, digits and hyphens, such as police/met");
    } else if (!party.is_kind() && directory_ != nullptr &&
               std::find(agencies.begin(), agencies.end(), party.text) == agencies.end()) {
      findings_.report(Code::unknown_party, party.place, "the directory has no agency " + party.text, {},
                       nearest(party.text, agencies));
    }
  }

  // A kind of the parties, a listed agency, or an agency of a kind listed whole.
  void is_party(const Party& party) {
    if (agreement_.parties.empty() || findings_.is_full()) return;  // said already
    const auto means_it = [&](const Party& listed) {
      return listed.text == party.text || kind_of(listed) == party.text || (listed.is_kind() && kind_of(party) == listed.text);
    };
    if (std::any_of(agreement_.parties.begin(), agreement_.parties.end(), means_it)) return;
    std::vector<std::string> names;
    for (const Party& listed : agreement_.parties) {
      names.push_back(listed.text);
      names.emplace_back(kind_of(listed));
    }
    findings_.report(Code::unknown_party, party.place, party.text + " is not among the parties",
                     "add it to the parties, or name one that is there", nearest(party.text, names));
  }

  void is_purpose(const Word& id) {
    if (findings_.is_full() || purpose_named(agreement_, id.text) != nullptr) return;
    std::vector<std::string> names;
    for (const Purpose& purpose : agreement_.purposes) names.push_back(purpose.id.text);
    findings_.report(Code::unknown_purpose, id.place, "there is no purpose " + id.text,
                     "declare it above the clauses", nearest(id.text, names));
  }

  void purpose(const Purpose& purpose) {
    const PartyScope everyone{.any = true, .parties = {}, .place = {}};
    const auto kinds = kinds_meant(everyone, agreement_);
    for (const BasisLine& line : purpose.bases) {
      for (const Party& party : line.parties) is_party(party);
      check_basis_line(line, kinds, kinds, findings_);
    }
  }

  void pathways() {
    std::set<std::string> seen;
    for (const Pathway& pathway : agreement_.pathways) {
      is_purpose(pathway.purpose);
      for (const Party& party : pathway.to) {
        is_party(party);
        const std::string key =
            std::string{schemas::name_of(pathway.type)} + " " + pathway.purpose.text + " " + party.text;
        if (!seen.insert(key).second)
          findings_.report(Code::repeated_pathway, pathway.place,
                           "two pathways take the same messages to " + party.text);
      }
    }
  }

  void clause(const Clause& clause) {
    for (const Word& label : clause.lifts) lift(label);
    if (clause.from)
      for (const Party& party : clause.from->parties) is_party(party);
    if (clause.to)
      for (const Party& party : clause.to->parties) is_party(party);
    if (clause.purposes)
      for (const Word& purpose : clause.purposes->purposes) is_purpose(purpose);
    for (const BasisLine& line : clause.bases)
      for (const Party& party : line.parties) is_party(party);
    check_effects(clause, agreement_, findings_);
    check_conditions(clause, agreement_, findings_);
    check_law(clause, agreement_, findings_);
    if (clause.shares.empty()) return;
    if (agreement_.scheme && agreement_.scheme->text == "any")
      findings_.report(Code::scheme_any_grants, clause.shares.front().place,
                       "an agreement for any scheme may only cap", "name the scheme, or share nothing");
    const bool is_wide = (clause.from && clause.from->any) || (clause.to && clause.to->any) ||
                         (clause.purposes && clause.purposes->any);
    if (is_wide)
      findings_.report(Code::any_with_grant, clause.label.place,
                       "clause " + clause.label.text + " grants to or from any",
                       "name the parties and purposes that need it");
  }

  void unused_purposes() {
    for (const Purpose& purpose : agreement_.purposes) {
      const bool is_used =
          std::any_of(agreement_.clauses.begin(), agreement_.clauses.end(), [&](const Clause& clause) {
            if (!clause.purposes) return false;
            const auto& named = clause.purposes->purposes;
            return clause.purposes->any || std::any_of(named.begin(), named.end(), [&](const Word& id) {
                     return id.text == purpose.id.text;
                   });
          });
      if (!is_used)
        findings_.report(Code::unused_purpose, purpose.id.place, "no clause is for " + purpose.id.text);
    }
  }

  const Agreement& agreement_;
  const Parties* directory_;
  Findings findings_;
};

}  // namespace

std::string_view kind_of(const Party& party) {
  const std::string_view text = party.text;
  return text.substr(0, text.find('/'));
}

std::vector<std::string> kinds_meant(const PartyScope& scope, const Agreement& agreement) {
  std::set<std::string> kinds;
  for (const Party& party : scope.any ? agreement.parties : scope.parties) kinds.emplace(kind_of(party));
  return {kinds.begin(), kinds.end()};
}

const Purpose* purpose_named(const Agreement& agreement, std::string_view id) {
  for (const Purpose& purpose : agreement.purposes)
    if (purpose.id.text == id) return &purpose;
  return nullptr;
}

std::vector<Diagnostic> check(const Agreement& agreement, const Parties* directory) {
  std::vector<Diagnostic> diagnostics;
  Checker{agreement, directory, diagnostics}.run();
  sort_by_place(diagnostics);
  leave_out_the_rest(diagnostics);
  complete_fixes(diagnostics);
  return diagnostics;
}

Parsed read_agreement(std::string_view text, const Parties* directory) {
  Parsed parsed = parse(text);
  const auto is_rest = [](const Diagnostic& one) { return one.code == Code::too_many; };
  const bool is_readable = !parsed.agreement.name.empty() && std::none_of(parsed.diagnostics.begin(), parsed.diagnostics.end(), is_rest);
  if (is_readable) {
    auto found = check(parsed.agreement, directory);
    // A line that could not be read is missing from the tree: what its absence would add is noise.
    if (has_errors(parsed.diagnostics))
      std::erase_if(found, [](const Diagnostic& one) {
        return one.code == Code::missing_header || one.severity() == Severity::warning;
      });
    parsed.diagnostics.insert(parsed.diagnostics.end(), found.begin(), found.end());
    sort_by_place(parsed.diagnostics);
    leave_out_the_rest(parsed.diagnostics);
    complete_fixes(parsed.diagnostics);
  }
  return parsed;
}

}  // namespace concordat::policy
