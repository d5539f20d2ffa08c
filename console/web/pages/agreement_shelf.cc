#include "console/web/pages/agreement_shelf.h"

#include <algorithm>

#include "base/file.h"
#include "base/text.h"
#include "base/wall_clock.h"
#include "console/web/pages/agreement_draft.h"
#include "console/web/pages/asked.h"
#include "console/web/pages/problem.h"
#include "policy/check.h"
#include "policy/idle_clauses.h"

namespace concordat::console::web {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t agreement_bytes_max = 4U * 1024 * 1024;

// What a person has decided about it: NAME.status begins with the word.
std::string decided(const fs::path& agreement) {
  fs::path file = agreement;
  file.replace_extension(".status");
  const auto bytes = read_file(file, 64U * 1024);
  return bytes ? split(trim(as_text(*bytes)), ' ').front() : std::string{};
}

void judge(ShelvedAgreement& one, const std::string& decision, Date today) {
  const auto is = [&](std::string state, std::string colour) {
    one.state = std::move(state);
    one.colour = std::move(colour);
  };
  if (decision == "withdrawn") is("Withdrawn", "grey");
  else if (decision == "suspended") is("Suspended", "red");
  else if (today < one.tree.in_force_from) is("Begins on " + date_in_words(one.tree.in_force_from), "blue");
  else if (today >= one.tree.in_force_until) is("Ended on " + date_in_words(one.tree.in_force_until), "grey");
  else {
    is("In force", "green");
    one.is_in_force = true;
  }
}

// `tell` asks the broker; Why is why it does not tell.
template <class Why, class Tell>
Result<InForce, Why> in_force(const Tell& tell, const std::string& name, const std::string& reason) {
  TRY(const Told told, tell({.question = "agreements", .reason = reason, .text = {}}));
  for (const Told& version : told.list("agreements")) {
    const std::string called = version.text("agreement");
    const auto parts = schemas::parse_agreement_name(called);
    const std::string state = version.text("state");
    if (!parts || parts->name != name || (state != "in-force" && state != "suspended" && state != "lapsed")) continue;
    TRY(const Told whole, tell({.question = "agreement", .reason = reason, .text = called}));
    return InForce{called, whole.text("text")};
  }
  return InForce{};
}

}  // namespace

std::string ShelvedAgreement::name() const { return tree.name + "/" + std::to_string(tree.version); }
std::string ShelvedAgreement::address() const { return "/agreements/" + name(); }

std::vector<ShelvedAgreement> agreement_shelf(const fs::path& folder, Date today) {
  std::vector<ShelvedAgreement> found;
  std::error_code failed;
  for (fs::directory_iterator at{folder, failed}, end; !failed && at != end; at.increment(failed)) {
    if (at->path().extension() != ".agreement") continue;
    const auto bytes = read_file(at->path(), agreement_bytes_max);
    if (!bytes) continue;
    policy::Parsed parsed = policy::read_agreement(as_text(*bytes), nullptr);
    if (policy::has_errors(parsed.diagnostics)) continue;
    ShelvedAgreement one{std::move(parsed.agreement), std::string{as_text(*bytes)}, {}, {}};
    one.file = at->path();
    judge(one, decided(at->path()), today);
    found.push_back(std::move(one));
  }
  std::sort(found.begin(), found.end(), [](const ShelvedAgreement& a, const ShelvedAgreement& b) {
    return a.tree.name != b.tree.name ? a.tree.name < b.tree.name : a.tree.version > b.tree.version;
  });
  // One version of a name counts at a time: the highest that has begun.
  for (std::size_t i = 1; i < found.size(); ++i)
    for (std::size_t newer = i; newer-- > 0 && found[newer].tree.name == found[i].tree.name;)
      if (found[i].is_in_force && found[newer].is_in_force) {
        found[i].is_in_force = false;
        found[i].state = "Replaced by version " + std::to_string(found[newer].tree.version);
        found[i].colour = "grey";
      }
  return found;
}

policy::Parties parties_for(const Settings& settings, const policy::Agreement& agreement) {
  if (!settings.directory.empty()) {
    const auto bytes = read_file(settings.directory, agreement_bytes_max);
    if (bytes)
      if (const auto directory = schemas::parse_directory(as_text(*bytes))) return policy::parties_of(*directory);
  }
  return policy::notional_parties(agreement);
}

Result<AgreementAbout, Response> agreement_about(Visit& visit) {
  if (const std::string id = visit.part("id"); !id.empty()) {
    const auto draft = find_agreement_draft(visit, id);
    if (!draft) return Fail{problem_page(visit, Problem::not_found)};
    const policy::Agreement tree = policy::parse(draft->text).agreement;
    const std::string name = tree.name.empty() ? "Draft" : "Draft of " + tree.name + "/" + std::to_string(tree.version);
    return AgreementAbout{name, "/drafts/" + id, draft->text, true};
  }
  const std::string name = visit.part("name") + "/" + visit.part("version");
  for (ShelvedAgreement& one : agreement_shelf(visit.console().settings.agreements, london_date(visit.now())))
    if (one.name() == name) return AgreementAbout{one.name(), one.address(), std::move(one.text)};
  if (!schemas::parse_agreement_name(name)) return Fail{problem_page(visit, Problem::not_found)};
  auto told = asked(visit, {.question = "agreement", .reason = "looked at " + name, .text = name});
  if (!told) return Fail{std::move(told).error()};
  return AgreementAbout{name, "/agreements/" + name, told->text("text")};
}

Result<InForce, Response> told_in_force(Visit& visit, const std::string& name, const std::string& reason) {
  return in_force<Response>([&](const schemas::Ask& question) { return asked(visit, question); }, name, reason);
}

Result<InForce, std::string> told_in_force(Line& line, const std::string& name, const std::string& reason) {
  return in_force<std::string>([&](const schemas::Ask& question) { return told_by(line, question); }, name, reason);
}

View agreement_view(const AgreementAbout& about, std::string_view here) {
  enum class Of : std::uint8_t { both, drafts, others };
  struct Tab {
    std::string_view name;
    std::string_view end;
    Of of = Of::both;
  };
  static constexpr std::array<Tab, 10> tabs{{{"Text", "/text"}, {"Clauses", "/clauses", Of::drafts}, {"Schedule", "/schedule"}, {"Who sees what", "/matrix"}, {"As others would see it", "/as-seen"},
                                            {"What changes", "/difference", Of::drafts}, {"Scenarios", "/scenarios", Of::drafts}, {"Past disclosures", "/replay", Of::drafts},
                                            {"Check and propose", "/propose", Of::drafts}, {"How it stands", "/standing", Of::others}}};
  View view;
  view.say("agreement", about.title).say("agreement_address", about.address).show_if("is_draft", about.is_draft);
  for (const Tab& tab : tabs) {
    if (tab.of != Of::both && (tab.of == Of::drafts) != about.is_draft) continue;
    view.add("tabs", View{}.say("name", std::string{tab.name}).say("address", about.address + std::string{tab.end}).show_if("current", tab.end == here));
  }
  return view;
}

std::shared_ptr<const policy::AgreementBook> book_of(const std::string& text, const policy::Parties& parties) {
  std::vector<schemas::AgencyId> acceded;
  for (const policy::Agency& agency : parties.agencies) acceded.push_back(agency.id);
  const auto book = policy::AgreementBook::compile({{text, policy::Status::active, acceded}}, parties);
  return book ? *book : nullptr;
}

}  // namespace concordat::console::web
