#include "console/web/pages/agreement_list.h"

#include "base/crypto.h"
#include "base/wall_clock.h"
#include "console/web/doors/drafts.h"
#include "console/web/pages/agreement_shelf.h"
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
  Table table{"Agreements", {"Agreement", "Title", "State", "From", "Until", "Review by"}, "There is no agreement in the folder that this console reads."};
  for (const ShelvedAgreement& one : agreement_shelf(settings.agreements, london_date(visit.now())))
    table.add({{one.name(), one.address() + "/schedule"}, {one.tree.title}, {one.state, {}, one.colour}, {date_in_words(one.tree.in_force_from)},
               {date_in_words(one.tree.in_force_until)}, {one.tree.review_by ? date_in_words(*one.tree.review_by) : ""}});
  View view;
  view.put("table", table.view()).show_if("has_folder", !settings.agreements.empty()).show_if("may_write", visit.has(Role::administrator));
  if (visit.has(Role::administrator)) view.put("drafts", drafts_table(Drafts{settings.state, visit.session()}.all(DraftKind::agreement)));
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
