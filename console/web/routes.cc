#include "console/web/routes.h"

#include <array>

#include "base/text.h"
#include "console/web/pages/agreement_act.h"
#include "console/web/pages/agreement_as_seen.h"
#include "console/web/pages/agreement_difference.h"
#include "console/web/pages/agreement_editor.h"
#include "console/web/pages/agreement_list.h"
#include "console/web/pages/agreement_matrix.h"
#include "console/web/pages/agreement_standing.h"
#include "console/web/pages/agreement_suspension.h"
#include "console/web/pages/disclosure.h"
#include "console/web/pages/draft_clauses.h"
#include "console/web/pages/draft_proposal.h"
#include "console/web/pages/draft_replay.h"
#include "console/web/pages/draft_scenarios.h"
#include "console/web/pages/erasing.h"
#include "console/web/pages/inbox.h"
#include "console/web/pages/inbox_answer.h"
#include "console/web/pages/inbox_concern.h"
#include "console/web/pages/operations.h"
#include "console/web/pages/overview.h"
#include "console/web/pages/papers.h"
#include "console/web/pages/reason.h"
#include "console/web/pages/search.h"
#include "console/web/pages/signing_in.h"
#include "console/web/pages/verifying.h"
#include "console/web/pages/waiting.h"

namespace concordat::console::web {
namespace {

constexpr auto get = Method::get;
constexpr auto post = Method::post;

// One family of pages after another, in the order of the folder pages/.
const Route table[] = {
    {get, "/sign-in", Who::anybody, {}, Does::show, sign_in_page},
    {post, "/sign-in", Who::anybody, {}, Does::show, sign_in},
    {get, "/sign-in/code", Who::half_way, {}, Does::show, code_page},
    {post, "/sign-in/code", Who::half_way, {}, Does::show, check_code},
    {post, "/sign-out", Who::signed_in, {}, Does::show, sign_out},

    {post, "/reason", Who::signed_in, {}, Does::show, take_reason},
    {post, "/no-tell", Who::signed_in, {Role::officer}, Does::show, take_no_tell},

    {get, "/", Who::signed_in, {}, Does::show, overview_page},
    {get, "/live/overview", Who::signed_in, {}, Does::show, overview_events},

    {get, "/verify", Who::signed_in, {Role::officer}, Does::show, verify_page},
    {post, "/verify", Who::signed_in, {Role::officer}, Does::show, begin_verifying},
    {get, "/live/verify", Who::signed_in, {Role::officer}, Does::show, verify_events},

    {get, "/operations", Who::signed_in, {Role::operations}, Does::show, operations_page},
    {get, "/queue", Who::signed_in, {Role::operations}, Does::show, parcels_page},
    {get, "/queue/:record", Who::signed_in, {Role::operations}, Does::show, parcel_page},
    {post, "/queue/:record", Who::signed_in, {Role::operations}, Does::act, settle_parcel, wrong_settling},

    {get, "/search", Who::signed_in, {Role::officer}, Does::show, search_page},
    {post, "/search", Who::signed_in, {Role::officer}, Does::show, begin_search},
    {get, "/search/:id", Who::signed_in, {Role::officer}, Does::show, search_results_page},
    {get, "/cases/:id", Who::signed_in, {Role::officer}, Does::show, case_page},
    {get, "/disclosures/:record", Who::signed_in, {Role::officer}, Does::show, disclosure_page},
    {get, "/disclosures/:record/proof", Who::signed_in, {Role::officer}, Does::show, proof_page},
    {get, "/disclosures/:record/proof.txt", Who::signed_in, {Role::officer}, Does::show, proof_file},

    {get, "/papers", Who::signed_in, {Role::officer}, Does::show, papers_page},
    {get, "/papers/:kind", Who::signed_in, {Role::officer}, Does::show, paper_form_page},
    {post, "/papers/:kind", Who::signed_in, {Role::officer}, Does::show, begin_paper},
    {get, "/papers/:kind/:id", Who::signed_in, {Role::officer}, Does::show, paper_page},
    {get, "/papers/:kind/:id/:file", Who::signed_in, {Role::officer}, Does::show, paper_file},

    {get, "/retention", Who::signed_in, {Role::officer}, Does::show, retention_page},
    {post, "/retention", Who::signed_in, {Role::officer}, Does::show, begin_due_erasure},
    {post, "/cases/:id", Who::signed_in, {Role::officer}, Does::show, begin_case_erasure},
    {get, "/erasures/:id", Who::signed_in, {Role::officer}, Does::show, erasure_page},
    {post, "/erasures/:id", Who::signed_in, {Role::officer}, Does::act, erase, wrong_erasure},

    {get, "/holds", Who::signed_in, {Role::officer}, Does::show, holds_page},
    {get, "/holds/:record", Who::signed_in, {Role::officer}, Does::show, hold_page},
    {post, "/holds/:record", Who::signed_in, {Role::officer}, Does::act, decide_hold, wrong_hold},
    {get, "/emergencies", Who::signed_in, {Role::officer}, Does::show, emergencies_page},
    {get, "/emergencies/:record", Who::signed_in, {Role::officer}, Does::show, emergency_page},
    {post, "/emergencies/:record", Who::signed_in, {Role::officer}, Does::act, review_emergency, wrong_review},
    {get, "/recalls", Who::signed_in, {Role::officer}, Does::show, recalls_page},
    {get, "/recalls/:record", Who::signed_in, {Role::officer}, Does::show, recall_page},
    {post, "/recalls/:record", Who::signed_in, {Role::officer}, Does::act, decide_recall, wrong_recall},

    {get, "/agreements", Who::signed_in, {Role::administrator, Role::officer}, Does::show, agreements_page},
    {get, "/agreements/:name/:version/text", Who::signed_in, {Role::administrator, Role::officer}, Does::show, agreement_text_page},
    {get, "/agreements/:name/:version/schedule", Who::signed_in, {Role::administrator, Role::officer}, Does::show, agreement_schedule_page},
    {get, "/agreements/:name/:version/matrix", Who::signed_in, {Role::administrator, Role::officer}, Does::show, agreement_matrix_page},
    {get, "/agreements/:name/:version/as-seen", Who::signed_in, {Role::administrator, Role::officer}, Does::show, agreement_as_seen_page},
    {post, "/agreements/:name/:version/as-seen", Who::signed_in, {Role::administrator, Role::officer}, Does::show, agreement_as_seen_page},
    {get, "/agreements/:name/:version/standing", Who::signed_in, {Role::administrator, Role::officer}, Does::show, agreement_standing_page},
    {get, "/agreements/:name/:version/standing/suspend", Who::signed_in, {Role::administrator, Role::officer}, Does::show, suspend_page},
    {post, "/agreements/:name/:version/standing/suspend", Who::signed_in, {Role::administrator, Role::officer}, Does::show, suspend_card},
    {post, "/agreements/:name/:version/standing/suspend/confirm", Who::signed_in, {Role::administrator, Role::officer}, Does::act, suspend, wrong_suspension},
    {get, "/agreements/:name/:version/standing/:act", Who::signed_in, {Role::administrator, Role::officer}, Does::show, agreement_act_page},
    {post, "/agreements/:name/:version/standing/:act", Who::signed_in, {Role::administrator, Role::officer}, Does::act, act_on_agreement, wrong_agreement_act},
    {post, "/drafts", Who::signed_in, {Role::administrator}, Does::show, begin_draft},
    {get, "/drafts/:id/text", Who::signed_in, {Role::administrator}, Does::show, draft_page},
    {post, "/drafts/:id/text", Who::signed_in, {Role::administrator}, Does::show, keep_draft},
    {post, "/drafts/:id/delete", Who::signed_in, {Role::administrator}, Does::show, delete_draft},
    {get, "/drafts/:id/schedule", Who::signed_in, {Role::administrator}, Does::show, agreement_schedule_page},
    {get, "/drafts/:id/matrix", Who::signed_in, {Role::administrator}, Does::show, agreement_matrix_page},
    {get, "/drafts/:id/as-seen", Who::signed_in, {Role::administrator}, Does::show, agreement_as_seen_page},
    {get, "/drafts/:id/difference", Who::signed_in, {Role::administrator}, Does::show, agreement_difference_page},
    {get, "/drafts/:id/clauses", Who::signed_in, {Role::administrator}, Does::show, draft_clauses_page},
    {get, "/drafts/:id/clauses/:place", Who::signed_in, {Role::administrator}, Does::show, draft_clause_page},
    {post, "/drafts/:id/clauses/:place", Who::signed_in, {Role::administrator}, Does::show, keep_clause},
    {get, "/drafts/:id/scenarios", Who::signed_in, {Role::administrator}, Does::show, draft_scenarios_page},
    {post, "/drafts/:id/scenarios", Who::signed_in, {Role::administrator}, Does::show, keep_scenarios},
    {get, "/drafts/:id/replay", Who::signed_in, {Role::administrator}, Does::show, draft_replay_page},
    {post, "/drafts/:id/replay", Who::signed_in, {Role::administrator}, Does::show, make_replay},
    {get, "/live/replay", Who::signed_in, {Role::administrator}, Does::show, replay_events},
    {post, "/drafts/:id/replay/paste", Who::signed_in, {Role::administrator}, Does::show, take_replay},
    {get, "/drafts/:id/propose", Who::signed_in, {Role::administrator}, Does::show, draft_proposal_page},
    {post, "/drafts/:id/propose", Who::signed_in, {Role::administrator}, Does::act, propose_draft, wrong_proposal},
    {post, "/drafts/:id/as-seen", Who::signed_in, {Role::administrator}, Does::show, agreement_as_seen_page},
    {post, "/editing/check", Who::signed_in, {Role::administrator}, Does::show, check_text},
    {post, "/editing/complete", Who::signed_in, {Role::administrator}, Does::show, complete_text},
    {post, "/editing/explain", Who::signed_in, {Role::administrator}, Does::show, explain_word},

    {get, "/inbox", Who::signed_in, {Role::practitioner}, Does::show, inbox_page},
    {post, "/inbox/concerns", Who::signed_in, {Role::practitioner}, Does::show, begin_concern},
    {get, "/inbox/concerns/:id/check", Who::signed_in, {Role::practitioner}, Does::show, concern_check_page},
    {get, "/inbox/concerns/:id/:step", Who::signed_in, {Role::practitioner}, Does::show, concern_step_page},
    {post, "/inbox/concerns/:id/send", Who::signed_in, {Role::practitioner}, Does::act, send_concern, wrong_concern},
    {post, "/inbox/concerns/:id/delete", Who::signed_in, {Role::practitioner}, Does::show, delete_concern},
    {post, "/inbox/concerns/:id/:step", Who::signed_in, {Role::practitioner}, Does::show, keep_concern_step},
    {post, "/inbox/received/:delivery/answer", Who::signed_in, {Role::practitioner}, Does::show, begin_answer},
    {get, "/inbox/answers/:id", Who::signed_in, {Role::practitioner}, Does::show, answer_page},
    {post, "/inbox/answers/:id", Who::signed_in, {Role::practitioner}, Does::show, keep_answer},
    {get, "/inbox/answers/:id/check", Who::signed_in, {Role::practitioner}, Does::show, answer_check_page},
    {post, "/inbox/answers/:id/send", Who::signed_in, {Role::practitioner}, Does::act, send_answer, wrong_answer},
    {post, "/inbox/answers/:id/delete", Who::signed_in, {Role::practitioner}, Does::show, delete_answer},
    {get, "/inbox/sent/:id", Who::signed_in, {Role::practitioner}, Does::show, concern_sent_page},
    {get, "/inbox/received/:delivery", Who::signed_in, {Role::practitioner}, Does::show, received_page},
    {post, "/inbox/received/:delivery", Who::signed_in, {Role::practitioner}, Does::act, acknowledge_received, wrong_acknowledgement},
};

struct Link {
  std::string_view name;
  std::string_view address;
  std::initializer_list<Role> roles;  // any, if it names none
};

const Link links[] = {
    {"Overview", "/", {Role::officer, Role::administrator, Role::operations}},
    {"Search", "/search", {Role::officer}},
    {"Papers", "/papers", {Role::officer}},
    {"Held", "/holds", {Role::officer}},
    {"Emergencies", "/emergencies", {Role::officer}},
    {"Recalls", "/recalls", {Role::officer}},
    {"Retention", "/retention", {Role::officer}},
    {"Operations", "/operations", {Role::operations}},
    {"Not delivered", "/queue", {Role::operations}},
    {"Agreements", "/agreements", {Role::administrator, Role::officer}},
    {"Inbox", "/inbox", {Role::practitioner}},
};

}  // namespace

std::span<const Route> routes() { return table; }

std::vector<View> navigation(const Visit& visit) {
  std::vector<View> found;
  for (const Link& link : links) {
    bool is_theirs = link.roles.size() == 0;
    for (const Role role : link.roles) is_theirs = is_theirs || visit.has(role);
    if (!is_theirs) continue;
    const std::string_view path = visit.request().path;
    const bool is_current = path == link.address || (link.address != "/" && path.starts_with(std::string{link.address} + "/"));
    found.push_back(View{}.say("name", std::string{link.name}).say("address", std::string{link.address}).show_if("current", is_current));
  }
  return found;
}

std::optional<std::vector<std::pair<std::string, std::string>>> match(std::string_view pattern, std::string_view path) {
  const auto wanted = split(pattern, '/');
  const auto given = split(path, '/');
  if (wanted.size() != given.size()) return std::nullopt;
  std::vector<std::pair<std::string, std::string>> parts;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    if (wanted[i].starts_with(":") && !given[i].empty()) parts.emplace_back(wanted[i].substr(1), given[i]);
    else if (wanted[i] != given[i]) return std::nullopt;
  }
  return parts;
}

}  // namespace concordat::console::web
