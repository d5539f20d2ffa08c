#include "console/web/pages/papers.h"

#include "console/papers/paper_kinds.h"
#include "console/papers/pdf.h"
#include "console/web/pages/inquiry_form.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/reason.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t rows_max = 200'000;  // of one paper; more is a shorter window

Asks asks_of(const PaperKind& kind) { return kind.about == About::person ? Asks::person : Asks::window; }

Response form(Visit& visit, const PaperKind& kind, const Fields& typed, View errors) {
  const int status = errors.list("errors").empty() ? 200 : 422;
  View view = inquiry_view(typed, asks_of(kind), std::move(errors));
  view.say("title", std::string{kind.title}).say("what", sentence(std::string{kind.what})).say("path", "/papers/" + std::string{kind.name});
  return visit.page("paper_form", std::move(view), std::string{kind.title}, status);
}

struct Made {
  const PaperKind* kind;
  audit::Paper paper;
};

// The paper that the address names, made now; else the page that says why not.
Result<Made, Response> make(Visit& visit) {
  const PaperKind* kind = find_paper(visit.part("kind"));
  if (kind == nullptr) return Fail{problem_page(visit, Problem::not_found)};
  const auto inquiry = visit.inquiry(visit.part("id"));
  if (!inquiry) return Fail{redirect("/papers/" + std::string{kind->name})};
  LogQuestion question = inquiry->question;
  question.use = kind->name;
  question.kinds = kind->kinds;
  std::vector<audit::LogRow> rows;
  auto from = search_for(visit, "search:" + visit.part("id"), question, inquiry->reason, [&](const std::string&, const audit::LogRow& row) {
    rows.push_back(row);
    return rows.size() < rows_max;
  });
  if (!from) return Fail{std::move(from).error()};
  Made made{kind, kind->make(rows, {visit.console().bases(), format_date(london_date(visit.now()))})};
  made.paper.from = std::move(*from);
  return made;
}

View section_view(const audit::Section& section) {
  View view;
  view.say("heading", section.heading);
  for (const std::string& text : section.sentences) view.add("sentences", View{}.say("text", text));
  if (section.columns.empty()) return view;
  std::vector<std::string> heads;
  for (const audit::Column& column : section.columns) heads.push_back(column.head);
  Table table{section.heading, heads, section.when_empty};
  for (const auto& row : section.rows) {
    std::vector<Cell> cells;
    for (std::size_t i = 0; i < row.size(); ++i) cells.push_back({section.columns[i].key == "at" ? when(row[i]) : row[i]});
    table.add(std::move(cells));
  }
  return view.put("table", table.view());
}

View paper_view(const audit::Paper& paper) {
  View view;
  view.say("title", paper.title);
  for (const std::string& text : paper.opening) view.add("opening", View{}.say("text", text));
  for (const audit::Section& section : paper.sections) view.add("sections", section_view(section));
  view.say("made_at", when(paper.from.made_at)).say("officer", paper.from.officer).say("reason", paper.from.reason).say("access", paper.from.search).say("size", paper.from.size);
  return view.say("checkpoint", paper.from.checkpoint).say("log_key", paper.from.log_key);
}

Response file(const Made& made, std::string ending, std::string type, std::string body) {
  Response response;
  response.type = std::move(type);
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + std::string{made.kind->name} + "-" + std::to_string(made.paper.from.search) + ending + "\"");
  response.body = std::move(body);
  return response;
}

}  // namespace

Response papers_page(Visit& visit) {
  View view;
  for (const PaperKind& kind : paper_kinds())
    view.add("papers", View{}.say("title", std::string{kind.title}).say("what", sentence(std::string{kind.what})).say("address", "/papers/" + std::string{kind.name}));
  return visit.page("papers", std::move(view), "Papers");
}

Response paper_form_page(Visit& visit) {
  const PaperKind* kind = find_paper(visit.part("kind"));
  return kind == nullptr ? problem_page(visit, Problem::not_found) : form(visit, *kind, visit.request().query, {});
}

Response begin_paper(Visit& visit) {
  const PaperKind* kind = find_paper(visit.part("kind"));
  if (kind == nullptr) return problem_page(visit, Problem::not_found);
  InquiryForm asked = read_inquiry(visit.request().form, asks_of(*kind));
  if (!asked.is_right()) return form(visit, *kind, visit.request().form, std::move(asked.errors));
  return redirect("/papers/" + std::string{kind->name} + "/" + visit.keep_inquiry({std::move(asked.question), std::move(asked.reason)}));
}

Response paper_page(Visit& visit) {
  auto made = make(visit);
  if (!made) return std::move(made).error();
  View view = paper_view(made->paper);
  view.say("address", visit.request().path).say("form", "/papers/" + visit.part("kind"));
  return visit.page("paper", std::move(view), made->paper.title);
}

Response paper_file(Visit& visit) {
  const std::string wanted = visit.part("file");
  if (wanted != "paper.csv" && wanted != "paper.json" && wanted != "paper.pdf") return problem_page(visit, Problem::not_found);
  auto made = make(visit);
  if (!made) return std::move(made).error();
  if (wanted == "paper.csv") return file(*made, ".csv", "text/csv; charset=utf-8", audit::paper_as_csv(made->paper));
  if (wanted == "paper.json") return file(*made, ".json", "application/json", audit::paper_as_json(made->paper));
  const auto pdf = pdf_of(audit::paper_as_html(made->paper), visit.console().settings.state);
  if (!pdf) return problem_page(visit, Problem::no_pdf);
  return file(*made, ".pdf", "application/pdf", std::string{as_text(*pdf)});
}

}  // namespace concordat::console::web
