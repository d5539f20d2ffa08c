#include "broker/search_desk.h"

#include <memory>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "broker/answers.h"

namespace concordat::broker {
namespace {

using nlohmann::ordered_json;

constexpr std::size_t open_max = 16;  // searches at once; the oldest goes

schemas::Answer failed(std::string_view code, const ordered_json& why = nullptr) {
  return {.code = std::string{code}, .json = why.is_null() ? std::string{} : why.dump(), .bytes = {}, .more = false};
}

ordered_json verdict_json(const std::string& value) {
  const auto parts = split(value, '\t');
  if (parts.size() != 5) return nullptr;
  ordered_json out{{"path", parts[0]}, {"outcome", parts[1]}, {"because", parts[4]}};
  if (!parts[2].empty()) out["grantedBy"] = parts[2];
  if (!parts[3].empty()) out["cappedBy"] = parts[3];
  return out;
}

void put_annex(const FoundRow& row, ordered_json& out) {
  static const std::map<std::string_view, const char*> single{
      {annex_message, "message"}, {annex_case, "case"}, {annex_keep, "keep"}, {annex_no_tell, "noTell"}, {annex_reason, "reason"}, {annex_question, "question"}};
  for (const audit::AnnexPair& pair : row.annex) {
    if (pair.key == annex_verdict) {
      if (auto verdict = verdict_json(pair.value); !verdict.is_null()) out["verdicts"].push_back(std::move(verdict));
    } else if (pair.key == annex_fact) {
      out["facts"].push_back(pair.value);
    } else if (pair.key == annex_where) {
      out["where"].push_back(pair.value);
    } else if (const auto known = single.find(pair.key); known != single.end()) {
      out[known->second] = pair.value;
    } else {
      out["annex"].push_back({{"key", pair.key}, {"value", pair.value}});
    }
  }
  if (row.is_annex_gone) out["annexGone"] = true;
}

ordered_json row_json(const FoundRow& row, bool with_annex) {
  const audit::Entry& entry = row.entry;
  ordered_json out{{"sequence", entry.sequence.value()}, {"kind", std::string{audit::event_kind_name(entry.kind)}}, {"at", format_instant(entry.at)}};
  for (const auto& [key, value] : {std::pair{"actor", &entry.actor}, std::pair{"counterpart", &entry.counterpart}, std::pair{"code", &entry.code},
                                   std::pair{"messageType", &entry.message_type}, std::pair{"purpose", &entry.purpose}})
    if (!value->empty()) out[key] = *value;
  if (entry.agreement) out["agreement"] = entry.agreement->name;
  if (entry.about) out["about"] = entry.about->value();
  if (entry.kind == audit::EventKind::disclosed) out["disclosure"] = to_hex(entry.reference.bytes);
  if (row.grade && row.grade != audit::Grade::envelope) out["match"] = std::string{audit::grade_name(*row.grade)};
  if (row.bearing && audit::is_related(*row.bearing)) out["related"] = true;
  if (row.bearing && audit::is_hidden(*row.bearing)) out["noTell"] = "subject";
  if (with_annex) put_annex(row, out);
  return out;
}

// What was looked for, without a value: agencies, codes and times as they are, people by their handles.
Bytes access_annex(const schemas::Ask& ask, const Search& search) {
  const Query& query = search.query();
  audit::AnnexWriter annex;
  annex.add(annex_question, ask.question).add(annex_reason, ask.reason);
  if (query.no_tell != NoTell::undecided) annex.add("decision", (query.no_tell == NoTell::include ? "include no-tell: " : "leave out no-tell: ") + query.decision);
  for (const auto& [handle, grade] : search.handles())
    if (grade <= audit::Grade::exact || grade == audit::Grade::envelope) annex.add("handle", to_hex(handle));
  for (const auto& [name, value] : {std::pair{"agency", query.agency}, std::pair{"sender", query.sender}, std::pair{"recipient", query.recipient},
                                    std::pair{"agreement", query.agreement}, std::pair{"clause", query.clause}, std::pair{"field", query.field},
                                    std::pair{"purpose", query.purpose}, std::pair{"outcome", query.outcome},
                                    std::pair{"since", query.since ? format_instant(*query.since) : ""}, std::pair{"until", query.until ? format_instant(*query.until) : ""}})
    if (!value.empty()) annex.add("criterion", std::string{name} + "\t" + value);
  return annex.finish();
}

}  // namespace

void SearchDesk::answer(const Session& officer, const schemas::Officer& known, const schemas::Ask& ask, Tick& tick) {
  if (ask.question == "search") return begin(officer, known, ask, tick);
  const auto at = open_.find(ask.from);
  const bool is_theirs = at != open_.end() && at->second.officer == officer.transport_key && known.role == "igOfficer";
  core_.network.reply(officer, is_theirs ? go_on(ask.from) : failed("no-such-search"));
}

void SearchDesk::begin(const Session& officer, const schemas::Officer& known, const schemas::Ask& ask, Tick& tick) {
  auto query = parse_query(ask.text);
  if (!query) {
    core_.network.reply(officer, failed("invalid-question", {{"wrong", query.error()}}));
    return;
  }
  const std::string use = query->use;
  const auto search = std::make_shared<Search>(std::move(*query), core_);
  const std::size_t index = tick.add({.kind = audit::EventKind::access, .at = core_.clock.now(), .actor = known.agency.value() + "/" + known.name,
                                      .code = use, .annex = access_annex(ask, *search)});
  const std::uint64_t id = tick.sequence_of(index);
  tick.after([this, officer, id, search, role = known.role](audit::Committed&) {
    // Others get this whatever there is to find, so that it says nothing of anybody.
    if (role != "igOfficer") {
      core_.network.reply(officer, failed("not-permitted"));
      return;
    }
    if (open_.size() >= open_max) open_.erase(open_.begin());
    open_.insert_or_assign(id, Open{officer.transport_key, std::move(*search)});
    core_.network.reply(officer, go_on(id));
  });
}

schemas::Answer SearchDesk::go_on(std::uint64_t id) {
  Search& search = open_.at(id).search;
  ordered_json out{{"search", id}, {"size", search.size()}, {"rows", ordered_json::array()}};
  const auto end = [&](schemas::Answer answer) {
    open_.erase(id);
    return answer;
  };
  const auto prepared = search.is_ready() ? Result<Unit, audit::LogError>{Unit{}} : search.prepare(core_);
  if (!prepared) return end(failed(audit::log_error_code(prepared.error())));
  bool has_more = true;
  if (search.is_ready()) {
    if (search.needs_decision()) return end(failed("needs-decision", {{"search", id}}));
    const auto page = search.next(core_);
    if (!page) return end(failed(audit::log_error_code(page.error())));
    for (const FoundRow& row : page->rows) out["rows"].push_back(row_json(row, search.query().with_annexes));
    out["lookedTo"] = page->looked_to;
    has_more = page->has_more;
  }
  const auto checkpoint = core_.log().checkpoint();
  if (!has_more && checkpoint) {
    out["origin"] = core_.log().origin();
    out["checkpoint"] = checkpoint->note;
  }
  schemas::Answer answer{.code = {}, .json = out.dump(-1, ' ', false, ordered_json::error_handler_t::replace), .bytes = {}, .more = has_more};
  return has_more ? answer : end(std::move(answer));
}

}  // namespace concordat::broker
