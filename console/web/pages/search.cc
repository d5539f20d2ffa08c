#include "console/web/pages/search.h"

#include "console/web/pages/inquiry_form.h"
#include "console/web/pages/reason.h"
#include "console/web/pages/table.h"
#include "console/web/pages/words.h"

namespace concordat::console::web {
namespace {

constexpr std::size_t rows_max = 500;

Response form(Visit& visit, const Fields& typed, View errors) {
  const int status = errors.list("errors").empty() ? 200 : 422;
  return visit.page("search", inquiry_view(typed, Asks::anything, std::move(errors)), "Search the log", status);
}

std::string kind_in_words(const audit::LogRow& row) {
  if (row.kind == "accepted") return type_in_words(row.message_type) + " received";
  if (row.kind == "disclosed") return type_in_words(row.message_type) + " disclosed";
  if (row.kind == "refused") return "Refused";
  if (row.kind == "waiting") return "Waits";
  return sentence(row.kind);
}

// Where an entry is shown: a disclosure has a page of its own, anything else is in its case.
std::string link_of(const audit::LogRow& row) {
  if (row.kind == "disclosed") return "/disclosures/" + std::to_string(row.sequence) + (row.case_id.empty() ? "" : "?case=" + row.case_id);
  return row.case_id.empty() ? "" : "/cases/" + row.case_id;
}

View results_view(const std::vector<audit::LogRow>& rows, const audit::Provenance& from) {
  Table table{"Entries that were found", {"Entry", "When", "What", "From", "To", "Purpose", "Found by"}, "Nothing was found."};
  for (const audit::LogRow& row : rows)
    table.add({{std::to_string(row.sequence), link_of(row)}, {when(row.at)}, {kind_in_words(row)}, {row.actor}, {row.counterpart}, {purpose_in_words(row.purpose)},
               {row.match + (row.is_related ? ", named in it" : "")}});
  View view;
  view.put("table", table.view()).say("count", rows.size()).say("access", from.search).show_if("is_cut", rows.size() >= rows_max);
  return view;
}

}  // namespace

Response search_page(Visit& visit) { return form(visit, visit.request().query, {}); }

Response begin_search(Visit& visit) {
  InquiryForm asked = read_inquiry(visit.request().form, Asks::anything);
  if (!asked.is_right()) return form(visit, visit.request().form, std::move(asked.errors));
  return redirect("/search/" + visit.keep_inquiry({std::move(asked.question), std::move(asked.reason)}));
}

Response search_results_page(Visit& visit) {
  const auto inquiry = visit.inquiry(visit.part("id"));
  if (!inquiry) return redirect("/search");
  std::vector<audit::LogRow> rows;
  auto from = search_for(visit, "search:" + visit.part("id"), inquiry->question, inquiry->reason, [&](const std::string&, const audit::LogRow& row) {
    rows.push_back(row);
    return rows.size() < rows_max;
  });
  if (!from) return std::move(from).error();
  return visit.page("results", results_view(rows, *from), "What was found");
}

}  // namespace concordat::console::web
