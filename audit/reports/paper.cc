#include "audit/reports/paper.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/csv_row.h"
#include "base/text.h"

namespace concordat::audit {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t columns_side_by_side = 7;  // more do not fit a page: then each row is a table of its own

constexpr std::string_view style = R"(
  @page { size: A4; margin: 15mm; @bottom-right { content: counter(page) " / " counter(pages); font-size: 8pt } }
  body { font: 10pt/1.4 "Liberation Sans", Arial, sans-serif; color: #111; max-width: 75em; margin: 2em auto; padding: 0 1em }
  h1 { font-size: 16pt } h2 { font-size: 12pt; margin-top: 1.6em }
  table { table-layout: fixed; border-collapse: collapse; width: 100%; font-size: 8.5pt; margin-bottom: 1em } th, td { border: 1px solid #777; padding: 3px 5px; text-align: left; vertical-align: top }
  th { background: #eee } table.one th { width: 11em } td { overflow-wrap: anywhere } pre { font-size: 8pt; background: #f4f4f4; padding: 6px; white-space: pre-wrap }
)";

std::vector<std::string> how_to_verify(const Provenance& from) {
  return {"Made on " + from.made_at + " for " + from.officer + ", who gave as reason: " + from.reason,
          "It is made from entries 0 to " + std::to_string(from.size == 0 ? 0 : from.size - 1) + " of the log " + from.origin + "; entry " + std::to_string(from.search) +
              " of that log records that it was asked for.",
          "To check: save the signed checkpoint below as checkpoint.txt, and ask for a copy or export of the log made since. Then run:  concordat audit verify --log COPY --key " +
              from.log_key + " --checkpoint checkpoint.txt  — it recomputes every entry, and says whether the log is still what this was made from. "
              "Every agency in the area keeps checkpoints of its own, to compare with."};
}

ordered_json provenance_json(const Provenance& from) {
  return {{"madeAt", from.made_at}, {"officer", from.officer}, {"reason", from.reason}, {"access", from.search},
          {"size", from.size}, {"origin", from.origin}, {"logKey", from.log_key}, {"checkpoint", from.checkpoint}};
}

std::string rows_as_table(const Section& section) {
  std::string out = "<table><thead><tr>";
  for (const Column& column : section.columns) out += "<th scope=\"col\">" + html_text(column.head) + "</th>";
  out += "</tr></thead>\n<tbody>\n";
  for (const auto& row : section.rows) {
    out += "<tr>";
    for (const std::string& cell : row) out += "<td>" + html_text(cell) + "</td>";
    out += "</tr>\n";
  }
  return out + "</tbody></table>\n";
}

std::string rows_one_by_one(const Section& section) {
  std::string out;
  for (const auto& row : section.rows) {
    out += "<table class=\"one\"><tbody>\n";
    for (std::size_t i = 0; i < row.size(); ++i)
      if (!row[i].empty()) out += "<tr><th scope=\"row\">" + html_text(section.columns[i].head) + "</th><td>" + html_text(row[i]) + "</td></tr>\n";
    out += "</tbody></table>\n";
  }
  return out;
}

}  // namespace

std::string html_text(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      case '\'': out += "&#39;"; break;
      default: out.push_back(c);
    }
  }
  return out;
}

std::string paper_as_text(const Paper& paper) {
  std::string out = paper.title + "\n" + std::string(std::min<std::size_t>(paper.title.size(), 100), '=') + "\n";
  for (const std::string& sentence : paper.opening) out += sentence + "\n";
  for (const Section& section : paper.sections) {
    out += "\n" + section.heading + "\n" + std::string(std::min<std::size_t>(section.heading.size(), 100), '-') + "\n";
    for (const std::string& sentence : section.sentences) out += sentence + "\n";
    if (section.rows.empty() && !section.columns.empty()) out += section.when_empty + "\n";
    for (const auto& row : section.rows) {
      for (std::size_t i = 0; i < row.size(); ++i)
        if (!row[i].empty()) out += std::string{i == 0 ? "* " : "    "} + section.columns[i].head + ": " + row[i] + "\n";
    }
  }
  out += "\nHow to check this paper\n-----------------------\n";
  for (const std::string& sentence : how_to_verify(paper.from)) out += sentence + "\n";
  return out + "\n" + paper.from.checkpoint;
}

std::string paper_as_html(const Paper& paper) {
  std::string out = "<!doctype html>\n<html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>" + html_text(paper.title) + "</title><style>" + std::string{style} +
                    "</style></head>\n<body>\n<h1>" + html_text(paper.title) + "</h1>\n";
  for (const std::string& sentence : paper.opening) out += "<p>" + html_text(sentence) + "</p>\n";
  for (const Section& section : paper.sections) {
    out += "<h2>" + html_text(section.heading) + "</h2>\n";
    for (const std::string& sentence : section.sentences) out += "<p>" + html_text(sentence) + "</p>\n";
    if (section.columns.empty()) continue;
    if (section.rows.empty()) {
      out += "<p>" + html_text(section.when_empty) + "</p>\n";
      continue;
    }
    out += section.columns.size() > columns_side_by_side ? rows_one_by_one(section) : rows_as_table(section);
  }
  out += "<h2>How to check this paper</h2>\n";
  for (const std::string& sentence : how_to_verify(paper.from)) out += "<p>" + html_text(sentence) + "</p>\n";
  return out + "<pre>" + html_text(paper.from.checkpoint) + "</pre>\n</body></html>\n";
}

std::string paper_as_csv(const Paper& paper) {
  std::string out;
  const auto line = [&](const std::vector<std::string>& cells) { out += csv_row(cells); };
  for (const Section& section : paper.sections) {
    if (section.columns.empty()) continue;
    if (!out.empty()) line({""});
    line({section.heading});
    std::vector<std::string> heads;
    for (const Column& column : section.columns) heads.push_back(column.key);
    line(heads);
    for (const auto& row : section.rows) line(row);
  }
  line({""});
  line({"log", "size", "access", "madeAt", "checkpoint"});
  line({paper.from.origin, std::to_string(paper.from.size), std::to_string(paper.from.search), paper.from.made_at, join(split(paper.from.checkpoint, '\n'), " | ")});
  return out;
}

std::string paper_as_json(const Paper& paper) {
  ordered_json out{{"kind", paper.kind}, {"title", paper.title}, {"from", provenance_json(paper.from)}};
  for (const Section& section : paper.sections) {
    if (section.columns.empty()) continue;
    ordered_json rows = ordered_json::array();
    for (const auto& row : section.rows) {
      ordered_json object = ordered_json::object();
      for (std::size_t i = 0; i < row.size(); ++i) object[section.columns[i].key] = row[i];
      rows.push_back(std::move(object));
    }
    out[section.key] = std::move(rows);
  }
  return out.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace concordat::audit
