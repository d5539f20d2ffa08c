#include "console/web/pages/agreement_list.h"

#include "base/crypto.h"
#include "base/wall_clock.h"
#include "console/asking/told.h"
#include "console/web/pages/agreement_draft.h"
#include "console/web/pages/agreement_shelf.h"
#include "console/web/pages/agreement_standing.h"
#include "console/web/pages/table.h"
#include "policy/check.h"
#include "policy/schedule.h"

namespace concordat::console::web {
namespace {

View drafts_table(const std::vector<Draft>& drafts) {
  Table table{"Your drafts", {"Draft", "Begun"}, "You have no drafts."};
  for (const Draft& draft : drafts) {
    const policy::Agreement tree = policy::parse(draft.fields.raw("text")).agreement;
    const std::string name = tree.name.empty() ? "Without a name" : tree.name + "/" + std::to_string(tree.version);
    table.add({{name, "/drafts/" + draft.id + "/text"}, {time_in_words(draft.begun)}});
  }
  return table.view();
}

View table_of(const std::vector<ShelvedAgreement>& shelf) {
  Table table{"Agreements", {"Agreement", "Title", "State", "From", "Until", "Review by"}, "There is no agreement in the folder that this console reads."};
  for (const ShelvedAgreement& one : shelf)
    table.add({{one.name(), one.address() + "/schedule"}, {one.tree.title}, {one.state, {}, one.colour}, {date_in_words(one.tree.in_force_from)},
               {date_in_words(one.tree.in_force_until)}, {one.tree.review_by ? date_in_words(*one.tree.review_by) : ""}});
  return table.view();
}

std::string title_of(const std::string& name, const std::vector<ShelvedAgreement>& shelf) {
  for (const ShelvedAgreement& one : shelf)
    if (one.name() == name || name.starts_with(one.tree.name + "/")) return one.tree.title;
  return {};
}

// As the broker tells them: what is waited for comes first.
View table_of(const Told& told, const std::vector<ShelvedAgreement>& shelf) {
  Table table{"Agreements", {"Agreement", "Title", "State", "From", "Until", "Approval missing of"}, "Nobody has agreed anything yet."};
  const auto add = [&](std::string_view wanted) {
    for (const Told& version : told.list("agreements")) {
      const std::string state = version.text("state");
      const bool is_proposal = state == "proposed" || state == "disagreed" || state == "approved";
      const bool is_over = state == "superseded" || state == "withdrawn" || state == "replaced";
      if (wanted != (is_proposal ? "proposal" : is_over ? "over" : "active")) continue;
      const std::string name = version.text("agreement");
      const StateWords words = state_in_words(state);
      table.add({{name, "/agreements/" + name + (is_proposal ? "/standing" : "/schedule")}, {title_of(name, shelf)}, {words.text, {}, words.colour}, {day_in_words(version.text("from"))},
                 {day_in_words(version.text("until"))}, {missing_in_words(version.texts("missing"))}});
    }
  };
  for (const std::string_view wanted : {"proposal", "active", "over"}) add(wanted);
  return table.view();
}

}  // namespace

View paper_sections(const policy::Paper& paper) {
  View view;
  for (const std::string& text : paper.paragraphs) view.add("opening", View{}.say("text", text));
  for (const policy::PaperSection& section : paper.sections) {
    View part;
    part.say("heading", section.heading);
    for (const std::string& text : section.paragraphs) part.add("sentences", View{}.say("text", text));
    for (const policy::PaperTable& printed : section.tables) {
      Table table{printed.caption, printed.heads, "Nothing."};
      for (const auto& row : printed.rows) {
        std::vector<Cell> cells;
        for (const std::string& text : row) cells.push_back({text});
        table.add(std::move(cells));
      }
      part.add("tables", View{}.put("table", table.view()));
    }
    view.add("sections", std::move(part));
  }
  return view;
}

Response agreements_page(Visit& visit) {
  const Settings& settings = visit.console().settings;
  const auto shelf = agreement_shelf(settings.agreements, london_date(visit.now()));
  View view;
  const auto answer = visit.ask({.question = "agreements", .reason = "looked at the agreements", .text = {}});
  const auto told = answer && answer->code.empty() ? Told::parse(answer->json) : std::nullopt;
  view.put("table", told ? table_of(*told, shelf) : table_of(shelf)).show_if("is_told", told.has_value());
  view.show_if("has_folder", told || !settings.agreements.empty()).show_if("may_write", visit.has(Role::administrator));
  if (visit.has(Role::administrator)) view.put("drafts", drafts_table(drafts_of(visit).all(DraftKind::agreement)));
  view.say("done", visit.request().query.text("done") == "deleted" ? "The draft is deleted." : "");
  return visit.page("agreements", std::move(view), "Agreements");
}

Response agreement_schedule_page(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  View view = agreement_view(*about, "/schedule");
  const policy::Parsed parsed = policy::read_agreement(about->text, nullptr);
  const bool is_readable = !policy::has_errors(parsed.diagnostics);
  view.show_if("is_readable", is_readable);
  if (is_readable) {
    const policy::Paper paper = policy::schedule_of(parsed.agreement, to_hex(sha256(as_bytes(about->text)).bytes));
    view.say("title", paper.title).put("paper", paper_sections(paper));
  }
  return visit.page("agreement_schedule", std::move(view), about->title + ": schedule");
}

Response agreement_text_page(Visit& visit) {
  auto about = agreement_about(visit);
  if (!about) return std::move(about).error();
  View view = agreement_view(*about, "/text");
  view.say("text", about->text).say("digest", to_hex(sha256(as_bytes(about->text)).bytes)).show_if("may_write", visit.has(Role::administrator));
  return visit.page("agreement_text", std::move(view), about->title + ": text");
}

}  // namespace concordat::console::web
