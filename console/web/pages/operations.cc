#include "console/web/pages/operations.h"

#include "base/wall_clock.h"
#include "console/asking/told.h"
#include "console/web/pages/decision.h"
#include "console/web/pages/problem.h"
#include "console/web/pages/words.h"

namespace concordat::console::web {
namespace {

constexpr std::chrono::days key_warning{60};
constexpr std::uint64_t gibibyte = 1ULL << 30U;

// Never empty, and never nought, for what the broker did not tell.
std::string what_is_told(const Told& from, const char* key) { return from.has(key) ? from.text(key) : "Not told"; }

Cell connection(const Told& agency) {
  if (agency.text("standing") != "active") return {sentence(agency.text("standing")), {}, "grey"};
  return agency.holds("connected") ? Cell{"Connected", {}, "green"} : Cell{"Not connected", {}, "red"};
}

Table agencies(const Told& workings) {
  Table table{"Agencies", {"Agency", "Connection", "Last heard", "Software", "Not delivered", "Dead letters", "Duty telephone"}, "The directory names no agency."};
  for (const Told& agency : workings.list("agencies")) {
    const std::uint64_t waiting = agency.number("queued") + agency.number("sent") + agency.number("waiting");
    const std::uint64_t dead = agency.number("deadLetters");
    table.add({{agency.text("name").empty() ? agency.text("id") : agency.text("name") + " (" + agency.text("id") + ")"}, connection(agency), {agency.has("heard") ? when(agency.text("heard")) : "Not since the broker started"}, {what_is_told(agency, "software")},
               {agency.has("queued") ? std::to_string(waiting) : "Not told"}, dead == 0 ? Cell{what_is_told(agency, "deadLetters")} : Cell{std::to_string(dead), {}, "red"},
               {agency.text("dutyContact").empty() ? "None given" : agency.text("dutyContact")}});
  }
  return table;
}

Table keys(const Told& workings, Instant now) {
  Table table{"Signing keys that end within 60 days", {"Agency", "Key", "Ends", "State"}, "No key ends within 60 days."};
  for (const Told& agency : workings.list("agencies"))
    for (const Told& key : agency.list("keys")) {
      const auto until = parse_instant(key.text("until"));
      if (!until || *until - now > key_warning) continue;
      table.add({{agency.text("id")}, {short_id(key.text("fingerprint"))}, {when(key.text("until"))}, *until <= now ? Cell{"Over", {}, "grey"} : Cell{"Ends soon", {}, "red"}});
    }
  return table;
}

std::string disk_in_words(const Told& disk) {
  const std::uint64_t bytes = disk.number("bytes");
  if (bytes == 0) return "Not told";
  return std::to_string(disk.number("free") / gibibyte) + " GB free of " + std::to_string(bytes / gibibyte) + " GB (" + std::to_string(100 * disk.number("free") / bytes) + "%)";
}

Result<std::vector<Told>, Response> parcels(Visit& visit) {
  const auto answer = visit.ask({.question = "queue", .reason = "looked at the list of what is not delivered", .text = {}});
  if (!answer) return Fail{problem_page(visit, answer.error())};
  if (!answer->code.empty()) return Fail{refused_page(visit, answer->code)};
  const auto told = Told::parse(answer->json);
  if (!told) return Fail{problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}})};
  return told->list("parcels");
}

Result<Told, Response> one_parcel(Visit& visit) {
  auto all = parcels(visit);
  if (!all) return Fail{std::move(all).error()};
  for (Told& each : *all)
    if (each.text("record") == visit.part("record")) return std::move(each);
  return Fail{problem_page(visit, Problem::not_found)};
}

Cell state_of(const Told& parcel) {
  const std::string state = parcel.text("state");
  if (state == "dead-letter") return {"Dead letter", {}, "red"};
  if (state == "waiting") return {"Waits for its agreement", {}, "orange"};
  return {state == "sent" ? "Sent, not stored yet" : "Queued", {}, state == "sent" ? "blue" : "yellow"};
}

DecisionPage parcel_decision(const Told& parcel) {
  DecisionPage page{"Parcel " + parcel.text("record"), "/queue",
                    {{"From", parcel.text("sender")}, {"To", parcel.text("recipient")}, {"Kind", type_in_words(parcel.text("type"))}, {"Urgency", sentence(parcel.text("urgency"))},
                     {"State", state_of(parcel).text}, {"Attempts", parcel.text("attempts")}, {"Accepted", when(parcel.text("accepted"))}},
                    {}, {}};
  if (parcel.text("state") != "dead-letter") return page;  // it goes by itself
  page.question = "What becomes of it?";
  page.choices = {{"retry", "Send it again now", "It goes back into the queue. Do this once what stopped it is mended"},
                  {"give-back", "Give it back to its sender", "It will not be delivered, and the sender is told so. There is no way back"}};
  return page;
}

}  // namespace

Response operations_page(Visit& visit) {
  const auto answer = visit.ask({.question = "workings", .reason = "looked at how the area is working", .text = {}});
  if (!answer) return problem_page(visit, answer.error());
  if (!answer->code.empty()) return refused_page(visit, answer->code);
  const auto told = Told::parse(answer->json);
  if (!told) return problem_page(visit, LineFault{LineFault::Kind::not_an_answer, {}});
  View view;
  view.put("agencies", agencies(*told).view()).put("keys", keys(*told, visit.now()).view());
  view.say("disk", disk_in_words(told->part("disk"))).say("software", told->text("software")).say("protocol", told->text("protocol")).say("directory", told->text("directoryVersion"));
  view.say("sessions", visit.console().sessions.count(visit.now()));
  return visit.page("operations", std::move(view), "How the area is working");
}

Response parcels_page(Visit& visit) {
  auto all = parcels(visit);
  if (!all) return std::move(all).error();
  Table table{"What is not delivered", {"Record", "From", "To", "Kind", "Urgency", "State", "Attempts", "Accepted"}, "Everything is delivered."};
  for (const Told& parcel : *all)
    table.add({{parcel.text("record"), "/queue/" + parcel.text("record")}, {parcel.text("sender")}, {parcel.text("recipient")}, {type_in_words(parcel.text("type"))},
               {sentence(parcel.text("urgency"))}, state_of(parcel), {parcel.text("attempts")}, {when(parcel.text("accepted"))}});
  View view;
  view.say("title", "Not delivered").say("intro", "A dead letter was refused by its recipient's system, or nobody took it for seven days. Its sender has been told.").put("table", table.view());
  const std::string done = visit.request().query.text("done");
  view.say("done", done == "retry" ? "It will be sent again." : done == "give-back" ? "It was given back to its sender." : "");
  return visit.page("list", std::move(view), "Not delivered");
}

Response parcel_page(Visit& visit) {
  auto parcel = one_parcel(visit);
  if (!parcel) return std::move(parcel).error();
  return decision_page(visit, parcel_decision(*parcel));
}

std::optional<Response> wrong_settling(Visit& visit) {
  auto parcel = one_parcel(visit);
  if (!parcel) return std::move(parcel).error();
  auto found = decided(visit, parcel_decision(*parcel));
  if (found) return std::nullopt;
  return std::move(found).error();
}

Response settle_parcel(Visit& visit) {
  auto parcel = one_parcel(visit);
  if (!parcel) return std::move(parcel).error();
  auto found = decided(visit, parcel_decision(*parcel));
  if (!found) return std::move(found).error();
  const auto answer = visit.ask({.question = found->choice, .reason = found->reason, .from = parcel->number("record"), .text = {}});
  if (!answer) return problem_page(visit, answer.error());
  if (!answer->code.empty()) return refused_page(visit, answer->code);
  return redirect("/queue?done=" + found->choice);
}

}  // namespace concordat::console::web
