#include "policy/told.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"
#include "policy/explain.h"
#include "policy/findings.h"
#include "policy/reliance.h"
#include "policy/wording.h"

namespace concordat::policy {
namespace {

using schemas::Level;

struct ByPlace {
  bool operator()(const ClauseRef& a, const ClauseRef& b) const {
    return std::pair{a.agreement, a.clause} < std::pair{b.agreement, b.clause};
  }
};

class Teller {
public:
  Teller(const AgreementBook& book, const std::vector<Agreement>& texts, const schemas::Message& message, const Evaluation& evaluation)
      : book_(book), texts_(texts), message_(message), evaluation_(evaluation), not_to_tell_(persons_not_to_tell(message, evaluation.verdicts)) {}

  std::string tell(const schemas::AgencyId& recipient) {
    const std::string who = recipient.value();
    for (const Verdict& verdict : evaluation_.verdicts) place(verdict);
    for (const auto& [clause, shared] : relied_on_) rely_on(clause, shared, recipient);
    std::string out = "What " + who + " was sent of the " + std::string{schemas::name_of(message_.envelope.type)} + " that " +
                      message_.envelope.sender.value() + " made";
    if (const Agreement* governing = governing_text()) {
      out += " under the agreement \"" + (governing->title.empty() ? governing->name : governing->title) + "\"";
      for (const Purpose& purpose : governing->purposes)
        if (purpose.id.text == message_.envelope.purpose) out += ".\nThe purpose: " + purpose.means;
    }
    out += ".\n";
    if (not_to_tell_.contains("subject"))
      out += "\nNot to be read out yet: the person concerned is not to learn of it. An officer decides that first, and says why.\n";
    if (evaluation_.outcome != Evaluation::Outcome::disclosed) {
      const Explanation explained = explain(book_, message_, evaluation_);
      return out + "\nNothing was sent: the message was " + explained.outcome + " (" + explained.reason + ").\n";
    }
    for (const std::string& person : not_to_tell_)
      if (person != "subject") add(aside_, person + ": this person is not to learn of it");
    list(out, "They received:", received_);
    list(out, "They received in part:", part_);
    list(out, "They did not receive:", withheld_);
    if (!bases_.empty()) list(out, "The law that this relies on:", bases_);
    terms(out);
    list(out, "For the officer alone, not to be read out:", aside_);
    return out;
  }

private:
  using Lines = std::vector<std::string>;

  static void list(std::string& out, const std::string& head, const Lines& lines) {
    if (lines.empty()) return;
    out += "\n" + head + "\n";
    for (const std::string& line : lines) out += "  - " + line + "\n";
  }
  static void add(Lines& lines, std::string line) {
    if (std::find(lines.begin(), lines.end(), line) == lines.end()) lines.push_back(std::move(line));
  }

  void terms(std::string& out) const {
    Lines lines;
    if (!evaluation_.terms->keep.empty()) add(lines, "kept for " + evaluation_.terms->keep);
    for (const std::string& caveat : evaluation_.terms->caveats) add(lines, caveat);
    list(out, "How it is kept and used:", lines);
  }

  const Agreement* text_of(const schemas::AgreementName& name) const {
    for (const Agreement& text : texts_)
      if (schemas::AgreementName{text.name, text.version} == name) return &text;
    return nullptr;
  }
  const Agreement* governing_text() const {
    return evaluation_.governing ? text_of(book_.agreements()[*evaluation_.governing].name) : nullptr;
  }
  const Clause* clause_of(ClauseRef ref) const {
    const Agreement* text = text_of(book_.agreements()[ref.agreement].name);
    return text == nullptr ? nullptr : &text->clauses[ref.clause];
  }
  std::string clause_words(ClauseRef ref) const {
    const Clause* clause = clause_of(ref);
    const std::string other = ref.agreement == evaluation_.governing ? "" : " of " + book_.agreement_name(ref);
    return "clause " + book_.label(ref) + other + (clause == nullptr ? "" : ", \"" + clause->title + "\"");
  }

  // Of what the agreement cites, what this sender may rely on towards this recipient, for what was shared.
  void rely_on(ClauseRef ref, const DataShared& shared, const schemas::AgencyId& recipient) {
    const Clause* clause = clause_of(ref);
    const Agreement* governing = governing_text();
    if (clause == nullptr || governing == nullptr) return;
    const auto cite = [&](const std::vector<BasisLine>& lines) {
      for (const BasisLine& line : lines) {
        if (!is_said_for(line, schemas::agency_kind(message_.envelope.sender))) continue;
        for (const Word& id : line.bases) {
          const Basis* basis = find_basis(id.text);
          if (basis != nullptr && may_rely(*basis, schemas::agency_kind(message_.envelope.sender)) && reaches(*basis, schemas::agency_kind(recipient)) && is_relied_on(basis->role, shared))
            add(bases_, basis_in_words(id.text));
        }
      }
    };
    for (const Purpose& purpose : governing->purposes)
      if (purpose.id.text == message_.envelope.purpose) cite(purpose.bases);
    cite(clause->bases);
  }

  // The same of several elements of a list is said once.
  void place(const Verdict& verdict) {
    const auto& field = schemas::FieldTable::get()[message_.body.fields[verdict.field].id];
    const std::string what = field.meaning + " (" + field.path + ")";
    if (verdict.outcome == Level::conceal) {
      add(aside_, what + ": held back, and the recipient is not told that it may be" + by_cap(verdict));
      return;
    }
    if (verdict.outcome == Level::withhold) {
      add(verdict.because == Cause::held || verdict.because == Cause::leak_guard ? aside_ : withheld_, what + reason(verdict));
      return;
    }
    if (verdict.granted_by) relied_on_[*verdict.granted_by].add(field.field_class);
    const std::string by = verdict.granted_by ? ", under " + clause_words(*verdict.granted_by) : "";
    if (verdict.outcome == Level::full) add(received_, what + by);
    else add(part_, what + ": " + view_in_words(verdict.outcome) + by + by_cap(verdict));
  }

  std::string by_cap(const Verdict& verdict) const {
    return verdict.capped_by ? "; limited by " + clause_words(*verdict.capped_by) : "";
  }
  std::string reason(const Verdict& verdict) const {
    switch (verdict.because) {
      case Cause::capped:
        return verdict.capped_by ? ": held back by " + clause_words(*verdict.capped_by) : ": held back";
      case Cause::source_restriction:
        return ": the sender asked for it to be held back";
      case Cause::companion:
        return ": held back, because something that must go with it could not";
      case Cause::monitoring:
        return ": information for monitoring is shared with nobody";
      case Cause::held:
        return ": waits until a named person of the sender lets it go";
      case Cause::leak_guard:
        return ": waits for its sender, because it seems to hold what the recipient does not get" + found_in(verdict.field);
      case Cause::granted:
      case Cause::not_granted:
        break;
    }
    return ": no clause shares it with them";
  }

  std::string found_in(std::uint32_t passage) const {
    Lines kinds;
    for (const Leak& leak : evaluation_.leaks)
      if (leak.passage == passage) add(kinds, leak.kind == Leak::Kind::unsearchable ? "no text to search" : std::string{name_of(leak.kind)});
    return kinds.empty() ? "" : " (" + join(kinds, ", ") + ")";
  }

  const AgreementBook& book_;
  const std::vector<Agreement>& texts_;
  const schemas::Message& message_;
  const Evaluation& evaluation_;
  std::set<std::string> not_to_tell_;
  Lines received_, part_, withheld_, aside_, bases_;
  std::map<ClauseRef, DataShared, ByPlace> relied_on_;
};

}  // namespace

std::string told_in_words(const AgreementBook& book, const std::vector<Agreement>& texts, const schemas::Message& message,
                          const schemas::AgencyId& recipient, const Evaluation& evaluation) {
  return Teller{book, texts, message, evaluation}.tell(recipient);
}

}  // namespace concordat::policy
