// Warnings that the text alone gives: nothing here needs to know what a message can be.
#include <algorithm>
#include <array>
#include <set>

#include "policy/findings.h"

namespace concordat::policy {
namespace {

using schemas::FieldClass;
using schemas::FieldId;
using schemas::FieldTable;

// An agreement's agencies as far as its text knows them: a kind among the parties is more than one.
using Agencies = std::set<std::string>;

Agencies agencies_of(const Party& listed) {
  if (!listed.is_kind()) return {listed.text};
  return {listed.text + "/", listed.text + "//"};
}

Agencies agencies_meant(const PartyScope& scope, const Agreement& agreement) {
  Agencies found;
  for (const Party& listed : agreement.parties)
    for (const std::string& agency : agencies_of(listed)) {
      const bool is_meant =
          scope.any || std::any_of(scope.parties.begin(), scope.parties.end(), [&](const Party& named) {
            return named.text == agency || named.text == kind_of(listed);
          });
      if (is_meant) found.insert(agency);
    }
  // An agency of a kind that is listed whole need not be listed itself.
  for (const Party& named : scope.parties)
    if (!named.is_kind()) found.insert(named.text);
  return found;
}

void check_reach(const Agreement& agreement, Findings& findings) {
  if (!agreement.scheme || agreement.scheme->text == "any") return;  // it may only cap
  Agencies reached;
  for (const Clause& clause : agreement.clauses) {
    if (clause.shares.empty() || !clause.from || !clause.to) continue;
    const Agencies senders = agencies_meant(*clause.from, agreement);
    for (const std::string& recipient : agencies_meant(*clause.to, agreement))
      if (senders.size() > 1 || (senders.size() == 1 && *senders.begin() != recipient))
        reached.insert(recipient);
  }
  for (const Party& party : agreement.parties) {
    const Agencies agencies = agencies_of(party);
    if (std::none_of(agencies.begin(), agencies.end(), [&](const std::string& each) { return reached.contains(each); }))
      findings.report(Code::unreached_party, party.place, "no clause shares anything with " + party.text);
  }
}

// What retention schedules usually have after each trigger. Outside it may be right, and wants a second look.
struct Usual {
  Keep::After after;
  Span least;
  Span most;
};
constexpr std::array usual_times{
    Usual{Keep::After::disclosure, {1, Unit::day}, {2, Unit::year}},
    Usual{Keep::After::closure, {1, Unit::year}, {10, Unit::year}},
    Usual{Keep::After::eighteenth_birthday, {1, Unit::year}, {57, Unit::year}},  // to 75 for a looked-after child
};

void check_keeps(const Clause& clause, Findings& findings) {
  for (const Keep& keep : clause.keeps)
    for (const Usual& usual : usual_times) {
      if (usual.after != keep.after) continue;
      const bool is_usual = hours_in(keep.span) >= hours_in(usual.least) && hours_in(keep.span) <= hours_in(usual.most);
      if (!is_usual)
        findings.report(Code::unusual_keep, keep.place, "\"" + format_keep(keep) + "\" is not a usual time",
                        "after that, " + format_span(usual.least) + " to " + format_span(usual.most) +
                            " is usual: check the parties' retention schedules");
    }
}

bool is_small(std::string_view kind) {
  return kind == "school" || kind == "college" || kind == "charity";
}

bool conceals_source(const Cap& cap) {
  if (cap.kind != Cap::Kind::conceal) return false;
  const FieldTable& table = FieldTable::get();
  return std::any_of(cap.targets.begin(), cap.targets.end(), [&](const Target& target) {
    if (target.field_class) return target.field_class->text == schemas::name_of(FieldClass::source);
    const auto covered = table.under(target.path->full());
    return std::any_of(covered.begin(), covered.end(),
                       [&](FieldId id) { return table[id].field_class == FieldClass::source; });
  });
}

// The envelope names the sender: concealing who spoke hides little where few can have.
void check_sources(const Clause& clause, const Agreement& agreement, Findings& findings) {
  if (!clause.from) return;
  for (const Cap& cap : clause.caps) {
    if (!conceals_source(cap)) continue;
    for (const std::string& agency : agencies_meant(*clause.from, agreement)) {
      if (agency.ends_with('/') || !is_small(agency.substr(0, agency.find('/')))) continue;
      findings.report(Code::source_given_away, cap.place,
                      "the source is concealed, but " + agency + " is one small organisation, and is named as the sender");
      return;
    }
  }
}

}  // namespace

void check_advice(const Agreement& agreement, Findings& findings) {
  check_reach(agreement, findings);
  for (const Clause& clause : agreement.clauses) {
    check_keeps(clause, findings);
    check_sources(clause, agreement, findings);
  }
}

}  // namespace concordat::policy
