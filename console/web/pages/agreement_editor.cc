#include "console/web/pages/agreement_editor.h"

#include <algorithm>
#include <charconv>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "console/web/pages/agreement_draft.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/asked.h"
#include "console/web/pages/draft_scenarios.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/words.h"
#include "policy/editing.h"
#include "policy/format.h"
#include "policy/parse.h"

namespace concordat::console::web {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t text_bytes_max = 512U * 1024;

constexpr std::string_view blank = R"(agreement "new-agreement" version 1
title     "What this agreement is about"
schema    1
scheme    mash
area      E09000002
parties   council/lbbd, police/met
in force  2027-01-01 until 2029-01-01
review by 2028-01-01
marking   official-sensitive
dpia      "DPIA-0000"
policy document "APD-00"
approvers council/lbbd, police/met

purpose safeguarding-mash
  means "Why the parties share"
  basis ukgdpr.6.1.e, ca2004.s10

clause 1.1 "Who it is about"
  from     council/lbbd
  to       police/met
  for      safeguarding-mash
  share    subject.names
  keep     1 year after closure
)";

std::string typed_text(const Fields& form) { return typed_lines(form.raw("text")); }

Response no_disk(Visit& visit) { return problem_page(visit, LineFault{LineFault::Kind::misconfigured, {}}); }

// What the directory says of the parties; none if the console knows no directory.
std::optional<policy::Parties> known_parties(Visit& visit) {
  if (visit.console().settings.directory.empty()) return std::nullopt;
  return parties_for(visit.console().settings, {});
}
std::vector<policy::Diagnostic> findings_of(Visit& visit, const std::string& text) {
  const auto parties = known_parties(visit);
  return policy::diagnose(text, parties ? &*parties : nullptr);
}

Response editor(Visit& visit, const AgreementAbout& about, const std::vector<policy::Diagnostic>& findings, std::string error) {
  View view = agreement_view(about, "/text");
  const std::vector<std::string> lines = split(about.text, '\n');
  std::size_t number = 0;
  std::size_t errors = 0;
  for (const policy::Diagnostic& found : findings) {
    ++number;
    view.add("findings", finding_view(found, lines, number));
    if (found.severity() != policy::Severity::error) continue;
    ++errors;
    view.add("errors", View{}.say("text", "Line " + std::to_string(found.place.line) + ": " + found.cause).say("field", "finding-" + std::to_string(number)));
  }
  if (!error.empty()) view.add("errors", View{}.say("text", error).say("field", "text"));
  view.say("text", about.text).say("id", visit.part("id")).say("error", error);
  view.show_if("is_checked", visit.request().method == Method::post && error.empty()).show_if("is_clean", findings.empty()).show_if("has_findings", !findings.empty());
  view.show_if("can_be_proposed", errors == 0).show("editor").say("count", number);
  return visit.page("draft", std::move(view), about.title, view.list("errors").empty() ? 200 : 422);
}

Response json(const ordered_json& body) {
  Response response;
  response.type = "application/json";
  // What is typed may be no UTF-8 where a character was cut in two.
  response.body = body.dump(-1, ' ', false, ordered_json::error_handler_t::replace);
  return response;
}

std::uint32_t number_in(const Fields& form, std::string_view name) {
  const std::string text = form.text(name);
  std::uint32_t number = 1;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return std::max(number, 1U);
}
ordered_json place_json(const policy::Place& place) { return {{"line", place.line}, {"column", place.column}, {"length", place.length}}; }

}  // namespace

View finding_view(const policy::Diagnostic& found, const std::vector<std::string>& lines, std::size_t number) {
  View view;
  const bool is_error = found.severity() == policy::Severity::error;
  view.say("number", number).say("line", found.place.line).say("column", found.place.column).say("cause", sentence(found.cause)).say("fix", sentence(found.fix));
  view.say("code", std::string{policy::name_of(found.code)}).say("severity", is_error ? "Error" : "Warning").say("colour", is_error ? "red" : "yellow");
  view.say("instead", found.did_you_mean.value_or(""));
  const std::size_t first = found.place.line > 2 ? found.place.line - 2 : 1;
  for (std::size_t at = first; at <= found.place.line + 1U && at <= lines.size(); ++at)
    view.add("lines", View{}.say("number", at).say("text", lines[at - 1]).show_if("is_it", at == found.place.line));
  return view;
}

std::string next_version(std::string text) {
  const policy::Agreement tree = policy::parse(text).agreement;
  const std::string now = "version " + std::to_string(tree.version);
  const std::size_t at = text.find(now, text.find("agreement \""));
  if (tree.version > 0 && at != std::string::npos) text.replace(at, now.size(), "version " + std::to_string(tree.version + 1));
  return text;
}

Response begin_draft(Visit& visit) {
  AgreementDraft draft{std::string{blank}};
  if (const std::string from = visit.request().form.text("from"); !from.empty()) {
    const auto shelf = agreement_shelf(visit.console().settings.agreements, london_date(visit.now()));
    const auto at = std::find_if(shelf.begin(), shelf.end(), [&](const ShelvedAgreement& one) { return one.name() == from; });
    if (at != shelf.end()) draft = {next_version(at->text), scenarios_beside(at->file)};
    else {
      auto told = asked(visit, {.question = "agreement", .reason = "began the next version of " + from, .text = from});
      if (!told) return std::move(told).error();
      draft.text = next_version(told->text("text"));
    }
  }
  const auto id = drafts_of(visit).begin(DraftKind::agreement, fields_of(draft), visit.now());
  return id ? redirect("/drafts/" + *id + "/text") : no_disk(visit);
}

Response draft_page(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  return editor(visit, *about, {}, {});
}

Response keep_draft(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  about->text = typed_text(visit.request().form);
  if (about->text.size() > text_bytes_max) return editor(visit, *about, {}, "The agreement must be 512 kilobytes or less. It was not saved");
  if (visit.request().form.text("do") == "format")
    if (const auto formatted = policy::format(about->text)) about->text = *formatted;
  auto draft = find_agreement_draft(visit, visit.part("id"));
  if (!draft) return problem_page(visit, Problem::not_found);
  draft->text = about->text;
  if (!keep_agreement_draft(visit, visit.part("id"), *draft)) return no_disk(visit);
  return editor(visit, *about, findings_of(visit, about->text), {});
}

Response delete_draft(Visit& visit) {
  if (!remove_agreement_draft(visit, visit.part("id"))) return no_disk(visit);
  return redirect("/agreements?done=deleted");
}

Response check_text(Visit& visit) {
  ordered_json found = ordered_json::array();
  for (const policy::Diagnostic& one : findings_of(visit, typed_text(visit.request().form)))
    found.push_back({{"place", place_json(one.place)}, {"severity", one.severity() == policy::Severity::error ? "error" : "warning"}, {"code", policy::name_of(one.code)},
                     {"cause", sentence(one.cause)}, {"fix", sentence(one.fix)}, {"instead", one.did_you_mean ? ordered_json(*one.did_you_mean) : ordered_json(nullptr)}});
  return json({{"findings", found}});
}

Response complete_text(Visit& visit) {
  const Fields& form = visit.request().form;
  const auto parties = known_parties(visit);
  const policy::Completion found = policy::complete(typed_text(form), {number_in(form, "line"), number_in(form, "column")}, parties ? &*parties : nullptr);
  ordered_json suggestions = ordered_json::array();
  for (const policy::Suggestion& one : found.suggestions) suggestions.push_back({{"text", one.text}, {"detail", one.detail}});
  return json({{"replaces", place_json(found.replaces)}, {"suggestions", suggestions}});
}

Response explain_word(Visit& visit) {
  const Fields& form = visit.request().form;
  const auto parties = known_parties(visit);
  const auto found = policy::hover(typed_text(form), {number_in(form, "line"), number_in(form, "column")}, parties ? &*parties : nullptr);
  return json(found ? ordered_json{{"place", place_json(found->place)}, {"title", found->title}, {"text", found->text}} : ordered_json::object());
}

}  // namespace concordat::console::web
