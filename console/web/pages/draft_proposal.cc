#include "console/web/pages/draft_proposal.h"

#include "base/text.h"
#include "base/wall_clock.h"
#include "console/drafting/comparison.h"
#include "console/web/pages/agreement_draft.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/difference_view.h"
#include "console/web/pages/draft_scenarios.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/signing.h"
#include "policy/check.h"

namespace concordat::console::web {
namespace {

// A draft as it would be proposed now.
struct Proposal {
  AgreementAbout about;
  AgreementDraft draft;
  policy::Agreement tree;
  bool is_readable = false;
  std::string base;
  std::optional<ScenarioTrial> trial;  // if the scenarios can be read

  std::string name() const { return schemas::format_agreement_name({tree.name, tree.version}); }
  bool is_good() const { return trial && !trial->scenarios.empty() && trial->failed() == 0; }
  bool is_whole() const { return is_readable && is_good() && draft.is_replayed(); }
  std::string base_digest() const { return base.empty() ? std::string{} : to_hex(sha256(as_bytes(base)).bytes); }
  // What was shown and what is now are the same.
  bool is_as_shown(const Fields& form) const {
    return form.text("text_digest") == draft.digest() && form.text("base_digest") == base_digest() && form.text("replay_digest") == replay_digest();
  }
  std::string replay_digest() const { return to_hex(sha256(as_bytes(draft.replay)).bytes); }
};

Result<Proposal, Response> proposal_of(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return Fail{std::move(about).error()};
  auto draft = find_agreement_draft(visit, visit.part("id"));
  if (!draft) return Fail{problem_page(visit, Problem::not_found)};
  policy::Parsed parsed = policy::read_agreement(draft->text, nullptr);
  Proposal proposal{std::move(*about), std::move(*draft), std::move(parsed.agreement), !policy::has_errors(parsed.diagnostics), {}, {}};
  if (!proposal.is_readable) return proposal;
  auto base = told_in_force(visit, proposal.tree.name, "proposing a version of " + proposal.tree.name);
  if (!base) return Fail{std::move(base).error()};
  proposal.base = std::move(base->text);
  if (auto trial = try_draft(proposal.draft)) proposal.trial = std::move(*trial);
  return proposal;
}

std::string parties_in_words(const policy::Agreement& tree) {
  std::vector<std::string> names;
  for (const policy::Party& party : tree.parties) names.push_back(party.text);
  return join(names, ", ");
}

std::string trial_in_words(const Proposal& proposal) {
  if (!proposal.trial) return "They cannot be read";
  if (proposal.trial->scenarios.empty()) return "There are none";
  return std::to_string(proposal.trial->scenarios.size() - proposal.trial->failed()) + " of " + std::to_string(proposal.trial->scenarios.size()) + " as expected; " +
         std::to_string(proposal.trial->clauses.percent()) + " % of clauses and " + std::to_string(proposal.trial->conditions.percent()) + " % of conditions covered";
}

std::string replay_in_words(const AgreementDraft& draft) {
  if (draft.replay.empty()) return "Not decided again yet";
  return draft.is_replayed() ? "Decided again under this text" : "Made of another text: make it again";
}

void add_answers(View& view, const Proposal& proposal) {
  enum class Is : std::uint8_t { there, missing };
  const auto answer = [&](const char* name, std::string value, const char* change, Is is) {
    view.add("answers", View{}.say("name", name).say("value", std::move(value)).say("change", proposal.about.address + change).show_if("is_missing", is == Is::missing));
    if (is == Is::missing) view.show("is_short");
  };
  answer("Text", proposal.is_readable ? "Nothing is wrong with it" : "It has errors", "/text", proposal.is_readable ? Is::there : Is::missing);
  if (!proposal.is_readable) return;
  answer("Agreement", proposal.name(), "/text", Is::there);
  answer("In force", date_in_words(proposal.tree.in_force_from) + " until " + date_in_words(proposal.tree.in_force_until), "/text", Is::there);
  answer("Parties", parties_in_words(proposal.tree), "/text", Is::there);
  answer("Scenarios", trial_in_words(proposal), "/scenarios", proposal.is_good() ? Is::there : Is::missing);
  answer("Past disclosures", replay_in_words(proposal.draft), "/replay", proposal.draft.is_replayed() ? Is::there : Is::missing);
}

Response page(Visit& visit, const Proposal& proposal, View view, int status) {
  const View frame = agreement_view(proposal.about, "/propose");
  for (const View& tab : frame.list("tabs")) view.add("tabs", tab);
  view.say("agreement", proposal.about.title).say("agreement_address", proposal.about.address).show("is_draft").show_if("may_sign", may_sign(visit));
  add_answers(view, proposal);
  view.say("text_digest", proposal.draft.digest()).say("base_digest", proposal.base_digest()).say("replay_digest", proposal.replay_digest());
  view.say("replay", proposal.draft.replay).say("reason", visit.request().form.text("reason")).show_if("is_new", proposal.is_readable && proposal.base.empty());
  if (proposal.is_readable && !proposal.base.empty()) view.put("difference", difference_view(Comparison{proposal.base, proposal.draft.text, std::nullopt}));
  view.show_if("is_whole", proposal.is_whole());
  return visit.page("draft_proposal", std::move(view), "Check before you propose " + proposal.about.title, status);
}

std::optional<Response> wrong(Visit& visit, const Proposal& proposal) {
  const Fields& form = visit.request().form;
  if (!proposal.is_whole()) return page(visit, proposal, View{}.add("errors", View{}.say("text", "Something is missing: see below").say("field", "answers")), 422);
  if (!proposal.is_as_shown(form)) return problem_page(visit, Problem::no_longer_so);
  const std::string what = wrong_with_reason(form.text("reason"));
  if (what.empty()) return std::nullopt;
  return page(visit, proposal, View{}.say("reason_error", what).add("errors", View{}.say("text", what).say("field", "reason")), 422);
}

}  // namespace

Response draft_proposal_page(Visit& visit) {
  auto proposal = proposal_of(visit);
  if (!proposal) return std::move(proposal).error();
  return page(visit, *proposal, {}, 200);
}

std::optional<Response> wrong_proposal(Visit& visit) {
  auto proposal = proposal_of(visit);
  if (!proposal) return std::move(proposal).error();
  return wrong(visit, *proposal);
}

Response propose_draft(Visit& visit) {
  auto proposal = proposal_of(visit);
  if (!proposal) return std::move(proposal).error();
  if (auto found = wrong(visit, *proposal)) return std::move(*found);
  ActToSay act{.kind = schemas::ActKind::agreement_propose, .subject = proposal->name(),
               .attached = {{"text", proposal->draft.text}, {"difference", difference_words(proposal->base, proposal->draft.text)}, {"replay", proposal->draft.replay},
                            {"scenarios", print_trials({{proposal->name(), *proposal->trial}}, Verdict::good)}}};
  if (!proposal->base.empty()) act.binds.push_back({"base", sha256(as_bytes(proposal->base))});
  auto told = signed_act(visit, std::move(act), visit.request().form.text("reason"));
  if (!told) return std::move(told).error();
  return redirect("/agreements/" + proposal->name() + "/standing?done=proposed");
}

}  // namespace concordat::console::web
