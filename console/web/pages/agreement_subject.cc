#include "console/web/pages/agreement_subject.h"

#include <algorithm>
#include <array>

#include "console/drafting/comparison.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/asked.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/signing.h"

namespace concordat::console::web {
namespace {

using schemas::ActKind;

constexpr AgreementAct approve{"approve", ActKind::agreement_approve, "Approve it", "Your agency agrees to this text. It begins only when every approver has approved and somebody activates it.",
                               "Your approval is recorded."};
constexpr AgreementAct reject{"reject", ActKind::agreement_reject, "Disagree with it", "What is in force stays in force. The disagreement ends when your agency approves, or the proposal is withdrawn.",
                              "Your disagreement is recorded."};
constexpr AgreementAct activate{"activate", ActKind::agreement_activate, "Activate it", "It counts from its own first day; the version before it counts until then.", "The agreement is active."};
constexpr AgreementAct suspend{"suspend", ActKind::agreement_suspend, "Suspend it", "At once: all of it, one field, or what goes to one agency. Nothing more is shared by it.", "It is suspended."};
constexpr AgreementAct resume{"resume", ActKind::agreement_resume, "Lift what your agency has suspended", "What other agencies have suspended stays so.", "What your agency had suspended is lifted."};
constexpr AgreementAct withdraw_draft{"withdraw", ActKind::agreement_withdraw, "Withdraw the proposal", "Your agency’s own proposal is taken back. What is in force stays so.", "The proposal is withdrawn."};
constexpr AgreementAct withdraw{"withdraw", ActKind::agreement_withdraw, "Ask for it to end", "It ends when every approver has said so: what it holds back goes with it.", "That it should end is recorded."};
constexpr AgreementAct accede{"accede", ActKind::agreement_accede, "Join it for your agency", "For an agency whose kind the agreement names. It holds for later versions too.", "Your agency has joined."};
constexpr AgreementAct leave{"leave", ActKind::agreement_leave, "Leave it for your agency", "From then on nothing goes to your agency, or from it, under the agreement. What it holds back stays held back.",
                             "Your agency has left."};

struct Done {
  std::string_view code, words;
};
constexpr std::array<Done, 14> all_done{{
    {"proposed", "The draft is proposed. Whoever must approve it finds it here."},
    {"approved", approve.done}, {"rejected", reject.done}, {"activated", activate.done}, {"suspended", suspend.done}, {"field-suspended", "The field is suspended."},
    {"recipient-suspended", "What goes to that agency is suspended."}, {"resumed", resume.done},
    {"resumed-in-part", "What your agency had suspended is lifted. Something is suspended still: see below."},
    {"withdraw-asked", "That it should end is recorded. It ends when the other approvers say so too."}, {"withdrawn", "The agreement is withdrawn."},
    {"proposal-withdrawn", withdraw_draft.done}, {"left", leave.done}, {"joined", accede.done}}};

}  // namespace

std::vector<AgreementAct> acts_possible(std::string_view state) {
  if (state == "proposed" || state == "disagreed") return {approve, reject, withdraw_draft};
  if (state == "approved") return {activate, reject, withdraw_draft};
  if (state == "in-force" || state == "to-come" || state == "lapsed") return {suspend, resume, withdraw, accede, leave};
  if (state == "suspended") return {resume, suspend, withdraw, accede, leave};
  return {};
}

std::string done_in_words(std::string_view code) {
  for (const Done& each : all_done)
    if (each.code == code) return std::string{each.words};
  return {};
}

std::string ActSubject::text_digest() const { return to_hex(sha256(as_bytes(text)).bytes); }
std::string ActSubject::difference_digest() const { return to_hex(sha256(as_bytes(difference)).bytes); }

bool ActSubject::is_as_shown(const Fields& form) const {
  return form.text("text_digest") == text_digest() && (act.kind != ActKind::agreement_approve || form.text("difference_digest") == difference_digest());
}
bool ActSubject::is_as_proposed() const { return difference == version.text("difference"); }

View ActSubject::view() const {
  View view = agreement_view({name, "/agreements/" + name, text}, "/standing");
  view.say("text_digest", text_digest()).say("difference_digest", difference_digest());
  return view;
}

Result<ActSubject, Response> act_subject(Visit& visit, std::string_view word) {
  const std::string name = visit.part("name") + "/" + visit.part("version");
  auto version = asked(visit, {.question = "agreement", .reason = "looked at what to sign of " + name, .text = name});
  if (!version) return Fail{std::move(version).error()};
  const auto acts = acts_possible(version->text("state"));
  const auto act = std::find_if(acts.begin(), acts.end(), [&](const AgreementAct& each) { return each.word == word; });
  if (act == acts.end()) return Fail{problem_page(visit, Problem::no_longer_so)};
  ActSubject subject{name, *version, *act, version->text("text"), version->text("base"), {}};
  if (act->kind == ActKind::agreement_approve) subject.difference = difference_words(subject.base, subject.text);
  return subject;
}

Response signed_about(Visit& visit, const ActSubject& subject, std::vector<schemas::Particular> says) {
  ActToSay act{.kind = subject.act.kind, .subject = subject.name, .says = std::move(says), .binds = {{"text", sha256(as_bytes(subject.text))}}};
  if (subject.act.kind == ActKind::agreement_approve) act.binds.push_back({"difference", sha256(as_bytes(subject.difference))});
  auto told = signed_act(visit, std::move(act), visit.request().form.text("reason"));
  if (!told) return std::move(told).error();
  // The code says what the broker did; an accession's is the agreement's name.
  return redirect("/agreements/" + subject.name + "/standing?done=" + (subject.act.kind == ActKind::agreement_accede ? "joined" : url_encoded(told->text("does"))));
}

}  // namespace concordat::console::web
